/** A claim that instant checks leave open, as a check that SymPy can make. */
import type { Claim, LedgerView } from '../claims/claim.ts';
import type { Verdict } from '../verify/verdict.ts';

export interface SettleTask {
  /** Content: claim and all that was read of the ledger for it. */
  readonly key: string;
  /** The check in Python, readable, in the names of the document: what runs, and what "Insert a code check" writes. */
  readonly code: string;
}

/**
 * The check of a claim whose verdict is `unknown` or `tested`; `undefined` where SymPy has nothing to say of it (a hypothesis, a definition, words).
 * What it needs of the ledger it reads here, for the ledger moves on.
 */
export function taskOf(_claim: Claim, _verdict: Verdict, _view: LedgerView): SettleTask | undefined {
  return undefined;
}
