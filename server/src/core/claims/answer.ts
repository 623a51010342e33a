/** The last word of a solution: what it says of the unknown is the answer, whatever the words around it. */
import type { Claim, LedgerView } from './claim.ts';
import { givesValue } from './roles.ts';

/**
 * In the last step of a solution, `x = 3` for the unknown of the problem's equation concludes: it is to be put back.
 * @returns the claim in its role there; the same object where it says nothing of the unknown, or where its role is given by words.
 */
export function asAnswer(claim: Claim, ledger: LedgerView): Claim {
  const { role, body } = claim;
  if (!['assertion', 'transition', 'conclusion'].includes(role) || body.kind !== 'chain' || !givesValue(body))
    return claim;
  const unknown = ledger.solving()?.unknown;
  const [left] = body.sides;
  return left?.kind === 'symbol' && left.name === unknown ? { ...claim, role: 'conclusion', isFinal: true } : claim;
}
