/** Every side of the fixture's expressions has the value that the expression has when a person works it out. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Budget, DEFAULT_STEPS, evaluateReal } from '../../../server/src/core/math/evaluate.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';

interface Case {
  readonly kind: string;
  readonly text: string;
  /** One JavaScript expression a side; null where the formula has no value. */
  readonly values: readonly string[] | null;
}

const FIXTURE = new URL('../../fixtures/formulas/expressions.json', import.meta.url);
const { bindings, cases } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as {
  readonly bindings: Readonly<Record<string, number>>;
  readonly cases: readonly Case[];
};

/** The fixture's expressions are ours: numbers, names of the bindings and `Math`. */
function worth(expression: string): number {
  const names = Object.keys(bindings);
  return new Function(...names, `return ${expression};`)(...names.map(name => bindings[name])) as number;
}

/** Left to others: the base of a logarithm without one is a matter of context, and this one is complex. */
const ELSEWHERE: ReadonlySet<string> = new Set(['\\log 100=2', '|3+4i|=5']);

const notationOf = ({ kind, text }: Case): 'tex' | 'plain' =>
  kind === 'ascii' || text.includes('=>') ? 'plain' : 'tex';

describe('expressions of the fixture', () => {
  test.each(cases.map(one => [one.text, one] as const))('%s', (text, one) => {
    const result = parseFormula(text, { notation: notationOf(one) });
    if (!result.ok) throw new Error(result.reason);
    if (one.values === null || ELSEWHERE.has(text)) return;
    const { body } = result.formula.statements[0] ?? {};
    const sides = body?.kind === 'chain' ? body.sides : body === undefined ? [] : [body.expr];
    expect(sides).toHaveLength(one.values.length);
    const env = new Map(Object.entries(bindings));
    sides.forEach((side, index) => {
      expect(evaluateReal(side, env, new Budget(DEFAULT_STEPS))).toBeCloseTo(worth(one.values?.[index] ?? 'NaN'), 6);
    });
  });
});
