/** What the search found: finished solutions, the answer they agree on, the best lines from here. */

import { mayBeRounded } from '../policy/answers.ts';
import type { WrittenStep } from '../policy/policy.ts';
import { depthOf, qualityOf, type SearchNode } from './node.ts';
import { bestChildren } from './select.ts';

export interface Line {
  /** From below where it was asked to its last step, at least one. */
  readonly nodes: readonly SearchNode[];
  readonly steps: readonly WrittenStep[];
  /** Q of its first step, in [-1, 1]. */
  readonly quality: number;
  readonly visits: number;
  /** The line ends with a final step. */
  readonly finished: boolean;
}

/** The best continuations from a node, one for each distinct next step, best first; each goes on along the best known steps. */
export function bestLines(from: SearchNode, most: number): readonly Line[] {
  return bestChildren(from).slice(0, most).map(lineFrom);
}

/** A step, and what leads on from it to the best solution below it, or as far as its policy knows; where neither is there, the best known steps. */
export function lineFrom(first: SearchNode): Line {
  const nodes = [first];
  const end = answersBelow(first)[0]?.solutions[0] ?? reachedBelow(first);
  for (let at = end; at !== undefined && at !== first; at = at.parent) nodes.splice(1, 0, at);
  if (end === undefined && first.step.reaches !== true)
    for (let at = bestChildren(first)[0]; at !== undefined; at = bestChildren(at)[0]) nodes.push(at);
  return {
    nodes,
    steps: nodes.map(({ step }) => step),
    quality: qualityOf(first),
    visits: first.visits,
    finished: nodes.at(-1)?.fate.kind === 'final',
  };
}

export interface FoundAnswer {
  readonly key: string;
  /** Finished solutions that give it: an exact answer before one in decimals that may be rounded, then the highest Q first. */
  readonly solutions: readonly SearchNode[];
  /** How often a solution that ends with it was written: the same one may have come several times. */
  readonly count: number;
  /** Its share of the weight of all finished solutions, in [0, 1]. */
  readonly share: number;
  /** Its outcome is known to be right. */
  readonly known: boolean;
}

/**
 * The answers of all finished solutions below a node, best first: one known to be right, then by share. A solution weighs as often as it was written
 * (`visits`: self-consistency, arXiv 2203.11171), or that times (1 + value) / 2, so that a better judged one counts for more. Solutions known to be wrong are
 * left out.
 */
export function answersBelow(from: SearchNode, by: 'visits' | 'value' = 'value'): readonly FoundAnswer[] {
  const weightOf = by === 'visits' ? timesWritten : judgedWeight;
  const groups = new Map<string, SearchNode[]>();
  let all = 0;
  for (const node of finalsBelow(from)) {
    if (isKnown(node) && qualityOf(node) < 0) continue;
    const key = node.answerKey ?? `solution ${node.id}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
    all += weightOf(node);
  }
  return [...groups]
    .map(([key, solutions]) => ({
      key,
      solutions: inOrder(solutions),
      count: solutions.reduce((sum, node) => sum + timesWritten(node), 0),
      share: all === 0 ? 0 : solutions.reduce((sum, node) => sum + weightOf(node), 0) / all,
      known: solutions.some(isKnown),
    }))
    .sort((a, b) => Number(b.known) - Number(a.known) || b.share - a.share);
}

/** The answer is known to be right, or it was written `agreeing` times or more and it has at least nine tenths of the weight. */
export function isSettled(from: SearchNode, agreeing: number): boolean {
  const [best] = answersBelow(from);
  return best !== undefined && (best.known || (best.count >= agreeing && best.share >= 0.9));
}

/** The nearest step below with which its policy has said all that it knows, and which was checked; of those, the first. */
export function reachedBelow(from: SearchNode): SearchNode | undefined {
  let level: readonly SearchNode[] = [from];
  while (level.length > 0) {
    level = level.flatMap(({ children }) => children.filter(({ fate }) => fate.kind !== 'dead'));
    const found = level.find(({ step, checked }) => step.reaches === true && checked !== 'unchecked');
    if (found !== undefined) return found;
  }
  return undefined;
}

function finalsBelow(from: SearchNode): readonly SearchNode[] {
  const finals: SearchNode[] = [];
  const stack = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.fate.kind === 'final') finals.push(node);
    for (let i = node.children.length - 1; i >= 0; i -= 1) stack.push(node.children[i] as SearchNode);
  }
  return finals;
}

function isKnown({ fate }: SearchNode): boolean {
  return fate.kind === 'final' && fate.known;
}

/** Only where one answer is written in several ways is it asked whether one of them is rounded. */
function inOrder(solutions: SearchNode[]): readonly SearchNode[] {
  const written = new Set(solutions.map(({ step }) => step.answer));
  const rounded =
    written.size < 2 ? undefined : new Set([...written].filter(each => each !== undefined && mayBeRounded(each)));
  const rank = ({ step }: SearchNode): number => Number(rounded?.has(step.answer) ?? false);
  return solutions.sort(
    (a, b) => rank(a) - rank(b) || qualityOf(b) - qualityOf(a) || depthOf(a) - depthOf(b) || a.id - b.id,
  );
}

function timesWritten({ visits }: SearchNode): number {
  return Math.max(1, visits);
}

function judgedWeight(node: SearchNode): number {
  return ((1 + qualityOf(node)) / 2) * timesWritten(node);
}
