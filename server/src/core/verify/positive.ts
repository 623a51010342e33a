/** Simple proofs that one formula is never less than another: the difference is a constant, a quadratic without crossing, a sum of even powers. */

import type { Expr } from '../math/expr.ts';
import { rational } from '../math/rational.ts';
import { domainOf, exactValue, type Judging, namesOf, namesOfAll } from './judging.ts';
import { gapOf } from './linear.ts';
import { type Polynomial, product, signAt } from './roots/polynomial.ts';
import { difference, toRationalFunction } from './roots/rational-function.ts';
import { type RealRoot, realRoots } from './roots/real-roots.ts';

/** How `high ≥ low` (or `>` where `strict`) was proved for all values in the domain; `undefined` where these methods do not tell. */
export function alwaysPositive(high: Expr, low: Expr, strict: boolean, judging: Judging): string | undefined {
  const names = [...namesOfAll([high, low], judging)];
  const [name, second] = names;
  if (name === undefined) return undefined;
  if (second === undefined) return alongTheLine(high, low, name, strict, judging);
  const terms = gapOf({ left: high, right: low }, judging);
  if (terms === undefined) return undefined;
  let constant = false;
  for (const [key, value] of terms) {
    if (key === '') constant = value.n > 0n;
    if (value.n < 0n || !evenPowers(key)) return undefined;
  }
  return !strict || constant ? 'the difference is a sum of even powers' : undefined;
}

function evenPowers(key: string): boolean {
  if (key === '') return true;
  const counts = new Map<string, number>();
  for (const name of key.split(' ')) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()].every(count => count % 2 === 0);
}

/** In one name: the difference has no root where its sign would change, inside the interval that the ledger gives. */
function alongTheLine(high: Expr, low: Expr, name: string, strict: boolean, judging: Judging): string | undefined {
  const constant = (part: Expr) => (namesOf(part, judging).size > 0 ? undefined : exactValue(part, judging));
  const f = difference(toRationalFunction(high, name, constant), toRationalFunction(low, name, constant));
  const domain = domainOf(name, judging);
  if (f === undefined || domain.type === 'complex') return undefined;
  // Where it is defined, N/D has the sign of N·D; zeros of D are poles, where nothing is claimed.
  const p = product(f.numerator, f.denominator);
  const roots = realRoots(p);
  if (roots === undefined) return p.length === 0 && !strict ? 'both sides are the same' : undefined;
  const zeros = realRoots(f.numerator) ?? [];
  const [from, to] = [domain.lower?.value ?? Number.NEGATIVE_INFINITY, domain.upper?.value ?? Number.POSITIVE_INFINITY];
  const margin = 1e-9 * Math.max(1, ...roots.map(({ value }) => Math.abs(value)));
  const doubtful = roots.some(({ value }) => [from, to].some(end => value !== end && Math.abs(value - end) <= margin));
  const isInside = ({ value }: RealRoot): boolean =>
    (value > from || (value === from && domain.lower?.strict === false)) &&
    (value < to || (value === to && domain.upper?.strict === false));
  if (doubtful || (strict && zeros.some(isInside))) return undefined;
  const cuts = [from, ...roots.map(({ value }) => value).filter(value => value > from && value < to), to];
  const positive = cuts.slice(1).every((cut, i) => signBetween(p, cuts[i] ?? 0, cut) > 0);
  return positive ? 'the difference has no sign change' : undefined;
}

function signBetween(p: Polynomial, from: number, to: number): number {
  const middle = Number.isFinite(from)
    ? Number.isFinite(to)
      ? (from + to) / 2
      : from + 1 + Math.abs(from)
    : Number.isFinite(to)
      ? to - 1 - Math.abs(to)
      : 0;
  return signAt(p, rational(Math.round(middle * 2 ** 20), 2 ** 20));
}
