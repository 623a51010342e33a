/** How roots, powers, factorials and functions become atoms of a normal form, with the rules that make equal ones meet. */
import type { Rational } from './expr.ts';
import {
  type Fraction,
  fractionKey,
  polynomialFraction,
  type Reduce,
  rationalFraction,
  rationalOf,
} from './fraction.ts';
import { factorize } from './integers.ts';
import { constantOf, constantPolynomial, type Polynomial } from './polynomial.ts';
import { isInteger, ONE, rational } from './rational.ts';

/** What the rules need of a normal form in the making. */
export interface AtomTable {
  atom(key: string, rule?: { readonly power: number; readonly value: Polynomial }): Polynomial | undefined;
  add(f: Fraction, g: Fraction): Fraction | undefined;
  multiply(f: Fraction, g: Fraction): Fraction | undefined;
  divide(f: Fraction, g: Fraction): Fraction | undefined;
  power(f: Fraction, exponent: bigint): Fraction | undefined;
  readonly reduce: Reduce;
  /** The monomial of an atom that is there already. */
  known(key: string): number | undefined;
  /** The base that angles are multiples of: a monomial over this; `undefined` where angles are taken as wholes. */
  readonly angleParts: bigint | undefined;
  /** Tells the table of an angle met and of the denominator of one of its terms. */
  noteAngle(key: string, denominator: bigint): void;
}

const UNIT = rationalFraction(ONE);

export function atomFraction(
  table: AtomTable,
  key: string,
  rule?: { power: number; value: Polynomial },
): Fraction | undefined {
  const atom = table.atom(key, rule);
  return atom && polynomialFraction(atom);
}

/** x^(1/k): primes under the sign become atoms of their own, so √8 is 2√2 and √6 is √2√3. */
export function atomsOfRoot(table: AtomTable, radicand: Fraction, index: Fraction): Fraction | undefined {
  const order = rationalOf(index);
  if (order === undefined || !isInteger(order) || order.n < 2n || order.n > 12n) return undefined;
  const k = Number(order.n);
  const value = rationalOf(radicand);
  if (value !== undefined) return rootOfRational(table, value, k);
  // The root of a whole formula: its k-th power is the radicand where that has no denominator.
  const whole = constantOf(radicand.bottom) === 1n;
  const key = `root ${k} ${fractionKey(radicand)}`;
  return whole ? atomFraction(table, key, { power: k, value: radicand.top }) : atomFraction(table, key);
}

function rootOfRational(table: AtomTable, value: Rational, k: number): Fraction | undefined {
  if (value.n === 0n) return rationalFraction(value);
  if (value.n < 0n) {
    const positive = rootOfRational(table, { n: -value.n, d: value.d }, k);
    // An odd root of a negative number is taken as the real one; a square root of it is i times the root.
    if (k % 2 === 1) return positive && table.multiply(positive, rationalFraction(rational(-1)));
    if (k !== 2 || positive === undefined) return undefined;
    const i = atomFraction(table, 'constant i', { power: 2, value: constantPolynomial(-1n) });
    return i && table.multiply(positive, i);
  }
  // a/b under the root is a·b^(k-1) under it, over b.
  const radicand = value.n * value.d ** BigInt(k - 1);
  const factors = factorize(radicand);
  if (factors === undefined) return undefined;
  let result: Fraction | undefined = rationalFraction(rational(1n, value.d));
  for (const [prime, count] of factors) {
    const outside = prime ** BigInt(Math.floor(count / k));
    result = result && table.multiply(result, rationalFraction(rational(outside)));
    const left = count % k;
    if (left === 0 || result === undefined) continue;
    const root = atomFraction(table, `root ${k} of ${prime}`, { power: k, value: constantPolynomial(prime) });
    const power = root && table.power(root, BigInt(left));
    result = power && table.multiply(result, power);
  }
  return result;
}

/** b^x: constant fractions as roots; x = c + (terms with names) as b^c times one atom a term. */
export function atomsOfPower(table: AtomTable, base: Fraction, exponent: Fraction): Fraction | undefined {
  const value = rationalOf(exponent);
  if (value !== undefined) {
    if (isInteger(value)) return table.power(base, value.n);
    const root = value.d <= 12n ? atomsOfRoot(table, base, rationalFraction(rational(value.d))) : undefined;
    const negativeBase = (rationalOf(base)?.n ?? 1n) < 0n;
    // (-8)^(1/3) has two meanings: no normal form.
    return negativeBase ? undefined : root && table.power(root, value.n);
  }
  const scale = constantOf(exponent.bottom);
  if (scale === undefined) return atomFraction(table, `power ${fractionKey(base)} ^ ${fractionKey(exponent)}`);
  const number = rationalOf(base);
  if (number !== undefined && number.n > 0n) return powerOfNumber(table, number, exponent.top, scale);
  if (number !== undefined && number.n < 0n) return undefined;
  return powerByTerms(table, fractionKey(base), base, exponent.top, scale);
}

/** A positive rational to a power with names: each prime has its own atoms, so 4^x is (2^x)². */
function powerOfNumber(table: AtomTable, base: Rational, exponent: Polynomial, scale: bigint): Fraction | undefined {
  let result: Fraction | undefined = UNIT;
  for (const [part, sign] of [
    [base.n, 1n],
    [base.d, -1n],
  ] as const) {
    const factors = factorize(part);
    if (factors === undefined) return undefined;
    for (const [prime, count] of factors) {
      const scaled: Polynomial = {
        terms: new Map([...exponent.terms].map(([m, c]) => [m, c * sign * BigInt(count)])),
        degree: exponent.degree,
      };
      const primeBase = rationalFraction(rational(prime));
      const power = powerByTerms(table, fractionKey(primeBase), primeBase, scaled, scale);
      result = power && result && table.multiply(result, power);
    }
  }
  return result;
}

function powerByTerms(
  table: AtomTable,
  key: string,
  base: Fraction,
  exponent: Polynomial,
  scale: bigint,
): Fraction | undefined {
  let result: Fraction | undefined = UNIT;
  for (const [monomial, coefficient] of exponent.terms) {
    const share = rational(coefficient, scale);
    let factor: Fraction | undefined;
    if (monomial === 0) {
      const root = isInteger(share) ? base : atomsOfRoot(table, base, rationalFraction(rational(share.d)));
      factor = root && table.power(root, share.n);
    } else {
      const atom = atomFraction(table, `power ${key} ^ ${monomial}/${share.d}`);
      factor = atom && table.power(atom, share.n);
    }
    result = factor && result && table.multiply(result, factor);
    if (result === undefined) return undefined;
  }
  return result;
}
