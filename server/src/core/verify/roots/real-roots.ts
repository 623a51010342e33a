/** The real roots of a polynomial, exactly: rational ones as fractions, those of quadratics as surds, the rest enclosed by Sturm's theorem. */
import type { Rational } from '../../math/expr.ts';
import { greatestCommonDivisor, integerRoot, rational, toNumber } from '../../math/rational.ts';
import {
  degree,
  type Polynomial,
  quotient,
  rootBound,
  signAt,
  signChanges,
  squarefree,
  sturmSequence,
} from './polynomial.ts';

/**
 * One real root. `surd` stands for (p + q·√r)/d with r > 1 squarefree up to small factors; `enclosed` roots are known only by an interval.
 * `value` is the root in double precision (relative error below 1e-14 where it is representable).
 */
export type RealRoot =
  | { readonly kind: 'rational'; readonly value: number; readonly exact: Rational }
  | {
      readonly kind: 'surd';
      readonly value: number;
      readonly p: bigint;
      readonly q: bigint;
      readonly r: bigint;
      readonly d: bigint;
    }
  | { readonly kind: 'enclosed'; readonly value: number };

/** Beyond this the exact method costs more than a key stroke allows. */
const MAX_DEGREE = 24;
const MAX_BITS = 4_000;

/**
 * All real roots, ascending, each once.
 * @returns `undefined` where the polynomial is 0 or too large for the exact method.
 */
export function realRoots(polynomial: Polynomial): readonly RealRoot[] | undefined {
  if (polynomial.length === 0) return undefined;
  let rest = squarefree(polynomial);
  if (degree(rest) > MAX_DEGREE || bitLength(rest) > MAX_BITS) return undefined;
  const roots: RealRoot[] = [];
  for (const exact of rationalRoots(rest)) {
    roots.push({ kind: 'rational', value: toNumber(exact), exact });
    rest = quotient(rest, [-exact.n, exact.d]);
  }
  if (degree(rest) === 2) roots.push(...surds(rest));
  else if (degree(rest) > 2) roots.push(...enclosed(rest));
  return roots.sort((a, b) => a.value - b.value);
}

function bitLength(p: Polynomial): number {
  return p.reduce((bits, c) => bits + c.toString(16).length * 4, 0);
}

/** Rational roots n/d of a squarefree polynomial, by enclosing every real root and trying the fractions that its coefficients allow. */
function rationalRoots(p: Polynomial): readonly Rational[] {
  const found: Rational[] = [];
  let rest = p;
  if (rest[0] === 0n) {
    found.push({ n: 0n, d: 1n });
    rest = rest.slice(1);
  }
  if (degree(rest) === 1) return [...found, rational(-(rest[0] ?? 0n), rest[1] ?? 1n)];
  if (degree(rest) < 2) return found;
  const denominators = smallDivisors(rest[rest.length - 1] ?? 1n);
  const candidates =
    degree(rest) === 2 ? quadraticCandidates(rest) : isolate(rest).map(interval => refine(rest, interval));
  for (const value of candidates) {
    for (const d of denominators) {
      const scaledValue = value * Number(d);
      if (!Number.isFinite(scaledValue) || Math.abs(scaledValue) > 2 ** 52) continue;
      const candidate = rational(BigInt(Math.round(scaledValue)), d);
      if (signAt(rest, candidate) !== 0) continue;
      found.push(candidate);
      break;
    }
  }
  return found;
}

function quadraticCandidates(p: Polynomial): readonly number[] {
  const [c = 0n, b = 0n, a = 1n] = p;
  const discriminant = b * b - 4n * a * c;
  if (discriminant < 0n) return [];
  const root = integerRoot(discriminant, 2);
  if (root * root !== discriminant) return [];
  return [toNumber(rational(-b + root, 2n * a)), toNumber(rational(-b - root, 2n * a))];
}

/** Divisors of |value| up to a bound: enough for the equations people write. */
function smallDivisors(value: bigint): readonly bigint[] {
  const size = value < 0n ? -value : value;
  const divisors: bigint[] = [];
  for (let d = 1n; d <= 2_000n && d <= size; d += 1n) if (size % d === 0n) divisors.push(d);
  if (size > 2_000n) divisors.push(size);
  return divisors;
}

/** The two roots of a quadratic without rational roots; none where they are not real. */
function surds(p: Polynomial): readonly RealRoot[] {
  const [c = 0n, b = 0n, a = 1n] = p;
  const discriminant = b * b - 4n * a * c;
  if (discriminant < 0n) return [];
  const [outside, inside] = squareFactor(discriminant);
  const common = greatestCommonDivisor(greatestCommonDivisor(b, outside), 2n * a);
  const base = { p: -b / common, r: inside, d: (2n * a) / common };
  return [-outside / common, outside / common].map(q => ({
    kind: 'surd',
    ...base,
    q,
    value: surdValue(base.p, q, inside, base.d),
  }));
}

function surdValue(p: bigint, q: bigint, r: bigint, d: bigint): number {
  const direct = (Number(p) + Number(q) * Math.sqrt(Number(r))) / Number(d);
  // Where p and q√r nearly cancel, the conjugate form (p² - q²r)/(d(p - q√r)) keeps the digits.
  if (p !== 0n && p < 0n !== q < 0n) {
    const other = Number(p) - Number(q) * Math.sqrt(Number(r));
    return Number(p * p - q * q * r) / (Number(d) * other);
  }
  return direct;
}

/** n = outside² · inside, with every square of a prime up to 1,000 taken out. n > 0. */
function squareFactor(n: bigint): readonly [bigint, bigint] {
  let outside = 1n;
  let inside = n;
  for (let k = 2n; k <= 1_000n && k * k <= inside; k += 1n) {
    while (inside % (k * k) === 0n) {
      inside /= k * k;
      outside *= k;
    }
  }
  const whole = integerRoot(inside, 2);
  return whole * whole === inside ? [outside * whole, 1n] : [outside, inside];
}

interface Interval {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Intervals with exactly one root each, of a squarefree polynomial; no end is a root. */
function isolate(p: Polynomial): readonly Interval[] {
  const sequence = sturmSequence(p);
  const bound = rootBound(p);
  const intervals: Interval[] = [];
  const open: Interval[] = [{ lower: { n: -bound, d: 1n }, upper: { n: bound, d: 1n } }];
  while (open.length > 0) {
    const interval = open.pop();
    if (interval === undefined) break;
    const count = signChanges(sequence, interval.lower) - signChanges(sequence, interval.upper);
    if (count === 0) continue;
    if (count === 1) {
      intervals.push(interval);
      continue;
    }
    const middle = between(p, interval);
    open.push({ lower: interval.lower, upper: middle }, { lower: middle, upper: interval.upper });
  }
  return intervals;
}

/** A point inside that is not a root, near the middle. */
function between(p: Polynomial, { lower, upper }: Interval): Rational {
  for (let k = 8n; ; k += 1n) {
    // (k·lower + (16-k)·upper)/16 moves away from the middle until it misses every root.
    const at = rational(k * lower.n * upper.d + (16n - k) * upper.n * lower.d, 16n * lower.d * upper.d);
    if (k >= 15n || signAt(p, at) !== 0) return at;
  }
}

function enclosed(p: Polynomial): readonly RealRoot[] {
  return isolate(p).map(interval => ({ kind: 'enclosed', value: refine(p, interval) }));
}

const EXACT_BISECTIONS = 24;

/** Bisects with exact signs, then polishes in doubles; where doubles leave the interval, the bisection goes on. */
function refine(p: Polynomial, interval: Interval): number {
  let { lower, upper } = interval;
  const signLower = signAt(p, lower);
  for (let i = 0; i < 80; i += 1) {
    const [a, b] = [toNumber(lower), toNumber(upper)];
    if (b - a <= Math.max(Math.abs(a), Math.abs(b)) * 2 ** -52) break;
    if (i >= EXACT_BISECTIONS && b - a < 1e-3 * Math.max(Math.abs(a), Math.abs(b))) {
      const polished = newton(p, (a + b) / 2);
      if (polished > a && polished < b) return polished;
    }
    const middle = rational(lower.n * upper.d + upper.n * lower.d, 2n * lower.d * upper.d);
    const sign = signAt(p, middle);
    if (sign === 0) return toNumber(middle);
    if (sign === signLower) lower = middle;
    else upper = middle;
  }
  return (toNumber(lower) + toNumber(upper)) / 2;
}

/** Newton's method in doubles; NaN where it does not settle. */
function newton(p: Polynomial, start: number): number {
  const coefficients = p.map(Number);
  let x = start;
  for (let i = 0; i < 40; i += 1) {
    let [value, slope] = [0, 0];
    for (let k = coefficients.length - 1; k >= 0; k -= 1) {
      slope = slope * x + value;
      value = value * x + (coefficients[k] ?? 0);
    }
    const next = x - value / slope;
    if (!Number.isFinite(next)) return Number.NaN;
    if (Math.abs(next - x) <= 2 ** -50 * Math.abs(x)) return next;
    x = next;
  }
  return Number.NaN;
}
