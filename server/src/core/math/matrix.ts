/** Matrices over any arithmetic: products, determinants, inverses, vectors as columns. No pivots are chosen, so it works for formulas too. */
import type { Arithmetic, Env } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import type { CallExpr, Expr } from './expr.ts';
import { rational } from './rational.ts';

/** Rows of equal length, at least one of each. A vector is a column. */
export type Matrix<V> = readonly (readonly V[])[];

type Evaluate = <V>(expr: Expr, env: Env<V>, a: Arithmetic<V>, budget: Budget) => V | undefined;

/** Larger ones are left alone: the cost of a determinant without pivots doubles with each row. */
const LARGEST = 8;

/** The entries of a formula whose value is a matrix or a vector; `undefined` where it is none, or an entry has no value, or sizes do not fit. */
export function evaluateMatrix<V>(
  expr: Expr,
  env: Env<V>,
  a: Arithmetic<V>,
  budget: Budget,
  evaluate: Evaluate,
): Matrix<V> | undefined {
  if (!budget.spend()) return undefined;
  const again = (part: Expr): Matrix<V> | undefined => evaluateMatrix(part, env, a, budget, evaluate);
  switch (expr.kind) {
    case 'matrix':
      return complete(expr.rows.map(row => row.map(entry => evaluate(entry, env, a, budget))));
    case 'tuple':
      return complete(expr.items.map(item => [evaluate(item, env, a, budget)]));
    case 'negate': {
      const m = again(expr.arg);
      return m?.map(row => row.map(a.negate));
    }
    case 'sum':
      return expr.terms.map(again).reduce((x, y) => (x && y ? addMatrix(x, y, a) : undefined));
    case 'product':
      return productOf(expr.factors, env, a, budget, evaluate);
    case 'quotient': {
      const m = again(expr.numerator);
      const s = m && evaluate(expr.denominator, env, a, budget);
      return m && s !== undefined ? complete(m.map(row => row.map(entry => a.divide(entry, s)))) : undefined;
    }
    case 'power':
      return matrixPower(again(expr.base), expr.exponent, a, budget);
    case 'call': {
      const [x, y] = expr.args;
      if (expr.fn === 'transpose' && x) return map(again(x), transpose);
      if (expr.fn === 'cross' && x && y) return crossProduct(again(x), again(y), a);
      return undefined;
    }
    default:
      return undefined;
  }
}

/** det, trace, rank, norm, dot: functions from matrices to numbers. */
export function evaluateMatrixCall<V>(
  expr: CallExpr,
  env: Env<V>,
  a: Arithmetic<V>,
  budget: Budget,
  evaluate: Evaluate,
): V | undefined {
  const [first, second] = expr.args;
  if (first === undefined) return undefined;
  if (expr.fn === 'cardinality') return setSize(first, env, a, budget, evaluate);
  const m = evaluateMatrix(first, env, a, budget, evaluate);
  if (m === undefined) return undefined;
  switch (expr.fn) {
    case 'det':
      return determinant(m, a, budget);
    case 'trace':
      return m.length === m[0]?.length
        ? total(
            m.map((row, k) => row[k]),
            a,
          )
        : undefined;
    case 'dot': {
      const other = second && evaluateMatrix(second, env, a, budget, evaluate);
      return other && dotProduct(m.flat(), other.flat(), a);
    }
    case 'norm': {
      if (m.length > 1 && (m[0]?.length ?? 0) > 1) return undefined;
      const square = dotProduct(m.flat(), m.flat(), a);
      const two = a.rational(rational(2));
      if (square === undefined || two === undefined) return undefined;
      const span = { start: 0, end: 0 };
      return a.root(square, two, { kind: 'root', span, radicand: expr, index: expr });
    }
    case 'rank':
      return rank(m, a);
    default:
      return undefined;
  }
}

export function transpose<V>(m: Matrix<V>): Matrix<V> {
  return (m[0] ?? []).map((_, k) => m.map(row => row[k] as V));
}

export function multiplyMatrix<V>(x: Matrix<V>, y: Matrix<V>, a: Arithmetic<V>): Matrix<V> | undefined {
  if (x[0]?.length !== y.length) return undefined;
  const columns = transpose(y);
  return complete(x.map(row => columns.map(column => dotProduct(row, column, a))));
}

/** By minors of growing size, each computed once: no division. */
export function determinant<V>(m: Matrix<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  const n = m.length;
  if (n === 0 || n !== m[0]?.length || n > LARGEST) return undefined;
  // minors.get(set) is the determinant of the last rows with the columns of `set`.
  let minors = new Map<number, V>();
  for (const [k, entry] of (m[n - 1] ?? []).entries()) minors.set(1 << k, entry);
  for (let row = n - 2; row >= 0; row--) {
    const larger = new Map<number, V>();
    for (let columns = 0; columns < 1 << n; columns++) {
      if (bits(columns) !== n - row) continue;
      if (!budget.spend(n)) return undefined;
      const value = expand(m[row] ?? [], columns, minors, a);
      if (value === undefined) return undefined;
      larger.set(columns, value);
    }
    minors = larger;
  }
  return minors.get((1 << n) - 1);
}

/** Laplace expansion of the minor with these columns along its first row. */
function expand<V>(
  row: readonly V[],
  columns: number,
  minors: ReadonlyMap<number, V>,
  a: Arithmetic<V>,
): V | undefined {
  let result: V | undefined;
  let sign = 1;
  for (const [k, entry] of row.entries()) {
    if ((columns & (1 << k)) === 0) continue;
    const minor = minors.get(columns & ~(1 << k));
    const term = minor === undefined ? undefined : a.multiply(entry, minor);
    if (term === undefined) return undefined;
    const signed = sign > 0 ? term : a.negate(term);
    result = result === undefined ? signed : a.add(result, signed);
    if (result === undefined) return undefined;
    sign = -sign;
  }
  return result;
}

export function inverse<V>(m: Matrix<V>, a: Arithmetic<V>, budget: Budget): Matrix<V> | undefined {
  const n = m.length;
  const det = determinant(m, a, budget);
  if (det === undefined) return undefined;
  if (n === 1) {
    const unit = a.rational(rational(1));
    return unit === undefined ? undefined : complete([[a.divide(unit, det)]]);
  }
  const cofactor = (row: number, column: number): V | undefined => {
    const minor = m.filter((_, r) => r !== row).map(entries => entries.filter((_, c) => c !== column));
    const value = determinant(minor, a, budget);
    const signed = value === undefined || (row + column) % 2 === 0 ? value : a.negate(value);
    return signed === undefined ? undefined : a.divide(signed, det);
  };
  return complete(m.map((_, r) => m.map((__, c) => cofactor(c, r))));
}

function productOf<V>(
  factors: readonly Expr[],
  env: Env<V>,
  a: Arithmetic<V>,
  budget: Budget,
  evaluate: Evaluate,
): Matrix<V> | undefined {
  let m: Matrix<V> | undefined;
  let scale: V | undefined;
  for (const factor of factors) {
    const next = evaluateMatrix(factor, env, a, budget, evaluate);
    if (next !== undefined) {
      m = m === undefined ? next : multiplyMatrix(m, next, a);
      if (m === undefined) return undefined;
      continue;
    }
    const value = evaluate(factor, env, a, budget);
    if (value === undefined) return undefined;
    scale = scale === undefined ? value : a.multiply(scale, value);
  }
  if (m === undefined || scale === undefined) return m;
  const by = scale;
  return complete(m.map(row => row.map(entry => a.multiply(by, entry))));
}

function matrixPower<V>(
  m: Matrix<V> | undefined,
  exponent: Expr,
  a: Arithmetic<V>,
  budget: Budget,
): Matrix<V> | undefined {
  if (m === undefined || m.length !== m[0]?.length) return undefined;
  if (exponent.kind === 'symbol' && exponent.name === 'T') return transpose(m);
  const negative = exponent.kind === 'negate';
  const size = negative ? exponent.arg : exponent;
  if (size.kind !== 'number' || size.value.d !== 1n) return undefined;
  let k = size.value.n;
  const minus = negative !== k < 0n;
  if (k < 0n) k = -k;
  if (k > 64n || k === 0n) return undefined;
  let result: Matrix<V> | undefined = m;
  for (let step = 1n; step < k && result !== undefined; step++) result = multiplyMatrix(result, m, a);
  return minus && result !== undefined ? inverse(result, a, budget) : result;
}

function addMatrix<V>(x: Matrix<V>, y: Matrix<V>, a: Arithmetic<V>): Matrix<V> | undefined {
  if (x.length !== y.length || x[0]?.length !== y[0]?.length) return undefined;
  return complete(x.map((row, r) => row.map((entry, c) => a.add(entry, y[r]?.[c] as V))));
}

function crossProduct<V>(x: Matrix<V> | undefined, y: Matrix<V> | undefined, a: Arithmetic<V>): Matrix<V> | undefined {
  const [x1, x2, x3] = x?.flat() ?? [];
  const [y1, y2, y3] = y?.flat() ?? [];
  if (x?.flat().length !== 3 || y?.flat().length !== 3) return undefined;
  const minor = (p: V, q: V, r: V, s: V): V | undefined => {
    const left = a.multiply(p, s);
    const right = a.multiply(q, r);
    return left === undefined || right === undefined ? undefined : a.add(left, a.negate(right));
  };
  const [p1, p2, p3, q1, q2, q3] = [x1, x2, x3, y1, y2, y3] as [V, V, V, V, V, V];
  const column = [minor(p2, p3, q2, q3), minor(p3, p1, q3, q1), minor(p1, p2, q1, q2)].map(entry => [entry]);
  return complete(x.length === 1 ? [column.flat()] : column);
}

function dotProduct<V>(x: readonly V[], y: readonly V[], a: Arithmetic<V>): V | undefined {
  if (x.length !== y.length) return undefined;
  return total(
    x.map((entry, k) => a.multiply(entry, y[k] as V)),
    a,
  );
}

function total<V>(values: readonly (V | undefined)[], a: Arithmetic<V>): V | undefined {
  return values.reduce((s, v) => (s === undefined || v === undefined ? undefined : a.add(s, v)));
}

function rank<V>(m: Matrix<V>, a: Arithmetic<V>): V | undefined {
  const zero = a.rational(rational(0));
  if (zero === undefined) return undefined;
  const rows = m.map(row => [...row]);
  let found = 0;
  for (let column = 0; column < (m[0]?.length ?? 0) && found < rows.length; column++) {
    const signs = rows.slice(found).map(row => a.compare(row[column] as V, zero));
    if (signs.includes(undefined)) return undefined;
    const at = signs.findIndex(sign => sign !== 0);
    if (at < 0) continue;
    const [pivotRow] = rows.splice(found + at, 1);
    if (pivotRow === undefined) return undefined;
    rows.splice(found, 0, pivotRow);
    found++;
    for (let r = found; r < rows.length; r++) {
      const ratio = a.divide(rows[r]?.[column] as V, pivotRow[column] as V);
      if (ratio === undefined) return undefined;
      const next = complete([(rows[r] ?? []).map((entry, c) => subtractProduct(entry, ratio, pivotRow[c] as V, a))]);
      if (next?.[0] === undefined) return undefined;
      rows[r] = [...next[0]];
    }
  }
  return a.rational(rational(found));
}

function subtractProduct<V>(entry: V, ratio: V, pivot: V, a: Arithmetic<V>): V | undefined {
  const product = a.multiply(ratio, pivot);
  return product === undefined ? undefined : a.add(entry, a.negate(product));
}

/** The number of different elements of a written-out set. */
function setSize<V>(expr: Expr, env: Env<V>, a: Arithmetic<V>, budget: Budget, evaluate: Evaluate): V | undefined {
  if (expr.kind !== 'set') return undefined;
  const kept: V[] = [];
  for (const element of expr.elements) {
    const value = evaluate(element, env, a, budget);
    if (value === undefined) return undefined;
    const orders = kept.map(other => a.compare(other, value));
    if (orders.includes(undefined)) return undefined;
    if (!orders.includes(0)) kept.push(value);
  }
  return a.rational(rational(kept.length));
}

function complete<V>(rows: readonly (readonly (V | undefined)[])[]): Matrix<V> | undefined {
  return rows.every(row => row.every(entry => entry !== undefined)) ? (rows as Matrix<V>) : undefined;
}

function map<T, U>(value: T | undefined, f: (value: T) => U): U | undefined {
  return value === undefined ? undefined : f(value);
}

function bits(x: number): number {
  let count = 0;
  for (let rest = x; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
