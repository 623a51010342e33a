/** What is kept of a search is plain data, whatever a policy says beside its steps. */
import { expect, test } from 'vitest';
import { expansionEntry, keptTree, restoreKept, restoreTree } from '../../../server/src/core/search/journal.ts';
import type { Move } from '../../../server/src/core/search/move.ts';
import { SearchTree } from '../../../server/src/core/search/tree.ts';
import { moves } from './lib.ts';

test('how a policy held its relations is left out: numbers of theirs are no JSON', () => {
  const [plain] = moves('a 0.5');
  if (plain === undefined) throw new Error('no move');
  const two = { kind: 'number', value: { n: 2n, d: 1n } };
  const held = { how: 'proved', relations: [{ sides: [two, two], links: [{ op: '=' }] }] };
  const move = { ...plain, step: { ...plain.step, held } } as unknown as Move;
  const tree = new SearchTree();
  tree.add(tree.root, [move]);
  const entry = expansionEntry(tree.root, [move]);
  const restored = restoreTree(entry);
  expect([restored.problem, restored.tree.root.children.map(({ step }) => step)]).toEqual([
    undefined,
    [expect.objectContaining({ text: 'a' })],
  ]);
  expect(entry).not.toContain('held');
});

test('that a policy knows nothing further is kept, entry by entry and as a whole', () => {
  const [plain] = moves('a 0.5');
  if (plain === undefined) throw new Error('no move');
  const move: Move = { ...plain, step: { ...plain.step, reaches: true } };
  const tree = new SearchTree();
  tree.add(tree.root, [move]);
  const restored = [restoreTree(expansionEntry(tree.root, [move])).tree, restoreKept('k', keptTree('k', tree))];
  expect(restored.map(each => each?.root.children.map(({ step }) => step.reaches))).toEqual([[true], [true]]);
});
