/** Signs and units that writers drop: a percent sign, a degree sign, the thing that is counted. */
import type { Expr } from '../math/expr.ts';
import { some } from '../math/traverse.ts';

/** Whether something is counted, measured or paid in the formula. */
export function hasUnit(expr: Expr): boolean {
  return some(expr, part => part.kind === 'quantity');
}

/** Why two values that differ by a factor may be equal all the same: a percent or degree sign that one side leaves out. */
export function droppedSign(leftExpr: Expr, rightExpr: Expr, left: number, right: number): string | undefined {
  const ratio = Math.abs(left / right);
  const differByFactor = (factor: number): boolean => near(ratio, factor) || near(ratio, 1 / factor);
  const has = (kind: 'percent' | 'degree'): boolean =>
    [leftExpr, rightExpr].some(side => some(side, part => part.kind === kind));
  if (has('percent') && differByFactor(100)) return 'a percent sign is left out';
  if (has('degree') && differByFactor(180 / Math.PI)) return 'a degree sign is left out';
  return undefined;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.abs(b);
}
