/** A place in a document as a search takes it: the steps that hold up to there, and the solution that they are of. */
import type { CheckedDocument, CheckedSolution, CheckedStep } from '../check.ts';
import type { DocumentFormat } from '../document/solution.ts';
import { writtenProblem, writtenSolution, writtenStep } from '../policy/written.ts';
import type { Settler } from '../settle/settler.ts';
import { stepKey } from './claim-key.ts';
import type { Doubts } from './doubts.ts';
import type { WriterStep } from './tree.ts';

export interface Place {
  readonly document: CheckedDocument;
  readonly solution: number;
  /** The step after which it goes on; -1: from the problem. */
  readonly after: number;
}

/** What is wrong with a written step: the checks refute it, or it does not fit what is asked for. */
export type Wrong = 'refuted' | 'doubtful';

export interface Rooted {
  readonly solution: CheckedSolution;
  /** Index of the last of the steps; -1 where there is none. */
  readonly after: number;
  readonly steps: readonly WriterStep[];
  /** Of the step behind these, where they end before the place. */
  readonly wrong?: Wrong;
}

/** The steps up to the place, or up to before the first that is refuted or in doubt; `undefined` where there is no such solution. */
export function rootOf(
  { document, solution, after }: Place,
  settler: Settler | undefined,
  doubts: Doubts,
): Rooted | undefined {
  const checked = document.solutions[solution];
  if (checked === undefined) return undefined;
  const upTo = checked.steps.slice(0, after + 1);
  const refuted = upTo.findIndex(step => isRefuted(step, settler));
  const holding = refuted === -1 ? upTo : upTo.slice(0, refuted);
  const doubtful = doubts.first(writtenSolution(checked, holding.length));
  const steps = holding.slice(0, doubtful);
  return {
    solution: checked,
    after: steps.length - 1,
    steps: steps.map(step => ({ step: writtenStep(step.placed), key: stepKey(step) })),
    ...(steps.length === upTo.length ? {} : { wrong: doubtful === undefined ? 'refuted' : 'doubtful' }),
  };
}

/** By the checks, or by SymPy, whose verdict may have come later. */
export function isRefuted({ status, claims }: CheckedStep, settler: Settler | undefined): boolean {
  return (
    status === 'refuted' ||
    claims.some(({ task }) => task !== undefined && settler?.verdictOf(task.key)?.status === 'refuted')
  );
}

/** Solutions of one problem, written in one way, share a tree. */
export function keyOf({ solution }: CheckedSolution, format: DocumentFormat): string {
  const first = solution.problem === undefined ? solution.steps[0]?.step.key : undefined;
  return `${notationOf(solution, format)}\n${writtenProblem(solution.problem)}\n${first ?? ''}`;
}

/** Plain where all formulas of a `.steps` file are. */
export function notationOf({ problem, steps }: CheckedSolution['solution'], format: DocumentFormat): 'tex' | 'plain' {
  const parts = [...(problem?.parts ?? []), ...steps.flatMap(({ step }) => step.parts)];
  return format === 'steps' && !parts.some(part => part.kind === 'formula' && part.notation === 'tex')
    ? 'plain'
    : 'tex';
}
