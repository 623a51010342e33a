/** The ledger: what holds, what ends with its scope, and when a kept result is still good. */
import { describe, expect, test } from 'vitest';
import type { LedgerEffect } from '../../../server/src/core/claims/claim.ts';
import { Ledger } from '../../../server/src/core/claims/ledger.ts';
import { readStep } from '../../../server/src/core/claims/read.ts';
import { partsOf, stepOf } from './parts.ts';

/** A ledger after the steps; a step of '' leaves nothing. */
function ledgerOf(...texts: readonly string[]): Ledger {
  const ledger = new Ledger();
  for (const [stepIndex, text] of texts.entries()) ledger.apply(effectsOf(text, ledger, stepIndex), stepIndex);
  return ledger;
}

function effectsOf(text: string, ledger: Ledger, stepIndex: number): readonly LedgerEffect[] {
  return text === '' ? [] : readStep(stepOf(partsOf(text)), ledger, { stepIndex }).effects;
}

describe('what holds', () => {
  test('a definition binds its name', () => {
    expect(ledgerOf('Let $x = 5$.').binding('x')).toMatchObject({ kind: 'value', name: 'x', step: 0 });
  });
  test('a second meaning makes the name ambiguous, the same one does not', () => {
    expect(ledgerOf('Let $x = 5$.', 'Let $x = 6$.').binding('x')?.kind).toBe('ambiguous');
    expect(ledgerOf('Let $x = 5$.', 'Let $x = 5$.').binding('x')?.kind).toBe('value');
  });
  test('a value put in for a sentence is gone after it', () => {
    expect(ledgerOf('If $x = 2$, then $x^2 = 4$.').binding('x')).toBeUndefined();
  });
  test('domains narrow', () => {
    const domain = ledgerOf('Let $n$ be a positive integer.', 'Suppose $n < 10$.').domain('n');
    expect(domain).toEqual({
      type: 'integer',
      nonzero: false,
      lower: { value: 1, strict: false },
      upper: { value: 10, strict: true },
    });
  });
  test('what a case assumes ends with it', () => {
    const ledger = ledgerOf('Case 1: $x > 0$.', 'Case 2: $x < 0$.');
    expect(ledger.scope()).toBe('case');
    expect(ledger.domain('x')).toMatchObject({ upper: { value: 0, strict: true } });
    expect(ledger.domain('x').lower).toBeUndefined();
  });
  test('facts come oldest first, each once', () => {
    const facts = ledgerOf('$x + y = 7$', '$x - y = 3$').facts(['x', 'y']);
    expect(facts.map(fact => fact.step)).toEqual([0, 1]);
  });
  test('a contradiction ends where it is reached', () => {
    expect(ledgerOf('Suppose for contradiction that $x > 3$.').inContradiction()).toBe(true);
    expect(
      ledgerOf('Suppose for contradiction that $x > 3$.', 'Then $x < 3$, a contradiction.').inContradiction(),
    ).toBe(false);
  });
});

describe('kept results', () => {
  const step = 'So $x = 2$.';
  function readsAfter(...texts: readonly string[]) {
    const ledger = ledgerOf(...texts);
    ledger.beginRecording();
    readStep(stepOf(partsOf(step)), ledger, { stepIndex: texts.length });
    return ledger.endRecording();
  }
  const reads = readsAfter('$2x = 4$');
  test.each([
    { now: ['$2x = 4$'], holds: true },
    // A step above both shifts them alike.
    { now: ['Hello.', '$2x = 4$'], holds: true },
    { now: ['$2x = 6$'], holds: false },
    { now: ['$2x = 4$', 'Hello.'], holds: false },
  ])('after $now: $holds', ({ now, holds }) => {
    expect(ledgerOf(...now).stillHolds(reads)).toBe(holds);
  });
});
