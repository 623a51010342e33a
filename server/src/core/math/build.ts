/** Constructors of formula nodes that stand nowhere in a text (span 0..0): what computations make. Simplifies only what is free: 0·x, 1·x, x + 0. */
import type { CallExpr, Expr, FunctionName, NumberExpr, Rational, Span } from './expr.ts';
import { addRational, multiplyRational, negateRational, rational } from './rational.ts';

const span: Span = { start: 0, end: 0 };

export function number(value: Rational | bigint | number): NumberExpr {
  return { kind: 'number', span, value: typeof value === 'object' ? value : rational(value) };
}

export function symbol(name: string): Expr {
  return { kind: 'symbol', span, name };
}

export const zero: NumberExpr = number(0);
export const one: NumberExpr = number(1);

export function isNumber(expr: Expr, value: bigint): boolean {
  return expr.kind === 'number' && expr.value.d === 1n && expr.value.n === value;
}

export function negate(arg: Expr): Expr {
  if (arg.kind === 'number') return number(negateRational(arg.value));
  if (arg.kind === 'negate') return arg.arg;
  return { kind: 'negate', span, arg };
}

export function sum(...terms: readonly Expr[]): Expr {
  const kept = terms.filter(term => !isNumber(term, 0n));
  const first = kept[0];
  const second = kept[1];
  if (first === undefined) return zero;
  if (second === undefined) return first;
  if (kept.length === 2 && first.kind === 'number' && second.kind === 'number') {
    return number(addRational(first.value, second.value));
  }
  return { kind: 'sum', span, terms: kept };
}

export function difference(left: Expr, right: Expr): Expr {
  return sum(left, negate(right));
}

export function product(...factors: readonly Expr[]): Expr {
  if (factors.some(factor => isNumber(factor, 0n))) return zero;
  const kept = factors.filter(factor => !isNumber(factor, 1n));
  const first = kept[0];
  const second = kept[1];
  if (first === undefined) return one;
  if (second === undefined) return first;
  if (kept.length === 2 && first.kind === 'number' && second.kind === 'number') {
    return number(multiplyRational(first.value, second.value));
  }
  return { kind: 'product', span, factors: kept, implicit: false };
}

export function quotient(numerator: Expr, denominator: Expr): Expr {
  if (isNumber(denominator, 1n)) return numerator;
  return { kind: 'quotient', span, numerator, denominator };
}

export function power(base: Expr, exponent: Expr | number): Expr {
  const e = typeof exponent === 'number' ? number(exponent) : exponent;
  if (isNumber(e, 1n)) return base;
  if (isNumber(e, 0n)) return one;
  return { kind: 'power', span, base, exponent: e };
}

export function squareRoot(radicand: Expr): Expr {
  return { kind: 'root', span, radicand, index: number(2) };
}

export function call(fn: FunctionName, ...args: readonly Expr[]): CallExpr {
  return { kind: 'call', span, fn, args };
}

export function matrix(rows: readonly (readonly Expr[])[]): Expr {
  return { kind: 'matrix', span, rows };
}

/** A node that stands for "no one knows": every judge leaves it alone. */
export function unknownValue(text: string): Expr {
  return { kind: 'words', span, text };
}
