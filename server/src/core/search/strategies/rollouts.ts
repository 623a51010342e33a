/** Monte-Carlo tree search whose every descent goes on to the end of a solution, as the rollouts of rStar-Math do (section 3.2). */
import { firstValue, type SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import { type Selecting, selectLeaf } from '../select.ts';
import type { SearchTree } from '../tree.ts';

/** Times that the beginning is looked at again where nothing below is open. */
const MOST_AGAIN = 16;

/**
 * Descends by UCT to a leaf, and from there expands the best new step, and again, until a solution is finished or dies; only then comes the next descent. So a small
 * budget brings finished solutions, whose answers can be compared, where one expansion a descent would look at beginnings alone. Among the candidates of the first
 * descent the likeliest step is always one, so that the search knows what the policy would have written without it.
 * @param again whether the policy may write something else when it is asked once more: then the beginning is expanded again where all below it is closed
 */
export function rollouts(tree: SearchTree, selecting: Selecting, again: boolean): Strategy {
  const goingOn: { readonly node: SearchNode; readonly depth: number; readonly isFirst: boolean }[] = [];
  const depths = new Map<Ask, number>();
  let begun = false;
  let waiting = 0;
  let repeated = 0;
  const ask = (node: SearchNode, depth: number, isFirst = false): Ask => {
    const asked: Ask = isFirst ? { node, likeliest: true } : { node };
    depths.set(asked, depth);
    waiting += 1;
    return asked;
  };
  return {
    name: 'mcts',
    next: (): Ask | undefined => {
      for (let next = goingOn.shift(); next !== undefined; next = goingOn.shift())
        if (isNew(next.node)) return ask(next.node, next.depth, next.isFirst);
      const leaf = selectLeaf(tree.current, selecting);
      if (leaf !== undefined) {
        const isFirst = !begun;
        begun = true;
        return ask(leaf, depthBelow(tree.current, leaf), isFirst);
      }
      if (!again || waiting > 0 || repeated >= MOST_AGAIN) return undefined;
      repeated += 1;
      return ask(tree.current, 0);
    },
    took: (asked, children): void => {
      waiting -= 1;
      const depth = (depths.get(asked) ?? 0) + 1;
      depths.delete(asked);
      if (depth >= selecting.maxDepth || children.some(({ fate }) => fate.kind === 'final')) return;
      const [best] = children.filter(isNew).sort((a, b) => firstValue(b) - firstValue(a) || a.id - b.id);
      if (best !== undefined) goingOn.push({ node: best, depth, isFirst: asked.likeliest === true });
    },
  };
}

/** Nobody has looked at what follows it. */
function isNew({ fate, expansions, pending, dropped }: SearchNode): boolean {
  return fate.kind === 'open' && expansions === 0 && pending === 0 && !dropped;
}

function depthBelow(from: SearchNode, node: SearchNode): number {
  let depth = 0;
  for (let at = node; at !== from && at.parent !== undefined; at = at.parent) depth += 1;
  return depth;
}
