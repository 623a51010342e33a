/** From a claim's verdict to what the person is told, at the place in the document where it now stands. */
import type { Claim } from './claims/claim.ts';
import type { PlacedStep, Solution, SolutionDocument } from './document/solution.ts';
import type { Span } from './math/expr.ts';
import { describe, describeFix, describeRelated } from './verify/message.ts';
import { rules } from './verify/rules/index.ts';
import type { RuleCode, Severity, Verdict } from './verify/verdict.ts';

/** Something to tell the person. Spans are document offsets. */
export interface Finding {
  readonly rule: RuleCode;
  readonly severity: Exclude<Severity, 'off'>;
  readonly message: string;
  readonly span: Span;
  readonly related?: { readonly span: Span; readonly message: string };
  readonly fix?: { readonly title: string; readonly span: Span; readonly newText: string };
  /** Index of the solution in its document, and of the step in its solution. */
  readonly solution: number;
  readonly step: number;
}

/** Where a verdict stands now. `shift` is how many steps its step has moved since it was judged: verdicts name other steps by index. */
export interface Standing {
  readonly solution: Solution;
  readonly solutionIndex: number;
  readonly placed: PlacedStep;
  readonly stepIndex: number;
  readonly shift: number;
}

/** Severity by rule; a rule that is not named has its default. */
export type Severities = Partial<Readonly<Record<RuleCode, Severity>>>;

/** How a rule speaks in a document; `undefined` where it is switched off. */
export function severityOf(
  rule: RuleCode,
  document: SolutionDocument,
  severities: Severities,
): Finding['severity'] | undefined {
  if (document.disabledRules.has(rule)) return undefined;
  const severity = severities[rule] ?? rules[rule].severity;
  return severity === 'off' ? undefined : severity;
}

/** Findings of the claims of one step, in their order; none for a step that is ignored. */
export function findingsOf(
  claims: readonly { readonly claim: Claim; readonly verdict: Verdict }[],
  document: SolutionDocument,
  severities: Severities,
  standing: Standing,
): readonly Finding[] {
  if (standing.placed.ignored) return [];
  return claims.flatMap(({ claim, verdict }) => {
    const { rule } = verdict;
    const severity = rule === undefined ? undefined : severityOf(rule, document, severities);
    return rule === undefined || severity === undefined ? [] : [findingOf(claim, verdict, rule, severity, standing)];
  });
}

/**
 * Words a verdict that has a rule and places it in the document.
 * @returns the finding; without `related` where the earlier relation is no longer there.
 */
export function findingOf(
  claim: Claim,
  verdict: Verdict,
  rule: RuleCode,
  severity: Finding['severity'],
  standing: Standing,
): Finding {
  const { placed, shift } = standing;
  const related = relatedPlace(verdict, standing.solution, shift);
  const fix = verdict.fix;
  return {
    rule,
    severity,
    message: describe(claim, verdict),
    span: moved(verdict.span === undefined ? claim.span : claim.locate(verdict.span), placed.offset),
    ...(related === undefined ? {} : { related: { span: related, message: describeRelated(claim, verdict) } }),
    ...(fix === undefined
      ? {}
      : { fix: { ...describeFix(claim, fix.correct), span: moved(claim.locate(fix.span), placed.offset) } }),
    solution: standing.solutionIndex,
    step: standing.stepIndex,
  };
}

function relatedPlace(verdict: Verdict, solution: Solution, shift: number): Span | undefined {
  const { relatedTo } = verdict;
  if (relatedTo === undefined) return undefined;
  if (relatedTo.step < 0)
    return solution.problem === undefined ? undefined : moved(relatedTo.span, solution.problem.offset);
  const earlier = solution.steps[relatedTo.step + shift];
  return earlier === undefined ? undefined : moved(relatedTo.span, earlier.offset);
}

function moved(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
