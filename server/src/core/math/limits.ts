/** Limits of functions from values on the way to the target, halving the distance each time. The radius is an estimate, not a bound. */
import { epsilonLimit, isSettled } from './acceleration.ts';
import type { Ball } from './ball.ts';
import type { RealFunction } from './quadrature.ts';

/**
 * The limit of f at `target` (which may be infinite); an infinite ball where f grows beyond all bounds with one sign. `undefined` where
 * there is none, none that is certain, or the two sides differ.
 */
export function limitOf(f: RealFunction, target: number, side: 'both' | 'left' | 'right'): Ball | undefined {
  if (!Number.isFinite(target)) {
    return approach((k, off) => f(Math.sign(target) * (off ? 3 * 2 ** (k - 1) + 1 : 2 ** k)), 2, 40);
  }
  const from = (sign: 1 | -1): Ball | undefined =>
    approach((k, off) => f(target + sign * 2 ** -k * (off ? 0.7 : 1)), 3, 50);
  if (side !== 'both') return from(side === 'right' ? 1 : -1);
  const right = from(1);
  const left = from(-1);
  // A function that ends at the target has the limit of its one side.
  const ends = (sign: 1 | -1): boolean =>
    f(target + sign * 1e-3) === undefined && f(target + sign * 2e-5) === undefined;
  if (left === undefined && ends(-1)) return right;
  if (right === undefined && ends(1)) return left;
  if (left === undefined || right === undefined) return undefined;
  if (left.v === right.v) return left;
  if (!(Math.abs(left.v - right.v) <= 3 * (left.e + right.e) + 1e-9)) return undefined;
  return left.e < right.e ? left : right;
}

/** Member k of a sequence that goes to the target by halves; `off`: a point between that member and the next. */
type Member = (k: number, off: boolean) => Ball | undefined;

/** The limit of a sequence from its members `from` to at most `to`, given up early where rounding takes over. */
function approach(member: Member, from: number, to: number): Ball | undefined {
  const members: Ball[] = [];
  let best: Ball | undefined;
  let at = from;
  for (let k = from; k <= to; k++) {
    const m = member(k, false);
    if (m === undefined) {
      if (members.length === 0) continue;
      break;
    }
    if (members.length >= 6 && m.e > 1e-5 * Math.max(1e-3, Math.abs(m.v))) break;
    members.push(m);
    at = k;
    if (members.length < 6) continue;
    const limit = epsilonLimit(members.slice(-16));
    if (limit !== undefined && (best === undefined || limit.e < best.e)) best = limit;
    if (best !== undefined && best.e < 1e-11 * Math.max(1e-3, Math.abs(best.v))) break;
  }
  if (isSettled(best) && staysNear(member, members, at, best)) return best;
  return growth(member, members, at);
}

/** Points between the members come as near as the members do: (-1)^n has a limit along even n only. */
function staysNear(member: Member, members: readonly Ball[], at: number, limit: Ball): boolean {
  return [2, 3].every(back => {
    const between = member(at - back, true);
    const beside = members.slice(-back - 2, members.length - back + 1);
    if (between === undefined) return false;
    const reach = Math.max(...beside.map(m => Math.abs(m.v - limit.v)));
    return Math.abs(between.v - limit.v) <= 8 * reach + 10 * limit.e + between.e + 1e-12 * Math.abs(limit.v);
  });
}

/** Members that must have grown one after the other, each by a fifth at least: all powers above x^0.27. */
const GROWING = 7;

/** An infinite ball where the members grow steadily with one sign and the points between them do too. */
function growth(member: Member, members: readonly Ball[], at: number): Ball | undefined {
  const last = members.slice(-GROWING);
  const sign = Math.sign(last[0]?.v ?? 0);
  const grows = last.every((m, k) => {
    const before = last[k - 1];
    return m.v * sign > m.e && (before === undefined || m.v * sign > 1.2 * before.v * sign);
  });
  if (last.length < GROWING || sign === 0 || !grows) return undefined;
  const between = [2, 3, 4].every(back => {
    const value = member(at - back, true);
    const before = members[members.length - 2 - back];
    return value !== undefined && before !== undefined && value.v * sign > before.v * sign;
  });
  return between ? { v: sign * Number.POSITIVE_INFINITY, e: 0 } : undefined;
}
