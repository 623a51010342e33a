/** Equality of two sides under what the ledger says of their names. */
import type { Expr } from '../math/expr.ts';
import { decideEquality, type EqualityDecision } from './identity.ts';
import { domainOf, type Judging } from './judging.ts';

export type { Difference, EqualityDecision } from './identity.ts';

export function decide(left: Expr, right: Expr, judging: Judging): EqualityDecision {
  return decideEquality(left, right, {
    domain: name => domainOf(name, judging),
    variables: judging.variables,
    budget: judging.budget,
    seed: judging.seed,
  });
}
