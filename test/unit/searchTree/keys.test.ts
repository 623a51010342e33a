/** Keys in the tree, as in trees everywhere. */
import { describe, expect, test } from 'vitest';
import { effectOf, type Pressed, rowThatBegins } from '../../../client/src/searchTree/page/keys.ts';
import { type Row, rowsOf } from '../../../client/src/searchTree/page/rows.ts';
import { sentenceOf } from '../../../client/src/searchTree/page/words.ts';
import { node, small } from './lib.ts';

const root = small();
const rows = rowsOf(root, new Map());
const nameOf = (id: string): string => {
  const row = rows.find(each => each.id === id);
  return row?.kind === 'node' ? row.node.text || 'root' : id;
};
const idOf = (name: string): string => rows.find(({ id }) => nameOf(id) === name)?.id ?? name;

function effect(key: Pressed, from: string, among: readonly Row[] = rows): string | undefined {
  const found = effectOf(key, among, idOf(from));
  if (found === undefined) return undefined;
  switch (found.kind) {
    case 'focus':
      return nameOf(found.id);
    case 'expand':
      return `${found.expanded ? 'open' : 'close'} ${found.ids.map(nameOf).join(' ')}`;
    case 'act':
    case 'look-ahead':
      return `${found.kind} ${nameOf(found.id)}`;
  }
}

describe('effectOf', () => {
  test.each<readonly [key: string, from: string, expected: string | undefined]>([
    ['ArrowDown', 'a', 'end'],
    ['ArrowDown', 'wrong', 'wrong'],
    ['ArrowUp', 'end', 'a'],
    ['ArrowUp', 'root', 'root'],
    ['Home', 'b', 'root'],
    ['End', 'root', 'wrong'],
    ['PageDown', 'root', 'wrong'],
    ['PageUp', 'b', 'root'],
    ['ArrowRight', 'b', 'open b'],
    ['ArrowRight', 'a', 'end'],
    ['ArrowRight', 'end', undefined],
    ['ArrowLeft', 'a', 'close a'],
    ['ArrowLeft', 'end', 'a'],
    ['ArrowLeft', 'b', 'start'],
    ['ArrowLeft', 'root', undefined],
    ['*', 'a', 'open b'],
    ['*', 'root', 'open root'],
    ['Enter', 'end', 'act end'],
    ['x', 'a', undefined],
    ['Tab', 'a', undefined],
    ['ArrowDown', 'gone', undefined],
  ])('%s on %s: %s', (key, from, expected) => {
    expect(effect({ key }, from)).toBe(expected);
  });

  test.each<readonly [key: string, expected: string | undefined]>([
    ['Enter', 'look-ahead a'],
    ['ArrowDown', undefined],
    ['c', undefined],
  ])('with Control: %s: %s', (key, expected) => {
    expect(effect({ key, mod: true }, 'a')).toBe(expected);
  });

  test('a row that stands for more is left to the left', () => {
    const large = rowsOf(node('|!', [], { id: 900, more: 7 }), new Map());
    expect(effectOf({ key: 'ArrowLeft' }, large, 'more 900')).toEqual({ kind: 'focus', id: 'node 900' });
    expect(effectOf({ key: 'ArrowRight' }, large, 'more 900')).toBeUndefined();
    expect(effectOf({ key: 'Enter' }, large, 'more 900')).toEqual({ kind: 'act', id: 'more 900' });
  });
});

describe('rowThatBegins', () => {
  const many = rowsOf(
    node(
      '|!',
      ['Factor: $x$', 'Expand', 'Factor out', 'Divide'].map(each => node(each)),
    ),
    new Map(),
  );
  const words = many.map(sentenceOf);
  test.each<readonly [typed: string, from: string, expected: string | undefined]>([
    ['f', 'The problem', 'Factor: x'],
    ['f', 'Factor: x', 'Factor out'],
    ['ff', 'Factor: x', 'Factor out'],
    ['f', 'Factor out', 'Factor: x'],
    ['factor o', 'The problem', 'Factor out'],
    ['factor', 'Factor out', 'Factor out'],
    ['D', 'Expand', 'Divide'],
    ['q', 'Expand', undefined],
  ])('%s from %s: %s', (typed, from, expected) => {
    const found = rowThatBegins(typed, many, many[words.indexOf(from)]?.id ?? '', sentenceOf);
    expect(found === undefined ? undefined : words[many.findIndex(({ id }) => id === found)]).toBe(expected);
  });
});
