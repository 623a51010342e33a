/** What a process with a language model in it and its owner say to each other, over Node's IPC with `serialization: 'advanced'`. */
import * as z from 'zod/mini';
import { faultKinds } from './faults.ts';

const count = z.int().check(z.minimum(0));

const chat = z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }));

const generate = z.object({
  messages: chat,
  prefix: z.optional(z.string()),
  n: z.int().check(z.minimum(1)),
  maxTokens: z.int().check(z.minimum(1)),
  temperature: z.number().check(z.minimum(0)),
  topP: z.optional(z.number()),
  stop: z.optional(z.array(z.string())),
  seed: z.optional(z.number()),
  schema: z.optional(z.record(z.string(), z.unknown())),
});

const read = z.object({
  messages: chat,
  parts: z.array(z.string()),
  logitsOf: z.optional(z.array(count)),
  labels: z.optional(z.array(z.string())),
});

const weigh = z.object({ messages: chat, prefix: z.optional(z.string()), labels: z.array(z.string()) });

export const toProcess = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    file: z.string(),
    /** The folder `bins` of the platform's package. */
    binary: z.string(),
    /** Tokens of prompt and reply together; the file's own is the most. */
    window: count,
    sequences: count,
    /** 0: as many as the machine has cores that are good for it. */
    threads: count,
  }),
  z.object({ kind: z.literal('generate'), id: count, request: generate }),
  z.object({ kind: z.literal('read'), id: count, request: read }),
  z.object({ kind: z.literal('weigh'), id: count, request: weigh }),
  z.object({ kind: z.literal('cancel'), id: count }),
]);

export type ToProcess = z.output<typeof toProcess>;
export type GenerateOrder = z.output<typeof generate>;
export type ReadOrder = z.output<typeof read>;
export type WeighOrder = z.output<typeof weigh>;

const used = z.object({ promptTokens: count, cachedTokens: count, completionTokens: count });
export type Used = z.output<typeof used>;

const fault = z.object({ kind: z.enum(faultKinds), message: z.string() });

const completion = z.object({
  text: z.string(),
  tokens: count,
  logProbability: z.exactOptional(z.number()),
  finish: z.enum(['stop', 'length']),
});

const part = z.object({
  tokens: z.array(z.object({ text: z.string(), logProbability: z.number(), best: z.number() })),
  logits: z.exactOptional(z.instanceof(Float32Array)),
  labels: z.exactOptional(z.array(z.number())),
});

export const fromProcess = z.discriminatedUnion('kind', [
  /** `sequences`: as many as there was memory for. */
  z.object({ kind: z.literal('opened'), window: count, threads: count, sequences: count }),
  /** The file cannot be used, or not now; the process ends itself. */
  z.object({ kind: z.literal('not-opened'), fault }),
  z.object({ kind: z.literal('generated'), id: count, completions: z.array(completion), used }),
  z.object({ kind: z.literal('read'), id: count, parts: z.array(part), used }),
  z.object({ kind: z.literal('weighed'), id: count, probabilities: z.array(z.number()), mass: z.number(), used }),
  z.object({ kind: z.literal('failed'), id: count, fault, used }),
]);

export type FromProcess = z.output<typeof fromProcess>;
export type Answer = Exclude<FromProcess, { kind: 'opened' | 'not-opened' }>;
