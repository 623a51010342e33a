/** Exact fractions in lowest terms with a positive denominator. All functions are pure; none rounds. */
import type { Rational } from './expr.ts';

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** n/d in lowest terms. Throws RangeError for d = 0. */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const top = BigInt(n);
  const bottom = BigInt(d);
  if (bottom === 1n) return { n: top, d: 1n };
  if (bottom === 0n) throw new RangeError('denominator 0');
  const g = greatestCommonDivisor(top, bottom);
  const s = bottom < 0n ? -g : g;
  return { n: top / s, d: bottom / s };
}

export function addRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  if (a.d === b.d) return rational(a.n + b.n, a.d);
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return addRational(a, negateRational(b));
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n * b.n, d: 1n };
  return rational(a.n * b.n, a.d * b.d);
}

/** `undefined` for b = 0. */
export function divideRational(a: Rational, b: Rational): Rational | undefined {
  return b.n === 0n ? undefined : rational(a.n * b.d, a.d * b.n);
}

export function negateRational(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function absRational(a: Rational): Rational {
  return a.n < 0n ? negateRational(a) : a;
}

export function signRational(a: Rational): -1 | 0 | 1 {
  return a.n > 0n ? 1 : a.n < 0n ? -1 : 0;
}

export function compareRational(a: Rational, b: Rational): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export function equalRational(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

export function isInteger(a: Rational): boolean {
  return a.d === 1n;
}

export function floorRational(a: Rational): bigint {
  const q = a.n / a.d;
  return a.n < 0n && q * a.d !== a.n ? q - 1n : q;
}

/** Bits of |x|, rounded up to a multiple of 4; cheap. */
export function bitLength(x: bigint): number {
  const size = x < 0n ? -x : x;
  if (size < 0x1_0000_0000n) return 32;
  return size.toString(16).length * 4;
}

/** Powers whose result would be longer than this many bits are refused. */
const LONGEST_POWER = 60_000;

/** base^exponent for an integer exponent; `undefined` for 0 to a negative power and where the result is longer than about 18,000 digits. 0^0 is 1. */
export function powerRational(base: Rational, exponent: bigint): Rational | undefined {
  if (exponent === 0n) return ONE;
  if (base.n === 0n) return exponent < 0n ? undefined : ZERO;
  const k = exponent < 0n ? -exponent : exponent;
  const unit = base.d === 1n && (base.n === 1n || base.n === -1n);
  if (unit) return base.n === 1n || k % 2n === 0n ? ONE : base;
  if (k > LONGEST_POWER) return undefined;
  const bits = Math.max(exactBits(base.n), exactBits(base.d));
  if (bits * Number(k) > LONGEST_POWER) return undefined;
  const n = base.n ** k;
  const d = base.d ** k;
  if (exponent > 0n) return { n, d };
  return n < 0n ? { n: -d, d: -n } : { n: d, d: n };
}

function exactBits(x: bigint): number {
  const size = x < 0n ? -x : x;
  if (size < 0x1_0000_0000n) return 32 - Math.clz32(Number(size));
  return size.toString(2).length;
}

/** Nearest double within about one unit in the last place; ±Infinity beyond the doubles' range. */
export function toNumber(a: Rational): number {
  const n = Number(a.n);
  if (a.d === 1n) return n;
  const d = Number(a.d);
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = BigInt(Math.max(0, Math.min(bitLength(a.n), bitLength(a.d)) - 80));
  return Number(a.n >> shift) / Number(a.d >> shift);
}

/** The double's exact value. `undefined` for NaN and infinities. */
export function fromNumber(x: number): Rational | undefined {
  if (!Number.isFinite(x)) return undefined;
  if (Number.isInteger(x)) return { n: BigInt(x), d: 1n };
  let scaled = x;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1n;
  }
  return rational(BigInt(scaled), 1n << shift);
}

/** Reads `-12`, `3/4`, `0.125`, `1.5e-3`. `undefined` for anything else. */
export function parseRational(text: string): Rational | undefined {
  const m = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?(?:\/(\d+))?$/.exec(text.trim());
  if (!m) return undefined;
  const [, sign = '', whole = '', part = '', exponent = '0', bottom = '1'] = m;
  if (whole === '' && part === '') return undefined;
  const d = BigInt(bottom);
  if (d === 0n) return undefined;
  const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
  const shift = Number(exponent) - part.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift), d) : rational(digits, d * 10n ** BigInt(-shift));
}

/** The exact k-th root of a non-negative integer, k ≥ 1; `undefined` where it is none. */
export function exactRootOfInteger(x: bigint, k: number): bigint | undefined {
  if (x < 0n || k < 1) return undefined;
  if (x < 2n || k === 1) return x;
  const root = integerRoot(x, k);
  return root ** BigInt(k) === x ? root : undefined;
}

/** ⌊x^(1/k)⌋ for x ≥ 0, k ≥ 2, by Newton's method from above. */
export function integerRoot(x: bigint, k: number): bigint {
  if (x < 2n) return x;
  const order = BigInt(k);
  const bits = x.toString(2).length;
  let guess = 1n << BigInt(Math.ceil(bits / k));
  for (;;) {
    const next = ((order - 1n) * guess + x / guess ** (order - 1n)) / order;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The exact k-th root of a fraction; odd roots of negative ones are negative. `undefined` where it is irrational or not real. */
export function rootRational(a: Rational, k: number): Rational | undefined {
  if (!Number.isInteger(k) || k < 1 || k > 4096) return undefined;
  if (a.n < 0n) {
    if (k % 2 === 0) return undefined;
    const positive = rootRational(negateRational(a), k);
    return positive && negateRational(positive);
  }
  const n = exactRootOfInteger(a.n, k);
  const d = n === undefined ? undefined : exactRootOfInteger(a.d, k);
  return n === undefined || d === undefined ? undefined : { n, d };
}
