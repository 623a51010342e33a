/** Values as people write them. */

import { number } from '../math/build.ts';
import type { Rational } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { toNumber } from '../math/rational.ts';

/** An exact value: whole numbers and fractions as they are, long ones as a decimal marked ≈. */
export function showRational(value: Rational): string {
  const text = printText(number(value));
  return text.length <= 24 ? text : showNumber(toNumber(value));
}

/** A double: whole numbers plainly, anything else to six significant digits, marked ≈ where digits were dropped. */
export function showNumber(value: number): string {
  if (Number.isSafeInteger(value)) return minus(String(value));
  const short = Number(value.toPrecision(6));
  const text = minus(String(short));
  return Math.abs(short - value) <= 1e-13 * Math.abs(value) ? text : `≈ ${text}`;
}

function minus(text: string): string {
  return text.replace(/-/g, '−');
}

/** A decimal of an exact value where it ends after at most `most` digits: `0.375`; `undefined` otherwise. */
export function terminatingDecimal(value: Rational, most: number): string | undefined {
  let { d } = value;
  let twos = 0;
  let fives = 0;
  while (d % 2n === 0n) [d, twos] = [d / 2n, twos + 1];
  while (d % 5n === 0n) [d, fives] = [d / 5n, fives + 1];
  const digits = Math.max(twos, fives);
  if (d !== 1n || digits > most) return undefined;
  const scaled = (value.n * 10n ** BigInt(digits)) / value.d;
  const size = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
  const text = digits === 0 ? size : `${size.slice(0, -digits)}.${size.slice(-digits)}`;
  return scaled < 0n ? `-${text}` : text;
}
