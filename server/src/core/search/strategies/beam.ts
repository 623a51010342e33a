/** Step beam search: at each depth the best few partial solutions are kept and gone on from. */
import { qualityOf, type SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import type { SearchTree } from '../tree.ts';

/**
 * Keeps `width` open steps of each depth, by their first values. It ends when no step is open, or `maxDepth` steps below where the writer stands. The barrier
 * between depths belongs to the method: which steps are kept is known when all of their depth are there.
 */
export function beam(tree: SearchTree, width: number, maxDepth: number): Strategy {
  let toAsk: SearchNode[] = [tree.current];
  let waiting = 0;
  let depth = 0;
  let found: SearchNode[] = [];
  return {
    name: 'beam',
    next: (): Ask | undefined => {
      const node = depth >= maxDepth ? undefined : toAsk.shift();
      if (node === undefined) return undefined;
      waiting += 1;
      return { node };
    },
    took: (_ask, children): void => {
      waiting -= 1;
      found.push(...children.filter(child => child.fate.kind === 'open'));
      if (waiting > 0 || toAsk.length > 0) return;
      toAsk = [...new Set(found)].sort((a, b) => qualityOf(b) - qualityOf(a) || a.id - b.id).slice(0, width);
      found = [];
      depth += 1;
    },
  };
}
