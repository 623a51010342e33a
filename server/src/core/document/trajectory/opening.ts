/** Whose solution a trajectory is. */
import { type OpenSolution, statementIn } from '../openSolution.ts';
import { longestStatement, type Problem } from '../statement.ts';

/** Where a trajectory begins. */
export interface Standing {
  /** It begins with step 1, or does not count its steps. */
  readonly restarts: boolean;
  /** The solution around it. */
  readonly solution: OpenSolution | undefined;
  /** The solution that the trajectory before is, or stands in. */
  readonly last: { readonly solution: OpenSolution; readonly answered: boolean } | undefined;
  readonly problem: Problem | undefined;
  /** Text before it that nothing marks. */
  readonly unmarked: Problem | undefined;
  /** Problems that nothing marked but a trajectory behind them. */
  readonly asked: ReadonlySet<Problem>;
}

export type Opening =
  /** Goes on with one that broke off. */
  | { readonly kind: 'resumes'; readonly solution: OpenSolution }
  /** Belongs to the solution around it. */
  | { readonly kind: 'stays' }
  /** Is a solution by itself: of `problem`, where another one is asked here. `taken`: what was read as steps was the problem, or a label. */
  | { readonly kind: 'opens'; readonly problem?: Problem; readonly taken?: OpenSolution };

/** Shorter words are a label: "Second attempt:". */
const SHORTEST_QUESTION = 40;
const ASKS =
  /[?？]|\b(?:find|solve|compute|calculate|determine|prove|show|evaluate|simplify|what|how|which|given)\b|求|解|证明|计算/i;

/**
 * A trajectory is the solution it stands in where that is marked, and else a solution by itself. The rest of one that broke off goes on with it;
 * each further one is another solution of the same problem, unless a question stands before it.
 */
export function openingOf({ restarts, solution, last, problem, unmarked, asked }: Standing): Opening {
  const around = solution === last?.solution ? undefined : solution;
  if (last !== undefined && around === undefined && !restarts && !last.answered) {
    return { kind: 'resumes', solution: last.solution };
  }
  if (around !== undefined && (around.by !== 'whole' || around.steps.length > longestStatement))
    return { kind: 'stays' };
  const text = around === undefined ? unmarked : statementIn(around);
  const isKnown = problem !== undefined && asked.has(problem);
  if (around !== undefined && !isKnown && (problem !== undefined || !isStatement(text))) return { kind: 'stays' };
  const isShort = text !== undefined && text.pieces.length <= longestStatement;
  const isAsked = isShort && (problem === undefined || (isKnown && asksSomething(text)));
  return {
    kind: 'opens',
    ...(isAsked ? { problem: text } : {}),
    ...(around === undefined ? {} : { taken: around }),
  };
}

/** Lines that ask for something, or that are words more than formulas. */
function isStatement(problem: Problem | undefined): boolean {
  if (problem === undefined) return false;
  const isProse = problem.pieces.every(({ parts }) => {
    const lengths = parts.map(({ kind, content }) => (kind === 'words' ? content.text.length : -content.text.length));
    return lengths.reduce((sum, length) => sum + length, 0) > 0;
  });
  return isProse || ASKS.test(textOf(problem));
}

function textOf(problem: Problem | undefined): string {
  return problem?.pieces.flatMap(({ parts }) => parts.map(({ content }) => content.text)).join(' ') ?? '';
}

/** May a text be the statement of another problem? A formula, or some words. */
function asksSomething(problem: Problem): boolean {
  const hasFormula = problem.pieces.some(({ parts }) => parts.some(({ kind }) => kind === 'formula'));
  return hasFormula || textOf(problem).length >= SHORTEST_QUESTION;
}
