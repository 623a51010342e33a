/** Equations that the relations in force contradict: told as a remark, since a name may stand for something else by now. */
import type { Expr } from '../math/expr.ts';
import { underFacts } from './explain.ts';
import { explanations } from './facts.ts';
import { type Expanded, type Judging, namesOfAll, realValue } from './judging.ts';
import { solveLinearSystem } from './linear.ts';
import { type ChainLink, spanOf } from './link.ts';
import { isIsolated, type Point } from './roots/variety.ts';
import { showNumber } from './show.ts';
import { slipFromPoints } from './slip.ts';
import type { Verdict } from './verdict.ts';
import { remark, tested } from './verdicts.ts';

/**
 * A verdict where the relations in force tell something of `left = right`: it holds wherever they do; or it fails there, and either they
 * settle the values of all names, or one small change would make it hold. `undefined` otherwise.
 */
export function conflictOf(link: ChainLink, left: Expanded, right: Expanded, judging: Judging): Verdict | undefined {
  const { ledger, claim } = judging;
  if (claim.role !== 'assertion' && claim.role !== 'substitution') return undefined;
  if (left.ambiguous.size + right.ambiguous.size > 0 || ledger.scope() !== undefined || ledger.inContradiction())
    return undefined;
  const pair = { left: left.expr, right: right.expr };
  const names = namesOfAll([pair.left, pair.right], judging);
  const facts = explanations(names, judging, claim.body.kind === 'chain' ? [claim.body] : []);
  // A name that is only given values (x = 3, x = 5) has several; what is worked out from an equation has one.
  const computed = facts.equations.some(({ left: l, right: r }) => !isSimple(l) && !isSimple(r));
  if (facts.unsettled || facts.hasAlternatives || claim.isAlternative || !computed) return undefined;
  const { outcome, points, count } = underFacts([pair], facts, judging);
  if (outcome === 'holds' && count >= 2) return tested(count, 1e-3, 'where the relations in force hold', 'facts');
  const [point] = points;
  if (outcome !== 'fails' || point === undefined) return undefined;
  // Only linear relations settle values for certain: others have further solutions that Newton's method did not come upon.
  const solution = solveLinearSystem(facts.equations, judging);
  const settled = solution !== undefined && [...names].every(name => solution.has(name));
  const free = !settled && !points.some(each => isIsolated(facts.equations, each, judging));
  if (!settled && !(free && slipFromPoints(pair, points, judging) !== undefined)) return undefined;
  return remark(
    {
      kind: 'values',
      left: valueAt(pair.left, point, judging),
      right: valueAt(pair.right, point, judging),
      relation: '=',
      at: [...names].map(name => ({ name, value: simple(point.get(name) ?? Number.NaN) })),
    },
    { rule: 'equation.conflicts', checker: 'facts', link: link.index, span: spanOf(link) },
  );
}

function isSimple(expr: Expr): boolean {
  return expr.kind === 'symbol';
}

function valueAt(expr: Expr, point: Point, judging: Judging): string {
  return simple(realValue(expr, judging, point));
}

/** Newton's method gives 2.9999999999999: that is 3. */
function simple(value: number): string {
  const near = Math.round(value * 60) / 60;
  return showNumber(Math.abs(near - value) < 1e-8 * Math.max(1, Math.abs(value)) ? near : value);
}
