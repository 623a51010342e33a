/** The role of each relation of a formula: the words stand before the first, the others hang on it. */
import type { Chain, Formula, Statement } from '../math/expr.ts';
import type { ClaimRole, Origin } from './claim.ts';
import { substitutes } from './cues/hypothesis.ts';
import { deniedInside } from './cues/unasserted.ts';
import type { Item, Surroundings } from './frame.ts';
import type { IsVariable } from './names.ts';
import { type Decision, decide, givesName, givesValue } from './roles.ts';

/** What was decided last, in the sentence or in the formula. */
export interface Decided {
  readonly decision: Decision | undefined;
  readonly chain: Chain | undefined;
}

export interface StatementAt {
  readonly statement: Statement;
  readonly chain: Chain;
  /** Its place among the statements of the formula. */
  readonly index: number;
  readonly boxed: boolean;
}

/** In a formula: `h = 132.66 \text{ (approx.)}`. */
const roundsInside = /\\text(?:rm|bf|it)?\{[^}]*(?:approx|rounded|nearest|约)/iu;

const conditions = /\b(?:if|when|for|where|otherwise|unless|suppose|assume|not)\b|当|若/iu;

export function decideStatement(
  at: StatementAt,
  formula: Formula,
  item: Item,
  around: Surroundings,
  known: Decided,
  isVariable: IsVariable,
): Decision {
  if (formula.remarks.some(remark => conditions.test(remark.text))) {
    return { kind: 'mention', reason: 'holds under a condition that stands in the formula' };
  }
  if (deniedInside.test(item.content.text)) return { kind: 'mention', reason: 'is called false in the formula' };
  const { statement, chain, index, boxed } = at;
  if (index > 0 && known.decision !== undefined && carriesOver(statement, known.decision, chain)) return known.decision;
  const before = { decision: index === 0 ? known.decision : undefined, chain: known.chain };
  const decision = decide(chain, boxed, around, before, isVariable);
  if (decision.kind === 'claim' && decision.role === 'assertion' && roundsInside.test(item.content.text)) {
    return { ...decision, role: 'rounding' };
  }
  // What follows from the first relation is said to hold, whatever the words took that one as.
  const derived = index > 0 && ['implies', 'iff', 'row'].includes(statement.connective);
  const given = decision.kind === 'claim' && (decision.role === 'hypothesis' || decision.role === 'definition');
  return derived && given ? { kind: 'claim', role: 'assertion', putsIn: false } : decision;
}

/** Within one formula a list of givens stays a list of givens. */
function carriesOver(statement: Statement, decision: Decision, chain: Chain): boolean {
  if (decision.kind === 'mention') return true;
  if (['implies', 'iff', 'row'].includes(statement.connective)) return false;
  if (decision.role === 'hypothesis') return !decision.putsIn || givesValue(chain);
  return decision.role === 'definition' && givesName(chain);
}

/** The role once it is known whether the relation follows from another. */
export function roleWith(role: ClaimRole, origin: Origin | undefined, around: Surroundings): ClaimRole {
  if (role !== 'assertion') return role;
  if (origin !== undefined) return 'transition';
  return substitutes.test(around.left) ? 'substitution' : 'assertion';
}
