/** Linear algebra over the fractions, monomials taken as unknowns: whether one equation is a combination of others. */
import type { Expr, Rational } from '../math/expr.ts';
import {
  addRational,
  divideRational,
  equalRational,
  multiplyRational,
  negateRational,
  ONE,
  powerRational,
} from '../math/rational.ts';
import type { Judging } from './judging.ts';
import type { Pair } from './roots/variety.ts';

/** Coefficients by monomial (`x^2 y`, '' for the constant); none is 0. */
export type Monomials = ReadonlyMap<string, Rational>;

const MOST_TERMS = 60;
const MOST_ROWS = 16;

/** The formula as a sum of monomials; `undefined` where it is no polynomial with rational coefficients, or a long one. */
export function monomials(expr: Expr, judging: Judging): Monomials | undefined {
  if (!judging.budget.spend()) return undefined;
  switch (expr.kind) {
    case 'number':
      return constant(expr.value);
    case 'symbol':
      return new Map([[expr.name, ONE]]);
    case 'quantity':
      return monomials(expr.arg, judging);
    case 'percent':
      return scaled(monomials(expr.arg, judging), { n: 1n, d: 100n });
    case 'negate':
      return scaled(monomials(expr.arg, judging), { n: -1n, d: 1n });
    case 'mixed':
      return plus(monomials(expr.whole, judging), monomials(expr.fraction, judging));
    case 'sum':
      return expr.terms.map(term => monomials(term, judging)).reduce(plus);
    case 'product':
      return expr.factors.map(factor => monomials(factor, judging)).reduce(times);
    case 'quotient': {
      const bottom = constantOf(monomials(expr.denominator, judging));
      const inverse = bottom && divideRational(ONE, bottom);
      return inverse && scaled(monomials(expr.numerator, judging), inverse);
    }
    case 'power':
      return raised(monomials(expr.base, judging), constantOf(monomials(expr.exponent, judging)));
    default:
      return undefined;
  }
}

type Maybe = Monomials | undefined;

function constant(value: Rational): Monomials {
  return value.n === 0n ? new Map() : new Map([['', value]]);
}

function constantOf(p: Maybe): Rational | undefined {
  if (p === undefined) return undefined;
  if (p.size === 0) return { n: 0n, d: 1n };
  return p.size === 1 ? p.get('') : undefined;
}

function scaled(p: Maybe, by: Rational): Maybe {
  if (p === undefined) return undefined;
  return by.n === 0n ? new Map() : new Map([...p].map(([key, value]) => [key, multiplyRational(value, by)] as const));
}

function plus(p: Maybe, q: Maybe): Maybe {
  if (p === undefined || q === undefined) return undefined;
  const result = new Map(p);
  for (const [key, value] of q) {
    const total = addRational(result.get(key) ?? { n: 0n, d: 1n }, value);
    if (total.n === 0n) result.delete(key);
    else result.set(key, total);
  }
  return result.size > MOST_TERMS ? undefined : result;
}

function times(p: Maybe, q: Maybe): Maybe {
  if (p === undefined || q === undefined || p.size * q.size > MOST_TERMS * 4) return undefined;
  let result: Maybe = new Map();
  for (const [a, x] of p) {
    const row = new Map([...q].map(([b, y]) => [joined(a, b), multiplyRational(x, y)] as const));
    result = plus(result, row);
  }
  return result;
}

function joined(a: string, b: string): string {
  if (a === '') return b;
  if (b === '') return a;
  return [...a.split(' '), ...b.split(' ')].sort().join(' ');
}

function raised(base: Maybe, exponent: Rational | undefined): Maybe {
  if (base === undefined || exponent === undefined || exponent.d !== 1n) return undefined;
  const single = constantOf(base);
  if (single !== undefined) {
    const value = powerRational(single, exponent.n);
    return value && constant(value);
  }
  if (exponent.n < 0n || exponent.n > 8n) return undefined;
  let result: Maybe = constant(ONE);
  for (let i = 0n; i < exponent.n; i += 1n) result = times(result, base);
  return result;
}

/** left - right as monomials. */
export function gapOf({ left, right }: Pair, judging: Judging): Monomials | undefined {
  return plus(monomials(left, judging), scaled(monomials(right, judging), { n: -1n, d: 1n }));
}

/** Whether `question` is a combination, with rational factors, of the given equations. False also where it cannot be told. */
export function followsLinearly(question: Pair, given: readonly Pair[], judging: Judging): boolean {
  const target = gapOf(question, judging);
  if (target === undefined) return false;
  const rows: { readonly pivot: string; readonly row: Monomials }[] = [];
  for (const pair of given.slice(-MOST_ROWS)) {
    const row = reduced(gapOf(pair, judging), rows);
    const pivot = row && [...row.keys()].find(key => key !== '');
    if (row === undefined || pivot === undefined) continue;
    rows.push({ pivot, row });
  }
  return reduced(target, rows)?.size === 0;
}

function reduced(p: Maybe, rows: readonly { readonly pivot: string; readonly row: Monomials }[]): Maybe {
  let rest = p;
  for (const { pivot, row } of rows) {
    const [top, bottom] = [rest?.get(pivot), row.get(pivot)];
    if (rest === undefined || top === undefined || bottom === undefined) continue;
    const factor = divideRational(negateRational(top), bottom);
    rest = factor && plus(rest, scaled(row, factor));
  }
  return rest;
}

/**
 * Whether one equation is the other moved about with a slip: the same monomials, at least three, and after scaling all coefficients agree
 * but one. Two given equations that merely stand under each other differ in more.
 */
export function differsInOneCoefficient(a: Pair, b: Pair, judging: Judging): boolean {
  const [p, q] = [gapOf(a, judging), gapOf(b, judging)];
  if (p === undefined || q === undefined || p.size !== q.size || p.size < 3) return false;
  const ratios: Rational[] = [];
  for (const [key, value] of p) {
    const other = q.get(key);
    const ratio = other && divideRational(other, value);
    if (ratio === undefined) return false;
    ratios.push(ratio);
  }
  return ratios.some(ratio => ratios.filter(other => equalRational(other, ratio)).length === ratios.length - 1);
}

/**
 * The one solution of a system of linear equations, by name; `undefined` where an equation is not linear, the system has no or several
 * solutions, or it is too large.
 */
export function solveLinearSystem(given: readonly Pair[], judging: Judging): ReadonlyMap<string, Rational> | undefined {
  if (given.length > MOST_ROWS) return undefined;
  const names = new Set<string>();
  let rows: { readonly pivot: string; readonly row: Monomials }[] = [];
  for (const pair of given) {
    const gap = gapOf(pair, judging);
    if (gap === undefined || [...gap.keys()].some(key => key.includes(' '))) return undefined;
    for (const key of gap.keys()) if (key !== '') names.add(key);
    const row = reduced(gap, rows);
    if (row === undefined) return undefined;
    const pivot = [...row.keys()].find(key => key !== '');
    if (pivot === undefined) {
      if (row.size > 0) return undefined;
      continue;
    }
    rows = [
      ...rows.map(other => ({ pivot: other.pivot, row: reduced(other.row, [{ pivot, row }]) ?? other.row })),
      { pivot, row },
    ];
  }
  if (rows.length === 0 || rows.length < names.size) return undefined;
  const solution = new Map<string, Rational>();
  for (const { pivot, row } of rows) {
    const factor = row.get(pivot);
    const value = factor && divideRational(negateRational(row.get('') ?? { n: 0n, d: 1n }), factor);
    if (value === undefined || row.size > 2 || (row.size === 2 && !row.has(''))) return undefined;
    solution.set(pivot, value);
  }
  return solution;
}
