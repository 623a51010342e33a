/** What servers send back, as far as it is read. Fields beyond these are ignored; what is read is checked. */
import * as z from 'zod/mini';

const count = z.number().check(z.nonnegative());

const usageSchema = z.object({
  prompt_tokens: z.nullish(count),
  completion_tokens: z.nullish(count),
  prompt_tokens_details: z.nullish(z.object({ cached_tokens: z.nullish(count) })),
});
export type ServerUsage = z.output<typeof usageSchema>;

/** One token in the chat API's form; llama.cpp has it everywhere. */
const tokenSchema = z.object({
  token: z.string(),
  logprob: z.nullish(z.number()),
  top_logprobs: z.nullish(z.array(z.object({ token: z.string(), logprob: z.nullish(z.number()) }))),
});
export type ServerToken = z.output<typeof tokenSchema>;

/** Two forms: tokens one by one, or columns (OpenAI's older API, vLLM's completions). */
const logProbabilitiesSchema = z.object({
  content: z.nullish(z.array(tokenSchema)),
  tokens: z.nullish(z.array(z.string())),
  token_logprobs: z.nullish(z.array(z.nullable(z.number()))),
  top_logprobs: z.nullish(z.array(z.nullable(z.record(z.string(), z.number())))),
  text_offset: z.nullish(z.array(z.number())),
});
export type ServerLogProbabilities = z.output<typeof logProbabilitiesSchema>;

const promptTokenSchema = z.nullable(
  z.record(
    z.string(),
    z.object({ logprob: z.number(), rank: z.nullish(z.number()), decoded_token: z.nullish(z.string()) }),
  ),
);

/** A choice of a whole reply or of one event of a stream, of chat or of raw completions. */
const choiceSchema = z.object({
  index: z._default(z.number(), 0),
  text: z.nullish(z.string()),
  message: z.nullish(z.object({ content: z.nullish(z.string()) })),
  delta: z.nullish(z.object({ content: z.nullish(z.string()) })),
  logprobs: z.nullish(logProbabilitiesSchema),
  prompt_logprobs: z.nullish(z.array(promptTokenSchema)),
  finish_reason: z.nullish(z.string()),
});
export type ServerChoice = z.output<typeof choiceSchema>;

export const completionSchema = z.object({ choices: z.array(choiceSchema), usage: z.nullish(usageSchema) });

export type ServerReply = z.output<typeof completionSchema>;

/** An event may also say that the server failed in the middle. */
export const eventSchema = z.object({
  choices: z.optional(z.array(choiceSchema)),
  usage: z.nullish(usageSchema),
  error: z.optional(z.unknown()),
});

export const modelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.nullish(z.string()),
      aliases: z.nullish(z.array(z.string())),
      max_model_len: z.nullish(z.number()),
      context_length: z.nullish(z.number()),
      pricing: z.nullish(z.object({ prompt: z.nullish(z.string()), completion: z.nullish(z.string()) })),
      meta: z.nullish(z.looseObject({ n_ctx: z.nullish(z.number()), n_ctx_train: z.nullish(z.number()) })),
    }),
  ),
});
export type ServerModels = z.output<typeof modelsSchema>;

/** llama.cpp's server of itself. */
export const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: z.number() }),
  total_slots: z.number(),
});

/** Ollama's models in memory. */
export const loadedSchema = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.nullish(z.number()) })),
});

/** LM Studio's models. */
export const studioSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      loaded_context_length: z.nullish(z.number()),
      max_context_length: z.nullish(z.number()),
    }),
  ),
});

export const templateSchema = z.object({ prompt: z.string() });

export const tokenizeSchema = z.object({ tokens: z.array(z.int()) });

/** llama.cpp's own completion: the label's place is the first token. */
export const nativeSchema = z.object({
  completion_probabilities: z.array(tokenSchema),
  tokens_evaluated: z.nullish(count),
  timings: z.nullish(z.object({ cache_n: z.nullish(count) })),
});

/** vLLM's `/pooling`: a row of class values for each step marker. */
export const poolingSchema = z.object({
  data: z.array(z.object({ data: z.array(z.union([z.array(z.number()), z.number()])) })),
  usage: z.nullish(usageSchema),
});

/** vLLM's `/generative_scoring`: the first label's probability for each item. */
export const generativeScoringSchema = z.object({
  data: z.array(z.object({ score: z.number() })),
  usage: z.nullish(usageSchema),
});

/** SGLang's `/v1/score`: every label's probability for each item. */
export const scoreSchema = z.object({ scores: z.array(z.array(z.number())), usage: z.nullish(usageSchema) });

const decisionUsage = z.nullish(
  z.object({
    input_tokens: z.nullish(count),
    output_tokens: z.nullish(count),
    input_tokens_details: z.nullish(z.object({ cached_tokens: z.nullish(count) })),
  }),
);

/** OpenAI's `/v1/decisions`: answers in the order of the questions. */
export const decisionsSchema = z.object({
  answers: z.array(z.object({ type: z.string(), probability: z.optional(z.number()) })),
  usage: decisionUsage,
});

/** `/v1/systemone`, the older form of the same: answers by the questions' names. */
export const systemOneSchema = z.object({
  answers: z.record(z.string(), z.object({ noul: z.optional(z.number()) })),
  usage: decisionUsage,
});
export type DecisionUsage = z.output<typeof decisionUsage>;
