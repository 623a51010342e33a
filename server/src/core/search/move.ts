/** What an expansion brings: candidate steps that were checked, each with its fate. */
import type { ModelFault, Usage } from '../model/fault.ts';
import type { Candidate, WrittenStep } from '../policy/policy.ts';

/** How a candidate came through its checks. */
export type Fate =
  /** It may be gone on from. `value` in [-1, 1]: what the reward model makes of it; -1 is surely wrong, 1 surely right. */
  | { readonly kind: 'open'; readonly value: number }
  /** The solution ends with it. `known`: the outcome could be decided (±1), else `value` is the reward of the whole. */
  | { readonly kind: 'final'; readonly value: number; readonly known: boolean }
  /** Refuted, or its code does not run: it is kept with the reason and never gone on from. */
  | { readonly kind: 'dead'; readonly reason: string };

/** How far a candidate's own claims were checked: every one proved, none refuted, or none could be read. */
export type CheckedHow = 'proved' | 'tested' | 'unchecked';

export interface Move {
  readonly step: Candidate;
  /** What the step says, up to algebraic equality: two moves from one node with the same key are one. */
  readonly key: string;
  readonly fate: Fate;
  readonly checked: CheckedHow;
  /** What the final answer says, up to its form, where the step is final and states one: equal answers agree. */
  readonly answerKey?: string;
}

/** `ok: false` where nothing came; moves that came before a fault of others are given with it. */
export type Expansion =
  | {
      readonly ok: true;
      readonly moves: readonly Move[];
      readonly usage: Usage;
      readonly fault?: ModelFault;
    }
  | { readonly ok: false; readonly fault: ModelFault; readonly usage: Usage };

export interface ExpandOptions {
  /** Candidates wanted. */
  readonly n: number;
  readonly temperature: number;
  /** One of the candidates is to be the likeliest, whatever the temperature. */
  readonly likeliest?: true;
  /** Of this expansion alone: the same path and attempt give the same seed, whatever ran before. */
  readonly seed: number;
  /** Who is to propose, where several may: see `together`. */
  readonly source?: string;
}

/**
 * The world as the search sees it: proposes, checks and judges. A composition of policy, checkers, sandbox, reward model and outcome; tests bring their own.
 * Resolves always; after an abort with what it has.
 */
export interface Environment {
  expand(path: readonly WrittenStep[], options: ExpandOptions, signal: AbortSignal): Promise<Expansion>;
}
