/** How a person names a model: in the setting `stepwise.models`, in the command line's file of models. */
import * as z from 'zod/mini';

/** US dollars for a million tokens. */
const priceSchema = z.strictObject({
  input: z.number().check(z.nonnegative()),
  output: z.number().check(z.nonnegative()),
  cached: z.optional(z.number().check(z.nonnegative())),
});

export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
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
  z.strictObject({
    kind: z.literal('gguf'),
    /** A file of this machine; without it the one that `Stepwise: Get the local model` fetched. */
    file: z.optional(z.string()),
    window: z.optional(z.int().check(z.minimum(256))),
  }),
  z.strictObject({
    kind: z.literal('editor'),
    /** As VS Code's language model API names them; the first that matches is used. */
    vendor: z.optional(z.string()),
    family: z.optional(z.string()),
    id: z.optional(z.string()),
  }),
]);

/** A model as the person names it. Its key, where it needs one, is never here: it lies in the editor's secrets or the environment, by origin. */
export type ModelConfig = z.output<typeof modelSchema>;

export type ReadModel =
  | { readonly ok: true; readonly config: ModelConfig }
  /** What is wrong, in words that repeat no value: a key may stand where none belongs. */
  | { readonly ok: false; readonly reason: string };

/** Reads one model from a file or a setting. */
export function readModel(raw: unknown): ReadModel {
  const parsed = modelSchema.safeParse(raw);
  if (!parsed.success) return { ok: false, reason: reasonOf(raw, parsed.error.issues[0]) };
  if (parsed.data.kind === 'server' && holdsSecret(parsed.data.url))
    return { ok: false, reason: `url holds a name, a password or a query: ${keysLie}` };
  return { ok: true, config: parsed.data };
}

const keysLie = "a key is kept in the editor's secrets (Stepwise: Set up a model) or the environment, never here";

/** Secrets are put before the host, or into a query. Of queries a base address has one at most: Azure's version. */
function holdsSecret(url: string): boolean {
  const { username, password, searchParams, hash } = new URL(url);
  return username + password + hash !== '' || [...searchParams.keys()].some(name => name !== 'api-version');
}

function reasonOf(raw: unknown, issue: z.core.$ZodIssue | undefined): string {
  const given: unknown = typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : undefined;
  if (issue === undefined || typeof given !== 'string') return 'it is no object with a kind: server, gguf or editor';
  const where = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'invalid_union':
      return 'kind is server, gguf or editor';
    case 'unrecognized_keys':
      return `there is no ${where === '' ? '' : `${where}.`}${issue.keys[0]} in a model${/key|token|secret/i.test(issue.keys[0] ?? '') ? `: ${keysLie}` : ''}`;
    case 'too_small':
      return issue.origin === 'string' ? `${where} is empty` : `${where} is at least ${issue.minimum}`;
    case 'too_big':
      return `${where} is at most ${issue.maximum}`;
    case 'invalid_format':
      return `${where} is an http or https address, such as http://127.0.0.1:8080/v1`;
    case 'invalid_type':
      return `${where} is ${issue.expected === 'int' ? 'a whole number' : `of the type ${issue.expected}`}`;
    default:
      return `${where} is not valid`;
  }
}
