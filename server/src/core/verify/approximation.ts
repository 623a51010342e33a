/** ≈, and equalities that the text calls a rounding. */

import { toNumber } from '../math/rational.ts';
import { expand, hasUnknownFunction, isOpaque, type Judging, namesOfAll, realValue } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { carriedRounding, unitsAway, type Written, writtenNumeral } from './rounding.ts';
import { showNumber } from './show.ts';
import { droppedSign, hasUnit } from './units.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, unknown } from './verdicts.ts';

/** Decimals this far off, in units of their last digit, are no rounding of any kind. */
const FAR = 2.5;

export function judgeApproximation(link: ChainLink, judging: Judging): Verdict {
  const [left, right] = [expand(link.left, judging).expr, expand(link.right, judging).expr];
  if (
    [left, right].some(side => isOpaque(side) || hasUnknownFunction(side)) ||
    namesOfAll([left, right], judging).size > 0
  ) {
    return unknown('a side has no value that can be computed');
  }
  const [l, r] = [realValue(left, judging), realValue(right, judging)];
  if (!Number.isFinite(l) || !Number.isFinite(r)) return unknown('a side has no value that can be computed');
  const dropped = droppedSign(left, right, l, r);
  if (dropped !== undefined) return unknown(dropped);
  for (const [side, other] of [
    [link.right, left],
    [link.left, right],
  ] as const) {
    const written = writtenNumeral(side);
    if (written === undefined) continue;
    const away = unitsAway(written, other, judging);
    if (away <= 0.5 + 1e-9) return proved('rounded correctly to the digits shown', 'exact');
    const slack = carriedRounding(other, judging) / toNumber(written.unit);
    if (hasUnit(link.left) && hasUnit(link.right) && away > FAR) return unknown('a unit may be converted here');
    if (away <= FAR + slack || isClose(l, r) || isCoarse(written, l, r)) return unknown('a rough value', 'real');
    return refuted(
      { kind: 'values', left: showNumber(l), right: showNumber(r), relation: '≈', at: [] },
      { rule: 'claim.false-rounding', checker: 'real', link: link.index, span: spanOf(link) },
    );
  }
  return unknown('a rough value', 'real');
}

/** ≈ is used loosely: values within a hundredth of each other are never called wrong. */
function isClose(l: number, r: number): boolean {
  return Math.abs(l - r) <= 0.01 * Math.max(Math.abs(l), Math.abs(r));
}

/** Whole numbers within a tenth of each other: `π² ≈ 10`, `1,234 ≈ 1,200`. */
function isCoarse(written: Written, l: number, r: number): boolean {
  return written.decimals === 0 && Math.abs(l - r) <= 0.1 * Math.max(Math.abs(l), Math.abs(r));
}
