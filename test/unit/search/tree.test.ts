import { describe, expect, it } from 'vitest';
import { qualityOf, type SearchNode } from '../../../server/src/core/search/node.ts';
import { SearchTree } from '../../../server/src/core/search/tree.ts';
import { moves } from './lib.ts';

const step = (text: string): { readonly step: { readonly text: string }; readonly key: string } => ({
  step: { text },
  key: text,
});

const child = (node: SearchNode, key: string): SearchNode => {
  const found = node.children.find(each => each.key === key);
  if (found === undefined) throw new Error(`no child ${key}`);
  return found;
};

describe('what an expansion brings', () => {
  it('is worth its first value before it is visited', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a 0.5', 'b -0.25'));
    expect(tree.root.children.map(qualityOf)).toEqual([0.5, -0.25]);
  });

  it('backs the best open value up to the root, once', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a 0.5', 'b -0.25'));
    tree.add(child(tree.root, 'a'), moves('c 0.75', 'd 0.25'));
    expect([tree.root.visits, tree.root.total]).toEqual([2, 1.25]);
    expect([child(tree.root, 'a').visits, child(tree.root, 'a').total]).toEqual([1, 0.75]);
  });

  it('keeps every finished answer of one expansion', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a =1', 'b ~0.5', 'c =-1', 'd 0.25'));
    expect(tree.root.children.map(({ visits }) => visits)).toEqual([1, 1, 1, 0]);
    expect([tree.root.visits, tree.root.total]).toEqual([4, 0.75]);
  });

  it('is worth -1 where every candidate is dead, and the node is closed', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a 0.5'));
    tree.add(child(tree.root, 'a'), moves('b x', 'c x'));
    expect(child(tree.root, 'a').total).toBe(-1);
    expect(child(tree.root, 'a').children.map(({ fate }) => fate.kind)).toEqual(['dead', 'dead']);
    expect([child(tree.root, 'a').closed, tree.root.closed]).toEqual([true, true]);
  });

  it('has one key for answers that are equal up to form, the first that came', () => {
    const tree = new SearchTree();
    const answering = (text: string, answerKey: string) => moves(`${text} ~0.5`).map(move => ({ ...move, answerKey }));
    tree.add(tree.root, [...answering('a', '0.5'), ...answering('b', '3'), ...moves('c 0.5')]);
    tree.add(child(tree.root, 'c'), answering('d', '\\frac{1}{2}'));
    const keys = [...tree.root.children, ...child(tree.root, 'c').children].map(({ answerKey }) => answerKey);
    expect(keys).toEqual(['0.5', '3', undefined, '0.5']);
  });

  it('closes a node for which nothing came', () => {
    const tree = new SearchTree();
    tree.add(tree.root, []);
    expect([tree.root.closed, tree.root.visits]).toEqual([true, 0]);
  });

  it('merges what says the same, within one expansion and with an earlier one', () => {
    const tree = new SearchTree();
    const first = tree.add(tree.root, moves('a 0.5', 'a 0.25', 'b 0'));
    const second = tree.add(tree.root, moves('b 0', 'c 0'));
    expect(tree.root.children.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(second[0]).toBe(first[1]);
    expect(tree.size).toBe(4);
  });
});

describe('the tree follows the text', () => {
  const grown = (): SearchTree => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a 0.5', 'b 0.25'));
    tree.add(child(tree.root, 'a'), moves('c 0.75', 'd ~1'));
    tree.add(child(child(tree.root, 'a'), 'c'), moves('e 0.5'));
    return tree;
  };

  it('into a step that it knows with code, where the writer has the sentence alone', () => {
    const tree = new SearchTree();
    const [move] = moves('a 0.5');
    if (move === undefined) throw new Error('no move');
    tree.add(tree.root, [{ ...move, key: 'a with code', step: { ...move.step, code: 'print(1)' } }]);
    tree.follow([step('a')]);
    expect(tree.current.key).toBe('a with code');
  });

  it('into a step that it knows, whose visits stay', () => {
    const tree = grown();
    const { visits, total } = child(tree.root, 'a');
    tree.follow([step('a')]);
    expect(tree.current).toBe(child(tree.root, 'a'));
    expect([tree.current.visits, tree.current.total]).toEqual([visits, total]);
  });

  it('into a step that it does not know', () => {
    const tree = grown();
    tree.follow([step('a'), step('z')]);
    expect(tree.current.step.text).toBe('z');
    expect(tree.current.closed).toBe(false);
    expect(child(tree.root, 'a').children.map(({ key }) => key)).toEqual(['c', 'd', 'z']);
  });

  it('and loses only what hangs under a step that changed', () => {
    const tree = grown();
    tree.follow([step('a'), step('c')]);
    tree.follow([step('a'), step('y')]);
    const a = child(tree.root, 'a');
    expect(child(a, 'c').children).toEqual([]);
    expect(child(a, 'd').visits).toBe(1);
    expect(child(tree.root, 'b')).toBeDefined();
    expect(tree.size).toBe(6);
  });

  it('and loses nothing where a step is taken back', () => {
    const tree = grown();
    tree.follow([step('a'), step('c')]);
    const { size } = tree;
    tree.follow([step('a')]);
    tree.follow([]);
    expect([tree.size, tree.current]).toEqual([size, tree.root]);
  });

  it('and takes the visits of what is lost out of the nodes above', () => {
    const tree = grown();
    tree.follow([step('a')]);
    tree.follow([step('b')]);
    expect([tree.root.visits, tree.root.total]).toEqual([1, 0.5]);
    expect(tree.size).toBe(3);
  });

  it('and an answer for a dropped branch changes nothing', () => {
    const tree = grown();
    const lost = child(child(tree.root, 'a'), 'c');
    tree.follow([step('a')]);
    tree.follow([step('b')]);
    const { size, root } = tree;
    const before = root.visits;
    expect(tree.add(lost, moves('f 1'))).toEqual([]);
    expect([tree.size, root.visits]).toEqual([size, before]);
  });

  it('opens a closed tree again for a step of the writer', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('a x'));
    tree.follow([step('q')]);
    expect([tree.root.closed, tree.current.closed]).toEqual([false, false]);
  });
});
