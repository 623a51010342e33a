/** Relations from which others are said to follow. */
import type { Domain } from '../claims/claim.ts';
import { structurallyEqual } from '../math/symbols.ts';
import { type Condition, conditionAt } from '../verify/facts.ts';
import { samples } from '../verify/inequality.ts';
import { expand, type Judging, namesOfAll } from '../verify/judging.ts';
import { equationOf, solve } from '../verify/roots/solve.ts';
import { commonPoints, type Point } from '../verify/roots/variety.ts';
import type { Relation } from './relations.ts';

/** Each relation once, and none that says nothing: `a = a`. */
export function distinct(relations: readonly Relation[]): readonly Relation[] {
  const kept: Relation[] = [];
  for (const relation of relations) {
    const { left, op, right } = relation;
    if (op === '=' && structurallyEqual(left, right)) continue;
    const isKnown = kept.some(
      other => other.op === op && structurallyEqual(other.left, left) && structurallyEqual(other.right, right),
    );
    if (!isKnown) kept.push(relation);
  }
  return kept;
}

/**
 * True where a point was found at which all of them hold. From relations that contradict each other everything follows, and nothing is shown:
 * a name may have been used again, or complex values be meant.
 */
export function arePossible(premises: readonly Relation[], judging: Judging): boolean {
  const conditions: readonly Condition[] = premises.map(({ left, op, right }) => ({
    left: expand(left, judging).expr,
    op: op === ':=' ? '=' : op,
    right: expand(right, judging).expr,
    step: 0,
  }));
  const names = [
    ...namesOfAll(
      conditions.flatMap(({ left, right }) => [left, right]),
      judging,
    ),
  ];
  return pointsOf(conditions, names, judging).some(point =>
    conditions.every(condition => conditionAt(condition, point, judging) === 'yes'),
  );
}

const POINTS = 3;

function pointsOf(conditions: readonly Condition[], names: readonly string[], judging: Judging): readonly Point[] {
  const equations = conditions.filter(({ op }) => op === '=');
  const [first] = equations;
  const [name, second] = names;
  if (name === undefined) return [new Map()];
  if (first === undefined) return samples(names, judging);
  if (second !== undefined) return commonPoints(equations, names, judging, POINTS);
  return solve(equationOf(first.left, first.right), name, judging).roots.map(root => new Map([[name, root.value]]));
}

/** No value satisfies what is known of the name: it was used for several things. */
export function isEmpty({ lower, upper }: Domain): boolean {
  if (lower === undefined || upper === undefined) return false;
  return lower.value > upper.value || (lower.value === upper.value && (lower.strict || upper.strict));
}
