/** How a person names a model: in the setting `stepwise.models`, in the command line's file of models. */
import * as z from 'zod/mini';

/** US dollars for a million tokens. */
const priceSchema = z.object({
  input: z.number().check(z.nonnegative()),
  output: z.number().check(z.nonnegative()),
  cached: z.optional(z.number().check(z.nonnegative())),
});

export const modelSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('server'),
    /** Base address, as the OpenAI API has it: `http://127.0.0.1:8080/v1`. */
    url: z.url({ protocol: /^https?$/ }),
    /** The model's name there. */
    model: z.string().check(z.minLength(1)),
    /** Tokens; found by asking where it is not given. */
    window: z.optional(z.int().check(z.minimum(256))),
    /** Requests in flight together. */
    parallel: z.optional(z.int().check(z.minimum(1), z.maximum(256))),
    price: z.optional(priceSchema),
  }),
  z.object({
    kind: z.literal('gguf'),
    /** A file of this machine; without it the one that `Stepwise: Get the local model` fetched. */
    file: z.optional(z.string()),
    window: z.optional(z.int().check(z.minimum(256))),
  }),
  z.object({
    kind: z.literal('editor'),
    /** As VS Code's language model API names them; the first that matches is used. */
    vendor: z.optional(z.string()),
    family: z.optional(z.string()),
    id: z.optional(z.string()),
  }),
]);

/** A model as the person names it. Its key, where it needs one, is never here: it lies in the editor's secrets or the environment, by origin. */
export type ModelConfig = z.output<typeof modelSchema>;
