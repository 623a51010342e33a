/** Trees in a few words. */
import type { TreeNode } from '../../../server/src/protocol.ts';

type Extra = Partial<Omit<TreeNode, 'children'>>;

let ids = 0;

/** A node; `!` at the end of its text: written, `*`: on the best line, `x`: a dead end. */
export function node(words: string, children: readonly TreeNode[] = [], extra: Extra = {}): TreeNode {
  const [text = '', mark = ''] = words.split('|');
  return {
    id: extra.id ?? ids++,
    text,
    visits: 3,
    quality: 0.5,
    fate: mark.includes('x') ? { kind: 'dead', reason: 'It is false for x = 2.' } : { kind: 'open', value: 0.5 },
    checked: 'proved',
    written: mark.includes('!'),
    best: mark.includes('*'),
    children,
    ...extra,
  };
}

/** The problem and one written step; below it a best line of two steps, another way and a dead end; beside it another beginning. */
export function small(): TreeNode {
  return node('|!', [
    node('start|!', [node('a|*', [node('end|*'), node('detour')]), node('b', [node('c')]), node('wrong|x')]),
    node('other', [node('further')]),
  ]);
}
