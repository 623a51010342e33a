/** "Check: √4 = -2": a candidate put into the equation that is solved. That it does not fit is what the check is for. */
import type { Chain } from '../math/expr.ts';
import { type Judging, namesOf, namesOfAll, pairs, realValue } from './judging.ts';

/** Whether the relation, without names, has the values that the sides of the equation being solved take at a candidate that was named. */
export function isFailedCheck(chain: Chain, judging: Judging): boolean {
  const solving = judging.claim.isCheck === true ? judging.ledger.solving() : undefined;
  const [unknown, second] = solving === undefined ? [] : [...namesOfAll(solving.fact.chain.sides, judging)];
  if (solving === undefined || unknown === undefined || second !== undefined) return false;
  const candidates = judging.ledger.facts([unknown]).flatMap(fact =>
    pairs(fact.chain).flatMap(({ left, right, op }) => {
      const isValue =
        op === '=' && left.kind === 'symbol' && left.name === unknown && namesOf(right, judging).size === 0;
      return isValue ? [realValue(right, judging)] : [];
    }),
  );
  return candidates.some(value => {
    const at = new Map([[unknown, value]]);
    const put = solving.fact.chain.sides.map(side => realValue(side, judging, at));
    return pairs(chain).some(({ left, right }) => {
      const sides = [realValue(left, judging), realValue(right, judging)];
      return sides.every((side, k) => isSame(side, put[k])) || sides.every((side, k) => isSame(side, put[1 - k]));
    });
  });
}

function isSame(a: number, b: number | undefined): boolean {
  return b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}
