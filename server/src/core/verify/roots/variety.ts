/** Points at which several equations hold together, found by Newton's method from seeded random starts. */

import type { Expr } from '../../math/expr.ts';
import { seededRandom } from '../../math/random.ts';
import { domainOf, insideDomain, type Judging, realValue } from '../judging.ts';

export interface Pair {
  readonly left: Expr;
  readonly right: Expr;
}

export type Point = ReadonlyMap<string, number>;

const MOST_NAMES = 6;
const MOST_EQUATIONS = 8;
const STEPS = 25;

/**
 * Up to `wanted` points inside the domains at which every equation holds to about 1e-11. None where a name is restricted to integers,
 * the system is too large, or none was found.
 */
export function commonPoints(
  equations: readonly Pair[],
  names: readonly string[],
  judging: Judging,
  wanted: number,
): readonly Point[] {
  if (names.length === 0 || names.length > MOST_NAMES || equations.length > MOST_EQUATIONS) return [];
  const domains = names.map(name => domainOf(name, judging));
  if (domains.some(domain => domain.type === 'integer' || domain.type === 'complex')) return [];
  const random = seededRandom(judging.seed ^ 0x5bd1e995);
  const points: Point[] = [];
  for (let attempt = 0; attempt < wanted * 4 && points.length < wanted && !judging.budget.exhausted; attempt += 1) {
    const start = names.map(() => (attempt % 3 === 2 ? -1 : 1) ** (random() < 0.5 ? 1 : 2) * (0.3 + 4 * random()));
    const solved = newton(equations, names, start, judging);
    if (solved === undefined) continue;
    if (!solved.every((value, i) => insideDomain(value, domains[i] ?? domainOf('', judging)))) continue;
    points.push(new Map(names.map((name, i) => [name, solved[i] ?? 0])));
  }
  return points;
}

function newton(
  equations: readonly Pair[],
  names: readonly string[],
  start: readonly number[],
  judging: Judging,
): readonly number[] | undefined {
  let x = [...start];
  for (let step = 0; step < STEPS; step += 1) {
    const residual = gaps(equations, names, x, judging);
    if (residual.some(value => !Number.isFinite(value.gap))) return undefined;
    if (residual.every(value => Math.abs(value.gap) <= 1e-12 * (1 + value.scale))) return x;
    const move = leastStep(
      jacobian(equations, names, x, judging),
      residual.map(value => value.gap),
    );
    if (move === undefined) return undefined;
    x = x.map((value, j) => value - (move[j] ?? 0));
    if (x.some(value => !Number.isFinite(value) || Math.abs(value) > 1e6)) return undefined;
  }
  return undefined;
}

/** Column j holds the derivatives of all gaps by name j. */
function jacobian(
  equations: readonly Pair[],
  names: readonly string[],
  x: readonly number[],
  judging: Judging,
): readonly (readonly number[])[] {
  return names.map((_, j) => {
    const h = 1e-6 * Math.max(1, Math.abs(x[j] ?? 0));
    const up = gaps(equations, names, moved(x, j, h), judging);
    const down = gaps(equations, names, moved(x, j, -h), judging);
    return up.map((value, i) => (value.gap - (down[i]?.gap ?? Number.NaN)) / (2 * h));
  });
}

function moved(x: readonly number[], j: number, by: number): number[] {
  return x.map((value, k) => (k === j ? value + by : value));
}

function gaps(equations: readonly Pair[], names: readonly string[], x: readonly number[], judging: Judging) {
  const at = new Map(names.map((name, i) => [name, x[i] ?? 0]));
  return equations.map(({ left, right }) => {
    const [l, r] = [realValue(left, judging, at), realValue(right, judging, at)];
    return { gap: l - r, scale: Math.max(Math.abs(l), Math.abs(r)) };
  });
}

/**
 * The step s with J s = r: the shortest, Jᵀ (J Jᵀ)⁻¹ r, where there are fewer equations than names; the one of least squares,
 * (Jᵀ J)⁻¹ Jᵀ r, where there are more. `columns[j][i]` is ∂rᵢ/∂xⱼ.
 */
function leastStep(
  columns: readonly (readonly number[])[],
  residual: readonly number[],
): readonly number[] | undefined {
  if (residual.length > columns.length) {
    const normal = columns.map((a, i) => columns.map((b, k) => inner(a, b) + (i === k ? 1e-14 : 0)));
    return solveLinear(
      normal,
      columns.map(column => inner(column, residual)),
    );
  }
  const rows = residual.map((_, i) => columns.map(column => column[i] ?? 0));
  const gram = rows.map((a, i) => rows.map((b, k) => inner(a, b) + (i === k ? 1e-14 : 0)));
  const weights = solveLinear(gram, residual);
  return weights && columns.map(column => inner(column, weights));
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
}

/** Whether the equations leave the point no room: their gradients span all directions there. */
export function isIsolated(equations: readonly Pair[], point: Point, judging: Judging): boolean {
  const names = [...point.keys()];
  const x = [...point.values()];
  const rows = jacobian(equations, names, x, judging);
  const transposed = equations.map((_, i) => rows.map(column => column[i] ?? 0));
  return rank(transposed) === names.length;
}

function rank(rows: readonly (readonly number[])[]): number {
  const basis: (readonly number[])[] = [];
  for (const row of rows) {
    let rest = row;
    for (const unit of basis) {
      const along = inner(rest, unit);
      rest = rest.map((value, i) => value - along * (unit[i] ?? 0));
    }
    const size = Math.sqrt(inner(rest, rest));
    if (size > 1e-6 * Math.max(1e-9, Math.sqrt(inner(row, row)))) basis.push(rest.map(value => value / size));
  }
  return basis.length;
}

function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const n = rows.length;
  for (let k = 0; k < n; k += 1) {
    let best = k;
    for (let i = k + 1; i < n; i += 1) if (Math.abs(rows[i]?.[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0)) best = i;
    const pivotRow = rows[best];
    const current = rows[k];
    if (pivotRow === undefined || current === undefined || Math.abs(pivotRow[k] ?? 0) < 1e-30) return undefined;
    rows[best] = current;
    rows[k] = pivotRow;
    for (let i = 0; i < n; i += 1) {
      const row = rows[i];
      if (i === k || row === undefined) continue;
      const factor = (row[k] ?? 0) / (pivotRow[k] ?? 1);
      if (factor === 0) continue;
      for (let j = k; j <= n; j += 1) row[j] = (row[j] ?? 0) - factor * (pivotRow[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

/** Whether `left = right` holds at a point that is known to about 1e-11: 'no' only with a wide margin. */
export function holdsAtPoint({ left, right }: Pair, point: Point, judging: Judging): 'yes' | 'no' | 'unclear' {
  const [l, r] = [realValue(left, judging, point), realValue(right, judging, point)];
  if (!Number.isFinite(l) || !Number.isFinite(r)) return 'unclear';
  const gap = Math.abs(l - r);
  const scale = Math.max(Math.abs(l), Math.abs(r), 1);
  if (gap <= 1e-8 * scale) return 'yes';
  return gap > 1e-4 * scale ? 'no' : 'unclear';
}
