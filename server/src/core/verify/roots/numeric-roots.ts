/** Real roots of any real function, found by sampling, bisection and Newton steps. Each root is certain to be one; all of them need not be found. */

/** `f` gives NaN where it is not defined. */
export type RealFunction = (x: number) => number;

export interface Window {
  readonly lower: number;
  readonly upper: number;
}

const EVERYWHERE: Window = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
const MOST_ROOTS = 40;

/** Sampling points: small whole numbers and halves exactly, a dense stretch around 0 off the grid, then ever wider steps to ±1e6. */
const GRID = grid();

function grid(): readonly number[] {
  const points = new Set<number>();
  for (let k = -48; k <= 48; k += 1) points.add(k / 4);
  for (let k = 13; k <= 40; k += 1) points.add(k).add(-k);
  for (let x = 0.0573; x < 13; x += 0.1317) points.add(x).add(-x);
  for (let x = 13.3; x < 1e6; x *= 1.11) points.add(x).add(-x);
  for (let x = 1e-6; x < 0.06; x *= 2.3) points.add(x).add(-x);
  return [...points].sort((a, b) => a - b);
}

/**
 * Roots of `f` inside the window, ascending, at most 40. A root is kept only when f is tiny there against its size nearby, so a pole or a
 * jump with a change of sign is none.
 */
export function numericRoots(f: RealFunction, window: Window = EVERYWHERE): readonly number[] {
  const points = GRID.filter(x => x >= window.lower && x <= window.upper);
  for (const end of [window.lower, window.upper]) if (Number.isFinite(end)) points.push(end);
  points.sort((a, b) => a - b);
  const values = points.map(f);
  const roots: number[] = [];
  for (let i = 0; i < points.length && roots.length < MOST_ROOTS; i += 1) {
    const root = rootNear(f, points, values, i);
    if (root !== undefined && !roots.some(other => close(root, other))) roots.push(root);
  }
  return roots.sort((a, b) => a - b);
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(a));
}

function rootNear(
  f: RealFunction,
  points: readonly number[],
  values: readonly number[],
  i: number,
): number | undefined {
  const [x, y] = [points[i] ?? Number.NaN, values[i] ?? Number.NaN];
  if (y === 0) return besideZeros(points, values, i) ? undefined : x;
  const [nextX, nextY] = [points[i + 1] ?? Number.NaN, values[i + 1] ?? Number.NaN];
  if (y * nextY < 0) return bisect(f, x, nextX, y);
  const [previousX, previousY] = [points[i - 1] ?? Number.NaN, values[i - 1] ?? Number.NaN];
  // A level stretch (e^x far to the left) is no dip.
  const dip =
    Math.abs(y) <= Math.abs(previousY) &&
    Math.abs(y) <= Math.abs(nextY) &&
    Math.abs(y) < 0.8 * Math.max(Math.abs(previousY), Math.abs(nextY));
  if (dip && previousY * nextY > 0) return touch(f, previousX, nextX);
  return undefined;
}

/** A function that is 0 at neighbouring points is 0 on a whole stretch (|x| - x): no isolated root. */
function besideZeros(points: readonly number[], values: readonly number[], i: number): boolean {
  return points.length > 2 && (values[i - 1] === 0 || values[i + 1] === 0);
}

function bisect(f: RealFunction, from: number, to: number, valueFrom: number): number | undefined {
  let [lower, upper] = [from, to];
  for (let i = 0; i < 90; i += 1) {
    const middle = (lower + upper) / 2;
    if (middle === lower || middle === upper) break;
    const value = f(middle);
    if (Number.isNaN(value)) return undefined;
    if (value === 0) return middle;
    if (value < 0 === valueFrom < 0) lower = middle;
    else upper = middle;
  }
  const root = Math.abs(f(lower)) <= Math.abs(f(upper)) ? lower : upper;
  return vanishes(f, root) ? root : undefined;
}

/** At a true root the function falls steadily: ten times nearer is at least some times smaller. At a pole it grows, at a jump it stays. */
function vanishes(f: RealFunction, root: number): boolean {
  const size = Math.max(1e-3, Math.abs(root));
  const at = Math.abs(f(root));
  const near = Math.max(finite(f(root + 1e-6 * size)), finite(f(root - 1e-6 * size)));
  const far = Math.max(finite(f(root + 1e-3 * size)), finite(f(root - 1e-3 * size)));
  return at === 0 || (at <= near * 0.01 && near <= far * 0.6);
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : 0;
}

/** A root without change of sign: the least |f| by thirds, then checked to be 0 at the precision there is. */
function touch(f: RealFunction, from: number, to: number): number | undefined {
  let [a, b] = [from, to];
  for (let i = 0; i < 70; i += 1) {
    const third = (b - a) / 3;
    const [low, high] = [Math.abs(f(a + third)), Math.abs(f(b - third))];
    if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
    if (low < high) b -= third;
    else a += third;
  }
  const root = (a + b) / 2;
  // A minimum is only found to half the digits: a root that people write is a simple fraction near it.
  const simple = Math.round(root * 12) / 12;
  const best = Math.abs(root - simple) < 1e-6 && Math.abs(f(simple)) <= Math.abs(f(root)) ? simple : root;
  const around = Math.max(finite(f(best + 1e-2)), finite(f(best - 1e-2)));
  return Math.abs(f(best)) <= 1e-11 * around || f(best) === 0 ? best : undefined;
}

export type Holds = 'yes' | 'no' | 'unclear';

/**
 * Whether `left = right` holds at `x`, which is known to a relative error of about 1e-12. 'no' is certain: the sides differ by far more
 * than moving x and rounding could make them, or one side is defined nowhere near. `exact`: x is the root itself, so that a side without
 * a value there settles it.
 */
export function holdsAt(left: RealFunction, right: RealFunction, x: number, exact = false): Holds {
  const step = 1e-9 * Math.max(1e-2, Math.abs(x));
  const gap = (at: number): number => left(at) - right(at);
  const [l, r] = [left(x), right(x)];
  const values = [gap(x - step), gap(x), gap(x + step)];
  if (exact && Number.isNaN(gap(x)) && (Number.isNaN(gap(x - step)) || Number.isNaN(gap(x + step)))) return 'no';
  if (values.every(Number.isNaN)) {
    const wide = [gap(x - 1e-5), gap(x + 1e-5)];
    return wide.every(Number.isNaN) ? 'no' : 'unclear';
  }
  if (values.some(value => !Number.isFinite(value))) return 'unclear';
  const spread = Math.max(...values) - Math.min(...values);
  const scale = Math.max(Math.abs(l), Math.abs(r));
  const size = Math.abs(l - r);
  if (size <= 10 * spread + 1e-10 * scale + 1e-13) return 'yes';
  return size > 1_000 * spread + 1e-6 * scale ? 'no' : 'unclear';
}
