/**
 * Real numbers as balls: a double and a radius that the true value lies within, rounding included. Where a double stands for a
 * value that another computation cannot be told from, the radii overlap; where balls are apart, so are the values.
 */
import type { CallExpr, Rational } from './expr.ts';
import { doubleFactorial, factorial, INTEGER_FUNCTIONS, integerFunction } from './integers.ts';
import { fromNumber, toNumber } from './rational.ts';

/** `e` ≥ 0. An infinite `v` (with e = 0) is a value that certainly is infinite: a divergent integral of one sign. */
export interface Ball {
  readonly v: number;
  readonly e: number;
}

/** Twice the relative rounding error of one operation. */
const EPS = 2 ** -52;
const TINY = 1e-290;

/** A ball about v; `undefined` for what overflowed or has no value, and for radii that tell nothing. */
export function ball(v: number, e: number): Ball | undefined {
  return Number.isFinite(v) && Number.isFinite(e) ? { v, e } : undefined;
}

export function exactBall(v: number): Ball {
  return { v, e: 0 };
}

export const PI_BALL: Ball = { v: Math.PI, e: 1.3e-16 };
export const E_BALL: Ball = { v: Math.E, e: 1.5e-16 };

export function rationalBall(value: Rational): Ball | undefined {
  const v = toNumber(value);
  if (!Number.isFinite(v)) return undefined;
  if (value.d === 1n && Math.abs(v) <= Number.MAX_SAFE_INTEGER) return { v, e: 0 };
  const exact = fromNumber(v);
  return { v, e: exact !== undefined && exact.n === value.n && exact.d === value.d ? 0 : Math.abs(v) * EPS };
}

export function addBall(a: Ball, b: Ball): Ball | undefined {
  const v = a.v + b.v;
  // Whole numbers that doubles hold add without error.
  const exact = a.e === 0 && b.e === 0 && Number.isSafeInteger(v) && Number.isInteger(a.v) && Number.isInteger(b.v);
  return ball(v, exact ? 0 : a.e + b.e + Math.abs(v) * EPS);
}

export function negateBall(a: Ball): Ball {
  return { v: -a.v, e: a.e };
}

export function multiplyBall(a: Ball, b: Ball): Ball | undefined {
  const v = a.v * b.v;
  if (a.e === 0 && b.e === 0 && Number.isSafeInteger(v) && Number.isInteger(a.v) && Number.isInteger(b.v)) {
    return { v, e: 0 };
  }
  return ball(v, Math.abs(a.v) * b.e + Math.abs(b.v) * a.e + a.e * b.e + Math.abs(v) * EPS + TINY);
}

/** `undefined` where the divisor may be 0. */
export function divideBall(a: Ball, b: Ball): Ball | undefined {
  const room = Math.abs(b.v) - b.e;
  if (!(room > 0)) return undefined;
  const v = a.v / b.v;
  if (a.e === 0 && b.e === 0 && Number.isSafeInteger(v) && v * b.v === a.v) return { v, e: 0 };
  return ball(v, (a.e + Math.abs(v) * b.e) / room + Math.abs(v) * EPS + TINY);
}

/** A function that grows or falls throughout the ball: the radius is what it does at the ends. `ulps`: its own error in roundings. */
function monotone(f: (x: number) => number, a: Ball, ulps = 4): Ball | undefined {
  const v = f(a.v);
  const own = Math.abs(v) * EPS * ulps + TINY;
  if (a.e === 0) return ball(v, own);
  return ball(v, Math.max(Math.abs(f(a.v + a.e) - v), Math.abs(v - f(a.v - a.e))) * 1.01 + own);
}

/** A function on [low, high]: a ball that reaches over an end by rounding is cut there, one beyond has no value. */
function monotoneOn(f: (x: number) => number, a: Ball, low: number, high: number): Ball | undefined {
  if (a.v + a.e < low || a.v - a.e > high) return undefined;
  const clamp = (x: number): number => Math.min(Math.max(x, low), high);
  return monotone(x => f(clamp(x)), a);
}

export function sqrtBall(a: Ball): Ball | undefined {
  if (a.v + a.e < 0) return undefined;
  const v = Math.sqrt(Math.max(0, a.v));
  if (a.e === 0) return v * v === a.v && Number.isInteger(v) ? { v, e: 0 } : ball(v, v * EPS);
  return monotoneOn(Math.sqrt, a, 0, Number.MAX_VALUE);
}

/** b^x for real values: whole exponents for every base, others for b > 0. */
export function powerBall(b: Ball, x: Ball): Ball | undefined {
  if (x.e === 0 && Number.isInteger(x.v)) return wholePowerBall(b, x.v);
  if (b.v === 0 && b.e === 0) return x.v - x.e > 0 ? { v: 0, e: 0 } : undefined;
  if (b.v - b.e <= 0) {
    // A base that is 0 within rounding, as in 0^(1/2).
    if (b.v + b.e >= 0 && x.v - x.e > 0) return ball(0, (Math.abs(b.v) + b.e) ** (x.v - x.e));
    return undefined;
  }
  const v = b.v ** x.v;
  const slope = x.e * Math.abs(Math.log(b.v)) + ((Math.abs(x.v) + x.e) * b.e) / (b.v - b.e);
  return ball(v, Math.abs(v) * (Math.expm1(slope) + EPS * (4 + Math.abs(x.v * Math.log(b.v)))) + TINY);
}

export function wholePowerBall(b: Ball, k: number): Ball | undefined {
  if (k === 0) return { v: 1, e: 0 };
  const lowest = Math.abs(b.v) - b.e;
  if (k < 0 && !(lowest > 0)) return undefined;
  const v = b.v ** k;
  if (b.e === 0 && Number.isInteger(b.v) && Number.isSafeInteger(v) && k > 0) return { v, e: 0 };
  const highest = Math.abs(b.v) + b.e;
  const spread = k > 0 ? highest ** k - Math.abs(v) : lowest ** k - Math.abs(v);
  return ball(v, spread * 1.01 + Math.abs(v) * EPS * (2 + Math.min(Math.abs(k), 64)) + TINY);
}

/** The k-th root, k whole; odd roots of negative numbers are negative. */
export function rootBall(a: Ball, index: Ball): Ball | undefined {
  const k = index.v;
  if (index.e !== 0 || !Number.isInteger(k) || k === 0) return undefined;
  if (k === 2) return sqrtBall(a);
  if (k < 0) {
    const root = rootBall(a, { v: -k, e: 0 });
    return root && divideBall({ v: 1, e: 0 }, root);
  }
  const root = (x: number): number => Math.sign(x) * Math.abs(x) ** (1 / k);
  return k % 2 === 0 ? monotoneOn(root, a, 0, Number.MAX_VALUE) : monotone(root, a);
}

export function callBall(fn: CallExpr['fn'], args: readonly Ball[]): Ball | undefined {
  const [x, y] = args;
  if (x === undefined) return undefined;
  const one = ONE_ARGUMENT[fn];
  if (one !== undefined) return args.length === 1 ? one(x) : undefined;
  if (INTEGER_FUNCTIONS.has(fn)) return integerBall(fn, args);
  switch (fn) {
    case 'log': {
      const top = ONE_ARGUMENT.ln?.(x);
      const bottom = y && ONE_ARGUMENT.ln?.(y);
      return top && bottom && divideBall(top, bottom);
    }
    case 'min':
      return args.reduce((a, b) => ({ v: Math.min(a.v, b.v), e: Math.max(a.e, b.e) }));
    case 'max':
      return args.reduce((a, b) => ({ v: Math.max(a.v, b.v), e: Math.max(a.e, b.e) }));
    default:
      return undefined;
  }
}

function integerBall(fn: CallExpr['fn'], args: readonly Ball[]): Ball | undefined {
  if (args.every(arg => arg.e === 0 && Number.isSafeInteger(arg.v))) {
    const value = integerFunction(
      fn,
      args.map(arg => BigInt(arg.v)),
    );
    return value === undefined ? undefined : rationalBall({ n: value, d: 1n });
  }
  const [x, m] = args;
  if (fn !== 'mod' || x === undefined || m === undefined || !(m.v > 0)) return undefined;
  const ratio = divideBall(x, m);
  const whole = ratio && jump(Math.floor, ratio);
  const part = whole && multiplyBall(m, whole);
  return part && addBall(x, negateBall(part));
}

/** A step function: certain only where the whole ball lies on one step. */
function jump(f: (x: number) => number, a: Ball): Ball | undefined {
  const low = f(a.v - a.e);
  return low === f(a.v + a.e) ? { v: low, e: 0 } : undefined;
}

const sinBall = (a: Ball): Ball | undefined => wave(Math.sin(a.v), a.e);
const cosBall = (a: Ball): Ball | undefined => wave(Math.cos(a.v), a.e);
const wave = (v: number, e: number): Ball | undefined => ball(v, Math.min(e, 2) + Math.abs(v) * EPS * 2);
const reciprocal = (a: Ball | undefined): Ball | undefined => a && divideBall({ v: 1, e: 0 }, a);
const ratio = (a: Ball | undefined, b: Ball | undefined): Ball | undefined => a && b && divideBall(a, b);

const ONE_ARGUMENT: Partial<Record<CallExpr['fn'], (a: Ball) => Ball | undefined>> = {
  sin: sinBall,
  cos: cosBall,
  tan: a => ratio(sinBall(a), cosBall(a)),
  cot: a => ratio(cosBall(a), sinBall(a)),
  sec: a => reciprocal(cosBall(a)),
  csc: a => reciprocal(sinBall(a)),
  arcsin: a => monotoneOn(Math.asin, a, -1, 1),
  arccos: a => monotoneOn(Math.acos, a, -1, 1),
  arctan: a => monotone(Math.atan, a),
  // The range (0, π) is the one of textbooks; computer algebra often has (-π/2, π/2]: where they differ, nothing is said.
  arccot: a => (a.v - a.e > 0 ? monotone(x => Math.PI / 2 - Math.atan(x), a, 8) : undefined),
  arcsec: a => (Math.abs(a.v) < 1 ? undefined : monotone(x => Math.acos(Math.min(1, Math.max(-1, 1 / x))), a, 8)),
  arccsc: a => (Math.abs(a.v) < 1 ? undefined : monotone(x => Math.asin(Math.min(1, Math.max(-1, 1 / x))), a, 8)),
  sinh: a => monotone(Math.sinh, a),
  cosh: a => ball(Math.cosh(a.v), (Math.cosh(Math.abs(a.v) + a.e) - Math.cosh(a.v)) * 1.01 + Math.cosh(a.v) * EPS * 4),
  tanh: a => monotone(Math.tanh, a),
  coth: a => reciprocal(monotone(Math.tanh, a)),
  arsinh: a => monotone(Math.asinh, a),
  arcosh: a => monotoneOn(Math.acosh, a, 1, Number.MAX_VALUE),
  artanh: a => (Math.abs(a.v) + a.e < 1 ? monotone(Math.atanh, a) : undefined),
  exp: a => monotone(Math.exp, a),
  ln: a => (a.v - a.e > 0 ? logarithm(a) : undefined),
  abs: a => ({ v: Math.abs(a.v), e: a.e }),
  sign: a => jump(Math.sign, a),
  floor: a => jump(Math.floor, a),
  ceil: a => jump(Math.ceil, a),
  round: a => jump(x => Math.sign(x) * Math.round(Math.abs(x)), a),
  fractionalPart: a => {
    const whole = jump(Math.floor, a);
    return whole && addBall(a, negateBall(whole));
  },
  gamma: a => gammaBall(a),
  re: a => a,
  conjugate: a => a,
  im: () => ({ v: 0, e: 0 }),
  arg: a => (a.v - a.e > 0 ? { v: 0, e: 0 } : a.v + a.e < 0 ? PI_BALL : undefined),
};

function logarithm(a: Ball): Ball | undefined {
  const v = Math.log(a.v);
  return ball(v, -Math.log1p(-a.e / a.v) * 1.01 + Math.abs(v) * EPS * 2 + TINY);
}

export function factorialBall(a: Ball, double: boolean): Ball | undefined {
  if (a.e === 0 && Number.isInteger(a.v)) {
    if (a.v > 300) return undefined;
    const value = double ? doubleFactorial(BigInt(a.v)) : factorial(BigInt(a.v));
    return value === undefined ? undefined : rationalBall({ n: value, d: 1n });
  }
  return double ? undefined : gammaBall({ v: a.v + 1, e: a.e + Math.abs(a.v) * EPS });
}

/** Lanczos' approximation (g = 7, nine terms), good to about 1e-14, for arguments above 0. */
function gammaBall(a: Ball): Ball | undefined {
  if (!(a.v - a.e > 0) || a.v > 170) return undefined;
  if (a.e === 0 && Number.isInteger(a.v)) return factorialBall({ v: a.v - 1, e: 0 }, false);
  const v = lanczos(a.v);
  // |ψ(x)| ≤ |ln x| + 1/x bounds the relative slope.
  return ball(v, Math.abs(v) * (1e-13 + a.e * 1.1 * (Math.abs(Math.log(a.v)) + 1 / (a.v - a.e))));
}

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

function lanczos(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * lanczos(1 - x));
  const z = x - 1;
  const t = z + 7.5;
  const series = LANCZOS.reduce((s, c, k) => (k === 0 ? c : s + c / (z + k)), 0);
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * series;
}
