/** The likeliest step, and again, to the end: no search, to compare with. */
import type { SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import type { SearchTree } from '../tree.ts';

/** Ends at a final or dead step, or `maxDepth` steps below where the writer stands. */
export function greedy(tree: SearchTree, maxDepth: number): Strategy {
  let at: SearchNode | undefined = tree.current;
  let depth = 0;
  return {
    name: 'greedy',
    next: (): Ask | undefined =>
      at === undefined || at.pending > 0 || at.fate.kind !== 'open' || depth >= maxDepth
        ? undefined
        : { node: at, n: 1, temperature: 0 },
    took: (_ask, children): void => {
      at = children[0];
      depth += 1;
    },
  };
}
