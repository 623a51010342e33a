/** Arithmetic of exact fractions: everything that has a rational value for certain. */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import { exactIntegral, isContinuous } from './exact-calculus.ts';
import type { CallExpr, Expr, LimitExpr, Rational } from './expr.ts';
import { doubleFactorial, factorial, INTEGER_FUNCTIONS, integerFunction } from './integers.ts';
import {
  absRational,
  addRational,
  bitLength,
  compareRational,
  divideRational,
  equalRational,
  floorRational,
  isInteger,
  multiplyRational,
  negateRational,
  ONE,
  powerRational,
  rational,
  rootRational,
  signRational,
  subtractRational,
  toNumber,
  ZERO,
} from './rational.ts';

/** The formula's exact rational value at `env`; `undefined` where it is irrational, undefined, too large, or has no certain value. */
export function evaluateExact(expr: Expr, env: Env<Rational>, budget: Budget): Rational | undefined {
  return evaluateWith(expr, env, exactArithmetic, budget);
}

export const exactArithmetic: Arithmetic<Rational> = {
  rational: value => value,
  constant: () => undefined,
  add: addRational,
  negate: negateRational,
  multiply: multiplyRational,
  divide: divideRational,
  power: exactPower,
  wholePower: powerRational,
  root: (radicand, index) => (isInteger(index) ? rootRational(radicand, Number(index.n)) : undefined),
  call: exactCall,
  factorial: (arg, double) => {
    if (!isInteger(arg)) return undefined;
    return whole(double ? doubleFactorial(arg.n) : factorial(arg.n));
  },
  compare: compareRational,
  whole: value => (isInteger(value) ? value.n : undefined),
  integral: (expr, env, budget) => exactIntegral(expr, env, budget, exactArithmetic),
  limit: exactLimit,
  // Bringing long fractions to lowest terms costs about the square of their length.
  cost: value => {
    if (value.d === 1n) return Math.floor((bitLength(value.n) / 512) ** 2);
    const words = (bitLength(value.d) + bitLength(value.n)) / 64;
    return words <= 2 ? 0 : Math.ceil(3 * words * words);
  },
};

function whole(value: bigint | undefined): Rational | undefined {
  return value === undefined ? undefined : { n: value, d: 1n };
}

/** Even roots of negative numbers have no value; odd ones are left alone, since (-8)^(1/3) is -2 to some and complex to others. */
function exactPower(base: Rational, exponent: Rational): Rational | undefined {
  if (isInteger(exponent)) return powerRational(base, exponent.n);
  if (base.n < 0n || exponent.d > 4096n) return undefined;
  const root = rootRational(base, Number(exponent.d));
  return root === undefined ? undefined : powerRational(root, exponent.n);
}

/** Values that a transcendental function has at a rational argument, all of them: by Lindemann's theorem the others are irrational. */
const AT_ZERO: Partial<Record<CallExpr['fn'], Rational>> = {
  sin: ZERO,
  cos: ONE,
  tan: ZERO,
  sec: ONE,
  arcsin: ZERO,
  arctan: ZERO,
  sinh: ZERO,
  cosh: ONE,
  tanh: ZERO,
  arsinh: ZERO,
  artanh: ZERO,
  exp: ONE,
};

function exactCall(fn: CallExpr['fn'], args: readonly Rational[]): Rational | undefined {
  const [x, y] = args;
  if (x === undefined) return undefined;
  if (INTEGER_FUNCTIONS.has(fn)) {
    if (args.every(isInteger))
      return whole(
        integerFunction(
          fn,
          args.map(arg => arg.n),
        ),
      );
    if (fn === 'mod' && y !== undefined && y.n !== 0n) return remainder(x, y);
    return undefined;
  }
  switch (fn) {
    case 'abs':
      return absRational(x);
    case 'sign':
      return rational(signRational(x));
    case 'floor':
      return whole(floorRational(x));
    case 'ceil':
      return whole(-floorRational(negateRational(x)));
    case 'round':
      // Halves away from zero, as taught at school.
      return roundHalfAway(x);
    case 'fractionalPart':
      return subtractRational(x, rational(floorRational(x)));
    case 'min':
      return args.reduce((a, b) => (compareRational(a, b) <= 0 ? a : b));
    case 'max':
      return args.reduce((a, b) => (compareRational(a, b) >= 0 ? a : b));
    case 'log':
      return y === undefined ? undefined : exactLogarithm(x, y);
    case 'ln':
    case 'arcosh':
      return equalRational(x, ONE) ? ZERO : undefined;
    case 'gamma':
      return isInteger(x) ? whole(factorial(x.n - 1n)) : undefined;
    case 're':
    case 'conjugate':
      return x;
    case 'im':
      return ZERO;
    default:
      return x.n === 0n ? AT_ZERO[fn] : undefined;
  }
}

function remainder(x: Rational, y: Rational): Rational | undefined {
  const size = absRational(y);
  const ratio = divideRational(x, size);
  return ratio && subtractRational(x, multiplyRational(size, rational(floorRational(ratio))));
}

function roundHalfAway(x: Rational): Rational {
  const half = rational(1, 2);
  const size = floorRational(addRational(absRational(x), half));
  return rational(x.n < 0n ? -size : size);
}

/** log_b(x) where it is rational: both are powers of one number. */
function exactLogarithm(x: Rational, base: Rational): Rational | undefined {
  if (x.n <= 0n || base.n <= 0n || equalRational(base, ONE)) return undefined;
  if (equalRational(x, ONE)) return ZERO;
  const estimate = Math.log(toNumber(x)) / Math.log(toNumber(base));
  if (!Number.isFinite(estimate)) return undefined;
  for (let q = 1; q <= 12; q++) {
    const p = Math.round(estimate * q);
    if (Math.abs(estimate * q - p) > 1e-9 || Math.abs(p) > 2000) continue;
    const left = powerRational(x, BigInt(q));
    const right = powerRational(base, BigInt(p));
    if (left !== undefined && right !== undefined && equalRational(left, right)) return rational(p, q);
  }
  return undefined;
}

/** Where the body is continuous the limit is its value there. */
function exactLimit(expr: LimitExpr, env: Env<Rational>, budget: Budget): Rational | undefined {
  if (!isContinuous(expr.body)) return undefined;
  const target = evaluateWith(expr.target, env, exactArithmetic, budget);
  if (target === undefined) return undefined;
  return evaluateWith(expr.body, new Map([...env, [expr.variable, target]]), exactArithmetic, budget);
}
