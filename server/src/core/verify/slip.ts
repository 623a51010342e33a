/**
 * Whether two sides are one slip away from being the same: another numeral, another sign, another operation in one place. Where a single
 * change makes an identity that rewrites something, the identity was meant; an equation to be solved is hardly ever that near to one.
 */
import { negate, number, symbol } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { equalRational, rational, toNumber } from '../math/rational.ts';
import { structurallyEqual, substitute } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';
import { decide } from './decide.ts';
import { type Judging, randomNumbers, realValue } from './judging.ts';
import type { Pair } from './roots/variety.ts';

/** The side as it would be right, and the numeral that changes in it, where it is one. */
export interface Correction {
  readonly pair: Pair;
  readonly numeral?: { readonly written: Expr; readonly right: Expr };
}

/** A name that no text has, for the numeral that is looked for. */
const HOLE = '□';
const MOST_CHANGES = 24;
const POINTS = 4;

/** Nodes on both sides together: `i^5 = i` is near to saying nothing at all. */
const LEAST_SIZE = 10;

function size(expr: Expr): number {
  return children(expr).reduce((total, part) => total + size(part), 1);
}

interface Change {
  readonly expr: Expr;
  /** The numeral that `HOLE` stands for. */
  readonly numeral?: Expr;
}

/** The single change that makes `left = right` an identity; `undefined` where there is none, or where it would only say that a thing is itself. */
export function slipFromIdentity({ left, right }: Pair, names: readonly string[], judging: Judging): Correction | undefined {
  if (size(left) + size(right) < LEAST_SIZE) return undefined;
  const points = randomPoints(names, judging);
  const candidates = [
    ...changes(right).map(change => ({ change, build: (expr: Expr): Pair => ({ left, right: expr }) })),
    ...changes(left).map(change => ({ change, build: (expr: Expr): Pair => ({ left: expr, right }) })),
  ].slice(0, MOST_CHANGES);
  for (const { change, build } of candidates) {
    if (judging.budget.exhausted) return undefined;
    const filled = fill(change, build, points, judging);
    if (filled === undefined || structurallyEqual(filled.pair.left, filled.pair.right)) continue;
    const { kind } = decide(filled.pair.left, filled.pair.right, judging);
    if (kind === 'equal' || kind === 'tested') return filled;
  }
  return undefined;
}

function fill(change: Change, build: (expr: Expr) => Pair, points: readonly ReadonlyMap<string, number>[], judging: Judging): Correction | undefined {
  const { numeral } = change;
  const pair = build(change.expr);
  if (numeral === undefined) return points.every(point => nearlyZero(pair, point, judging)) ? { pair } : undefined;
  const value = holeValue(pair, points, judging);
  if (value === undefined || value.value.n === 0n || (numeral.kind === 'number' && equalRational(numeral.value, value.value))) return undefined;
  const put = new Map<string, Expr>([[HOLE, value]]);
  return {
    pair: { left: substitute(pair.left, put), right: substitute(pair.right, put) },
    numeral: { written: numeral, right: value },
  };
}

/** The simple value of the hole for which the sides agree at every point; tried as a linear unknown, then as a small whole number. */
function holeValue(pair: Pair, points: readonly ReadonlyMap<string, number>[], judging: Judging) {
  const [first] = points;
  if (first === undefined) return undefined;
  const gap = (value: number, point: ReadonlyMap<string, number>): number => gapAt(pair, new Map([...point, [HOLE, value]]), judging);
  const [at0, at1] = [gap(0, first), gap(1, first)];
  const linear = at0 / (at0 - at1);
  const candidates = [linear, 1, 2, 3, 4, 5, 6].flatMap(value => {
    const simple = simpleFraction(value);
    return simple === undefined ? [] : [simple];
  });
  const found = candidates.find(({ value }) => points.every(point => nearlyZero(pair, new Map([...point, [HOLE, toNumber(value)]]), judging)));
  return found;
}

function simpleFraction(value: number) {
  for (const d of [1, 2, 3, 4, 5, 6, 8, 10, 100]) {
    const n = Math.round(value * d);
    if (Number.isFinite(value) && Math.abs(n) < 1e9 && Math.abs(value * d - n) < 1e-7 * Math.max(1, Math.abs(n))) return number(rational(n, d));
  }
  return undefined;
}

function gapAt({ left, right }: Pair, point: ReadonlyMap<string, number>, judging: Judging): number {
  return realValue(left, judging, point) - realValue(right, judging, point);
}

function nearlyZero(pair: Pair, point: ReadonlyMap<string, number>, judging: Judging): boolean {
  const [l, r] = [realValue(pair.left, judging, point), realValue(pair.right, judging, point)];
  return Math.abs(l - r) <= 1e-9 * Math.max(1e-3, Math.abs(l), Math.abs(r));
}

function randomPoints(names: readonly string[], judging: Judging): readonly ReadonlyMap<string, number>[] {
  const random = randomNumbers(judging.seed ^ 0x7f4a7c15);
  return Array.from({ length: POINTS }, () => new Map(names.map(name => [name, 0.4 + 2.7 * random()] as const)));
}

/** Every formula that differs from this one in one place. */
export function changes(expr: Expr): readonly Change[] {
  const inside = (parts: readonly Expr[], rebuild: (parts: readonly Expr[]) => Expr): readonly Change[] =>
    parts.flatMap((part, i) => changes(part).map(change => ({ ...change, expr: rebuild(parts.with(i, change.expr)) })));
  switch (expr.kind) {
    case 'number':
      return [{ expr: symbol(HOLE), numeral: expr }];
    case 'negate':
      return [...inside([expr.arg], ([arg = expr.arg]) => ({ ...expr, arg })), { expr: expr.arg }];
    case 'sum': {
      const flipped = expr.terms.map((term, i) => ({ expr: { ...expr, terms: expr.terms.with(i, negate(term)) } }));
      return [...inside(expr.terms, terms => ({ ...expr, terms })), ...flipped];
    }
    case 'product':
      return inside(expr.factors, factors => ({ ...expr, factors }));
    case 'quotient':
      return inside([expr.numerator, expr.denominator], ([numerator = expr.numerator, denominator = expr.denominator]) => ({
        ...expr,
        numerator,
        denominator,
      }));
    case 'power':
      return inside([expr.base, expr.exponent], ([base = expr.base, exponent = expr.exponent]) => ({ ...expr, base, exponent }));
    case 'root':
      return inside([expr.radicand], ([radicand = expr.radicand]) => ({ ...expr, radicand }));
    case 'call':
      return inside(expr.args, args => ({ ...expr, args }));
    default:
      return [];
  }
}

/** The single change in `later` that makes it a multiple of `earlier`, in several names: then it was meant to be that equation moved about. */
export function slipFromEquation(earlier: Pair, later: Pair, names: readonly string[], judging: Judging): Correction | undefined {
  const points = randomPoints(names, judging);
  const candidates = [
    ...changes(later.right).map(change => ({ change, build: (expr: Expr): Pair => ({ left: later.left, right: expr }) })),
    ...changes(later.left).map(change => ({ change, build: (expr: Expr): Pair => ({ left: expr, right: later.right }) })),
  ].slice(0, MOST_CHANGES);
  for (const { change, build } of candidates) {
    if (judging.budget.exhausted) return undefined;
    const pair = build(change.expr);
    const value = change.numeral === undefined ? number(0) : holeForMultiple(earlier, pair, points, judging);
    if (value === undefined) continue;
    const put = new Map<string, Expr>([[HOLE, value]]);
    const filled = { left: substitute(pair.left, put), right: substitute(pair.right, put) };
    if (!isMultiple(earlier, filled, points, judging)) continue;
    return change.numeral === undefined ? { pair: filled } : { pair: filled, numeral: { written: change.numeral, right: value } };
  }
  return undefined;
}

/** v with A + vB = cF at two points, where the later equation's gap is A + vB and the earlier one's is F. */
function holeForMultiple(earlier: Pair, pair: Pair, points: readonly ReadonlyMap<string, number>[], judging: Judging) {
  const rows = points.slice(0, 2).map(point => {
    const at = (value: number): number => gapAt(pair, new Map([...point, [HOLE, value]]), judging);
    return { a: at(0), b: at(1) - at(0), f: gapAt(earlier, point, judging) };
  });
  const [p, q] = rows;
  if (p === undefined || q === undefined) return undefined;
  const determinant = q.b * p.f - p.b * q.f;
  return simpleFraction((p.a * q.f - q.a * p.f) / determinant);
}

function isMultiple(earlier: Pair, later: Pair, points: readonly ReadonlyMap<string, number>[], judging: Judging): boolean {
  const ratios = points.map(point => gapAt(later, point, judging) / gapAt(earlier, point, judging));
  const [first = Number.NaN] = ratios;
  return first !== 0 && ratios.every(ratio => Math.abs(ratio - first) <= 1e-8 * Math.abs(first));
}
