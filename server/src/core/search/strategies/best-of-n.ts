/** n whole solutions, written independently; which is best is told by outcome and reward afterwards. */
import type { SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import type { SearchTree } from '../tree.ts';

interface Rollout {
  at: SearchNode | undefined;
  depth: number;
  waiting: boolean;
}

/** Each rollout takes one sampled step at a time until it ends, dies or is `maxDepth` deep; they run beside each other. Two that write the same share a node. */
export function bestOfN(tree: SearchTree, rollouts: number, maxDepth: number): Strategy {
  const all: readonly Rollout[] = Array.from({ length: rollouts }, () => ({
    at: tree.current,
    depth: 0,
    waiting: false,
  }));
  const asked = new Map<Ask, Rollout>();
  return {
    name: 'best-of-n',
    next: (): Ask | undefined => {
      const rollout = all.find(({ at, depth, waiting }) => !waiting && at?.fate.kind === 'open' && depth < maxDepth);
      if (rollout?.at === undefined) return undefined;
      const ask: Ask = { node: rollout.at, n: 1 };
      rollout.waiting = true;
      asked.set(ask, rollout);
      return ask;
    },
    took: (ask, children): void => {
      const rollout = asked.get(ask);
      asked.delete(ask);
      if (rollout === undefined) return;
      rollout.waiting = false;
      rollout.at = children[0];
      rollout.depth += 1;
    },
  };
}
