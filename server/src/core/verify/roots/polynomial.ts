/**
 * Polynomials in one unknown with whole coefficients, as arrays of bigint, lowest degree first, without leading zeros: `[]` is 0.
 * Roots do not change when a polynomial is multiplied by a number, so everything here is kept primitive (content 1).
 */
import type { Rational } from '../../math/expr.ts';
import { greatestCommonDivisor } from '../../math/rational.ts';

export type Polynomial = readonly bigint[];

export function degree(p: Polynomial): number {
  return p.length - 1;
}

function leading(p: Polynomial): bigint {
  return p[p.length - 1] ?? 0n;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Drops leading zeros. */
export function trimmed(coefficients: readonly bigint[]): Polynomial {
  let length = coefficients.length;
  while (length > 0 && coefficients[length - 1] === 0n) length -= 1;
  return length === coefficients.length ? coefficients : coefficients.slice(0, length);
}

/** The polynomial divided by the greatest common divisor of its coefficients; its sign is kept. */
export function primitive(p: Polynomial): Polynomial {
  let content = 0n;
  for (const c of p) {
    content = greatestCommonDivisor(content, c);
    if (content === 1n) return p;
  }
  return content === 0n ? [] : p.map(c => c / content);
}

/** Primitive, with a positive leading coefficient: the one representative among all multiples. */
export function normalized(p: Polynomial): Polynomial {
  const q = primitive(trimmed(p));
  return leading(q) < 0n ? q.map(c => -c) : q;
}

export function sum(a: Polynomial, b: Polynomial): Polynomial {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return trimmed(long.map((c, i) => c + (short[i] ?? 0n)));
}

export function scaled(a: Polynomial, factor: bigint): Polynomial {
  return factor === 0n ? [] : a.map(c => c * factor);
}

export function product(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0 || b.length === 0) return [];
  const result = new Array<bigint>(a.length + b.length - 1).fill(0n);
  for (const [i, x] of a.entries()) {
    if (x === 0n) continue;
    for (const [j, y] of b.entries()) result[i + j] = (result[i + j] ?? 0n) + x * y;
  }
  return trimmed(result);
}

export function derivative(p: Polynomial): Polynomial {
  return trimmed(p.slice(1).map((c, i) => c * BigInt(i + 1)));
}

/**
 * Remainder of `a` by `b` times a positive number, primitive. Multiplying only by positive numbers keeps the sign, which Sturm's
 * sequence needs. `b` is not 0.
 */
function remainder(a: Polynomial, b: Polynomial): Polynomial {
  let rest = a;
  const lead = leading(b);
  while (rest.length >= b.length) {
    const shift = rest.length - b.length;
    const factor = lead < 0n ? -leading(rest) : leading(rest);
    const kept = scaled(rest, absolute(lead));
    const removed = [...new Array<bigint>(shift).fill(0n), ...scaled(b, factor)];
    rest = primitive(trimmed(kept.map((c, i) => c - (removed[i] ?? 0n))));
  }
  return rest;
}

export function commonDivisor(a: Polynomial, b: Polynomial): Polynomial {
  let [x, y] = [normalized(a), normalized(b)];
  while (y.length > 0) [x, y] = [y, normalized(remainder(x, y))];
  return x;
}

/** `a / b` where `b` divides `a` over the rationals, normalized. `b` is not 0. */
export function quotient(a: Polynomial, b: Polynomial): Polynomial {
  const size = a.length - b.length + 1;
  if (size <= 0) return [];
  const result = new Array<bigint>(size).fill(0n);
  const lead = leading(b);
  let rest = [...a];
  for (let shift = size - 1; shift >= 0; shift -= 1) {
    const top = rest[shift + b.length - 1] ?? 0n;
    if (top === 0n) continue;
    if (top % lead !== 0n) {
      const factor = lead / greatestCommonDivisor(top, lead);
      rest = rest.map(c => c * factor);
      for (const [i, c] of result.entries()) result[i] = c * factor;
    }
    const q = (rest[shift + b.length - 1] ?? 0n) / lead;
    result[shift] = q;
    for (const [i, c] of b.entries()) rest[shift + i] = (rest[shift + i] ?? 0n) - q * c;
  }
  return normalized(result);
}

/** The same roots, each once. */
export function squarefree(p: Polynomial): Polynomial {
  const q = normalized(p);
  return degree(q) < 2 ? q : quotient(q, commonDivisor(q, derivative(q)));
}

/** Divides out every root that `b` has: roots of `a` that are not roots of `b`, each once. */
export function without(a: Polynomial, b: Polynomial): Polynomial {
  const p = squarefree(a);
  return b.length === 0 ? [1n] : quotient(p, commonDivisor(p, b));
}

/** Sign of p(n/d): -1, 0 or 1. `d` > 0. */
export function signAt(p: Polynomial, at: Rational): -1 | 0 | 1 {
  let value = 0n;
  let power = 1n;
  // Horner with the denominator cleared: sum of c_i n^i d^(deg-i).
  for (let i = p.length - 1; i >= 0; i -= 1) {
    value = value * at.n + (p[i] ?? 0n) * power;
    power *= at.d;
  }
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** Sturm's sequence of a squarefree polynomial. */
export function sturmSequence(p: Polynomial): readonly Polynomial[] {
  const sequence: Polynomial[] = [p, derivative(p)];
  for (;;) {
    const [before, last] = [sequence[sequence.length - 2] ?? [], sequence[sequence.length - 1] ?? []];
    if (last.length < 2) break;
    const next = remainder(before, last).map(c => -c);
    if (next.length === 0) break;
    sequence.push(next);
  }
  return sequence;
}

/** Changes of sign along the sequence at a point; zeros are passed over. */
export function signChanges(sequence: readonly Polynomial[], at: Rational): number {
  let changes = 0;
  let before = 0;
  for (const p of sequence) {
    const sign = signAt(p, at);
    if (sign === 0) continue;
    if (before !== 0 && sign !== before) changes += 1;
    before = sign;
  }
  return changes;
}

/** All real roots lie strictly between -bound and bound (Cauchy, rounded up to a power of two). */
export function rootBound(p: Polynomial): bigint {
  const lead = absolute(leading(p));
  if (lead === 0n) return 1n;
  let most = 0n;
  for (const c of p.slice(0, -1)) if (absolute(c) > most) most = absolute(c);
  const cauchy = most / lead + 2n;
  let bound = 1n;
  while (bound <= cauchy) bound *= 2n;
  return bound;
}
