/** Cosine and sine in normal forms: exact values at parts of π, addition theorems, multiples of one base angle. */
import { type AtomTable, atomsOfRoot } from './atoms.ts';
import type { CallExpr, Rational } from './expr.ts';
import {
  equalFraction,
  type Fraction,
  fractionKey,
  negateFraction,
  polynomialFraction,
  rationalFraction,
} from './fraction.ts';
import { constantOf, isZero, leadingCoefficient, type Polynomial, scalePolynomial } from './polynomial.ts';
import { addRational, compareRational, negateRational, ONE, rational, subtractRational, ZERO } from './rational.ts';

interface Direction {
  readonly cos: Fraction;
  readonly sin: Fraction;
}

const UNIT = rationalFraction(ONE);
const HALF = rational(1, 2);
/** Larger multiples of an angle are not multiplied out. */
const LARGEST_MULTIPLE = 16n;

/** cos x and sin x; `undefined` where they would be too large. */
export function direction(table: AtomTable, x: Fraction): Direction | undefined {
  if (isZero(x.top)) return { cos: UNIT, sin: rationalFraction(ZERO) };
  const scale = constantOf(x.bottom);
  if (scale === undefined) return wholeAngle(table, x);
  const { turn, rest } = splitTurn(table, x.top, scale);
  const fromTurn = turn === undefined ? undefined : turned(table, turn);
  if (turn !== undefined && fromTurn === undefined) return undefined;
  if (isZero(rest)) return fromTurn;
  const fromRest = angleOf(table, { top: rest, bottom: x.bottom }, scale);
  return fromTurn === undefined ? fromRest : fromRest && plus(table, fromTurn, fromRest);
}

/** The term r·π of an angle, as r, and the other terms. */
function splitTurn(
  table: AtomTable,
  top: Polynomial,
  scale: bigint,
): { readonly turn: Rational | undefined; readonly rest: Polynomial } {
  const pi = table.known('constant pi');
  const coefficient = pi === undefined ? undefined : top.terms.get(pi);
  if (pi === undefined || coefficient === undefined) return { turn: undefined, rest: top };
  const terms = new Map(top.terms);
  terms.delete(pi);
  return { turn: rational(coefficient, scale), rest: { terms, degree: top.degree } };
}

/** As multiples of base angles where the table has a base, else as one angle. */
function angleOf(table: AtomTable, x: Fraction, scale: bigint): Direction | undefined {
  for (const coefficient of x.top.terms.values()) table.noteAngle(fractionKey(x), rational(coefficient, scale).d);
  if (table.angleParts === undefined) return wholeAngle(table, x);
  let result: Direction | undefined;
  for (const [monomial, coefficient] of x.top.terms) {
    const parts = rational(coefficient * table.angleParts, scale);
    if (parts.d !== 1n) return undefined;
    const one: Fraction = { top: { terms: new Map([[monomial, 1n]]), degree: x.top.degree }, bottom: UNIT.bottom };
    const base = wholeAngle(table, one);
    const term = base && multiple(table, base, parts.n);
    result = result === undefined ? term : term && plus(table, result, term);
    if (result === undefined) return undefined;
  }
  return result;
}

/** One pair of atoms for x and -x, tied by sin² = 1 - cos². */
function wholeAngle(table: AtomTable, x: Fraction): Direction | undefined {
  const flip = leadingCoefficient(x.top) < 0n;
  const key = fractionKey(flip ? { top: scalePolynomial(x.top, -1n), bottom: x.bottom } : x);
  const cosine = table.atom(`cos ${key}`);
  const cos = cosine && polynomialFraction(cosine);
  const square = cos && table.multiply(cos, cos);
  const rest = square && table.add(UNIT, negateFraction(square));
  const sine = rest && table.atom(`sin ${key}`, { power: 2, value: rest.top });
  if (cos === undefined || sine === undefined) return undefined;
  const sin = polynomialFraction(sine);
  return { cos, sin: flip ? negateFraction(sin) : sin };
}

function plus(table: AtomTable, a: Direction, b: Direction): Direction | undefined {
  const sum = (p: Fraction | undefined, q: Fraction | undefined): Fraction | undefined => p && q && table.add(p, q);
  const ss = table.multiply(a.sin, b.sin);
  const cos = sum(table.multiply(a.cos, b.cos), ss && negateFraction(ss));
  const sin = sum(table.multiply(a.sin, b.cos), table.multiply(a.cos, b.sin));
  return cos && sin && { cos, sin };
}

function multiple(table: AtomTable, base: Direction, times: bigint): Direction | undefined {
  const k = times < 0n ? -times : times;
  if (k > LARGEST_MULTIPLE) return undefined;
  let result: Direction | undefined = base;
  for (let step = 1n; step < k && result !== undefined; step++) result = plus(table, result, base);
  return result && times < 0n ? { cos: result.cos, sin: negateFraction(result.sin) } : result;
}

/** cos rπ and sin rπ. */
function turned(table: AtomTable, turn: Rational): Direction | undefined {
  const cos = cosineOfTurn(table, turn);
  const sin = cosineOfTurn(table, subtractRational(HALF, turn));
  return cos && sin && { cos, sin };
}

function cosineOfTurn(table: AtomTable, turn: Rational): Fraction | undefined {
  const two = rational(2);
  // Into [0, 2), then by symmetry into [0, 1/2].
  const turns = ((turn.n % (2n * turn.d)) + 2n * turn.d) % (2n * turn.d);
  let r = rational(turns, turn.d);
  if (compareRational(r, ONE) > 0) r = subtractRational(two, r);
  const negative = compareRational(r, HALF) > 0;
  if (negative) r = subtractRational(ONE, r);
  const value = firstQuarter(table, r);
  return value && negative ? negateFraction(value) : value;
}

/** (a + b√c)/d, or √((a + b√c)/d), by the part of π whose cosine it is. */
const COSINES: readonly {
  readonly part: Rational;
  readonly nested: boolean;
  readonly abcd: readonly [number, number, number, number];
}[] = [
  { part: rational(0), nested: false, abcd: [1, 0, 1, 1] },
  { part: rational(1, 2), nested: false, abcd: [0, 0, 1, 1] },
  { part: rational(1, 3), nested: false, abcd: [1, 0, 1, 2] },
  { part: rational(1, 4), nested: false, abcd: [0, 1, 2, 2] },
  { part: rational(1, 6), nested: false, abcd: [0, 1, 3, 2] },
  { part: rational(1, 5), nested: false, abcd: [1, 1, 5, 4] },
  { part: rational(2, 5), nested: false, abcd: [-1, 1, 5, 4] },
  { part: rational(1, 8), nested: true, abcd: [2, 1, 2, 4] },
  { part: rational(3, 8), nested: true, abcd: [2, -1, 2, 4] },
  { part: rational(1, 10), nested: true, abcd: [10, 2, 5, 16] },
  { part: rational(3, 10), nested: true, abcd: [10, -2, 5, 16] },
];

function firstQuarter(table: AtomTable, r: Rational): Fraction | undefined {
  // π/12 = π/3 - π/4 and 5π/12 = π/6 + π/4.
  if (r.d === 12n) {
    const [a, b] = r.n === 1n ? [rational(1, 3), rational(-1, 4)] : [rational(1, 6), rational(1, 4)];
    const [x, y] = [turned(table, a), turned(table, b)];
    return x && y && plus(table, x, y)?.cos;
  }
  const known = COSINES.find(({ part }) => compareRational(part, r) === 0);
  if (known === undefined) {
    const atom = table.atom(`cosine of ${r.n}/${r.d} of pi`);
    return atom && polynomialFraction(atom);
  }
  const [a, b, c, d] = known.abcd;
  const root = atomsOfRoot(table, rationalFraction(rational(c)), rationalFraction(rational(2)));
  const scaled = root && table.multiply(root, rationalFraction(rational(b, known.nested ? 1 : d)));
  const inner = scaled && table.add(rationalFraction(rational(a, known.nested ? 1 : d)), scaled);
  if (!known.nested || inner === undefined) return inner;
  const outer = atomsOfRoot(table, inner, rationalFraction(rational(2)));
  return outer && table.multiply(outer, rationalFraction(rational(1, Math.sqrt(d))));
}

/** Parts of π at which sine, cosine and tangent have values that people know. */
const KNOWN_PARTS = [0, 1, 2, 3, 4, 6].map(k => (k === 0 ? ZERO : rational(1, k)));

/** arcsin, arccos and arctan at values that belong to a known part of π; `undefined` elsewhere. */
export function inverseCircular(table: AtomTable, fn: CallExpr['fn'], x: Fraction): Fraction | undefined {
  for (const part of KNOWN_PARTS) {
    for (const turn of [part, negateRational(part)]) {
      const value = turned(table, turn);
      if (value === undefined) return undefined;
      const target =
        fn === 'arctan' ? (isZero(value.cos.top) ? undefined : table.divide(value.sin, value.cos)) : value.sin;
      if (target === undefined || equalFraction(x, target, table.reduce) !== true) continue;
      const result = fn === 'arccos' ? addRational(HALF, negateRational(turn)) : turn;
      const pi = table.atom('constant pi');
      return pi && table.multiply(polynomialFraction(pi), rationalFraction(result));
    }
  }
  return undefined;
}
