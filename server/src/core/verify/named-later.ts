/** Roots that a step leaves out and a later one names: branches that are taken up one after the other lose nothing. */
import type { Claim } from '../claims/claim.ts';
import type { Chain } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import type { Assignment, Verdict } from './verdict.ts';

/** Whether the verdict tells of lost roots all of which `later`, the claims of the steps after it, give as values of the name. */
export function namesLost({ rule, evidence }: Verdict, later: readonly Claim[]): boolean {
  if (rule !== 'equation.loses-roots' || evidence.kind !== 'root') return false;
  return evidence.lost.every(
    ([root, second]) => root !== undefined && second === undefined && later.some(claim => gives(claim, root)),
  );
}

function gives({ body, alternatives = [] }: Claim, root: Assignment): boolean {
  const chains = body.kind === 'chain' ? [body, ...alternatives] : [];
  return chains.some(chain => isValue(chain, root));
}

function isValue({ links, sides: [left, right] }: Chain, { name, value }: Assignment): boolean {
  if (links.length !== 1 || links[0]?.op !== '=' || left?.kind !== 'symbol' || right === undefined) return false;
  return left.name === name && printText(right) === value;
}
