/** Words for what came of a step's code, in the style of verify/message.ts: the first sentence is short and names the numbers. */
import type { CheckRecord, Counterexample, RunError, RunResult } from './sandbox.ts';

/** Longer texts are cut in a message; the whole stands in the outcome. */
const MOST_SHOWN = 200;

/** What made the code fail: a check with its numbers, or an `assert`. `source` is the line of the code, for one that has no words. */
export function describeFailure({ message, counterexample }: RunError, source: string): string {
  const what = message === '' ? source : message;
  const where = counterexample === undefined ? '' : placeOf(counterexample);
  return `Check failed: ${short(what)}${where === '' || what.includes(where) ? '' : ` at ${where}`}.`;
}

/** Another check of the code that failed; the code has caught the failure. */
export function describeFailedCheck({ text, counterexample }: CheckRecord): string {
  const where = counterexample === undefined ? '' : placeOf(counterexample);
  return `Check failed: ${short(text)} is false${where === '' ? '' : ` at ${where}`}.`;
}

/** An exception that is no failed check. */
export function describeError({ type, message }: RunError): string {
  return `The code raised ${type}${message === '' ? '' : `: ${short(message)}`}. The step is not judged by it.`;
}

/** Code that was stopped at a limit, with what can be done. */
export function describeStop({ status, ms }: Pick<RunResult, 'status' | 'ms'>): string {
  return status === 'memory'
    ? 'The code was stopped: it needs more memory than it may use. Make the work smaller, or raise the limit (stepwise.code.memoryLimit, --memory-limit).'
    : `The code was stopped after ${Number((ms / 1000).toPrecision(2))} s. Make the work smaller, or raise the limit (stepwise.code.timeLimit, --time-limit).`;
}

/** `x = 3, y = -1/2`. */
export function placeOf(counterexample: Counterexample): string {
  return Object.entries(counterexample)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

/** `12 ms`, `1.4 s`, `5 s`. */
export function printSeconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}

/** The first line, without a full stop at its end. */
function short(text: string): string {
  const [first = ''] = text.trim().split('\n');
  const line = first.replace(/\.$/, '');
  return line.length <= MOST_SHOWN ? line : `${line.slice(0, MOST_SHOWN)}…`;
}
