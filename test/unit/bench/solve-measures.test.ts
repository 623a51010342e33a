import { describe, expect, it, test } from 'vitest';
import { comparable, compared, solveMeasures, wilson } from '../../../server/src/cli/bench/solveMeasures.ts';
import type { SolveResult } from '../../../server/src/cli/bench/solveResults.ts';
import { contestant } from '../../../server/src/cli/bench/solving.ts';

function result(strategy: string, id: string, right: boolean, more: Partial<SolveResult> = {}): SolveResult {
  const cost = { solutions: 1, nodes: 4, tokens: 100, written: 50, money: 0, seconds: 2, end: 'exhausted' };
  return { file: 'f', id, strategy, right, among: right, ...cost, ...more };
}

describe("Wilson's interval", () => {
  // Values of R: binom::binom.wilson.
  it.each<readonly [successes: number, tried: number, low: number, high: number]>([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
    [0, 0, 0, 1],
  ])('%d of %d', (successes, tried, low, high) => {
    const interval = wilson(successes, tried);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });
});

test('measures are means over the problems', () => {
  const measures = solveMeasures([
    result('a', '1', true),
    result('a', '2', false, { among: true, tokens: 300, nodes: 6 }),
  ]);
  expect(measures).toMatchObject({ items: 2, solved: 1, solveRate: 0.5, among: 1, tokens: 200, nodes: 5, seconds: 2 });
});

test('only problems that every strategy was given are compared', () => {
  const results = [result('a', '1', true), result('b', '1', true), result('a', '2', true), result('c', '1', true)];
  expect(comparable(results, ['a', 'b']).map(({ strategy, id }) => `${strategy}${id}`)).toEqual(['a1', 'b1']);
});

test('two strategies on the same problems', () => {
  const results = ['1', '2', '3', '4', '5', '6'].flatMap(id => [result('a', id, true), result('b', id, id === '6')]);
  expect(compared(results, 'a', 'b')).toEqual({ won: 5, lost: 0, p: 0.0625 });
  expect(compared(results, 'b', 'a')).toEqual({ won: 0, lost: 5, p: 0.0625 });
  expect(compared(results, 'a', 'a').p).toBe(1);
});

test.each<readonly [string, string | undefined]>([
  ['mcts', 'mcts:plain'],
  ['mcts:code', 'mcts:code'],
  ['best-of-n:plain', 'best-of-n:plain'],
  ['mcts:prose', undefined],
  ['luck', undefined],
  ['mcts:code:more', undefined],
])('%s', (word, name) => {
  expect(contestant(word, 'plain')?.name).toBe(name);
});
