/** The tree as data: what is marked, in which order it comes, and what is left out of a large one. */
import { describe, expect, test } from 'vitest';
import { type PrintedNode, type PrintOptions, printTree } from '../../../server/src/core/search/print.ts';
import { SearchTree } from '../../../server/src/core/search/tree.ts';
import { moves } from './lib.ts';

/** `start` is written; below it: a (0.2, looked into, with a finished answer), b (0.7, not looked into), c (dead), and beside it: other. */
function grown(): SearchTree {
  const tree = new SearchTree();
  tree.add(tree.root, moves('start 0', 'other 0.1'));
  tree.follow([{ step: { text: 'start' }, key: 'start' }]);
  const [a] = tree.add(tree.current, moves('a 0.2', 'c x', 'b 0.7'));
  if (a !== undefined) tree.add(a, moves('end =1', 'detour 0'));
  return tree;
}

/** `text(child child)`, with `*` behind what is on the best line, `!` behind what is written, `+n` for what is left out. */
function drawn(node: PrintedNode): string {
  const inside = [...node.children.map(drawn), ...(node.more === undefined ? [] : [`+${node.more}`])].join(' ');
  return `${node.text || 'root'}${node.written ? '!' : ''}${node.best ? '*' : ''}${inside === '' ? '' : `(${inside})`}`;
}

describe('printTree', () => {
  test.each<readonly [what: string, options: PrintOptions, expected: string]>([
    ['as it came', {}, 'root!(start!(a*(end* detour) c b) other)'],
    ['best first', { order: 'best' }, 'root!(start!(a*(end* detour) b c) other)'],
    ['room for all', { most: 8 }, 'root!(start!(a*(end* detour) c b) other)'],
    ['dead ones go first', { most: 7 }, 'root!(start!(a*(end* detour) b +1) other)'],
    ['then the least visited', { most: 5 }, 'root!(start!(a*(end* +1) +2) other)'],
    ['the written steps and the best line stay', { most: 1 }, 'root!(start!(a*(end* +1) +2) +1)'],
  ])('%s', (_, options, expected) => {
    expect(drawn(printTree(grown(), options))).toBe(expected);
  });

  test('every node is shown or counted', () => {
    const tree = new SearchTree();
    const names = ['a', 'b', 'c', 'd'];
    let level = [tree.root];
    for (let depth = 0; depth < 5; depth += 1) {
      level = level.flatMap((node, index) =>
        tree.add(node, moves(...names.map((name, i) => `${name} ${(index + i) % 5 === 0 ? 'x' : '0.1'}`))),
      );
      level = level.filter(({ fate }) => fate.kind === 'open');
    }
    const count = (node: PrintedNode): number =>
      node.children.reduce((sum, child) => sum + count(child), 1 + (node.more ?? 0));
    const shown = (node: PrintedNode): number => node.children.reduce((sum, child) => sum + shown(child), 1);
    for (const most of [10, 100, 500]) {
      const printed = printTree(tree, { most });
      expect([count(printed), shown(printed)]).toEqual([tree.size, Math.min(most, tree.size)]);
    }
  });

  test('a dead node says why, one with code has it', () => {
    const tree = new SearchTree();
    const [first] = moves('a 0.5');
    if (first === undefined) throw new Error('no move');
    tree.add(tree.root, [{ ...first, step: { ...first.step, code: 'x = 1' } }, ...moves('b x')]);
    const [a, b] = printTree(tree).children;
    expect([a?.code, b?.fate]).toEqual(['x = 1', { kind: 'dead', reason: 'refuted' }]);
  });
});
