/** Which questions to the ledger have another answer when a step has other effects than it had. */
import { expect, test } from 'vitest';
import type { LedgerEffect } from '../../../server/src/core/claims/claim.ts';
import { Disturbance } from '../../../server/src/core/claims/disturbance.ts';
import type { Reads } from '../../../server/src/core/claims/ledger.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';

/** That `x = 3`: its numbers are whole numbers of any size. */
function fact(): LedgerEffect {
  const read = parseFormula('x = 3', { notation: 'tex' });
  const body = read.ok ? read.formula.statements[0]?.body : undefined;
  if (body?.kind !== 'chain') throw new Error('x = 3 is a relation');
  return { kind: 'fact', fact: { chain: body, role: 'conclusion', step: 0, span: body.span, key: 'x=3' } };
}

/** The domain of x, and what is known of it. */
const asked = {
  entries: new Map([
    ['dx', ''],
    ['fx', ''],
  ]),
} as Reads;

const bounds: LedgerEffect = { kind: 'constrain', name: 'x', domain: { lower: { value: 0, strict: true } } };

test.each<readonly [string, LedgerEffect, LedgerEffect]>([
  ['a bound in the place of a fact', fact(), bounds],
  ['a fact in the place of a bound', bounds, fact()],
  ['a fact in the place of a case', { kind: 'openScope', scope: 'case', depth: 0 }, fact()],
  ['another bound', bounds, { ...bounds, domain: { upper: { value: 0, strict: true } } }],
])('%s disturbs', (_, before, now) => {
  const disturbance = new Disturbance();
  disturbance.replace([before], [now]);
  expect(disturbance.touches(asked)).toBe(true);
});

test('the same effects disturb nothing', () => {
  const disturbance = new Disturbance();
  disturbance.replace([bounds, fact()], [{ ...bounds }, fact()]);
  expect(disturbance.touches(asked)).toBe(false);
});
