/** Whether what is in force explains an equation that does not follow from the one before it alone. */

import type { Expr } from '../math/expr.ts';
import { substitute } from '../math/symbols.ts';
import { conditionAt, type Explanations } from './facts.ts';
import { type Judging, namesOfAll } from './judging.ts';
import { followsLinearly } from './linear.ts';
import { compareEquations } from './roots/compare.ts';
import type { Equation } from './roots/solve.ts';
import { commonPoints, holdsAtPoint, type Pair, type Point } from './roots/variety.ts';
import type { Verdict } from './verdict.ts';
import { proved, tested } from './verdicts.ts';

const POINTS = 3;

/** Where every relation in force holds, the question holds, fails, or no one can say. `count` points were tried. */
export interface UnderFacts {
  readonly outcome: 'holds' | 'fails' | 'unclear';
  readonly count: number;
  /** The points that were tried. */
  readonly points: readonly Point[];
}

/** Tries an equation (one of its alternatives) at points where all the facts hold. */
export function underFacts(question: readonly Pair[], facts: Explanations, judging: Judging): UnderFacts {
  const names = namesOfAll(
    [...question, ...facts.equations].flatMap(({ left, right }) => [left, right]),
    judging,
  );
  const points = commonPoints(facts.equations, [...names], judging, POINTS).filter(point =>
    facts.conditions.every(condition => conditionAt(condition, point, judging) === 'yes'),
  );
  if (points.length === 0) return { outcome: 'unclear', count: 0, points };
  const outcomes = points.map(point => {
    const each = question.map(pair => holdsAtPoint(pair, point, judging));
    return each.includes('yes') ? 'yes' : each.every(outcome => outcome === 'no') ? 'no' : 'unclear';
  });
  const base = { count: points.length, points };
  if (outcomes.every(outcome => outcome === 'yes')) return { outcome: 'holds', ...base };
  return { outcome: outcomes.every(outcome => outcome === 'no') ? 'fails' : 'unclear', ...base };
}

/** A verdict where the facts in force make the equation hold; `undefined` where they do not. */
export function explainedByFacts(to: Equation, facts: Explanations, judging: Judging): Verdict | undefined {
  if (facts.equations.length === 0) return undefined;
  if (to.alternatives.length === 1 && to.alternatives.some(pair => followsLinearly(pair, facts.equations, judging))) {
    return proved('a linear consequence of the relations in force', 'linear');
  }
  const { outcome, count } = underFacts(to.alternatives, facts, judging);
  return outcome === 'holds' ? tested(count, 1e-3, 'where the relations in force hold', 'facts') : undefined;
}

const MOST_COMPARED = 6;

/** Whether the equation follows from, or is a branch of, one of these relations by itself. */
export function followsFromAnother(to: Equation, facts: Explanations, judging: Judging): boolean {
  const names = [
    ...namesOfAll(
      to.alternatives.flatMap(({ left, right }) => [left, right]),
      judging,
    ),
  ];
  const [unknown] = names;
  if (unknown === undefined || names.length > 1) return false;
  return facts.equations.slice(-MOST_COMPARED).some(({ left, right }) => {
    const own = namesOfAll([left, right], judging);
    if (own.size !== 1 || !own.has(unknown)) return false;
    const { kind } = compareEquations({ alternatives: [{ left, right }] }, to, unknown, judging);
    return kind === 'equivalent' || kind === 'implied' || kind === 'loses';
  });
}

/** Puts the values that the facts give names (`x = 3`) into a formula. */
export function withKnownValues(expr: Expr, facts: Explanations): Expr {
  const values = new Map<string, Expr>();
  for (const { left, right } of facts.equations) {
    if (left.kind === 'symbol' && right.kind === 'number') values.set(left.name, right);
    else if (right.kind === 'symbol' && left.kind === 'number') values.set(right.name, left);
  }
  return substitute(expr, values);
}
