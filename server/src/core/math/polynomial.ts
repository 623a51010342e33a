/**
 * Polynomials with whole coefficients in up to eight variables. A monomial is one number: six bits an exponent, so that
 * multiplying monomials is adding numbers. Sizes are bounded; what would grow beyond has no value.
 */
import { greatestCommonDivisor } from './rational.ts';

export const MOST_VARIABLES = 8;
const SHIFT = 64;
/** Largest total degree, so that no exponent runs over its six bits. */
export const HIGHEST_DEGREE = 62;
const MOST_TERMS = 3000;
/** Coefficients longer than this are refused. */
const LARGEST = 1n << 4096n;

/** Terms by monomial, no coefficient 0. `degree` is at least the total degree. */
export interface Polynomial {
  readonly terms: ReadonlyMap<number, bigint>;
  readonly degree: number;
}

export const ZERO_POLYNOMIAL: Polynomial = { terms: new Map(), degree: 0 };

export function constantPolynomial(value: bigint): Polynomial {
  return value === 0n ? ZERO_POLYNOMIAL : { terms: new Map([[0, value]]), degree: 0 };
}

export const ONE_POLYNOMIAL: Polynomial = constantPolynomial(1n);

/** The variable with this index (0 to 7) to the first power. */
export function variablePolynomial(index: number): Polynomial {
  return { terms: new Map([[SHIFT ** index, 1n]]), degree: 1 };
}

export function exponentOf(monomial: number, index: number): number {
  return Math.floor(monomial / SHIFT ** index) % SHIFT;
}

export function monomialOf(index: number, exponent: number): number {
  return SHIFT ** index * exponent;
}

export function isZero(p: Polynomial): boolean {
  return p.terms.size === 0;
}

/** The value of a polynomial without variables; `undefined` where it has some. */
export function constantOf(p: Polynomial): bigint | undefined {
  if (p.terms.size === 0) return 0n;
  return p.terms.size === 1 ? p.terms.get(0) : undefined;
}

export function addPolynomial(p: Polynomial, q: Polynomial): Polynomial {
  if (isZero(p)) return q;
  if (isZero(q)) return p;
  const [large, small] = p.terms.size >= q.terms.size ? [p, q] : [q, p];
  const terms = new Map(large.terms);
  for (const [monomial, coefficient] of small.terms) {
    const s = (terms.get(monomial) ?? 0n) + coefficient;
    if (s === 0n) terms.delete(monomial);
    else terms.set(monomial, s);
  }
  return { terms, degree: Math.max(p.degree, q.degree) };
}

export function scalePolynomial(p: Polynomial, by: bigint): Polynomial {
  if (by === 1n) return p;
  if (by === 0n) return ZERO_POLYNOMIAL;
  const terms = new Map<number, bigint>();
  for (const [monomial, coefficient] of p.terms) terms.set(monomial, coefficient * by);
  return { terms, degree: p.degree };
}

/** `undefined` where the product would be too large. */
export function multiplyPolynomial(p: Polynomial, q: Polynomial): Polynomial | undefined {
  const p0 = constantOf(p);
  if (p0 !== undefined) return withinSize(scalePolynomial(q, p0));
  const q0 = constantOf(q);
  if (q0 !== undefined) return withinSize(scalePolynomial(p, q0));
  const degree = p.degree + q.degree;
  if (degree > HIGHEST_DEGREE || p.terms.size * q.terms.size > 20 * MOST_TERMS) return undefined;
  const terms = new Map<number, bigint>();
  for (const [m, a] of p.terms) {
    for (const [k, b] of q.terms) {
      const s = (terms.get(m + k) ?? 0n) + a * b;
      if (s === 0n) terms.delete(m + k);
      else terms.set(m + k, s);
    }
  }
  return withinSize({ terms, degree });
}

function withinSize(p: Polynomial): Polynomial | undefined {
  if (p.terms.size > MOST_TERMS) return undefined;
  for (const coefficient of p.terms.values()) {
    if (coefficient > LARGEST || coefficient < -LARGEST) return undefined;
  }
  return p;
}

export function equalPolynomial(p: Polynomial, q: Polynomial): boolean {
  if (p.terms.size !== q.terms.size) return false;
  for (const [monomial, coefficient] of p.terms) {
    if (q.terms.get(monomial) !== coefficient) return false;
  }
  return true;
}

/** Greatest common divisor of the coefficients; 0 for the zero polynomial. */
export function contentOf(p: Polynomial, upTo = 0n): bigint {
  let content = upTo;
  for (const coefficient of p.terms.values()) {
    content = greatestCommonDivisor(content, coefficient);
    if (content === 1n) return 1n;
  }
  return content;
}

/** The largest monomial that divides every term of both polynomials; 0 for none. */
export function commonMonomial(p: Polynomial, q: Polynomial): number {
  let common = 0;
  const [first] = q.terms.keys();
  if (first === undefined || first === 0) return 0;
  for (let index = 0; index < MOST_VARIABLES; index++) {
    let least = exponentOf(first, index);
    if (least === 0) continue;
    for (const { terms } of [p, q]) {
      for (const monomial of terms.keys()) {
        least = Math.min(least, exponentOf(monomial, index));
        if (least === 0) break;
      }
      if (least === 0) break;
    }
    common += monomialOf(index, least);
  }
  return common;
}

/** Divides every term by a monomial that divides them all. */
export function divideMonomial(p: Polynomial, by: number): Polynomial {
  if (by === 0) return p;
  const terms = new Map<number, bigint>();
  for (const [monomial, coefficient] of p.terms) terms.set(monomial - by, coefficient);
  let removed = 0;
  for (let index = 0; index < MOST_VARIABLES; index++) removed += exponentOf(by, index);
  return { terms, degree: Math.max(0, p.degree - removed) };
}

/** Divides every coefficient by a common divisor of them. */
export function divideContent(p: Polynomial, by: bigint): Polynomial {
  if (by === 1n) return p;
  const terms = new Map<number, bigint>();
  for (const [monomial, coefficient] of p.terms) terms.set(monomial, coefficient / by);
  return { terms, degree: p.degree };
}

/** Leading coefficient in the order of monomials, for a sign that does not depend on how the polynomial was made; 0n for zero. */
export function leadingCoefficient(p: Polynomial): bigint {
  let top = -1;
  let coefficient = 0n;
  for (const [monomial, c] of p.terms) {
    if (monomial > top) [top, coefficient] = [monomial, c];
  }
  return coefficient;
}

/** A text that two polynomials share exactly where they are equal. */
export function polynomialKey(p: Polynomial): string {
  return [...p.terms]
    .sort((a, b) => a[0] - b[0])
    .map(([monomial, coefficient]) => `${monomial}:${coefficient}`)
    .join(',');
}
