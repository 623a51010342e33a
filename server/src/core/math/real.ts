/** Arithmetic of real numbers as balls: integrals, limits and sums without end included. */
import { epsilonLimit, isSettled } from './acceleration.ts';
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
import { integrate, type RealFunction } from './quadrature.ts';

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
  if (!Number.isFinite(target.v))
    return approach((k, off) => f(Math.sign(target.v) * (off ? 3 * 2 ** (k - 1) + 1 : 2 ** k)), 2, 40);
  if (isContinuous(expr.body)) {
    const inner = new Map([...env, [expr.variable, target]]);
    const there = evaluateWith(expr.body, inner, ballArithmetic, budget);
    if (there !== undefined) return there;
  }
  const from = (side: 1 | -1): Ball | undefined =>
    approach((k, off) => f(target.v + side * 2 ** -k * (off ? 0.7 : 1)), 3, 50);
  if (expr.side !== 'both') return from(expr.side === 'right' ? 1 : -1);
  const right = from(1);
  const left = from(-1);
  // A function that ends at the target has the limit of its one side.
  if (left === undefined && f(target.v - 1e-3) === undefined && f(target.v - 2e-5) === undefined) return right;
  if (right === undefined && f(target.v + 1e-3) === undefined && f(target.v + 2e-5) === undefined) return left;
  if (left === undefined || right === undefined) return undefined;
  if (Math.abs(left.v - right.v) > 3 * (left.e + right.e) + 1e-9) return undefined;
  return left.e < right.e ? left : right;
}

/** Member k of a sequence that goes to the target by halves; `off`: a point between that member and the next. */
type Member = (k: number, off: boolean) => Ball | undefined;

/** The limit of a sequence from its members `from` to at most `to`, given up early where rounding takes over. */
function approach(member: Member, from: number, to: number): Ball | undefined {
  const members: Ball[] = [];
  let best: Ball | undefined;
  let at = from;
  for (let k = from; k <= to; k++) {
    const m = member(k, false);
    if (m === undefined) {
      if (members.length === 0) continue;
      break;
    }
    if (members.length >= 6 && m.e > 1e-5 * Math.max(1e-3, Math.abs(m.v))) break;
    members.push(m);
    at = k;
    if (members.length < 6) continue;
    const limit = epsilonLimit(members.slice(-16));
    if (limit !== undefined && (best === undefined || limit.e < best.e)) best = limit;
    if (best !== undefined && best.e < 1e-11 * Math.max(1e-3, Math.abs(best.v))) break;
  }
  return isSettled(best) && staysNear(member, members, at, best) ? best : undefined;
}

/** Points between the members come as near as the members do: (-1)^n has a limit along even n only. */
function staysNear(member: Member, members: readonly Ball[], at: number, limit: Ball): boolean {
  return [2, 3].every(back => {
    const between = member(at - back, true);
    const beside = members.slice(-back - 2, members.length - back + 1);
    if (between === undefined) return false;
    const reach = Math.max(...beside.map(m => Math.abs(m.v - limit.v)));
    return Math.abs(between.v - limit.v) <= 8 * reach + 10 * limit.e + between.e + 1e-12 * Math.abs(limit.v);
  });
}

/** Consecutive members that are tried before members at powers of two. */
const CONSECUTIVE = 48;
const LAST_POWER = 13;

function ballEndless(expr: BigOperatorExpr, lower: bigint, env: Env<Ball>, budget: Budget): Ball | undefined {
  const f = functionOf(expr.body, expr.variable, env, budget);
  const start = Number(lower);
  let total = exactBall(expr.op === 'sum' ? 0 : 1);
  const partial: Ball[] = [];
  const steps: number[] = [];
  const atPowers: Ball[] = [];
  const add = (k: number): boolean => {
    const term = f(start + k);
    const next = term && (expr.op === 'sum' ? addBall(total, term) : multiplyBall(total, term));
    if (term === undefined || next === undefined) return false;
    total = next;
    steps.push(Math.abs(expr.op === 'sum' ? term.v : term.v - 1));
    return true;
  };
  const last = 2 ** LAST_POWER;
  for (let k = 0; k < last; k++) {
    if (!add(k)) return undefined;
    if (k < CONSECUTIVE) partial.push(total);
    if (k === CONSECUTIVE - 1) {
      const early = epsilonLimit(partial.slice(-24));
      if (
        early !== undefined &&
        early.e < 1e-10 * Math.max(1e-3, Math.abs(early.v)) &&
        closesIn(partial) &&
        vanish(steps)
      ) {
        return early;
      }
    }
    if (k < 7 || !Number.isInteger(Math.log2(k + 1))) continue;
    atPowers.push(total);
    const limit = atPowers.length > 5 ? epsilonLimit(atPowers) : undefined;
    if (limit !== undefined && limit.e < 1e-8 * Math.max(1e-3, Math.abs(limit.v)) && vanish(steps)) return limit;
  }
  const limit = epsilonLimit(atPowers);
  return isSettled(limit) && vanish(steps) ? limit : undefined;
}

/** Terms go to 0, as those of a convergent series must: 1 - 1 + 1 - … has no sum although every other partial sum is 0. */
function vanish(steps: readonly number[]): boolean {
  const largest = (end: number): number => Math.max(...steps.slice(Math.max(0, end - 4), end));
  const last = largest(steps.length);
  return last < 1e-12 || last <= 0.8 * largest(Math.ceil(steps.length / 4));
}

/** Steps shrink by a factor, or change sign and shrink: a series that the epsilon algorithm sums rightly from consecutive members. */
function closesIn(partial: readonly Ball[]): boolean {
  const steps = partial
    .slice(-13)
    .map((p, k, list) => (k === 0 ? 0 : p.v - (list[k - 1]?.v ?? 0)))
    .slice(1);
  const first = Math.abs(steps[0] ?? 0);
  const lastStep = Math.abs(steps.at(-1) ?? 0);
  const alternating = steps.every((s, k) => k === 0 || s * (steps[k - 1] ?? 0) <= 0);
  // Powers of 1/k shrink by a factor near 1 this far out; only geometric tails stay below.
  return alternating ? lastStep <= first : lastStep <= 0.7 * Math.abs(steps.at(-2) ?? 0);
}
