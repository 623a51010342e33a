import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Budget, DEFAULT_STEPS } from '../../../server/src/core/math/evaluate.ts';
import type { Expr } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { decideEquality, type EqualityDecision } from '../../../server/src/core/verify/identity.ts';

interface Row {
  readonly section: string;
  readonly outcome: string;
  readonly left: string;
  readonly right: string;
}

function rows(): readonly Row[] {
  const text = readFileSync(new URL('../../fixtures/equalities/equalities.txt', import.meta.url), 'utf8');
  let section = '';
  return text.split('\n').flatMap(line => {
    if (line.startsWith('#')) {
      section = line.slice(2);
      return [];
    }
    const [outcome, left, right] = line.split(' ;; ').map(cell => cell.trim());
    return outcome === undefined || left === undefined || right === undefined
      ? []
      : [{ section, outcome, left, right }];
  });
}

function read(text: string): Expr {
  const parsed = parseFormula(text, { notation: 'tex', functions: new Set(['f']) });
  const body = parsed.ok ? parsed.formula.statements[0]?.body : undefined;
  if (body?.kind !== 'bare') throw new Error(`not read: ${text}`);
  return body.expr;
}

function decide(left: string, right: string): EqualityDecision {
  return decideEquality(read(left), read(right), {
    domain: () => ({ type: 'real', nonzero: false }),
    variables: new Set(),
    budget: new Budget(DEFAULT_STEPS),
    seed: 1,
  });
}

const outcomeOf: Record<EqualityDecision['kind'], string> = { equal: 'T', tested: 'T', different: 'F', undecided: 'U' };

const all = rows();

describe.each([...new Set(all.map(row => row.section))])('%s', section => {
  it.each(all.filter(row => row.section === section))('$outcome: $left = $right', ({ outcome, left, right }) => {
    const decision = decide(left, right);
    expect(
      outcomeOf[decision.kind],
      JSON.stringify(decision, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
    ).toBe(outcome);
  });
});
