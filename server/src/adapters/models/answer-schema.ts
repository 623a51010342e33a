/** Answers of models as a recording holds them. Logits are written as base64 of their 32-bit floats. */
import * as z from 'zod/mini';
import type { AbilitiesAnswer, Exchanges, Method } from '../../core/model/exchange.ts';
import { faultKinds } from '../../core/model/fault.ts';
import type { Answer } from '../../core/model/recording.ts';

const count = z.number().check(z.nonnegative());
const usage = z.object({
  promptTokens: count,
  cachedTokens: count,
  completionTokens: count,
  calls: count,
  cost: count,
});
const fault = z.object({
  kind: z.enum(faultKinds),
  message: z.string(),
  retryAfterMs: z.exactOptional(z.number()),
});
const failed = z.object({ ok: z.literal(false), fault, usage });

const logits = z.codec(z.object({ float32: z.string() }), z.instanceof(Float32Array), {
  decode: ({ float32 }) => {
    const bytes = Buffer.from(float32, 'base64');
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)));
  },
  encode: floats => ({
    float32: Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength).toString('base64'),
  }),
});

const share = z.number().check(z.minimum(0), z.maximum(1));

const declined = z.codec(z.null(), z.undefined(), { decode: () => undefined, encode: () => null });

type Succeeded<M extends Method> = Extract<Exchanges[M]['answer'], { readonly ok: true }>;

const generated: z.ZodMiniType<Omit<Succeeded<'generate'>, 'fault'>> = z.object({
  ok: z.literal(true),
  completions: z.array(
    z.object({
      text: z.string(),
      tokens: count,
      logProbability: z.exactOptional(z.number()),
      finish: z.enum(['stop', 'length']),
    }),
  ),
  usage,
});

const read: z.ZodMiniType<Succeeded<'read'>> = z.object({
  ok: z.literal(true),
  parts: z.array(
    z.object({
      tokens: z.array(z.object({ text: z.string(), logProbability: z.number(), best: z.exactOptional(z.number()) })),
      logits: z.exactOptional(logits),
      labels: z.exactOptional(z.array(z.number())),
    }),
  ),
  usage,
});

const weighed: z.ZodMiniType<Succeeded<'weigh'>> = z.object({
  ok: z.literal(true),
  probabilities: z.array(share),
  mass: share,
  usage,
});

const pooled: z.ZodMiniType<Succeeded<'pool'>> = z.object({ ok: z.literal(true), values: z.array(share), usage });

const decided: z.ZodMiniType<Succeeded<'decide'>> = z.object({
  ok: z.literal(true),
  probabilities: z.array(z.union([share, declined])),
  usage,
});

const abilities = z.object({
  ok: z.literal(true),
  abilities: z.object({
    window: count,
    many: z.boolean(),
    continuation: z.enum(['raw', 'prefill', 'turn']),
    logProbabilities: z.boolean(),
    schema: z.boolean(),
    prefixCache: z.boolean(),
    read: z.union([z.literal(false), z.object({ logits: z.boolean() })]),
    weigh: z.boolean(),
    pool: z.boolean(),
    parallel: count,
  }),
});

/** What each method answers. */
export const answerSchemas: { readonly [M in Method]: z.ZodMiniType<Answer> } = {
  generate: z.union([generated, failed]),
  read: z.union([read, failed]),
  weigh: z.union([weighed, failed]),
  pool: z.union([pooled, failed]),
  decide: z.union([decided, failed]),
};

export const abilitiesSchema: z.ZodMiniType<AbilitiesAnswer> = z.union([abilities, failed]);
