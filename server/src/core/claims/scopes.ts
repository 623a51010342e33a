/** Cases, contradictions, inductions: where a part of the argument begins and ends in which something is assumed. */
import type { LedgerEffect, LedgerView } from './claim.ts';
import { closesContradiction, gathers, opensCase, opensContradiction, opensInduction } from './cues/scope.ts';

/** What the first words of a step open or close. `text` is the frame's text, in lower case. */
export function scopeBefore(text: string, ledger: LedgerView, depth: number): readonly LedgerEffect[] {
  const effects: LedgerEffect[] = [];
  if (opensCase.test(text)) effects.push({ kind: 'openScope', scope: 'case', depth });
  else if (ledger.scope() === 'case' && gathers.test(text)) effects.push({ kind: 'closeScope', depth: 0 });
  if (opensContradiction.test(text)) effects.push({ kind: 'openScope', scope: 'contradiction', depth });
  else if (opensInduction.test(text)) effects.push({ kind: 'openScope', scope: 'induction', depth });
  return effects;
}

/** What its last words close. */
export function scopeAfter(text: string, ledger: LedgerView, depth: number): readonly LedgerEffect[] {
  if (!closesContradiction.test(text) || !ledger.inContradiction()) return [];
  return [{ kind: 'closeScope', depth }];
}
