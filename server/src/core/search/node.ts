/** One node of the search tree: a step, and what the search knows of going on from it. */
import type { Candidate, WrittenStep } from '../policy/policy.ts';
import type { CheckedHow, Fate } from './move.ts';

/** The root has no step: it stands for the problem. */
export interface SearchNode {
  /** Given in the order of making, from 0; never used twice in one tree. */
  readonly id: number;
  readonly parent: SearchNode | undefined;
  readonly step: WrittenStep & Pick<Candidate, 'answer' | 'by'>;
  readonly key: string;
  readonly fate: Fate;
  readonly checked: CheckedHow;
  readonly answerKey: string | undefined;
  /** Of the step given the path (nats), where the policy tells: the prior of PUCT. */
  readonly logProbability: number | undefined;
  /** In the order in which they came. */
  readonly children: SearchNode[];
  /** Backed-up visits. The first value from the reward model is not among them: it counts as one more, see `qualityOf`. */
  visits: number;
  /** Sum of what was backed up through this node, each in [-1, 1]. */
  total: number;
  /** Expansions on their way at this node or below it. */
  pending: number;
  /** Times this node was asked to be expanded and an answer came, whatever it held. */
  expansions: number;
  /** Nothing is left to look at here: final, dead, or all below is. */
  closed: boolean;
  /** It is no longer in the tree. */
  dropped: boolean;
}

/** The first value in [-1, 1]: from the reward model or the outcome. A dead end is worth -1. */
export function firstValue({ fate }: SearchNode): number {
  return fate.kind === 'dead' ? -1 : fate.value;
}

/**
 * Q in [-1, 1]: the mean of what was backed up and of the first value, which counts as one visit. So a node that was never visited is worth what the reward
 * model says, not 0 (in rStar-Math, section 3.2, Q starts from the PPM in the same way).
 */
export function qualityOf(node: SearchNode): number {
  return (node.total + firstValue(node)) / (node.visits + 1);
}

/** The steps from below the root to this node, in their order. */
export function pathTo(node: SearchNode): readonly WrittenStep[] {
  const path: WrittenStep[] = [];
  for (let at: SearchNode = node; at.parent !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** Steps between the root and this node, itself included. */
export function depthOf(node: SearchNode): number {
  let depth = 0;
  for (let at = node.parent; at !== undefined; at = at.parent) depth += 1;
  return depth;
}
