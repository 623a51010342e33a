/**
 * The one path from a text to its findings: the editor, the command line and the benchmarks all go through `DocumentChecker`.
 * text → solutions → claims (with the ledger) → verdicts → findings.
 */
import type { Claim, Unread } from './claims/claim.ts';
import type { PlacedStep, ReadOptions, Solution, SolutionDocument } from './document/solution.ts';
import type { Span } from './math/expr.ts';
import type { RuleCode, Severity, Verdict, VerdictStatus } from './verify/verdict.ts';

export interface CheckOptions extends ReadOptions {
  /** Severity by rule; a rule that is not named has its default. */
  readonly severities: Partial<Readonly<Record<RuleCode, Severity>>>;
}

export interface CheckedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** Something to tell the person. Spans are document offsets. */
export interface Finding {
  readonly rule: RuleCode;
  readonly severity: Exclude<Severity, 'off'>;
  readonly message: string;
  readonly span: Span;
  readonly related?: { readonly span: Span; readonly message: string };
  readonly fix?: { readonly title: string; readonly span: Span; readonly newText: string };
  readonly solution: number;
  readonly step: number;
}

export interface CheckedStep {
  readonly placed: PlacedStep;
  readonly claims: readonly CheckedClaim[];
  readonly unread: readonly Unread[];
  /** The step as a whole: refuted if one claim is; proved if there are claims and all are; tested if all are proved or tested; else unknown. */
  readonly status: VerdictStatus;
  readonly findings: readonly Finding[];
}

export interface CheckedSolution {
  readonly solution: Solution;
  readonly steps: readonly CheckedStep[];
}

export interface CheckedDocument {
  readonly document: SolutionDocument;
  readonly solutions: readonly CheckedSolution[];
  /** All findings, in order of the text. */
  readonly findings: readonly Finding[];
}
