/** Equalities: constants exactly, formulas with names as identities where the context makes sure that an identity is meant. */
import { withoutEllipsis } from '../math/ellipsis.ts';
import { some } from '../math/traverse.ts';
import { judgeConversion } from './conversion.ts';
import { decide } from './decide.ts';
import { judgeDifferentSides } from './different-sides.ts';
import { expand, hasUnknownFunction, isOpaque, type Judging, namesOfAll } from './judging.ts';
import type { ChainLink } from './link.ts';
import { judgeUnequalConstants } from './unequal-constants.ts';
import type { Verdict } from './verdict.ts';
import { proved, tested, unknown } from './verdicts.ts';

/** Judges `left = right` as an equality of values, or as an identity. An equation that only holds for some values is `unknown`. */
export function judgeEquality(written: ChainLink, judging: Judging): Verdict {
  const conversion = judgeConversion(written, judging);
  if (conversion !== undefined) return conversion;
  const link = filled(written, judging);
  const signs = [link.left, link.right].map(side => some(side, part => part.kind === 'plusMinus'));
  const bothSigns = signs.every(has => has);
  if (!bothSigns && (isOpaque(link.left) || isOpaque(link.right)))
    return unknown('a side has words, an ellipsis or ± in it');
  const [left, right] = [expand(link.left, judging), expand(link.right, judging)];
  if (hasUnknownFunction(left.expr) || hasUnknownFunction(right.expr))
    return unknown('a function has no definition here');
  const decision = decide(left.expr, right.expr, judging);
  switch (decision.kind) {
    case 'equal':
      return proved(decision.method);
    case 'tested':
      return tested(decision.points, decision.errorBound, decision.domain);
    case 'undecided':
      return unknown(decision.reason, 'identity');
    case 'different':
      break;
  }
  // Which sign goes with which, and what is rounded, is not told by ±.
  if (bothSigns) return unknown('the sides with ± could not be matched');
  const names = namesOfAll([left.expr, right.expr], judging);
  return names.size === 0
    ? judgeUnequalConstants(link, left, right, decision, judging)
    : judgeDifferentSides(link, left, right, decision, judging);
}

/** The link with an ellipsis filled in where the terms around it show the rule. */
function filled(link: ChainLink, judging: Judging): ChainLink {
  const [left, right] = [link.left, link.right].map(side => withoutEllipsis(side, judging.budget));
  return { ...link, left: left ?? link.left, right: right ?? link.right };
}
