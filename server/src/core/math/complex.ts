/** Complex numbers as rectangles: a real and an imaginary part, each with its radius. A part that is exactly 0 stays so: reals remain reals. */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import {
  addBall,
  type Ball,
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
  sqrtBall,
} from './ball.ts';
import type { Budget } from './budget.ts';
import type { CallExpr, Expr } from './expr.ts';
import { ballArithmetic } from './real.ts';

export interface ComplexBall {
  readonly re: Ball;
  readonly im: Ball;
}

/** Principal values throughout. `undefined` on a branch cut that rounding cannot place, and where there is no value. */
export function evaluateComplexBall(expr: Expr, env: Env<ComplexBall>, budget: Budget): ComplexBall | undefined {
  return evaluateWith(expr, env, complexArithmetic, budget);
}

/** The formula's complex value in doubles, `undefined` where it has none. */
export function evaluateComplex(
  expr: Expr,
  env: ReadonlyMap<string, { readonly re: number; readonly im: number }>,
  budget: Budget,
): { readonly re: number; readonly im: number } | undefined {
  const balls = new Map<string, ComplexBall>();
  for (const [name, value] of env) balls.set(name, { re: exactBall(value.re), im: exactBall(value.im) });
  const result = evaluateComplexBall(expr, balls, budget);
  return result && { re: result.re.v, im: result.im.v };
}

const NOTHING: Ball = { v: 0, e: 0 };
const I: ComplexBall = { re: NOTHING, im: exactBall(1) };
const ONE: ComplexBall = { re: exactBall(1), im: NOTHING };

export function realComplex(re: Ball | undefined): ComplexBall | undefined {
  return re && { re, im: NOTHING };
}

export function isReal(z: ComplexBall): boolean {
  return z.im.v === 0 && z.im.e === 0;
}

function make(re: Ball | undefined, im: Ball | undefined): ComplexBall | undefined {
  return re && im && { re, im };
}

function add(a: ComplexBall, b: ComplexBall): ComplexBall | undefined {
  return make(addBall(a.re, b.re), addBall(a.im, b.im));
}

function negate(a: ComplexBall): ComplexBall {
  return { re: negateBall(a.re), im: negateBall(a.im) };
}

function exactlyZero(b: Ball): boolean {
  return b.v === 0 && b.e === 0;
}

function times(a: Ball, b: Ball): Ball | undefined {
  return exactlyZero(a) || exactlyZero(b) ? NOTHING : multiplyBall(a, b);
}

function plus(a: Ball | undefined, b: Ball | undefined): Ball | undefined {
  return a && b && addBall(a, b);
}

function minus(a: Ball | undefined, b: Ball | undefined): Ball | undefined {
  return a && b && addBall(a, negateBall(b));
}

function multiply(a: ComplexBall, b: ComplexBall): ComplexBall | undefined {
  return make(minus(times(a.re, b.re), times(a.im, b.im)), plus(times(a.re, b.im), times(a.im, b.re)));
}

function divide(a: ComplexBall, b: ComplexBall): ComplexBall | undefined {
  if (isReal(b)) return make(divideBall(a.re, b.re), exactlyZero(a.im) ? NOTHING : divideBall(a.im, b.re));
  const size = plus(times(b.re, b.re), times(b.im, b.im));
  const top = multiply(a, { re: b.re, im: negateBall(b.im) });
  return size && top && make(divideBall(top.re, size), divideBall(top.im, size));
}

function modulus(a: ComplexBall): Ball | undefined {
  if (isReal(a)) return callBall('abs', [a.re]);
  const size = plus(times(a.re, a.re), times(a.im, a.im));
  return size && sqrtBall(size);
}

/** In (-π, π]. */
function argument(a: ComplexBall): Ball | undefined {
  if (isReal(a)) return callBall('arg', [a.re]);
  const size = modulus(a);
  const radius = Math.hypot(a.re.e, a.im.e);
  if (size === undefined || size.v <= radius) return undefined;
  // A rectangle across the cut may lie on either side of it.
  if (a.re.v - a.re.e < 0 && Math.abs(a.im.v) <= a.im.e) return undefined;
  return { v: Math.atan2(a.im.v, a.re.v), e: (1.6 * radius) / (size.v - radius) + 1e-15 };
}

function exponential(a: ComplexBall): ComplexBall | undefined {
  const size = callBall('exp', [a.re]);
  if (isReal(a)) return realComplex(size);
  const re = callBall('cos', [a.im]);
  const im = callBall('sin', [a.im]);
  return size && re && im && make(multiplyBall(size, re), multiplyBall(size, im));
}

function logarithm(a: ComplexBall): ComplexBall | undefined {
  const size = modulus(a);
  return make(size && callBall('ln', [size]), argument(a));
}

function squareRoot(a: ComplexBall): ComplexBall | undefined {
  if (isReal(a)) {
    if (a.re.v - a.re.e >= 0) return realComplex(sqrtBall(a.re));
    return a.re.v + a.re.e <= 0 ? make(NOTHING, sqrtBall(negateBall(a.re))) : undefined;
  }
  return powerOf(a, { re: exactBall(0.5), im: NOTHING });
}

function powerOf(base: ComplexBall, exponent: ComplexBall): ComplexBall | undefined {
  if (isReal(exponent)) {
    const k = exponent.re;
    if (k.e === 0 && Number.isInteger(k.v) && Math.abs(k.v) <= 4096) return wholePower(base, BigInt(k.v));
    if (isReal(base) && base.re.v - base.re.e > 0) return realComplex(powerBall(base.re, k));
    if (isReal(base) && base.re.v === 0 && base.re.e === 0) return realComplex(powerBall(base.re, k));
  }
  if (isReal(base) && base.re === E_BALL) return exponential(exponent);
  const log = logarithm(base);
  const product = log && multiply(log, exponent);
  return product && exponential(product);
}

function wholePower(base: ComplexBall, exponent: bigint): ComplexBall | undefined {
  if (isReal(base)) return realComplex(powerBall(base.re, exactBall(Number(exponent))));
  const k = exponent < 0n ? -exponent : exponent;
  if (k > 4096n) return powerOf(base, { re: exactBall(Number(exponent)), im: NOTHING });
  let result: ComplexBall | undefined = ONE;
  let square: ComplexBall | undefined = base;
  for (let rest = k; rest > 0n && result && square; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return exponent < 0n ? result && divide(ONE, result) : result;
}

function halfSum(a: ComplexBall | undefined, b: ComplexBall | undefined, by: ComplexBall): ComplexBall | undefined {
  const total = a && b && add(a, b);
  return total && divide(total, by);
}

const TWO: ComplexBall = { re: exactBall(2), im: NOTHING };

function sine(z: ComplexBall): ComplexBall | undefined {
  const iz = multiply(I, z);
  const up = iz && exponential(iz);
  const down = iz && exponential(negate(iz));
  return halfSum(up, down && negate(down), { re: NOTHING, im: exactBall(2) });
}

function cosine(z: ComplexBall): ComplexBall | undefined {
  const iz = multiply(I, z);
  return halfSum(iz && exponential(iz), iz && exponential(negate(iz)), TWO);
}

function ratio(a: ComplexBall | undefined, b: ComplexBall | undefined): ComplexBall | undefined {
  return a && b && divide(a, b);
}

const hyperbolicSine = (z: ComplexBall): ComplexBall | undefined => {
  const down = exponential(negate(z));
  return halfSum(exponential(z), down && negate(down), TWO);
};
const hyperbolicCosine = (z: ComplexBall): ComplexBall | undefined =>
  halfSum(exponential(z), exponential(negate(z)), TWO);

/** Functions of one complex argument that is not real. */
const FUNCTIONS: Partial<Record<CallExpr['fn'], (z: ComplexBall) => ComplexBall | undefined>> = {
  sin: sine,
  cos: cosine,
  tan: z => ratio(sine(z), cosine(z)),
  cot: z => ratio(cosine(z), sine(z)),
  sec: z => ratio(ONE, cosine(z)),
  csc: z => ratio(ONE, sine(z)),
  sinh: hyperbolicSine,
  cosh: hyperbolicCosine,
  tanh: z => ratio(hyperbolicSine(z), hyperbolicCosine(z)),
  exp: exponential,
  ln: logarithm,
  abs: z => realComplex(modulus(z)),
  re: z => realComplex(z.re),
  im: z => realComplex(z.im),
  conjugate: z => ({ re: z.re, im: negateBall(z.im) }),
  arg: z => realComplex(argument(z)),
};

function callComplex(fn: CallExpr['fn'], args: readonly ComplexBall[]): ComplexBall | undefined {
  const [z, base] = args;
  if (z === undefined) return undefined;
  if (args.every(isReal)) {
    const value = callBall(
      fn,
      args.map(arg => arg.re),
    );
    if (value !== undefined) return realComplex(value);
  }
  if (fn === 'log') return base && ratio(logarithm(z), logarithm(base));
  return args.length === 1 ? FUNCTIONS[fn]?.(z) : undefined;
}

/** Parts of a formula without complex names are left to the arithmetic of reals. */
function byReals(expr: Expr, env: Env<ComplexBall>, budget: Budget): ComplexBall | undefined {
  const reals = new Map<string, Ball>();
  for (const [name, value] of env) if (isReal(value)) reals.set(name, value.re);
  return realComplex(evaluateWith(expr, reals, ballArithmetic, budget));
}

export const complexArithmetic: Arithmetic<ComplexBall> = {
  rational: value => realComplex(rationalBall(value)),
  constant: name => (name === 'i' ? I : { re: name === 'pi' ? PI_BALL : E_BALL, im: NOTHING }),
  add,
  negate,
  multiply,
  divide,
  power: powerOf,
  wholePower,
  root: (radicand, index) => {
    if (!isReal(index)) return undefined;
    if (index.re.v === 2) return squareRoot(radicand);
    if (isReal(radicand)) {
      const value = rootBall(radicand.re, index.re);
      if (value !== undefined) return realComplex(value);
    }
    return powerOf(radicand, { re: divideBall(exactBall(1), index.re) ?? NOTHING, im: NOTHING });
  },
  call: callComplex,
  factorial: (arg, double) => (isReal(arg) ? realComplex(factorialBall(arg.re, double)) : undefined),
  compare: (a, b) => (isReal(a) && isReal(b) ? ballArithmetic.compare(a.re, b.re) : undefined),
  whole: a => (isReal(a) ? ballArithmetic.whole(a.re) : undefined),
  integral: byReals,
  limit: byReals,
  endless: (expr, _lower, env, budget) => byReals(expr, env, budget),
};
