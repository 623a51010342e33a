/** A solution while the walk over a document fills it. */
import type { Span } from '../math/expr.ts';
import { isInnerHeading, type Mark } from './headings.ts';
import type { DocumentFormat, PlacedStep, ProblemStatement, Solution } from './solution.ts';
import type { Problem } from './statement.ts';

/** A solution that is being filled. */
export interface OpenSolution {
  readonly problem: Problem | undefined;
  readonly title: string | undefined;
  readonly steps: PlacedStep[];
  readonly mark: Mark['kind'] | undefined;
  /** What opened it, and the level of the heading that did, or under which it stands. */
  readonly by: 'heading' | 'lead' | 'environment' | 'comment' | 'trajectory' | 'whole';
  readonly level: number;
  /** The heading or lead-in that opened it. */
  readonly opening: Span;
}

/** Does a heading that marks nothing belong to the solution it stands in? */
export function staysIn(solution: OpenSolution, format: DocumentFormat, level: number, title: string): boolean {
  switch (solution.by) {
    case 'whole':
      return format !== 'steps' || isInnerHeading(title);
    // An environment that is never closed does not swallow the sections after it.
    case 'environment':
    case 'heading':
    case 'comment':
      return level > solution.level || isInnerHeading(title);
    case 'trajectory':
      return false;
    case 'lead':
      return isInnerHeading(title);
  }
}

/** The steps of a solution as the statement that they turned out to be. */
export function statementIn({ title, level, steps }: OpenSolution): Problem {
  const pieces = steps.map(({ step, offset }) => ({
    parts: step.parts,
    offset,
    span: { start: step.span.start + offset, end: step.span.end + offset },
  }));
  return { title, level, pieces };
}

/** The solution as it stands at the end. */
export function closed(solution: OpenSolution, problem: ProblemStatement | undefined): Solution {
  const { title, steps, opening } = solution;
  const last = steps.at(-1);
  const end = last === undefined ? opening.end : last.offset + last.step.span.end;
  return {
    ...(title === undefined || title === '' ? {} : { title }),
    ...(problem === undefined ? {} : { problem }),
    steps,
    span: { start: opening.start, end },
  };
}
