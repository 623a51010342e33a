/** Checks one text within limits: of time, and against our own mistakes. */
import { type CheckedDocument, type CheckOptions, DocumentChecker, type Pacing } from '../core/check.ts';

export type CheckOutcome =
  | { readonly ok: true; readonly checked: CheckedDocument }
  | { readonly ok: false; readonly reason: string };

/** Far more than any solution that a person wrote needs (about 10,000 steps). */
export const TIME_LIMIT_MS = 60_000;

const pacing: Pacing = {
  now: () => performance.now(),
  pause: () => new Promise(done => setImmediate(done)),
  // Ctrl-C is let through this often.
  sliceMs: 50,
};

/** Gives a reason where the signal is aborted or the time is up, and where the checker itself breaks. */
export async function checkText(text: string, options: CheckOptions, signal: AbortSignal): Promise<CheckOutcome> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
  try {
    const checked = await new DocumentChecker(text, options).checkInSlices(pacing, limited);
    if (checked !== undefined) return { ok: true, checked };
    return { ok: false, reason: `takes longer than ${TIME_LIMIT_MS / 1000} s to check: split it into several files` };
  } catch (error) {
    // One file that the checker stumbles over must not cost the others their check.
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `could not be checked, which is a bug in Stepwise: ${message}` };
  }
}
