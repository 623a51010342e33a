/** Which leaf to look at next: UCT, or PUCT where the policy gives priors. */
import { firstValue, qualityOf, type SearchNode } from './node.ts';

export interface Selecting {
  /** c: the weight of exploring; 2 in rStar-Math (section 4.1). */
  readonly exploration: number;
  /** Nodes this deep below `from` are not expanded. */
  readonly maxDepth: number;
}

/** What of the tree is left to look at, as the one who asks sees it. */
export interface Outlook {
  /** It was expanded: the way goes on among its children. */
  isExpanded(node: SearchNode): boolean;
  /** An expansion of it may be on its way. */
  isWaiting(node: SearchNode): boolean;
  /** Nothing is left below it. */
  isClosed(node: SearchNode): boolean;
}

/** Of one who asks alone. */
export const whole: Outlook = {
  isExpanded: node => node.expansions > 0,
  isWaiting: node => node.pending > 0,
  isClosed: node => node.closed,
};

/**
 * The open leaf that UCT leads to from a node, or `undefined` where none is free: everything below is closed, too deep, or waits for an answer.
 *
 * UCT(s) = Q(s) + c √(ln N(parent) / N(s)) (rStar-Math, section 3.2); PUCT(s) = Q(s) + c P(s) √N(parent) / N(s) where each child has a log-probability. N counts
 * the first value as one visit. Expansions on their way count as visits that brought -1 (virtual loss), so that requests in flight spread.
 */
export function selectLeaf(
  from: SearchNode,
  { exploration, maxDepth }: Selecting,
  outlook: Outlook = whole,
): SearchNode | undefined {
  let node = from;
  for (let depth = 0; isFree(node, maxDepth - depth, outlook); depth += 1) {
    if (!outlook.isExpanded(node)) return node;
    const child = bestChild(node, exploration, maxDepth - depth - 1, outlook);
    if (child === undefined) return undefined;
    node = child;
  }
  return undefined;
}

/** Not closed, not itself waited for, and not beyond the depth. Whether something below is free is found on the way down. */
function isFree(node: SearchNode, depthLeft: number, outlook: Outlook): boolean {
  return depthLeft > 0 && !outlook.isClosed(node) && (outlook.isExpanded(node) || !outlook.isWaiting(node));
}

function bestChild(node: SearchNode, exploration: number, depthLeft: number, outlook: Outlook): SearchNode | undefined {
  const { children } = node;
  const priors = priorsOf(children);
  const logVisits = Math.log(node.visits + node.pending + 1);
  const rootVisits = Math.sqrt(node.visits + node.pending + 1);
  let best: SearchNode | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < children.length; i += 1) {
    const child = children[i] as SearchNode;
    if (!isFree(child, depthLeft, outlook)) continue;
    const visits = child.visits + child.pending + 1;
    const quality = (child.total + firstValue(child) - child.pending) / visits;
    const bonus = priors === undefined ? Math.sqrt(logVisits / visits) : ((priors[i] as number) * rootVisits) / visits;
    const score = quality + exploration * bonus;
    if (score > bestScore && (!outlook.isExpanded(child) || hasFree(child, depthLeft, outlook))) {
      bestScore = score;
      best = child;
    }
  }
  return best;
}

/** Something below is free. Only asked where requests are in flight or the depth is bounded, else an unclosed node always has a free one. */
function hasFree(node: SearchNode, depthLeft: number, outlook: Outlook): boolean {
  if (!isFree(node, depthLeft, outlook)) return false;
  if (!outlook.isExpanded(node)) return true;
  return node.children.some(child => hasFree(child, depthLeft - 1, outlook));
}

/** Softmax of the log-probabilities; `undefined` where a child that can be chosen has none. */
function priorsOf(children: readonly SearchNode[]): readonly number[] | undefined {
  let highest = Number.NEGATIVE_INFINITY;
  for (const { logProbability, closed } of children) {
    if (logProbability === undefined) {
      if (!closed) return undefined;
    } else highest = Math.max(highest, logProbability);
  }
  if (highest === Number.NEGATIVE_INFINITY) return undefined;
  const weights = children.map(({ logProbability }) =>
    logProbability === undefined ? 0 : Math.exp(logProbability - highest),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map(weight => weight / sum);
}

/**
 * The children that are worth showing, best first: not dead, by the lower bound Q - 1 / √N, so that a high first value that nothing has borne out does not stand
 * above a good one that the search has looked into. What a finished step is worth is not in doubt: its bound is its Q.
 */
export function bestChildren(node: SearchNode): readonly SearchNode[] {
  return node.children
    .filter(child => child.fate.kind !== 'dead')
    .sort((a, b) => lowerBound(b) - lowerBound(a) || a.id - b.id);
}

function lowerBound(node: SearchNode): number {
  return node.fate.kind === 'final' ? qualityOf(node) : qualityOf(node) - 1 / Math.sqrt(node.visits + 1);
}
