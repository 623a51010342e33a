/**
 * Decimals as people write them. `√2 = 1.414` is a rounding, not an error; so is a result computed on from rounded numbers
 * (`3 · 33.33 = 100`). Whoever judges an equality that fails asks here whether that explains it.
 */
import { number } from '../math/build.ts';
import type { Expr, NumberExpr, Rational } from '../math/expr.ts';
import {
  absRational,
  compareRational,
  multiplyRational,
  rational,
  subtractRational,
  toNumber,
} from '../math/rational.ts';
import { children, mapChildren } from '../math/traverse.ts';
import { exactValue, type Judging, realValue } from './judging.ts';

/** A side that is one written numeral: its value, and the worth of one unit in its last digit. */
export interface Written {
  readonly value: Rational;
  readonly unit: Rational;
  /** Digits after the point that were written; 0 where there is no point. */
  readonly decimals: number;
}

const TEN = rational(10);

/** Reads `1.41`, `-2.5`, `33.3\%`, `$12.50`, `6.02 × 10^23`; `undefined` for anything computed. */
export function writtenNumeral(expr: Expr): Written | undefined {
  switch (expr.kind) {
    case 'number': {
      const decimals = expr.decimals ?? 0;
      return { value: expr.value, unit: rational(1, 10n ** BigInt(decimals)), decimals };
    }
    case 'negate': {
      const inner = writtenNumeral(expr.arg);
      return inner && { ...inner, value: multiplyRational(inner.value, rational(-1)) };
    }
    case 'quantity':
    case 'degree':
      return writtenNumeral(expr.arg);
    case 'percent':
      return scaledNumeral(writtenNumeral(expr.arg), rational(1, 100));
    case 'product': {
      const [mantissa, scale, ...rest] = expr.factors;
      if (mantissa === undefined || scale === undefined || rest.length > 0) return undefined;
      const factor = writtenPower(scale);
      return factor && scaledNumeral(writtenNumeral(mantissa), factor);
    }
    default:
      return undefined;
  }
}

/** The power of ten in `6.02 × 10^23`, and in `3.98 × 10^-19 J`, where the unit hangs on the power. */
export function writtenPower(expr: Expr): Rational | undefined {
  const power = expr.kind === 'quantity' ? expr.arg : expr;
  if (power.kind !== 'power' || power.base.kind !== 'number' || compareRational(power.base.value, TEN) !== 0)
    return undefined;
  const exponent = wholeExponent(power.exponent);
  if (exponent === undefined) return undefined;
  return exponent >= 0 ? rational(10n ** BigInt(exponent)) : rational(1, 10n ** BigInt(-exponent));
}

function scaledNumeral(inner: Written | undefined, factor: Rational): Written | undefined {
  return (
    inner && { ...inner, value: multiplyRational(inner.value, factor), unit: multiplyRational(inner.unit, factor) }
  );
}

function wholeExponent(expr: Expr): number | undefined {
  const sign = expr.kind === 'negate' ? -1 : 1;
  const size = expr.kind === 'negate' ? expr.arg : expr;
  if (size.kind !== 'number' || size.value.d !== 1n || size.value.n > 300n) return undefined;
  return sign * Number(size.value.n);
}

/** How far a written numeral is from a value, in units of its last digit. NaN where the value is not known. */
export function unitsAway(written: Written, other: Expr, judging: Judging): number {
  const exact = exactValue(other, judging);
  if (exact !== undefined) {
    return toNumber(absRational(subtractRational(written.value, exact))) / toNumber(written.unit);
  }
  return Math.abs(toNumber(written.value) - realValue(other, judging)) / toNumber(written.unit);
}

/** Units in the last place that a person's rounding can be off: up, down or to the nearest is less than one. */
const MOST_UNITS = 1;

/**
 * Why `left = right`, which is not exact, may be meant as a rounding: one side is a decimal within a unit of its last digit, or the
 * difference is no more than what rounded numbers in the formula bring with them. `undefined` where neither holds.
 */
export function roundingExcuse(left: Expr, right: Expr, judging: Judging, leastDecimals: number): string | undefined {
  for (const [side, other] of [
    [right, left],
    [left, right],
  ] as const) {
    const written = writtenNumeral(side);
    if (written === undefined) continue;
    const away = unitsAway(written, other, judging);
    if (written.decimals >= leastDecimals && away < MOST_UNITS) return 'one side is rounded to the digits shown';
    if (away <= 0.5 && hasDigitsOf(written, other)) return 'one side is rounded to the digits of what was measured';
    const slack = carriedRounding(other, judging) / toNumber(written.unit);
    if (slack > 0 && away <= slack + (written.decimals > 0 ? 1 : 0.5))
      return 'the difference comes from rounded numbers in the formula';
  }
  const slack = carriedRounding(left, judging) + carriedRounding(right, judging);
  if (slack <= 0) return undefined;
  const gap = Math.abs(realValue(left, judging) - realValue(right, judging));
  return gap <= slack ? 'the difference comes from rounded numbers in the formula' : undefined;
}

/** Fewer digits are hardly meant to be significant: 1.5 · 1.5 = 2 is no rounding. */
const LEAST_DIGITS = 3;

/** 6.63 · 60.0 = 398: a whole number with at least as many digits as one of the decimals that it is computed from. */
function hasDigitsOf(written: Written, other: Expr): boolean {
  const shown = digitsOf(written.value, written.decimals);
  const measured = numerals(other).filter(({ decimals = 0 }) => decimals > 0);
  return (
    written.decimals === 0 &&
    written.value.d === 1n &&
    shown >= LEAST_DIGITS &&
    measured.some(({ value, decimals = 0 }) => digitsOf(value, decimals) <= shown)
  );
}

/** Significant digits of a numeral with so many after the point. */
function digitsOf(value: Rational, decimals: number): number {
  const { n, d } = absRational(value);
  return ((n * 10n ** BigInt(decimals)) / d).toString().length;
}

/** Whether somebody writes decimals in one of these formulas. */
export function writesDecimals(exprs: readonly Expr[]): boolean {
  return exprs.some(expr => numerals(expr).some(({ decimals = 0 }) => decimals > 0));
}

const MOST_NUMERALS = 8;

/** How much the value can change when every numeral that looks rounded moves by one unit of its last digit. */
export function carriedRounding(expr: Expr, judging: Judging): number {
  const rounded = numerals(expr).filter(looksRounded).slice(0, MOST_NUMERALS);
  if (rounded.length === 0) return 0;
  const value = realValue(expr, judging);
  let slack = 0;
  for (const numeral of rounded) {
    const moved = replaced(expr, numeral, number(moveByUnit(numeral)));
    const change = Math.abs(realValue(moved, judging) - value);
    if (Number.isFinite(change)) slack += change;
  }
  return slack;
}

function moveByUnit(numeral: NumberExpr): Rational {
  const unit = rational(1, 10n ** BigInt(numeral.decimals ?? 0));
  return rational(numeral.value.n * unit.d + numeral.value.d, numeral.value.d * unit.d);
}

function numerals(expr: Expr): readonly NumberExpr[] {
  return expr.kind === 'number' ? [expr] : children(expr).flatMap(numerals);
}

function replaced(expr: Expr, numeral: NumberExpr, by: NumberExpr): Expr {
  if (expr === numeral) return by;
  if (expr.kind === 'mixed') return expr;
  return mapChildren(expr, part => replaced(part, numeral, by));
}

/** Decimals that are what a simple fraction, a root or π rounds to, and that are no short exact decimals themselves. */
export function looksRounded(numeral: NumberExpr): boolean {
  const decimals = numeral.decimals ?? 0;
  if (decimals < 2) return false;
  const value = toNumber(numeral.value);
  const unit = 10 ** -decimals;
  const matches = (exact: number): boolean =>
    Math.abs(exact - value) <= unit * 0.51 || Math.abs(Math.trunc(exact / unit) * unit - value) < unit * 0.01;
  const denominators = decimals === 2 ? [3, 6] : [3, 6, 7, 9, 11, 12, 13, 15];
  for (const d of denominators) {
    const n = Math.round(value * d);
    if (n % 3 !== 0 && d % 3 === 0 && matches(n / d)) return true;
    if (d % 3 !== 0 && n % d !== 0 && matches(n / d)) return true;
  }
  return decimals >= 4 || IRRATIONALS.some(matches);
}

const IRRATIONALS: readonly number[] = [
  Math.PI,
  2 * Math.PI,
  Math.PI / 2,
  Math.E,
  ...[2, 3, 5, 6, 7, 8, 10].map(Math.sqrt),
  Math.LN2,
  Math.log10(2),
  Math.log10(3),
];
