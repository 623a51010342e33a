/** Where a solution stands, as the symbolic policy sees it: what is asked for, and what was said so far. */
import { type CheckedSolution, type CheckedStep, DocumentChecker } from '../../check.ts';
import type { Expr } from '../../math/expr.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import type { PartialSolution } from '../policy.ts';
import { sheetOf, sheetOptions, stepToCome } from '../sheet.ts';
import { writtenStep } from '../written.ts';
import { type Aim, aimOf } from './aim.ts';
import { isSolved } from './complete.ts';
import { followUpIn } from './follow-up.ts';
import { readStatement, type Statement } from './statement.ts';
import { isUnderstood } from './understood.ts';

export interface Position {
  readonly aim: Aim;
  /** What is asked for may be more than the aim, or something else: what a move leads to is true, and ends nothing. */
  readonly isMeans: boolean;
  /** One for each step, in order. */
  readonly said: readonly Said[];
}

/** What a step says: relations that hold together, or one or the other of which holds. */
export interface Said {
  readonly relations: readonly SaidRelation[];
  readonly either: boolean;
  /** It holds in a case only, or for the sake of the argument. */
  readonly supposed: boolean;
}

export interface SaidRelation extends Relation {
  readonly modulus?: Expr;
}

const SUPPOSES = /(?<!\bbase )\bcases?\b|\b(?:suppos\w+|assum\w+|hypothesis|if|let|try|guess)\b|假设|如果/iu;

/**
 * Reads it from a checked solution. What stands in the problem is what is to be done; where it states no relation ("Find x."), or there is no problem, the
 * first step that does is. `undefined` where it is nothing that the policy knows moves for.
 */
export function positionOf({ solution, steps }: CheckedSolution): Position | undefined {
  const statement = solution.problem && readStatement(solution.problem.parts);
  const more = statement && askedMore(statement);
  if (more !== undefined) return { aim: more, isMeans: false, said: steps.map(saidIn) };
  const aim = (statement && aimOf(statement)) ?? aimOfFirst(statement, steps);
  if (aim === undefined) return undefined;
  const isMeans = statement !== undefined && !isUnderstood(statement, aim);
  return isMeans && !isUsefulMeans(aim) ? undefined : { aim, isMeans, said: steps.map(saidIn) };
}

/** Where something is asked of what the moves lead to, and the rest of the problem is understood. */
function askedMore(statement: Statement): Aim | undefined {
  const more = followUpIn(statement);
  const aim = more && aimOf(more.rest);
  return more !== undefined && aim !== undefined && isUnderstood(more.rest, aim) ? more.put(aim) : undefined;
}

/** Of an equation that the writer set up to solve it; beside a problem, nothing else in a first step is what is asked for. */
function aimOfFirst(problem: Statement | undefined, steps: readonly CheckedStep[]): Aim | undefined {
  const first = problem === undefined ? steps[0] : steps.find(step => saidIn(step).relations.length > 0);
  const aim = first === undefined ? undefined : aimOf(readStatement(first.placed.step.parts));
  if (problem === undefined || aim === undefined) return aim;
  const states = problem.formulas.some(({ bodies }) => bodies.some(({ kind }) => kind === 'chain'));
  return !states && (aim.kind === 'solve' || aim.kind === 'system') ? aim : undefined;
}

/** Where it is not known what is asked for, solutions and derivatives are mostly on the way; an expression that is only named there need not be worked out. */
function isUsefulMeans(aim: Aim): boolean {
  switch (aim.kind) {
    case 'solve':
      // "Evaluate it at x = 3" has nothing to solve.
      return !aim.given.every(isSolved);
    case 'system':
      return true;
    case 'work-out':
      return aim.start.wrap !== undefined;
    default:
      return false;
  }
}

/** The partial solution as it is read and judged; `undefined` where nothing in it is a solution. */
export function readSheet(partial: PartialSolution): CheckedSolution | undefined {
  // A problem alone is no solution.
  const text = sheetOf({ ...partial, steps: [...partial.steps, stepToCome] });
  const read = new DocumentChecker(text, sheetOptions).result.solutions.at(-1);
  return read === undefined ? undefined : { solution: read.solution, steps: read.steps.slice(0, -1) };
}

function saidIn({ claims, placed }: CheckedStep): Said {
  const relations = claims.flatMap(({ claim: { body, role } }) => {
    if (body.kind !== 'chain' || role === 'hypothesis') return [];
    const { modulus } = body;
    return relationsOf(body).map(relation => (modulus === undefined ? relation : { ...relation, modulus }));
  });
  const { text } = writtenStep(placed);
  return {
    relations,
    either:
      claims.some(({ claim }) => claim.isAlternative === true) || (relations.length > 1 && /\bor\b|或/u.test(text)),
    supposed: SUPPOSES.test(text),
  };
}
