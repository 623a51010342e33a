/** What the checkers say of a claim. Evidence is data; `message.ts` words it. */
import type { Expr, Span } from '../math/expr.ts';

/** `proved` and `refuted` need evidence; `tested` held at random points, with the chance of error stated; the rest is `unknown`. */
export type VerdictStatus = 'proved' | 'refuted' | 'tested' | 'unknown';

/** A value for each name: what a person puts in to see it. Values are printed exactly (`-7/2`, `√2`) or rounded (`≈ 1.414`). */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

export type Evidence =
  /** Both sides computed: `3·7 = 21, not 24`. `left`/`right` are printed values, `correct` the value that the wrong side should have, as document notation, where it can be computed. */
  | {
      readonly kind: 'values';
      readonly left: string;
      readonly right: string;
      readonly relation: string;
      readonly at: readonly Assignment[];
      readonly correct?: Expr;
      /** Row and column of matrices at which the values stand, counted from 1. */
      readonly entry?: readonly [number, number];
    }
  /** A root that one relation has and the other has not. */
  | {
      readonly kind: 'root';
      readonly of: 'equation' | 'inequality';
      readonly gained: readonly (readonly Assignment[])[];
      readonly lost: readonly (readonly Assignment[])[];
      readonly from: string;
      readonly to: string;
    }
  /** An answer put back into the equation. */
  | {
      readonly kind: 'putBack';
      readonly answer: string;
      readonly equation: string;
      readonly left: string;
      readonly right: string;
    }
  /** An exact method that settled it: "rational arithmetic", "polynomial identity", "differentiating the right side". */
  | { readonly kind: 'method'; readonly method: string }
  /** Random testing: `points` evaluations, chance of error at most `errorBound` (one-sided; 0 < errorBound < 1). */
  | { readonly kind: 'points'; readonly points: number; readonly errorBound: number; readonly domain: string }
  /** Why nothing is claimed. */
  | { readonly kind: 'reason'; readonly reason: string };

export interface Verdict {
  readonly status: VerdictStatus;
  /** The rule that found something to say: always for `refuted`; for another status only for a finding below Error (lost roots …). */
  readonly rule?: RuleCode;
  readonly evidence: Evidence;
  /** Which checker: `exact`, `modular`, `real`, `interval`, `roots`, … */
  readonly checker: string;
  /** Index of the link of the chain that fails, or that the finding is about. */
  readonly link?: number;
  /** What to underline, in the spans of the claim's formula; the whole claim where absent. */
  readonly span?: Span;
  /** The earlier relation that the verdict relies on. `step` -1 is the problem statement; `span` counts from that step's block. */
  readonly relatedTo?: { readonly step: number; readonly span: Span };
  /** Replace `span` by the text of `correct` (notation of the document). */
  readonly fix?: { readonly span: Span; readonly correct: Expr };
}

/** Stable codes of the rules; documented in docs/rules/<code>.md. A code, once released, keeps its meaning. */
export type RuleCode =
  | 'claim.false-equality'
  | 'claim.false-inequality'
  | 'claim.false-congruence'
  | 'claim.false-membership'
  | 'claim.false-rounding'
  | 'claim.false-derivative'
  | 'claim.false-antiderivative'
  | 'claim.false-integral'
  | 'claim.false-limit'
  | 'claim.false-sum'
  | 'claim.false-matrix'
  | 'claim.contradicts-definition'
  | 'claim.not-an-identity'
  | 'equation.wrong-step'
  | 'equation.loses-roots'
  | 'equation.adds-roots'
  | 'equation.conflicts'
  | 'system.wrong-step'
  | 'answer.extraneous-root'
  | 'answer.missing-root'
  | 'answer.not-a-solution'
  | 'answer.contradicts-step'
  | 'step.unknown-quantity'
  | 'step.low-score'
  | 'code.failed-check'
  | 'code.error'
  | 'code.stopped';

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';
