/**
 * Whether two sides are one slip away from being the same: another numeral, another sign, another operation in one place. Where a single
 * change makes an identity that rewrites something, the identity was meant; an equation to be solved is hardly ever that near to one.
 */

import { negate, number, sum, symbol } from '../math/build.ts';
import type { Expr, NumberExpr } from '../math/expr.ts';
import { seededRandom } from '../math/random.ts';
import { equalRational, rational, toNumber } from '../math/rational.ts';
import { structurallyEqual, substitute } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';
import { decide } from './decide.ts';
import { type Judging, realValue } from './judging.ts';
import type { Pair, Point } from './roots/variety.ts';

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
export function slipFromIdentity(
  { left, right }: Pair,
  names: readonly string[],
  judging: Judging,
): Correction | undefined {
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

function fill(
  change: Change,
  build: (expr: Expr) => Pair,
  points: readonly Point[],
  judging: Judging,
): Correction | undefined {
  const { numeral } = change;
  const pair = build(change.expr);
  if (numeral === undefined) return points.every(point => nearlyZero(pair, point, judging)) ? { pair } : undefined;
  const value = holeValue(pair, numeral, points, judging);
  if (
    value === undefined ||
    value.value.n === 0n ||
    (numeral.kind === 'number' && equalRational(numeral.value, value.value))
  )
    return undefined;
  const put = new Map<string, Expr>([[HOLE, value]]);
  return {
    pair: { left: substitute(pair.left, put), right: substitute(pair.right, put) },
    numeral: { written: numeral, right: value },
  };
}

/** The simple value of the hole for which the sides agree at every point. */
function holeValue(pair: Pair, written: Expr, points: readonly Point[], judging: Judging) {
  const [first] = points;
  if (first === undefined) return undefined;
  const values = holeCandidates(written, value => gapAt(pair, new Map([...first, [HOLE, value]]), judging));
  return values.find(({ value }) =>
    points.every(point => nearlyZero(pair, new Map([...point, [HOLE, toNumber(value)]]), judging)),
  );
}

/** Where `f` vanishes: by secants from the numeral as written (exact where f is linear), and at small whole numbers. */
function holeCandidates(written: Expr, f: (value: number) => number): readonly NumberExpr[] {
  const start = written.kind === 'number' ? toNumber(written.value) : 1;
  const found = [secant(f, start, start + 1), secant(f, start, start * 0.9 - 0.1), 1, 2, 3, 4, 5, 6].map(
    simpleFraction,
  );
  return found.filter(value => value !== undefined);
}

function secant(f: (value: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  let [fa, fb] = [f(a), f(b)];
  for (let i = 0; i < 30 && fb !== 0; i += 1) {
    const next = b - (fb * (b - a)) / (fb - fa);
    if (!Number.isFinite(next)) return Number.NaN;
    const done = Math.abs(next - b) <= 1e-13 * Math.abs(next);
    [a, fa, b] = [b, fb, next];
    fb = f(b);
    if (done) break;
  }
  return b;
}

function simpleFraction(value: number): NumberExpr | undefined {
  for (const d of [1, 2, 3, 4, 5, 6, 8, 10, 100]) {
    const n = Math.round(value * d);
    if (Number.isFinite(value) && Math.abs(n) < 1e9 && Math.abs(value * d - n) < 1e-7 * Math.max(1, Math.abs(n)))
      return number(rational(n, d));
  }
  return undefined;
}

function gapAt({ left, right }: Pair, point: Point, judging: Judging): number {
  return realValue(left, judging, point) - realValue(right, judging, point);
}

function nearlyZero(pair: Pair, point: Point, judging: Judging): boolean {
  const [l, r] = [realValue(pair.left, judging, point), realValue(pair.right, judging, point)];
  return Math.abs(l - r) <= 1e-9 * Math.max(1e-3, Math.abs(l), Math.abs(r));
}

function randomPoints(names: readonly string[], judging: Judging): readonly Point[] {
  const random = seededRandom(judging.seed ^ 0x7f4a7c15);
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
    case 'product': {
      const swapped = expr.implicit ? [] : [{ expr: sum(...expr.factors) }];
      return [...inside(expr.factors, factors => ({ ...expr, factors })), ...swapped];
    }
    case 'quotient':
      return inside(
        [expr.numerator, expr.denominator],
        ([numerator = expr.numerator, denominator = expr.denominator]) => ({
          ...expr,
          numerator,
          denominator,
        }),
      );
    case 'power':
      return inside([expr.base, expr.exponent], ([base = expr.base, exponent = expr.exponent]) => ({
        ...expr,
        base,
        exponent,
      }));
    case 'root':
      return inside([expr.radicand], ([radicand = expr.radicand]) => ({ ...expr, radicand }));
    case 'call':
      return inside(expr.args, args => ({ ...expr, args }));
    default:
      return [];
  }
}

/** The single change in `later` that makes it a multiple of `earlier`, in several names: then it was meant to be that equation moved about. */
export function slipFromEquation(
  earlier: Pair,
  later: Pair,
  names: readonly string[],
  judging: Judging,
): Correction | undefined {
  const points = randomPoints(names, judging);
  const candidates = [
    ...changes(later.right).map(change => ({
      change,
      build: (expr: Expr): Pair => ({ left: later.left, right: expr }),
    })),
    ...changes(later.left).map(change => ({
      change,
      build: (expr: Expr): Pair => ({ left: expr, right: later.right }),
    })),
  ].slice(0, MOST_CHANGES);
  for (const { change, build } of candidates) {
    if (judging.budget.exhausted) return undefined;
    const pair = build(change.expr);
    const value =
      change.numeral === undefined ? number(0) : holeForMultiple(earlier, pair, change.numeral, points, judging);
    if (value === undefined) continue;
    const put = new Map<string, Expr>([[HOLE, value]]);
    const filled = { left: substitute(pair.left, put), right: substitute(pair.right, put) };
    if (!isMultiple(earlier, filled, points, judging)) continue;
    return change.numeral === undefined
      ? { pair: filled }
      : { pair: filled, numeral: { written: change.numeral, right: value } };
  }
  return undefined;
}

/** The value of the hole for which the gaps at two points stand in the same ratio as those of the earlier equation. */
function holeForMultiple(
  earlier: Pair,
  pair: Pair,
  written: Expr,
  points: readonly Point[],
  judging: Judging,
): NumberExpr | undefined {
  const [p, q] = points;
  if (p === undefined || q === undefined) return undefined;
  const [fp, fq] = [gapAt(earlier, p, judging), gapAt(earlier, q, judging)];
  const mismatch = (value: number): number =>
    gapAt(pair, new Map([...p, [HOLE, value]]), judging) * fq -
    gapAt(pair, new Map([...q, [HOLE, value]]), judging) * fp;
  return holeCandidates(written, mismatch).find(value => {
    const put = new Map<string, Expr>([[HOLE, value]]);
    return isMultiple(
      earlier,
      { left: substitute(pair.left, put), right: substitute(pair.right, put) },
      points,
      judging,
    );
  });
}

function isMultiple(earlier: Pair, later: Pair, points: readonly Point[], judging: Judging): boolean {
  const ratios = points.map(point => gapAt(later, point, judging) / gapAt(earlier, point, judging));
  const [first = Number.NaN] = ratios;
  return first !== 0 && ratios.every(ratio => Math.abs(ratio - first) <= 1e-8 * Math.abs(first));
}

/**
 * The single change that makes the equation hold at all the given points, where it holds at none as it stands. The points must be several
 * and free in some direction: any numeral can be made to fit one point.
 */
export function slipFromPoints(pair: Pair, points: readonly Point[], judging: Judging): Correction | undefined {
  if (points.length < 3) return undefined;
  const candidates = [
    ...changes(pair.right).map(change => ({ change, build: (expr: Expr): Pair => ({ left: pair.left, right: expr }) })),
    ...changes(pair.left).map(change => ({ change, build: (expr: Expr): Pair => ({ left: expr, right: pair.right }) })),
  ].slice(0, MOST_CHANGES);
  for (const { change, build } of candidates) {
    if (judging.budget.exhausted) return undefined;
    const filled = fill(change, build, points, judging);
    if (filled !== undefined && !structurallyEqual(filled.pair.left, filled.pair.right)) return filled;
  }
  return undefined;
}
