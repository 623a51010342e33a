/**
 * Definite integrals of functions given as balls, with an error estimate.
 * Adaptive Gauss–Kronrod (7, 15) [Piessens et al., QUADPACK, 1983]; where that does not settle, the tanh-sinh rule
 * [Takahasi and Mori, 1974] for singular ends; a divergent integral of one sign is told by shells around the singular end that do not shrink.
 */
import { type Ball, ball } from './ball.ts';

export type RealFunction = (x: number) => Ball | undefined;

const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694];

interface Piece {
  readonly a: number;
  readonly b: number;
  readonly value: number;
  /** Difference of the two rules, plus the integrand's own rounding. */
  readonly error: number;
}

const TOLERANCE = 1e-12;
const MOST_PIECES = 60;

/** ∫ f from a to b; the bounds may be infinite. An infinite ball: it diverges to that side. `undefined`: no value, or none that is certain. */
export function integrate(f: RealFunction, a: number, b: number): Ball | undefined {
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  if (a === b) return { v: 0, e: 0 };
  if (a > b) {
    const result = integrate(f, b, a);
    return result && { v: -result.v, e: result.e };
  }
  const finite = Number.isFinite(a) && Number.isFinite(b);
  const [g, low, high] = finite ? [f, a, b] : toFinite(f, a, b);
  const smooth = adaptive(g, low, high);
  if (smooth !== undefined) return smooth;
  return bySingularities(g, low, high);
}

/** x = t/(1-t²) and its halves bring infinite ranges to finite ones. */
function toFinite(f: RealFunction, a: number, b: number): [RealFunction, number, number] {
  const weighted = (x: number, weight: number): Ball | undefined => {
    if (!Number.isFinite(x) || !Number.isFinite(weight)) return undefined;
    const y = f(x);
    return y && ball(y.v * weight, y.e * weight);
  };
  if (Number.isFinite(a)) return [t => weighted(a + t / (1 - t), 1 / (1 - t) ** 2), 0, 1];
  if (Number.isFinite(b)) return [t => weighted(b - t / (1 - t), 1 / (1 - t) ** 2), 0, 1];
  return [t => weighted(t / (1 - t * t), (1 + t * t) / (1 - t * t) ** 2), -1, 1];
}

function adaptive(f: RealFunction, a: number, b: number): Ball | undefined {
  const first = kronrod(f, a, b);
  if (first === undefined) return undefined;
  const pieces = [first];
  while (pieces.length < MOST_PIECES) {
    const value = pieces.reduce((s, p) => s + p.value, 0);
    const error = pieces.reduce((s, p) => s + p.error, 0);
    const size = pieces.reduce((s, p) => s + Math.abs(p.value), 0);
    if (error <= TOLERANCE * Math.max(size, 1e-30)) return ball(value, 10 * error + size * 1e-15);
    const worst = pieces.reduce((w, p, k) => (p.error > (pieces[w]?.error ?? 0) ? k : w), 0);
    const [piece] = pieces.splice(worst, 1);
    if (piece === undefined) return undefined;
    const middle = (piece.a + piece.b) / 2;
    const left = kronrod(f, piece.a, middle);
    const right = kronrod(f, middle, piece.b);
    if (left === undefined || right === undefined) return undefined;
    pieces.push(left, right);
  }
  const error = pieces.reduce((s, p) => s + p.error, 0);
  const value = pieces.reduce((s, p) => s + p.value, 0);
  // Jumps and corners converge slowly but surely: good enough to tell values apart, said with a wide radius.
  return error <= 1e-7 * Math.max(Math.abs(value), 1e-6) ? ball(value, 100 * error) : undefined;
}

function kronrod(f: RealFunction, a: number, b: number): Piece | undefined {
  const center = (a + b) / 2;
  const half = (b - a) / 2;
  let fine = 0;
  let coarse = 0;
  let rounding = 0;
  for (let k = 0; k < 8; k++) {
    const x = (NODES[k] ?? 0) * half;
    const right = f(center + x);
    const left = k === 7 ? { v: 0, e: 0 } : f(center - x);
    if (right === undefined || left === undefined) return undefined;
    const s = right.v + left.v;
    fine += (KRONROD[k] ?? 0) * s;
    rounding += (KRONROD[k] ?? 0) * (right.e + left.e);
    if (k % 2 === 1) coarse += (GAUSS[(k - 1) / 2] ?? 0) * s;
  }
  if (!Number.isFinite(fine)) return undefined;
  return { a, b, value: fine * half, error: Math.abs((fine - coarse) * half) + rounding * half };
}

/** Splits at points where the integrand has no value, and treats every end as singular. */
function bySingularities(f: RealFunction, a: number, b: number): Ball | undefined {
  const cuts = [a, ...undefinedInside(f, a, b), b];
  let total: Ball | undefined = { v: 0, e: 0 };
  for (let k = 0; k + 1 < cuts.length && total !== undefined; k++) {
    const part = singular(f, cuts[k] ?? a, cuts[k + 1] ?? b);
    if (part === undefined) return undefined;
    if (!Number.isFinite(part.v) || !Number.isFinite(total.v)) {
      const sum: number = total.v + part.v;
      // An infinite part outweighs finite ones; infinite parts of both signs have no sum.
      total = Number.isNaN(sum) ? undefined : { v: sum, e: 0 };
    } else {
      total = ball(total.v + part.v, total.e + part.e);
    }
  }
  return total;
}

/** A point inside where f has no value, looked for on the grid of twelfths: poles of school integrals stand at such points. */
function undefinedInside(f: RealFunction, a: number, b: number): readonly number[] {
  const found: number[] = [];
  for (let k = 1; k < 12; k++) {
    const x = a + ((b - a) * k) / 12;
    if (f(x) === undefined) found.push(x);
  }
  return found.length <= 3 ? found : [];
}

function singular(f: RealFunction, a: number, b: number): Ball | undefined {
  const middle = (a + b) / 2;
  const low = shells(f, a, middle - a);
  const high = shells(f, b, middle - b);
  if (low !== undefined && high !== undefined && low !== high) return undefined;
  const infinite = low ?? high;
  if (infinite !== undefined) return { v: infinite, e: 0 };
  return tanhSinh(f, a, b);
}

/** ±Infinity where the integrals over shells that halve towards `end` do not shrink and keep one sign; `undefined` else. */
function shells(f: RealFunction, end: number, width: number): number | undefined {
  const values: number[] = [];
  for (let k = 6; k < 22; k++) {
    const piece = kronrod(f, end + width * 2 ** -(k + 1), end + width * 2 ** -k);
    if (piece === undefined || Math.abs(piece.error) > 1e-3 * Math.abs(piece.value)) return undefined;
    values.push(width > 0 ? piece.value : -piece.value);
  }
  const grows = values.every((value, k) => k === 0 || Math.abs(value) >= 0.9999 * Math.abs(values[k - 1] ?? 0));
  const signs = new Set(values.map(Math.sign));
  if (!grows || signs.size !== 1) return undefined;
  return (values[0] ?? 0) > 0 ? Number.POSITIVE_INFINITY : (values[0] ?? 0) < 0 ? Number.NEGATIVE_INFINITY : undefined;
}

/** The tanh-sinh rule by halving its step until two results agree. */
function tanhSinh(f: RealFunction, a: number, b: number): Ball | undefined {
  let before = Number.NaN;
  let beforeChange = Number.POSITIVE_INFINITY;
  for (let level = 3; level <= 7; level++) {
    const result = tanhSinhSum(f, a, b, 2 ** -level);
    if (result === undefined) return undefined;
    const change = Math.abs(result.v - before);
    const scale = Math.max(Math.abs(result.v), 1e-30);
    if (change <= 1e-9 * scale && beforeChange <= 1e-4 * scale)
      return ball(result.v, 100 * change + result.e + 1e-11 * scale);
    beforeChange = change;
    before = result.v;
  }
  return undefined;
}

function tanhSinhSum(f: RealFunction, a: number, b: number, h: number): Ball | undefined {
  const half = (b - a) / 2;
  let total = 0;
  let rounding = 0;
  let missing = 0;
  for (let k = Math.round(-3.6 / h); k * h <= 3.6; k++) {
    const t = k * h;
    const u = (Math.PI / 2) * Math.sinh(t);
    // Distance to the nearer end, without cancellation.
    const near = half * (1 / (Math.exp(2 * Math.abs(u)) + 1)) * 2;
    const x = u < 0 ? a + near : b - near;
    const weight = (half * (Math.PI / 2) * Math.cosh(t)) / Math.cosh(u) ** 2;
    if (x <= a || x >= b) continue;
    const y = f(x);
    if (y === undefined) {
      missing += weight;
      continue;
    }
    total += y.v * weight * h;
    rounding += y.e * weight * h;
  }
  return missing > 1e-6 * (b - a) ? undefined : ball(total, rounding);
}
