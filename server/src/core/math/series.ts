/** Sums and products without end, from their first terms. The radius is an estimate, not a bound. */
import { epsilonLimit, isSettled } from './acceleration.ts';
import { addBall, type Ball, exactBall, multiplyBall } from './ball.ts';

/** Consecutive partial results that are tried before those at powers of two. */
const CONSECUTIVE = 48;
const LAST_POWER = 13;

/**
 * The value of f(0) + f(1) + … or f(0)·f(1)·…; an infinite ball for a sum of terms of one sign that fall no faster than 1/k. `undefined` where the
 * partial results do not settle. `start`: the index of the first term in the text.
 */
export function endlessValue(
  op: 'sum' | 'product',
  f: (k: number) => Ball | undefined,
  start: number,
): Ball | undefined {
  const join = op === 'sum' ? addBall : multiplyBall;
  let total = exactBall(op === 'sum' ? 0 : 1);
  const partial: Ball[] = [];
  const terms: number[] = [];
  const atPowers: Ball[] = [];
  for (let k = 0; k < 2 ** LAST_POWER; k++) {
    const term = f(k);
    const next = term && join(total, term);
    if (term === undefined || next === undefined) return undefined;
    total = next;
    terms.push(op === 'sum' ? term.v : term.v - 1);
    if (k < CONSECUTIVE) partial.push(total);
    if (k === CONSECUTIVE - 1) {
      const early = fromConsecutive(partial, terms);
      if (early !== undefined) return early;
      if (op === 'sum' && keepsSize(terms, 0)) return infinite(terms);
      if (grows(terms)) return undefined;
    }
    if (k < 7 || !Number.isInteger(Math.log2(k + 1))) continue;
    atPowers.push(total);
    const limit = atPowers.length > 5 ? epsilonLimit(atPowers) : undefined;
    if (limit !== undefined && limit.e < 1e-8 * Math.max(1e-3, Math.abs(limit.v)) && vanish(terms)) return limit;
  }
  if (op === 'sum' && keepsSize(terms, 1, start)) return infinite(terms);
  const limit = epsilonLimit(atPowers);
  return isSettled(limit) && vanish(terms) ? limit : undefined;
}

function fromConsecutive(partial: readonly Ball[], terms: readonly number[]): Ball | undefined {
  const limit = epsilonLimit(partial.slice(-24));
  if (limit === undefined || limit.e >= 1e-10 * Math.max(1e-3, Math.abs(limit.v))) return undefined;
  return closesIn(terms.slice(-12)) && vanish(terms) ? limit : undefined;
}

/** Terms go to 0, as those of a convergent series must: 1 - 1 + 1 - … has no sum although every other partial sum is 0. */
function vanish(terms: readonly number[]): boolean {
  const largest = (end: number): number => Math.max(...terms.slice(Math.max(0, end - 4), end).map(Math.abs));
  const last = largest(terms.length);
  return last < 1e-12 || last <= 0.8 * largest(Math.ceil(terms.length / 4));
}

/** Terms shrink by a factor, or change sign and shrink: a series that the epsilon algorithm sums rightly from consecutive members. */
function closesIn(terms: readonly number[]): boolean {
  const first = Math.abs(terms[0] ?? 0);
  const last = Math.abs(terms.at(-1) ?? 0);
  const alternating = terms.every((term, k) => k === 0 || term * (terms[k - 1] ?? 0) <= 0);
  // Powers of 1/k shrink by a factor near 1 this far out; only geometric tails stay below.
  return alternating ? last <= first : last <= 0.7 * Math.abs(terms.at(-2) ?? 0);
}

/**
 * Terms of one sign whose size times k^power does not fall over the second half: with power 1 they are no smaller than those of the
 * harmonic series. (Σ k^-1.0001 would be taken for divergent; nobody writes it.)
 */
function keepsSize(terms: readonly number[], power: 0 | 1, start = 0): boolean {
  const half = Math.floor(terms.length / 2);
  const sign = Math.sign(terms[half] ?? 0);
  const sized = (k: number): number => Math.abs(terms[k] ?? 0) * (k + Math.max(start, 0)) ** power;
  if (sign === 0 || !terms.slice(half).every(term => term * sign > 0)) return false;
  return sized(terms.length - 1) >= 0.9995 * sized(half) && sized(half) >= 0.9995 * sized(Math.floor(half * 0.75));
}

/** The size of the last terms is above that of all before them: no sum, whatever their signs. */
function grows(terms: readonly number[]): boolean {
  const sizes = terms.map(Math.abs);
  const half = Math.floor(sizes.length / 2);
  return Math.min(...sizes.slice(-8)) > Math.max(...sizes.slice(0, half));
}

function infinite(terms: readonly number[]): Ball {
  return { v: (terms.at(-1) ?? 0) > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY, e: 0 };
}
