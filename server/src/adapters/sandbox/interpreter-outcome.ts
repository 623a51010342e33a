/** What Python's runner says of a cell, checked: code of a cell can put anything in its place. */
import * as z from 'zod/mini';

/** Characters. */
const shortText = z.string().check(z.maxLength(2_000));
const text = z.string().check(z.maxLength(100_000));
const counterexample = z.record(shortText, text);

const outcome = z.object({
  status: z.enum(['ok', 'failed', 'error', 'interrupted', 'memory']),
  value: z.exactOptional(z.string()),
  stdout: z.string(),
  cut: z.boolean(),
  error: z.exactOptional(
    z.object({
      type: shortText,
      message: text,
      line: z.exactOptional(z.int()),
      cell: z.exactOptional(z.int().check(z.minimum(0))),
      counterexample: z.exactOptional(counterexample),
    }),
  ),
  checks: z
    .array(
      z.object({
        line: z.int(),
        verdict: z.enum(['proved', 'tested', 'refuted', 'unknown']),
        method: text,
        text,
        counterexample: z.exactOptional(counterexample),
      }),
    )
    .check(z.maxLength(1_000)),
});

export type Outcome = z.infer<typeof outcome>;

/** The outcome, with output and value no longer than `bytes` of UTF-8; `undefined` where the text is not what a runner writes. */
export function readOutcome(json: string, bytes: number): Outcome | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const read = z.safeParse(outcome, value);
  if (!read.success) return undefined;
  const { data } = read;
  const tooLong = (part: string | undefined): boolean => part !== undefined && part.length > bytes;
  if (!tooLong(data.stdout) && !tooLong(data.value)) return data;
  return {
    ...data,
    stdout: data.stdout.slice(0, bytes),
    ...(data.value === undefined ? {} : { value: data.value.slice(0, bytes) }),
    cut: true,
  };
}
