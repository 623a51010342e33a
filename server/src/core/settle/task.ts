/** A claim as a check that SymPy can make. */
import type { Claim, LedgerView } from '../claims/claim.ts';
import type { SymbolDeclaration } from '../code/sandbox.ts';
import { AS_RESIDUES } from '../verify/congruence.ts';
import { IS_EQUATION } from '../verify/different-sides.ts';
import { addsPercentage } from '../verify/percent-sum.ts';
import type { Verdict } from '../verify/verdict.ts';
import { isOpen } from '../verify/verdicts.ts';
import { type Held, hold } from './held.ts';
import { type Plan, planOf } from './plan.ts';

export interface SettleTask {
  /** Content: claim and all that was read of the ledger for it. */
  readonly key: string;
  /** What the check consists of, for who runs it; `undefined` where none can be written. Worked out when it is first asked for. */
  readonly plan: Plan | undefined;
  /**
   * The check in Python, readable, in the names of the document: what runs, and what "Insert a code check" writes. `undefined` where none can be written:
   * for words, functions without a definition, units.
   */
  readonly code: string | undefined;
  /** What the names in it stand for. */
  readonly symbols: readonly SymbolDeclaration[];
}

/**
 * The check of a claim; `undefined` where SymPy has nothing to say of it (a hypothesis, a bare answer, a claim whose reader had doubts). What it needs
 * of the ledger it reads here, for the ledger moves on. Nothing is printed before it is asked for: this runs on every key stroke.
 */
export function taskOf(claim: Claim, verdict: Verdict, view: LedgerView): SettleTask | undefined {
  const { body, role, doubt, from } = claim;
  if (body.kind !== 'chain' || role === 'hypothesis' || doubt !== undefined) return undefined;
  // A lone definition or equation is true by decree.
  if ((role === 'definition' || role === 'equation') && body.links.length < 2 && !body.continues) return undefined;
  const reason = verdict.evidence.kind === 'reason' ? verdict.evidence.reason : '';
  // One relation that holds for some values only, and is not said to follow from another.
  if (reason === IS_EQUATION && body.links.length === 1 && from === undefined) return undefined;
  // SymPy knows nothing of the ring, nor of what a percentage is taken.
  if (reason === AS_RESIDUES) return undefined;
  if (body.sides.some(addsPercentage)) return undefined;
  const relations = from === undefined ? [body] : [body, from.chain];
  const held = hold(relations, view, isOpen(verdict) ? 'facts' : 'names');
  return held && new Task(claim, held);
}

class Task implements SettleTask {
  readonly #claim: Claim;
  readonly #held: Held;
  #key: string | undefined;
  #plan: Plan | undefined | 'unwritten' = 'unwritten';

  constructor(claim: Claim, held: Held) {
    this.#claim = claim;
    this.#held = held;
  }

  get key(): string {
    this.#key ??= `${this.#claim.key}\n${this.#claim.from?.step ?? ''}\n${this.#held.key}`;
    return this.#key;
  }

  get plan(): Plan | undefined {
    if (this.#plan === 'unwritten') this.#plan = planOf(this.#claim, this.#held);
    return this.#plan;
  }

  get code(): string | undefined {
    return this.plan?.code;
  }

  get symbols(): readonly SymbolDeclaration[] {
    return this.plan?.symbols ?? [];
  }
}
