/**
 * Equalities whose truth is known, through the parser and the identity test; and expressions whose values are known, for silent
 * misreadings. A pair that cannot be read counts as undecided.
 */
import { z } from 'zod';
import { Budget, DEFAULT_STEPS, evaluateComplex } from '../../server/src/core/math/evaluate.ts';
import type { Expr, Formula } from '../../server/src/core/math/expr.ts';
import { parseFormula } from '../../server/src/core/math/parse.ts';
import { decideEquality, type EqualityDecision } from '../../server/src/core/verify/identity.ts';
import { featuresOf } from '../../server/src/core/verify/identity-features.ts';
import { firstReading } from '../../server/src/core/verify/identity-readings.ts';
import { readItems, runBench } from './harness.ts';

const pairSchema = z.object({ l: z.string(), r: z.string(), ok: z.boolean() });
const expressionsSchema = z.object({
  bindings: z.record(z.string(), z.number()),
  cases: z.array(z.object({ kind: z.string(), text: z.string(), values: z.array(z.string()).nullable() })),
});

interface Count {
  items: number;
  trueCalledFalse: number;
  falseCalledTrue: number;
  undecided: number;
  misread: number;
  /** Expressions that were refused, with a reason: not misread. */
  unread: number;
}

await runBench({
  name: 'equalities',
  defaultData: ['math_expressions.json', 'equalities.json', 'equalities_generated.json'],
  bars: { trueCalledFalse: '0', falseCalledTrue: '<= 1', undecidedShare: '<= 0.01', misread: '0' },
  run({ data, note, verbose }) {
    const total: Count = { items: 0, trueCalledFalse: 0, falseCalledTrue: 0, undecided: 0, misread: 0, unread: 0 };
    const tell = verbose ? note : (): void => {};
    for (const file of data) {
      for (const item of readItems(file)) {
        const expressions = expressionsSchema.safeParse(item);
        if (expressions.success) countMisread(expressions.data, total, tell);
        else countPair(pairSchema.parse(item), total, tell);
      }
    }
    return { ...total, undecidedShare: total.undecided / Math.max(1, total.items) };
  },
});

function countPair(pair: z.infer<typeof pairSchema>, count: Count, tell: (text: string) => void): void {
  count.items += 1;
  const decision = decidePair(pair.l, pair.r);
  const called = `${decision.kind}: ${pair.l}  =  ${pair.r}`;
  if (decision.kind === 'undecided') {
    count.undecided += 1;
    tell(`undecided (${decision.reason}): ${called}`);
  } else if (pair.ok && decision.kind === 'different') {
    count.trueCalledFalse += 1;
    tell(`true, called ${called}`);
  } else if (!pair.ok && decision.kind !== 'different') {
    count.falseCalledTrue += 1;
    tell(`false, called ${called}`);
  }
}

function decidePair(left: string, right: string): EqualityDecision {
  const [a, b] = [readBare(left), readBare(right)];
  if (a === undefined || b === undefined) return { kind: 'undecided', reason: 'not read' };
  return decideEquality(a, b, {
    domain: () => ({ type: 'real', nonzero: false }),
    variables: new Set(),
    budget: new Budget(DEFAULT_STEPS),
    seed: 1,
  });
}

function readBare(text: string): Expr | undefined {
  const parsed = parseFormula(text, { notation: 'tex' });
  if (!parsed.ok) return undefined;
  const [statement, ...more] = parsed.formula.statements;
  return more.length === 0 && statement?.body.kind === 'bare' ? statement.body.expr : undefined;
}

function countMisread(file: z.infer<typeof expressionsSchema>, count: Count, tell: (text: string) => void): void {
  for (const item of file.cases) {
    const parsed = parseFormula(item.text, { notation: item.kind === 'ascii' ? 'plain' : 'tex' });
    if (!parsed.ok) {
      count.unread += 1;
      tell(`unread (${parsed.reason}): ${item.text}`);
    } else if (item.values !== null && !sameValues(parsed.formula, item.values, file.bindings, item.text, tell)) {
      count.misread += 1;
    }
  }
}

/** The sides of all statements in order have the values that the file's JavaScript expressions have. */
function sameValues(
  formula: Formula,
  expected: readonly string[],
  bindings: Readonly<Record<string, number>>,
  text: string,
  tell: (text: string) => void,
): boolean {
  const sides = formula.statements.flatMap(({ body }) => (body.kind === 'chain' ? body.sides : [body.expr]));
  const env = new Map(Object.entries(bindings).map(([name, value]) => [name, { re: value, im: 0 }]));
  const names = Object.keys(bindings);
  const values = sides.map(side => {
    // Logarithms without a base are to base ten in these files, as in the first reading of the identity test.
    const { left } = firstReading(side, side, featuresOf(side, side), new Set());
    const value = evaluateComplex(left, env, new Budget(DEFAULT_STEPS));
    return value !== undefined && Math.abs(value.im) < 1e-9 ? value.re : Number.NaN;
  });
  const wanted = expected.map(source => Number(new Function(...names, `return ${source}`)(...Object.values(bindings))));
  const same = values.length === wanted.length && values.every((value, k) => isClose(value, wanted[k] ?? Number.NaN));
  if (!same) tell(`misread: ${text}: ${values.join(', ')} instead of ${wanted.join(', ')}`);
  return same;
}

function isClose(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted));
}
