/** Monte-Carlo tree search over steps (rStar-Math, section 3.2): descend by UCT, expand, back up. */
import type { SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import { type Selecting, selectLeaf } from '../select.ts';
import type { SearchTree } from '../tree.ts';

/** Grows the tree below a node; without one, below where the writer stands. It ends when nothing below is open, or the node is no longer in the tree. */
export function mcts(tree: SearchTree, selecting: Selecting, below?: SearchNode): Strategy {
  return {
    name: 'mcts',
    next: (): Ask | undefined => {
      const node = below?.dropped === true ? undefined : selectLeaf(below ?? tree.current, selecting);
      return node === undefined ? undefined : { node };
    },
  };
}
