/** The order of two constants: exactly where both are rational, else with balls, else with sixty digits. */
import type { Ball } from '../math/ball.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { compareRational } from '../math/rational.ts';
import { ballArithmetic, evaluateBall } from '../math/real.ts';
import { decideEquality, type EqualityContext } from './identity.ts';
import { compareDecimals, type Point } from './identity-values.ts';

/** `exact`: by an exact method; for `<` and `>` also where the values are apart for certain. `unknown`: no real value, or too close to tell. */
export type Order =
  | { readonly order: '<' | '=' | '>'; readonly exact: boolean }
  | { readonly order: 'unknown'; readonly reason: string };

const NO_VALUES: Point = new Map();

/** Compares the values of two formulas at `at` (none for constants). Deterministic; ends with the budget. */
export function compareValues(
  left: Expr,
  right: Expr,
  context: EqualityContext,
  at: ReadonlyMap<string, Rational> = NO_VALUES,
): Order {
  const { budget } = context;
  const [a, b] = [evaluateExact(left, at, budget), evaluateExact(right, at, budget)];
  if (a !== undefined && b !== undefined) return { order: sign(compareRational(a, b)), exact: true };
  const env = new Map<string, Ball>();
  for (const [name, value] of at) {
    const ball = ballArithmetic.rational(value);
    if (ball !== undefined) env.set(name, ball);
  }
  const [x, y] = [evaluateBall(left, env, budget), evaluateBall(right, env, budget)];
  if (x === undefined || y === undefined)
    return { order: 'unknown', reason: 'a side has no real value that could be computed' };
  const gap = x.v - y.v;
  const scale = Math.max(Math.abs(x.v), Math.abs(y.v));
  if (Math.abs(gap) > 8 * (x.e + y.e) && Math.abs(gap) > 1e-12 * scale)
    return { order: gap < 0 ? '<' : '>', exact: true };
  if (Number.isFinite(gap)) {
    const digits = compareDecimals({ left, right }, at, budget, false);
    if (digits.kind === 'differ' && digits.order !== undefined) return { order: sign(digits.order), exact: true };
  }
  if (at.size > 0) return { order: 'unknown', reason: 'the values are too close to tell apart' };
  const decision = decideEquality(left, right, context);
  if (decision.kind === 'equal' || decision.kind === 'tested') return { order: '=', exact: decision.kind === 'equal' };
  return { order: 'unknown', reason: 'the values are too close to tell apart' };
}

function sign(order: -1 | 0 | 1): '<' | '=' | '>' {
  return order < 0 ? '<' : order > 0 ? '>' : '=';
}
