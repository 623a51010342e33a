/** From the text of a step to its claims, and to what it leaves in the ledger. */
import type { ProblemStatement, Step } from '../document/solution.ts';
import type { LedgerView, StepReading } from './claim.ts';
import { emptyLedger } from './empty.ts';
import { lineOf } from './line.ts';
import { readProblemLine } from './problem.ts';
import { Reading } from './reading.ts';

/**
 * Reads one step. `place.stepIndex` is its index in the solution. All that is known from before is asked of `ledger`, so that the
 * reading can be kept while the answers stay the same. Never throws; what cannot be read for certain is in `unread`.
 */
export function readStep(step: Step, ledger: LedgerView, place: { readonly stepIndex: number }): StepReading {
  const reading = new Reading(ledger, {
    stepIndex: place.stepIndex,
    depth: step.depth,
    ...(step.row === undefined ? {} : { row: step.row }),
  });
  reading.read(lineOf(step.parts));
  return reading.finish();
}

/** Reads the problem statement (step -1). It asserts nothing: its relations are given, to be solved, or asked for. */
export function readProblem(problem: ProblemStatement): StepReading {
  const reading = new Reading(emptyLedger, { stepIndex: -1, depth: 0 });
  readProblemLine(reading, lineOf(problem.parts));
  return reading.finish();
}
