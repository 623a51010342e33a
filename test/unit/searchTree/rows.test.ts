/** The tree as rows: which are in view, at which level, and which one keeps the focus. */
import { describe, expect, test } from 'vitest';
import { keepFocus, type Row, rowsOf } from '../../../client/src/searchTree/page/rows.ts';
import type { TreeNode } from '../../../server/src/protocol.ts';
import { node, small } from './lib.ts';

const nothing = new Map<string, boolean>();

/** `level text`, with `+` before what is closed and `-` before what is open. */
function drawn(rows: readonly Row[]): readonly string[] {
  return rows.map(row => {
    if (row.kind === 'more') return `${row.level} ${row.count} more`;
    const mark = row.expanded === undefined ? '' : row.expanded ? '-' : '+';
    return `${row.level} ${mark}${row.node.text || 'root'}`;
  });
}

function idOf(root: TreeNode, text: string): string {
  const find = (at: TreeNode): TreeNode | undefined =>
    at.text === text ? at : at.children.map(find).find(found => found !== undefined);
  return `node ${find(root)?.id}`;
}

describe('rowsOf', () => {
  test('by itself the last written step and the best line below it are open', () => {
    expect(drawn(rowsOf(small(), nothing))).toEqual([
      '1 +root',
      '1 -start',
      '2 -a',
      '3 end',
      '3 detour',
      '2 +b',
      '2 wrong',
    ]);
  });

  test('what the person opens and closes stays so', () => {
    const root = small();
    const opened = new Map([
      [idOf(root, ''), true],
      [idOf(root, 'a'), false],
      [idOf(root, 'b'), true],
    ]);
    expect(drawn(rowsOf(root, opened))).toEqual(['1 -root', '2 +other', '1 -start', '2 +a', '2 -b', '3 c', '2 wrong']);
  });

  test('written steps are one line, however many; each says what could follow it instead', () => {
    const root = node('|!', [node('one|!', [node('two|!', [node('three|!')]), node('not two')])]);
    expect(drawn(rowsOf(root, nothing))).toEqual(['1 root', '1 +one', '1 two', '1 three']);
  });

  test('what is left out is a row of its own, last below its node', () => {
    const root = node('|!', [node('a')], { more: 1234 });
    expect(drawn(rowsOf(root, nothing))).toEqual(['1 -root', '2 a', '2 1234 more']);
  });

  test('each row knows its place among its siblings, its depth, and the step it follows', () => {
    const root = small();
    const rows = rowsOf(root, nothing).flatMap(row =>
      row.kind === 'node' ? [[row.node.text, row.position, row.siblings, row.after, row.depth, row.current]] : [],
    );
    expect(rows).toEqual([
      ['', 1, 2, 0, 0, false],
      ['start', 2, 2, 1, 0, true],
      ['a', 1, 3, 1, 1, false],
      ['end', 1, 2, 1, 2, false],
      ['detour', 2, 2, 1, 2, false],
      ['b', 2, 3, 1, 1, false],
      ['wrong', 3, 3, 1, 1, false],
    ]);
  });
});

describe('keepFocus', () => {
  const root = small();
  const before = rowsOf(root, new Map([[idOf(root, 'b'), true]]));
  test.each<
    readonly [what: string, now: TreeNode, expansion: ReadonlyMap<string, boolean>, focused: string, expected: string]
  >([
    ['on the same row', root, nothing, 'detour', 'detour'],
    ['on the one above it that is left, where it was closed in', root, nothing, 'c', 'b'],
    ['where the writer stands, when all above it is gone', node('|!', [node('new|!')]), nothing, 'c', 'new'],
  ])('%s', (_, now, expansion, focused, expected) => {
    expect(keepFocus(before, rowsOf(now, expansion), idOf(root, focused))).toBe(idOf(now, expected));
  });

  test('with no focus yet, where the writer stands', () => {
    expect(keepFocus([], before, undefined)).toBe(idOf(root, 'start'));
  });
});
