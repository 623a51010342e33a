/** Evidence that comes later than the instant checks' joins them here: outcomes of code, verdicts of SymPy. */
import type { CheckedDocument, CheckOptions } from './check.ts';
import type { CellOutcome } from './code/runner.ts';
import type { Verdict } from './verify/verdict.ts';

/** What is known by now, by content: see `PlacedCell.key` and `SettleTask.key`. */
export interface LateEvidence {
  readonly outcomeOf: (cellKey: string) => CellOutcome | undefined;
  readonly verdictOf: (taskKey: string) => Verdict | undefined;
}

/** The document with later verdicts in place of open ones, outcomes of code, the findings that follow, and each step's word as a whole. */
export function enrich(document: CheckedDocument, _late: LateEvidence, _options: CheckOptions): CheckedDocument {
  return document;
}
