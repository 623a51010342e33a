/** Arithmetic of real numbers as balls: integrals, limits and sums without end included. */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import {
  addBall,
  type Ball,
  ball,
  callBall,
  divideBall,
  E_BALL,
  exactBall,
  factorialBall,
  multiplyBall,
  negateBall,
  PI_BALL,
  powerBall,
  rationalBall,
  rootBall,
  wholePowerBall,
} from './ball.ts';
import type { Budget } from './budget.ts';
import { isContinuous } from './exact-calculus.ts';
import type { BigOperatorExpr, Expr, IntegralExpr, LimitExpr } from './expr.ts';
import { limitOf } from './limits.ts';
import { integrate, type RealFunction } from './quadrature.ts';
import { endlessValue } from './series.ts';

/** The formula's real value with its error; `undefined` where it has none (√(-1), 1/0), none that is certain, or the budget is used up. */
export function evaluateBall(expr: Expr, env: Env<Ball>, budget: Budget): Ball | undefined {
  return evaluateWith(expr, env, ballArithmetic, budget);
}

/** The formula's real value as a double; NaN where it has none. Names without a value in `env` make NaN. */
export function evaluateReal(expr: Expr, env: ReadonlyMap<string, number>, budget: Budget): number {
  const balls = new Map<string, Ball>();
  for (const [name, value] of env) balls.set(name, exactBall(value));
  return evaluateBall(expr, balls, budget)?.v ?? Number.NaN;
}

export const ballArithmetic: Arithmetic<Ball> = {
  rational: rationalBall,
  constant: name => (name === 'pi' ? PI_BALL : name === 'e' ? E_BALL : undefined),
  infinity: { v: Number.POSITIVE_INFINITY, e: 0 },
  add: addBall,
  negate: negateBall,
  multiply: multiplyBall,
  divide: divideBall,
  power: powerBall,
  wholePower: (base, k) =>
    k > -1_000_000n && k < 1_000_000n ? wholePowerBall(base, Number(k)) : powerBall(base, exactBall(Number(k))),
  root: rootBall,
  call: callBall,
  factorial: factorialBall,
  compare: (a, b) => {
    const difference = a.v - b.v;
    const radius = a.e + b.e;
    if (difference > radius) return 1;
    if (difference < -radius) return -1;
    return radius === 0 ? 0 : undefined;
  },
  whole: a =>
    a.e < 1e-9 && Number.isSafeInteger(Math.round(a.v)) && Math.abs(a.v - Math.round(a.v)) <= a.e
      ? BigInt(Math.round(a.v))
      : undefined,
  integral: ballIntegral,
  limit: ballLimit,
  endless: ballEndless,
};

/** The body as a function of its bound variable. */
function functionOf(body: Expr, variable: string, env: Env<Ball>, budget: Budget): RealFunction {
  const inner = new Map(env);
  return x => {
    inner.set(variable, exactBall(x));
    return evaluateWith(body, inner, ballArithmetic, budget);
  };
}

function ballIntegral(expr: IntegralExpr, env: Env<Ball>, budget: Budget): Ball | undefined {
  if (expr.lower === undefined || expr.upper === undefined) return undefined;
  const lower = evaluateWith(expr.lower, env, ballArithmetic, budget);
  const upper = evaluateWith(expr.upper, env, ballArithmetic, budget);
  if (lower === undefined || upper === undefined) return undefined;
  const f = functionOf(expr.body, expr.variable, env, budget);
  const result = integrate(f, lower.v, upper.v);
  if (result === undefined || budget.exhausted) return undefined;
  // Bounds that are off by their radius move the integral by at most f there.
  const edge = (bound: Ball): number => (bound.e === 0 ? 0 : bound.e * (1 + Math.abs(f(bound.v)?.v ?? 1e6)));
  return Number.isFinite(result.v) ? ball(result.v, result.e + edge(lower) + edge(upper)) : result;
}

function ballLimit(expr: LimitExpr, env: Env<Ball>, budget: Budget): Ball | undefined {
  const target = evaluateWith(expr.target, env, ballArithmetic, budget);
  if (target === undefined) return undefined;
  const f = functionOf(expr.body, expr.variable, env, budget);
  if (Number.isFinite(target.v) && isContinuous(expr.body)) {
    const inner = new Map([...env, [expr.variable, target]]);
    const there = evaluateWith(expr.body, inner, ballArithmetic, budget);
    if (there !== undefined) return there;
  }
  const result = limitOf(f, target.v, expr.side);
  return budget.exhausted ? undefined : result;
}

function ballEndless(expr: BigOperatorExpr, lower: bigint, env: Env<Ball>, budget: Budget): Ball | undefined {
  const f = functionOf(expr.body, expr.variable, env, budget);
  const result = endlessValue(expr.op, k => f(Number(lower) + k), Number(lower));
  return budget.exhausted ? undefined : result;
}
