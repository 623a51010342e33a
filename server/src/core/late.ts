/** What comes later than the instant checks joins them here: outcomes of code, verdicts of SymPy, scores of a reward model. */
import {
  type CheckedClaim,
  type CheckedDocument,
  type CheckedSolution,
  type CheckedStep,
  type CheckOptions,
  statusOf,
} from './check.ts';
import { findingsOfCode } from './code/findings.ts';
import { type PlacedCell, placedInSolution } from './code/placed.ts';
import type { CellOutcome } from './code/runner.ts';
import type { RunResult } from './code/sandbox.ts';
import { type Finding, findingsOf, severityOf } from './findings.ts';
import { describeLowScore, severityOfScore } from './reward/findings.ts';
import type { StepScore } from './reward/reward-model.ts';
import type { Verdict } from './verify/verdict.ts';
import { isOpen } from './verify/verdicts.ts';

/** What is known by now, by content: see `PlacedCell.key` and `SettleTask.key`. */
export interface LateEvidence {
  readonly outcomeOf: (cellKey: string) => CellOutcome | undefined;
  readonly verdictOf: (taskKey: string) => Verdict | undefined;
  /** A reward model's score of a step; its `low` is heeded where evidence has not settled the step. */
  readonly scoreOf?: (solution: CheckedSolution, step: number) => StepScore | undefined;
}

interface Enriching {
  readonly document: CheckedDocument;
  readonly late: LateEvidence;
  readonly options: CheckOptions;
}

/**
 * The document with later verdicts in place of open ones, outcomes of code, the findings that follow, and each step's word as a whole.
 *
 * A step whose code has a failed check is refuted. That its checks hold is evidence which stands beside its claims and changes none of their verdicts, for
 * a check need not be about a claim. An error in the code says nothing of the step. A score changes neither claims nor status; a low one is told where
 * evidence leaves the step open. The document itself is given back where nothing is known.
 */
export function enrich(document: CheckedDocument, late: LateEvidence, options: CheckOptions): CheckedDocument {
  const enriching = { document, late, options };
  const solutions = document.solutions.map((solution, index) => enrichSolution(solution, index, enriching));
  if (solutions.every((solution, index) => solution === document.solutions[index])) return document;
  return { ...document, solutions, findings: solutions.flatMap(({ steps }) => steps.flatMap(step => step.findings)) };
}

function enrichSolution(checked: CheckedSolution, index: number, enriching: Enriching): CheckedSolution {
  const cells = placedInSolution(checked, index);
  let changed = false;
  const steps = checked.steps.map((step, stepIndex) => {
    const within = { checked, index, cells };
    const enriched = withScore(withEvidence(step, stepIndex, within, enriching), stepIndex, within, enriching);
    changed ||= enriched !== step;
    return enriched;
  });
  return changed ? { solution: checked.solution, steps } : checked;
}

interface InSolution {
  readonly checked: CheckedSolution;
  readonly index: number;
  readonly cells: readonly PlacedCell[];
}

function withEvidence(
  step: CheckedStep,
  stepIndex: number,
  within: InSolution,
  { document, late, options }: Enriching,
): CheckedStep {
  const claims = settled(step.claims, late);
  const outcomes = step.cells.length === 0 ? [] : outcomesOf(stepIndex, within.cells, late);
  if (claims === step.claims && outcomes.length === 0) return step;
  const { solution } = within.checked;
  const standing = { solution, solutionIndex: within.index, placed: step.placed, stepIndex, shift: step.shift };
  const findings =
    claims === step.claims ? step.findings : findingsOf(claims, document.document, options.severities, standing);
  const ofCode = step.placed.ignored
    ? []
    : outcomes.flatMap(({ cell, result }) => findingsOfCode(cell, result, within.cells));
  const told = ofCode.flatMap((finding): readonly Finding[] => {
    const severity = severityOf(finding.rule, document.document, options.severities);
    return severity === undefined ? [] : [{ ...finding, severity, solution: within.index, step: stepIndex }];
  });
  const failed = outcomes.some(({ result }) => result.status === 'failed');
  return {
    ...step,
    claims,
    status: failed ? 'refuted' : statusOf(claims),
    findings: told.length === 0 ? findings : [...findings, ...told].sort((a, b) => a.span.start - b.span.start),
  };
}

/** Evidence outranks scores: a step that it has settled is not doubted. */
function withScore(
  step: CheckedStep,
  stepIndex: number,
  { checked, index }: InSolution,
  { document, late, options }: Enriching,
): CheckedStep {
  const given = late.scoreOf?.(checked, stepIndex);
  if (given === undefined) return step;
  const isOpenStep = step.status !== 'proved' && step.status !== 'refuted' && !step.placed.ignored;
  const score = given.low && !isOpenStep ? { ...given, low: false } : given;
  const severity = severityOf('step.low-score', document.document, options.severities);
  if (!score.low || severity === undefined) return { ...step, score };
  const { span } = step.placed.step;
  const finding: Finding = {
    rule: 'step.low-score',
    severity: severityOfScore(score, severity),
    message: describeLowScore(score),
    span: { start: step.placed.offset + span.start, end: step.placed.offset + span.end },
    solution: index,
    step: stepIndex,
  };
  return { ...step, score, findings: [...step.findings, finding].sort((a, b) => a.span.start - b.span.start) };
}

/** The claims with what SymPy found of those left open; the list itself where it found nothing. */
function settled(claims: readonly CheckedClaim[], late: LateEvidence): readonly CheckedClaim[] {
  if (!claims.some(claim => settledVerdict(claim, late) !== undefined)) return claims;
  return claims.map(claim => {
    const verdict = settledVerdict(claim, late);
    return verdict === undefined ? claim : { ...claim, verdict };
  });
}

function settledVerdict({ verdict, task }: CheckedClaim, late: LateEvidence): Verdict | undefined {
  return task === undefined || !isOpen(verdict) ? undefined : late.verdictOf(task.key);
}

function outcomesOf(
  step: number,
  cells: readonly PlacedCell[],
  late: LateEvidence,
): readonly { readonly cell: PlacedCell; readonly result: RunResult }[] {
  return cells.flatMap(cell => {
    const result = cell.step === step ? resultOf(late.outcomeOf(cell.key)) : undefined;
    return result === undefined ? [] : [{ cell, result }];
  });
}

/** What stands: while code runs again, what it gave before. */
function resultOf(outcome: CellOutcome | undefined): RunResult | undefined {
  return outcome?.kind === 'running' ? outcome.before : outcome?.result;
}
