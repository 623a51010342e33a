/** Sides whose value is no single number: matrices, tuples, sets, ±. */
import type { Arithmetic } from '../math/arithmetic.ts';
import { call, difference, negate, number, power, product, quotient, sum } from '../math/build.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr, SetExpr } from '../math/expr.ts';
import { evaluateMatrix, type Matrix } from '../math/matrix.ts';
import { evaluateBall } from '../math/real.ts';
import { children, mapChildren, some } from '../math/traverse.ts';
import type { EqualityContext, EqualityDecision } from './identity.ts';
import type { Features } from './identity-features.ts';
import { printNumber, undecided } from './identity-values.ts';

type Decide = (left: Expr, right: Expr, context: EqualityContext) => EqualityDecision;

/** The decision for sides that are no numbers; `undefined` for sides that are. */
export function decideStructure(
  left: Expr,
  right: Expr,
  features: Features,
  context: EqualityContext,
  decide: Decide,
): EqualityDecision | undefined {
  if (features.plusMinus) return decidePlusMinus(left, right, context, decide);
  const [leftSet, rightSet] = [explicitSet(left, context), explicitSet(right, context)];
  if (leftSet !== undefined || rightSet !== undefined) return decideSets(leftSet, rightSet, context, decide);
  if (features.infinity && (isInfinite(left) || isInfinite(right))) return decideInfinite(left, right, context);
  if (!features.matrices) return undefined;
  const x = matrixOf(left, context);
  const y = matrixOf(right, context);
  if (x === undefined && y === undefined) return decideDotProduct(left, right, context, decide);
  if (x === undefined || y === undefined) {
    const crossed = decideCrossProduct(x === undefined ? left : right, x === undefined ? right : left, context, decide);
    return crossed ?? undecided('one side is a matrix or a list, the other is none');
  }
  return decideMatrices(x, y, left, right, context, decide);
}

/** Arithmetic that builds formulas: entries of a product of matrices as formulas. */
const FORMULAS: Arithmetic<Expr> = {
  rational: value => number(value),
  constant: () => undefined,
  add: (a, b) => sum(a, b),
  negate,
  multiply: (a, b) => product(a, b),
  divide: (a, b) => quotient(a, b),
  power: (a, b) => power(a, b),
  root: () => undefined,
  call: () => undefined,
  factorial: () => undefined,
  compare: () => undefined,
  whole: () => undefined,
};

const NO_NAMES: ReadonlyMap<string, Expr> = new Map();

function matrixOf(expr: Expr, context: EqualityContext): Matrix<Expr> | undefined {
  // An entry or a factor without a matrix in it is a formula as it stands.
  const asFormula = (part: Expr): Expr | undefined => (holdsMatrix(part) ? undefined : part);
  return evaluateMatrix<Expr>(expr, NO_NAMES, FORMULAS, context.budget, asFormula as never);
}

/** True where a part has a matrix for a value: det and the dot product have numbers. */
function holdsMatrix(expr: Expr): boolean {
  if (expr.kind === 'matrix' || expr.kind === 'tuple') return true;
  if (expr.kind === 'call') return expr.fn === 'transpose' || expr.fn === 'cross';
  return children(expr).some(holdsMatrix);
}

function decideMatrices(
  x: Matrix<Expr>,
  y: Matrix<Expr>,
  left: Expr,
  right: Expr,
  context: EqualityContext,
  decide: Decide,
): EqualityDecision {
  const [p, q] = [x.flat(), y.flat()];
  const sameShape = x.length === y.length && p.length === q.length;
  const vectors = isVector(x) && isVector(y) && p.length === q.length;
  if (!sameShape && !vectors) return undecided('the sides have different shapes');
  // (0, 1] is an interval, not a point.
  if (isHalfOpen(left) || isHalfOpen(right)) return undecided('it may be an interval');
  const decisions = p.map((entry, k) => decide(entry, q[k] as Expr, context));
  const at = decisions.findIndex(d => d.kind === 'different');
  const different = decisions[at];
  if (different?.kind === 'different') {
    const width = x[0]?.length ?? 1;
    const entry = [Math.floor(at / width) + 1, (at % width) + 1] as const;
    return namesMatrices(left, right) ? undecided('a name may stand for a matrix') : { ...different, entry };
  }
  const open = decisions.find(d => d.kind === 'undecided');
  if (open !== undefined) return open;
  const tested = decisions.flatMap(d => (d.kind === 'tested' ? [d] : []));
  const [first] = tested;
  if (first === undefined) return { kind: 'equal', method: 'comparing entries' };
  return {
    ...first,
    points: Math.min(...tested.map(d => d.points)),
    errorBound: Math.max(...tested.map(d => d.errorBound)),
  };
}

/** The two vectors of a product of vectors of one length, with the numbers beside them. */
function vectorFactors(
  expr: Expr,
): { readonly vectors: readonly [Expr, Expr]; readonly rest: readonly Expr[] } | undefined {
  if (expr.kind !== 'product') return undefined;
  const vectors = expr.factors.filter(isVectorNode);
  const [a, b] = vectors;
  if (a === undefined || b === undefined || vectors.length > 2) return undefined;
  const rest = expr.factors.filter(factor => !isVectorNode(factor));
  return rest.some(holdsMatrix) ? undefined : { vectors: [a, b], rest };
}

function isVectorNode(expr: Expr): boolean {
  return expr.kind === 'tuple' || (expr.kind === 'matrix' && expr.rows.every(row => row.length === 1));
}

/** `(3, 4)·(1, 2) = 11`: between vectors, and equal to a number, the sign is that of the dot product. */
function decideDotProduct(
  left: Expr,
  right: Expr,
  context: EqualityContext,
  decide: Decide,
): EqualityDecision | undefined {
  const dotted = (expr: Expr): Expr => {
    const found = vectorFactors(expr);
    if (found !== undefined) return product(...found.rest, call('dot', ...found.vectors));
    return expr.kind === 'sum' || expr.kind === 'negate' ? mapChildren(expr, dotted) : expr;
  };
  const [a, b] = [dotted(left), dotted(right)];
  return a === left && b === right ? undefined : decide(a, b, context);
}

/** `(1, 2, 3) × (4, 5, 6) = (-3, 6, -3)`: equal to a vector, it is that of the cross product. A difference may be a matter of reading. */
function decideCrossProduct(
  open: Expr,
  vector: Expr,
  context: EqualityContext,
  decide: Decide,
): EqualityDecision | undefined {
  const found = vectorFactors(open);
  if (found === undefined || found.rest.length > 0) return undefined;
  const decision = decide(call('cross', ...found.vectors), vector, context);
  return decision.kind === 'different' ? undecided('it may be another product of vectors') : decision;
}

function isVector(m: Matrix<Expr>): boolean {
  return m.length === 1 || m[0]?.length === 1;
}

function isHalfOpen(expr: Expr): boolean {
  return expr.kind === 'tuple' && (expr.open === '[') !== (expr.close === ']');
}

/** A bare capital as a factor beside a matrix may be a matrix itself. */
function namesMatrices(left: Expr, right: Expr): boolean {
  const factor = (part: Expr): boolean => part.kind === 'symbol' && /^[A-Z]/.test(part.name);
  return [left, right].some(side =>
    some(
      side,
      part =>
        (part.kind === 'product' || part.kind === 'sum') &&
        holdsMatrix(part) &&
        (part.kind === 'product' ? part.factors : part.terms).some(factor),
    ),
  );
}

const LARGEST_SET = 16;

/** A written-out set, also as union, intersection or difference of sets of rational numbers. */
function explicitSet(expr: Expr, context: EqualityContext): SetExpr | undefined {
  if (expr.kind === 'set') return expr;
  if (expr.kind !== 'setOperation') return undefined;
  const [a, b] = [explicitSet(expr.left, context), explicitSet(expr.right, context)];
  if (a === undefined || b === undefined) return undefined;
  const valued = (set: SetExpr): ReadonlyMap<string, Expr> | undefined => {
    const values = new Map<string, Expr>();
    for (const element of set.elements) {
      const value = evaluateExact(element, new Map(), context.budget);
      if (value === undefined) return undefined;
      values.set(`${value.n}/${value.d}`, element);
    }
    return values;
  };
  const [x, y] = [valued(a), valued(b)];
  if (x === undefined || y === undefined) return undefined;
  const keep = {
    union: [...x.values(), ...[...y].flatMap(([key, element]) => (x.has(key) ? [] : [element]))],
    intersection: [...x].flatMap(([key, element]) => (y.has(key) ? [element] : [])),
    difference: [...x].flatMap(([key, element]) => (y.has(key) ? [] : [element])),
  }[expr.op];
  return { kind: 'set', span: expr.span, elements: keep };
}

/** Every element of each set must be in the other. */
function decideSets(
  left: SetExpr | undefined,
  right: SetExpr | undefined,
  context: EqualityContext,
  decide: Decide,
): EqualityDecision {
  if (left === undefined || right === undefined) return undecided('one side is a set, the other is none');
  if (left.elements.length > LARGEST_SET || right.elements.length > LARGEST_SET) return undecided('the sets are large');
  const oneWay = covers(left, right, context, decide);
  const otherWay = covers(right, left, context, decide);
  if (oneWay === 'yes' && otherWay === 'yes') return { kind: 'equal', method: 'comparing elements' };
  if (oneWay === 'unknown' || otherWay === 'unknown') return undecided('the elements could not be compared');
  const missing =
    typeof oneWay === 'object' ? oneWay.missing : typeof otherWay === 'object' ? otherWay.missing : undefined;
  if (missing === undefined) return undecided('the elements could not be compared');
  return { ...missing, left: missing.left, right: missing.right };
}

type Covers = 'yes' | 'unknown' | { readonly missing: EqualityDecision & { readonly kind: 'different' } };

function covers(small: SetExpr, large: SetExpr, context: EqualityContext, decide: Decide): Covers {
  for (const element of small.elements) {
    const decisions = large.elements.map(other => decide(element, other, context));
    if (decisions.some(d => d.kind === 'equal' || d.kind === 'tested')) continue;
    if (decisions.some(d => d.kind === 'undecided')) return 'unknown';
    const missing = decisions.find(d => d.kind === 'different');
    if (missing?.kind !== 'different' || missing.at.length > 0) return 'unknown';
    return { missing };
  }
  return 'yes';
}

function isInfinite(expr: Expr): boolean {
  return expr.kind === 'infinity' || (expr.kind === 'negate' && expr.arg.kind === 'infinity');
}

/** `lim … = ∞`: the other side must be a constant that grows beyond all bounds, or certainly does not. */
function decideInfinite(left: Expr, right: Expr, context: EqualityContext): EqualityDecision {
  if (isInfinite(left) && isInfinite(right) && left.kind === right.kind) {
    return { kind: 'equal', method: 'both sides are the same' };
  }
  const [a, b] = [left, right].map(side => evaluateBall(side, new Map(), context.budget));
  if (a === undefined || b === undefined) return undecided('one side is infinite');
  if (a.v === b.v) return { kind: 'tested', points: 1, errorBound: 1e-6, domain: 'double precision' };
  const shown = [a, b].map(({ v }) => printNumber(v));
  return {
    kind: 'different',
    at: [],
    left: shown[0] ?? '',
    right: shown[1] ?? '',
    onlyNegative: false,
    of: 'sides',
  };
}

/** ± on both sides: all upper signs, then all lower ones; the two answers of one side may also stand in the other order. */
function decidePlusMinus(left: Expr, right: Expr, context: EqualityContext, decide: Decide): EqualityDecision {
  const has = (expr: Expr): boolean => some(expr, part => part.kind === 'plusMinus');
  if (!has(left) || !has(right)) return undecided('± stands on one side only');
  const [up, down] = [choose(left, true), choose(left, false)];
  const [otherUp, otherDown] = [choose(right, true), choose(right, false)];
  const same = both(decide(up, otherUp, context), decide(down, otherDown, context));
  if (same.kind !== 'different') return same;
  const crossed = both(decide(up, otherDown, context), decide(down, otherUp, context));
  return crossed.kind === 'different' ? same : crossed;
}

function both(a: EqualityDecision, b: EqualityDecision): EqualityDecision {
  if (a.kind === 'different' || b.kind === 'undecided')
    return a.kind === 'undecided' ? a : a.kind === 'different' ? a : b;
  if (b.kind === 'different' || a.kind === 'undecided') return a.kind === 'undecided' ? a : b;
  return a.kind === 'tested' ? a : b;
}

function choose(expr: Expr, upper: boolean): Expr {
  const inner = mapChildren(expr, part => choose(part, upper));
  if (inner.kind !== 'plusMinus') return inner;
  return (inner.sign === '±') === upper ? sum(inner.left, inner.right) : difference(inner.left, inner.right);
}
