/** What an interpreter says, checked: it runs code that nobody has read, so its owner believes nothing that has not this shape. */
import * as z from 'zod/mini';
import type { RunLimits } from '../../core/code/sandbox.ts';
import type { FromInterpreter } from './messages.ts';

/** Characters; each far above what a well-behaved interpreter sends. */
const shortText = z.string().check(z.maxLength(2_000));
const text = z.string().check(z.maxLength(100_000));
const longText = z.string().check(z.maxLength(64 * 1024 * 1024));
const count = z.int().check(z.minimum(0));
const amount = z.number().check(z.minimum(0));

const counterexample = z.record(shortText, text).check(z.refine(value => Object.keys(value).length <= 1_000));

const error = z.object({
  type: shortText,
  message: text,
  line: z.exactOptional(z.int()),
  cell: z.exactOptional(count),
  counterexample: z.exactOptional(counterexample),
});

const check = z.object({
  line: z.int(),
  verdict: z.enum(['proved', 'tested', 'refuted', 'unknown']),
  method: text,
  text,
  counterexample: z.exactOptional(counterexample),
});

const result = z.object({
  status: z.enum(['ok', 'failed', 'error', 'timeout', 'memory', 'cancelled', 'unavailable']),
  value: z.exactOptional(longText),
  stdout: longText,
  cut: z.boolean(),
  error: z.exactOptional(error),
  checks: z.array(check).check(z.maxLength(10_000)),
  ms: amount,
  ran: count,
});

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), ms: amount }),
  z.object({ kind: z.literal('progress'), share: amount.check(z.maximum(1)), message: shortText }),
  z.object({ kind: z.literal('snapshot'), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('began'), id: count, index: count }),
  z.object({ kind: z.literal('ended'), id: count, index: count }),
  z.object({ kind: z.literal('done'), id: count, result, memoryMb: amount }),
  z.object({ kind: z.literal('broken'), reason: text }),
]);

/** The message, or `undefined` where it has another shape or is too long. */
export function readMessage(value: unknown): FromInterpreter | undefined {
  const read = z.safeParse(message, value);
  return read.success ? read.data : undefined;
}

/** Whether a result is no longer than its limits allow. Output is counted in bytes where it was cut, so no character counts twice here. */
export function withinLimits(read: Extract<FromInterpreter, { kind: 'done' }>, limits: RunLimits): boolean {
  const most = limits.outputKb * 1024 + 1_000;
  return read.result.stdout.length <= most && (read.result.value?.length ?? 0) <= most;
}
