/** A ledger in which nothing has been said. */
import type { LedgerView } from './claim.ts';
import { anyReal } from './merge.ts';

export const emptyLedger: LedgerView = {
  binding: () => undefined,
  domain: () => anyReal,
  facts: () => [],
  last: () => undefined,
  solving: () => undefined,
  selects: () => false,
  moduli: () => [],
  hasQuantity: () => false,
  isVariable: () => false,
  isFunction: () => false,
  isNamed: () => false,
  lastValue: () => undefined,
  lead: () => undefined,
  scope: () => undefined,
  inContradiction: () => false,
};
