/** A formula in one unknown as a quotient of two polynomials, with every zero of a denominator that stands in it. */
import type { Expr, Rational } from '../../math/expr.ts';
import { bitLength } from '../../math/rational.ts';
import { degree, type Polynomial, product, scaled, sum, trimmed, without } from './polynomial.ts';

/** Worth numerator/denominator wherever no pole is; `poles` vanishes exactly where some denominator of the formula does. */
export interface RationalFunction {
  readonly numerator: Polynomial;
  readonly denominator: Polynomial;
  readonly poles: Polynomial;
}

const ONE: Polynomial = [1n];
const MAX_DEGREE = 40;

/**
 * @param constantValue the exact value of a part without the unknown, `undefined` where it is not rational.
 * @returns `undefined` where the formula is no quotient of polynomials in `unknown`, or too large a one.
 */
export function toRationalFunction(
  expr: Expr,
  unknown: string,
  constantValue: (expr: Expr) => Rational | undefined,
): RationalFunction | undefined {
  const read = (part: Expr): RationalFunction | undefined => {
    const direct = structure(part, unknown, read);
    if (direct !== undefined) return withinBounds(direct);
    const value = mentions(part, unknown) ? undefined : constantValue(part);
    return value === undefined ? undefined : constant(value);
  };
  return read(expr);
}

/** Digits of all coefficients together, in bits: longer ones cost more than a key stroke allows. */
const MOST_BITS = 6_000;

function withinBounds(f: RationalFunction): RationalFunction | undefined {
  const parts = [f.numerator, f.denominator, f.poles];
  if (parts.some(part => degree(part) > MAX_DEGREE)) return undefined;
  const bits = parts.flat().reduce((total, c) => total + bitLength(c), 0);
  return bits > MOST_BITS + 32 * 3 * MAX_DEGREE ? undefined : f;
}

function constant(value: Rational): RationalFunction {
  return { numerator: trimmed([value.n]), denominator: [value.d], poles: ONE };
}

type Reader = (part: Expr) => RationalFunction | undefined;

function structure(expr: Expr, unknown: string, read: Reader): RationalFunction | undefined {
  switch (expr.kind) {
    case 'number':
      return constant(expr.value);
    case 'symbol':
      return expr.name === unknown ? { numerator: [0n, 1n], denominator: ONE, poles: ONE } : undefined;
    case 'quantity':
      return read(expr.arg);
    case 'percent':
      return divided(read(expr.arg), constant({ n: 100n, d: 1n }));
    case 'negate':
      return negated(read(expr.arg));
    case 'sum':
      return folded(expr.terms, read, added);
    case 'product':
      return folded(expr.factors, read, multiplied);
    case 'mixed':
      return added(read(expr.whole), read(expr.fraction));
    case 'quotient':
      return divided(read(expr.numerator), read(expr.denominator));
    case 'power':
      return raised(read(expr.base), read(expr.exponent));
    default:
      return undefined;
  }
}

type Maybe = RationalFunction | undefined;

function folded(parts: readonly Expr[], read: Reader, combine: (a: Maybe, b: Maybe) => Maybe): Maybe {
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  let result = read(first);
  for (const part of rest) {
    if (result === undefined) return undefined;
    result = combine(result, read(part));
  }
  return result;
}

function negated(a: Maybe): Maybe {
  return a && { ...a, numerator: scaled(a.numerator, -1n) };
}

function added(a: Maybe, b: Maybe): Maybe {
  if (a === undefined || b === undefined) return undefined;
  const poles = union(a.poles, b.poles);
  if (same(a.denominator, b.denominator)) {
    return { numerator: sum(a.numerator, b.numerator), denominator: a.denominator, poles };
  }
  return {
    numerator: sum(product(a.numerator, b.denominator), product(b.numerator, a.denominator)),
    denominator: product(a.denominator, b.denominator),
    poles,
  };
}

export function difference(a: Maybe, b: Maybe): Maybe {
  return added(a, negated(b));
}

function multiplied(a: Maybe, b: Maybe): Maybe {
  if (a === undefined || b === undefined) return undefined;
  return {
    numerator: product(a.numerator, b.numerator),
    denominator: product(a.denominator, b.denominator),
    poles: union(a.poles, b.poles),
  };
}

function divided(a: Maybe, b: Maybe): Maybe {
  if (a === undefined || b === undefined || b.numerator.length === 0) return undefined;
  return {
    numerator: product(a.numerator, b.denominator),
    denominator: product(a.denominator, b.numerator),
    poles: union(union(a.poles, b.poles), b.numerator),
  };
}

function raised(base: Maybe, exponent: Maybe): Maybe {
  if (base === undefined || exponent === undefined || degree(exponent.numerator) > 0) return undefined;
  const [n = 0n] = exponent.numerator;
  const [d = 1n] = exponent.denominator;
  if (d === 0n || n % d !== 0n) return undefined;
  const power = Number(n / d);
  const size = Math.abs(power);
  if (size > MAX_DEGREE || (size > 1 && size * Math.max(degree(base.numerator), degree(base.denominator)) > MAX_DEGREE))
    return undefined;
  if (power <= 0 && base.numerator.length === 0) return undefined;
  let result: Maybe = { numerator: ONE, denominator: ONE, poles: base.poles };
  for (let i = 0; i < size; i += 1) result = multiplied(result, base);
  return power < 0 ? divided({ numerator: ONE, denominator: ONE, poles: ONE }, result) : result;
}

function union(a: Polynomial, b: Polynomial): Polynomial {
  if (degree(a) < 1) return degree(b) < 1 ? ONE : b;
  if (degree(b) < 1 || same(a, b)) return a;
  return product(a, without(b, a));
}

function same(a: Polynomial, b: Polynomial): boolean {
  return a.length === b.length && a.every((c, i) => c === b[i]);
}

/** Whether the name stands in the formula at all, bound or free. */
export function mentions(expr: Expr, name: string): boolean {
  let found = false;
  const look = (value: unknown): void => {
    if (found || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) look(item);
      return;
    }
    if ('kind' in value && value.kind === 'symbol' && 'name' in value && value.name === name) {
      found = true;
      return;
    }
    for (const item of Object.values(value)) look(item);
  };
  look(expr);
  return found;
}
