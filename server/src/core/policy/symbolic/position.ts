/** Where a solution stands, as the symbolic policy sees it: what is asked for, and what was said so far. */
import { type CheckedSolution, type CheckedStep, DocumentChecker } from '../../check.ts';
import type { Expr } from '../../math/expr.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import type { PartialSolution } from '../policy.ts';
import { sheetOf, sheetOptions, stepToCome } from '../sheet.ts';
import { writtenStep } from '../written.ts';
import { type Aim, aimOf } from './aim.ts';
import { readStatement } from './statement.ts';

export interface Position {
  readonly aim: Aim;
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
 * Reads it from a checked solution. What stands in the problem is what is to be done; without a problem, the first step is. `undefined` where it is
 * nothing that the policy knows moves for.
 */
export function positionOf({ solution, steps }: CheckedSolution): Position | undefined {
  const stated = solution.problem ?? steps[0]?.placed.step;
  const aim = stated === undefined ? undefined : aimOf(readStatement(stated.parts));
  return aim === undefined ? undefined : { aim, said: steps.map(saidIn) };
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
