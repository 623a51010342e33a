/** Real numbers to many decimal digits, for values that doubles cannot tell apart. */
import { Decimal } from 'decimal.js';
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import { evaluateExact } from './exact.ts';
import { isContinuous } from './exact-calculus.ts';
import type { CallExpr, Expr, Rational } from './expr.ts';
import { doubleFactorial, factorial, INTEGER_FUNCTIONS, integerFunction } from './integers.ts';
import { toNumber } from './rational.ts';
import { children } from './traverse.ts';

/** Digits carried. */
export const DIGITS = 60;

type Digits = typeof Decimal;

/** Functions and large powers beyond these arguments are refused: their digits would cost too much. */
const LARGEST_EXPONENT = 20_000;
const LARGEST_ANGLE = 1e12;

const arithmetics = new Map<number, { readonly type: Digits; readonly arithmetic: Arithmetic<Decimal> }>();

function digits(precision: number): { readonly type: Digits; readonly arithmetic: Arithmetic<Decimal> } {
  let known = arithmetics.get(precision);
  if (known === undefined) {
    const type = Decimal.clone({ precision, rounding: 4, toExpNeg: -precision, toExpPos: precision });
    known = { type, arithmetic: decimalArithmetic(type) };
    arithmetics.set(precision, known);
  }
  return known;
}

/**
 * The formula's value with `precision` significant digits carried (60 where none are given); `undefined` where it has no real value, needs an integral, a limit
 * or a sum without end, or would take too long. Cancellation loses digits: compare two precisions to see how many hold.
 */
export function evaluateDecimal(
  expr: Expr,
  env: Env<Rational>,
  budget: Budget,
  precision = DIGITS,
): Decimal | undefined {
  const cost = costOf(expr, budget);
  // Refused, not tried: a formula that is too long for digits can still be judged by other means.
  if (cost > budget.left / 3) return undefined;
  budget.spend(cost);
  const { type, arithmetic } = digits(precision);
  const values = new Map<string, Decimal>();
  for (const [name, value] of env) values.set(name, fromRational(type, value));
  return evaluateWith(expr, values, arithmetic, budget);
}

/** Steps for an operation and for a function of 60 digits; a function takes up to a millisecond. */
const OPERATION_COST = 40;
const FUNCTION_COST = 4000;

/** What the digits of a formula cost, in steps of the budget; infinite where a sum's length is not known. */
function costOf(expr: Expr, budget: Budget): number {
  const own = isFunction(expr) ? FUNCTION_COST : OPERATION_COST;
  if (expr.kind !== 'bigOperator') return children(expr).reduce((total, part) => total + costOf(part, budget), own);
  const lower = evaluateExact(expr.lower, new Map(), budget);
  const upper = evaluateExact(expr.upper, new Map(), budget);
  if (lower === undefined || upper === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(1, toNumber(upper) - toNumber(lower) + 1) * costOf(expr.body, budget);
}

function isFunction(expr: Expr): boolean {
  if (expr.kind === 'power') return expr.exponent.kind !== 'number' || expr.exponent.value.d !== 1n;
  return expr.kind === 'call' && !INTEGER_FUNCTIONS.has(expr.fn) && expr.fn !== 'abs';
}

function fromRational(type: Digits, value: Rational): Decimal {
  const top = new type(value.n.toString());
  return value.d === 1n ? top.plus(0) : top.div(value.d.toString());
}

function finite(value: Decimal): Decimal | undefined {
  return value.isFinite() ? value : undefined;
}

function decimalArithmetic(type: Digits): Arithmetic<Decimal> {
  const pi = type.acos(-1);
  const e = type.exp(1);
  const fromWhole = (value: bigint | undefined): Decimal | undefined =>
    value === undefined ? undefined : new type(value.toString()).plus(0);
  const whole = (value: Decimal): bigint | undefined =>
    value.isInteger() && value.abs().lt(1e30) ? BigInt(value.toFixed(0)) : undefined;
  const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 | undefined => {
    const difference = a.minus(b);
    const scale = type.max(a.abs(), b.abs());
    if (difference.isZero()) return 0;
    // A difference in the last digits may be rounding.
    if (difference.abs().lt(scale.times(new type(10).pow(10 - type.precision)))) return undefined;
    return difference.isNegative() ? -1 : 1;
  };
  return {
    rational: value => fromRational(type, value),
    constant: name => (name === 'pi' ? pi : name === 'e' ? e : undefined),
    add: (a, b) => finite(a.plus(b)),
    negate: a => a.neg(),
    multiply: (a, b) => finite(a.times(b)),
    divide: (a, b) => (b.isZero() ? undefined : finite(a.div(b))),
    power: (a, b) => power(type, a, b),
    root: (a, index) => {
      const k = whole(index);
      if (k === undefined || k < 2n || k > 1000n) return undefined;
      if (k === 2n) return a.isNegative() && !a.isZero() ? undefined : a.sqrt();
      if (k === 3n) return a.cbrt();
      if (a.isNegative() && k % 2n === 0n) return undefined;
      const size = power(type, a.abs(), new type(1).div(Number(k)));
      return size && (a.isNegative() ? size.neg() : size);
    },
    call: (fn, args) => call(type, fn, args, whole, fromWhole, compare),
    factorial: (a, double) => {
      const n = whole(a);
      return n === undefined || n > 500n ? undefined : fromWhole(double ? doubleFactorial(n) : factorial(n));
    },
    compare,
    whole,
    limit: (expr, env, budget) => {
      if (!isContinuous(expr.body)) return undefined;
      const { arithmetic } = digits(type.precision);
      const target = evaluateWith(expr.target, env, arithmetic, budget);
      return target && evaluateWith(expr.body, new Map([...env, [expr.variable, target]]), arithmetic, budget);
    },
  };
}

function power(type: Digits, a: Decimal, b: Decimal): Decimal | undefined {
  if (a.isZero()) return b.isZero() ? new type(1) : b.isNegative() ? undefined : new type(0);
  if (a.isNegative() && !b.isInteger()) return undefined;
  const size = b.abs().times(a.abs().ln().abs());
  if (!size.lt(LARGEST_EXPONENT * 3)) return undefined;
  return finite(a.pow(b));
}

function call(
  type: Digits,
  fn: CallExpr['fn'],
  args: readonly Decimal[],
  whole: (value: Decimal) => bigint | undefined,
  fromWhole: (value: bigint | undefined) => Decimal | undefined,
  compare: (a: Decimal, b: Decimal) => -1 | 0 | 1 | undefined,
): Decimal | undefined {
  const [x, y] = args;
  if (x === undefined) return undefined;
  if (INTEGER_FUNCTIONS.has(fn)) {
    const integers = args.map(whole);
    return integers.every(k => k !== undefined) ? fromWhole(integerFunction(fn, integers)) : undefined;
  }
  const unlessZero = (bottom: Decimal, top: Decimal): Decimal | undefined =>
    bottom.isZero() ? undefined : finite(top.div(bottom));
  const angle = x.abs().lt(LARGEST_ANGLE);
  const exponent = x.abs().lt(LARGEST_EXPONENT);
  const unit = x.abs().lte(1);
  switch (fn) {
    case 'sin':
      return angle ? x.sin() : undefined;
    case 'cos':
      return angle ? x.cos() : undefined;
    case 'tan':
      return angle ? unlessZero(x.cos(), x.sin()) : undefined;
    case 'cot':
      return angle ? unlessZero(x.sin(), x.cos()) : undefined;
    case 'sec':
      return angle ? unlessZero(x.cos(), new type(1)) : undefined;
    case 'csc':
      return angle ? unlessZero(x.sin(), new type(1)) : undefined;
    case 'arcsin':
      return unit ? x.asin() : undefined;
    case 'arccos':
      return unit ? x.acos() : undefined;
    case 'arctan':
      return x.atan();
    case 'sinh':
      return exponent ? x.sinh() : undefined;
    case 'cosh':
      return exponent ? x.cosh() : undefined;
    case 'tanh':
      return exponent ? x.tanh() : undefined;
    case 'arsinh':
      return x.asinh();
    case 'arcosh':
      return x.gte(1) ? x.acosh() : undefined;
    case 'artanh':
      return x.abs().lt(1) ? x.atanh() : undefined;
    case 'exp':
      return exponent ? x.exp() : undefined;
    case 'ln':
      return x.gt(0) ? x.ln() : undefined;
    case 'log':
      return y !== undefined && x.gt(0) && y.gt(0) && !y.eq(1) ? x.ln().div(y.ln()) : undefined;
    case 'abs':
      return x.abs();
    case 'floor':
    case 'ceil':
    case 'sign':
      return step(type, fn, x, compare);
    case 'min':
      return type.min(...args);
    case 'max':
      return type.max(...args);
    default:
      return undefined;
  }
}

/** Step functions have a value only where x is certainly not at a step, or exactly on it. */
function step(
  type: Digits,
  fn: 'floor' | 'ceil' | 'sign',
  x: Decimal,
  compare: (a: Decimal, b: Decimal) => -1 | 0 | 1 | undefined,
): Decimal | undefined {
  const nearest = fn === 'sign' ? new type(0) : x.round();
  const order = compare(x, nearest);
  if (order === undefined) return undefined;
  if (fn === 'sign') return new type(order);
  if (order === 0) return nearest;
  return fn === 'floor' ? x.floor() : x.ceil();
}
