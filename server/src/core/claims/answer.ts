/** The last word of a solution: what it says of the unknown is the answer, whatever the words around it. */
import type { Claim, LedgerView } from './claim.ts';
import { givesValue } from './roles.ts';

/**
 * In the last step of a solution, `x = 3` for the unknown of the problem's equation concludes: it is to be put back. Of several such
 * values only the last one concludes, with what stands beside it by "or": the ones before were candidates.
 * @param later the step's claims after this one
 * @returns the claim in its role there; the same object where it says nothing of the unknown, or where its role is given by words.
 */
export function asAnswer(claim: Claim, later: readonly Claim[], ledger: LedgerView): Claim {
  if (!['assertion', 'transition', 'conclusion'].includes(claim.role)) return claim;
  const unknown = ledger.solving()?.unknown;
  if (unknown === undefined || !givesValueOf(unknown, claim)) return claim;
  if (later.some(other => !other.isAlternative && givesValueOf(unknown, other))) return claim;
  return { ...claim, role: 'conclusion', isFinal: true };
}

function givesValueOf(name: string, { body }: Claim): boolean {
  if (body.kind !== 'chain' || !givesValue(body)) return false;
  const [left] = body.sides;
  return left?.kind === 'symbol' && left.name === name;
}
