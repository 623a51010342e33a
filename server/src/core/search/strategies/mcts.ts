/** Monte-Carlo tree search over steps (rStar-Math, section 3.2): descend by UCT, expand, back up. */
import type { Ask, Strategy } from '../search.ts';
import { type Selecting, selectLeaf } from '../select.ts';
import type { SearchTree } from '../tree.ts';

/** Grows the tree below where the writer stands. It ends when nothing below is open. */
export function mcts(tree: SearchTree, selecting: Selecting): Strategy {
  return {
    name: 'mcts',
    next: (): Ask | undefined => {
      const node = selectLeaf(tree.current, selecting);
      return node === undefined ? undefined : { node };
    },
  };
}
