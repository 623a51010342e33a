import { describe, expect, test } from 'vitest';
import { contentKeys } from '../../../server/src/adapters/sandbox/keys.browser.ts';
import { keysOf } from '../../../server/src/adapters/sandbox/keys.ts';
import type { Cell } from '../../../server/src/core/code/sandbox.ts';

const cells = (...code: readonly string[]): readonly Cell[] => code.map(each => ({ code: each, symbols: [] }));
const named: Cell = { code: 'a', symbols: [{ kind: 'value', name: 'r', python: '2*s' }] };

describe.each([
  ['in Node', () => keysOf],
  ['in a browser', () => contentKeys()],
] as const)('names of states %s', (_, make) => {
  test.each<[name: string, one: readonly Cell[], other: readonly Cell[], same: readonly boolean[]]>([
    ['the same cells', cells('a', 'b'), cells('a', 'b'), [true, true]],
    ['another last cell', cells('a', 'b'), cells('a', 'c'), [true, false]],
    ['another first cell', cells('a', 'b'), cells('c', 'b'), [false, false]],
    ['other symbols', cells('a'), [named], [false]],
    ['cells cut elsewhere', cells('a', 'b'), cells('ab', ''), [false, false]],
    ['a cell that looks like two', cells('a","b'), cells('a', 'b'), [false]],
  ])('%s', (_, one, other, same) => {
    const keys = make();
    const [first, second] = [keys(one), keys(other)];
    expect(same.map((_, at) => first[at] === second[at])).toEqual(same);
    expect(new Set(first).size).toBe(one.length);
  });
});

test('what was forgotten gets a name that nothing had before', () => {
  const keys = contentKeys(2);
  const [old] = keys(cells('a'));
  const others = ['b', 'c', 'd', 'e'].flatMap(code => keys(cells(code)));
  const [again] = keys(cells('a'));
  expect([old, ...others]).not.toContain(again);
});
