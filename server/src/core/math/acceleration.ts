/** Limits of sequences from a few of their members: Wynn's epsilon algorithm (1956) with an estimate of its error. */
import type { Ball } from './ball.ts';

/**
 * The limit of a sequence whose error is a sum of geometric terms: consecutive partial sums of alternating and geometric series, or
 * members at n = 2^k of a sequence with an expansion in powers of 1/n. The radius is an estimate (ten times the disagreement of
 * neighbouring results), not a bound. `undefined` where the results do not settle.
 */
export function epsilonLimit(members: readonly Ball[]): Ball | undefined {
  if (members.length < 5 || !converges(members)) return undefined;
  let best = directLimit(members);
  let older: readonly number[] = members.map(() => 0);
  let newer: readonly number[] = members.map(m => m.v);
  let noise = Math.max(...members.map(m => m.e));
  let lastOfColumn = newer.at(-1) ?? 0;
  for (let column = 1; newer.length > 2; column++) {
    const next: number[] = [];
    for (let k = 0; k + 1 < newer.length; k++) {
      const difference = (newer[k + 1] ?? 0) - (newer[k] ?? 0);
      if (difference === 0) return column % 2 === 1 ? settled(newer[k + 1] ?? 0, noise, best) : best;
      next.push((older[k + 1] ?? 0) + 1 / difference);
    }
    if (!next.every(Number.isFinite)) break;
    [older, newer] = [newer, next];
    if (column % 2 === 1) continue;
    // Each pair of columns loses some digits of the members to cancellation.
    noise *= 8;
    const value = newer.at(-1) ?? 0;
    const before = newer.at(-2) ?? lastOfColumn;
    const error = 10 * Math.max(Math.abs(value - before), Math.abs(value - lastOfColumn)) + noise;
    lastOfColumn = value;
    if (best === undefined || error < best.e) best = { v: value, e: error };
  }
  return best;
}

/**
 * Steps shrink: the algorithm gives divergent sequences a value too, which is not their limit. Steps that change sign need to
 * shrink only a little.
 */
function converges(members: readonly Ball[]): boolean {
  const last = members.slice(-5);
  for (let k = 2; k < last.length; k++) {
    const [a, b, c] = [last[k - 2], last[k - 1], last[k]];
    if (a === undefined || b === undefined || c === undefined) return false;
    const [before, step] = [b.v - a.v, c.v - b.v];
    const share = before * step < 0 ? 0.9999 : 0.92;
    if (Math.abs(step) > share * Math.abs(before) && Math.abs(step) > 4 * (b.e + c.e)) return false;
  }
  return true;
}

function directLimit(members: readonly Ball[]): Ball | undefined {
  const [a, b, c] = members.slice(-3);
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const step = Math.abs(c.v - b.v);
  const earlier = Math.abs(b.v - a.v);
  // Only a sequence that visibly closes in has a direct limit.
  if (!(step < 0.6 * earlier) && step > 4 * c.e) return undefined;
  return { v: c.v, e: 10 * step + c.e };
}

function settled(value: number, noise: number, best: Ball | undefined): Ball {
  const found = { v: value, e: 4 * noise + Math.abs(value) * 1e-15 };
  return best !== undefined && best.e < found.e ? best : found;
}

/** True where the estimate is good for telling values apart: below 10^-6 of the value (or of 1, for values near 0). */
export function isSettled(limit: Ball | undefined): limit is Ball {
  return limit !== undefined && limit.e <= 1e-6 * Math.max(Math.abs(limit.v), 1e-2);
}
