/** A problem solved to its end: policy, checks, reward and outcome put together under a strategy, within a budget. */

import { agreeingAnswers } from '../policy/answers.ts';
import { answersBelow, bestLines, type FoundAnswer, isSettled, reachedBelow } from './answers.ts';
import type { SearchBudget } from './budget.ts';
import { createEnvironment, type EnvironmentParts } from './environment.ts';
import type { Environment, Expansion, Move } from './move.ts';
import { qualityOf, type SearchNode } from './node.ts';
import { runSearch, type SearchOptions, type SearchResult, type Strategy } from './search.ts';
import { beam } from './strategies/beam.ts';
import { bestOfN } from './strategies/best-of-n.ts';
import { greedy } from './strategies/greedy.ts';
import { rollouts } from './strategies/rollouts.ts';
import { SearchTree, type WriterStep } from './tree.ts';

/** `majority` and `best-of-n` write solutions in the same way and differ in which they believe: the answer that most give, or the one that is judged best. */
export const solveStrategies = ['mcts', 'beam', 'best-of-n', 'majority', 'greedy'] as const;

export type SolveStrategy = (typeof solveStrategies)[number];

export interface SolveOptions
  extends Pick<SearchOptions, 'maxDepth' | 'parallel' | 'seed' | 'order' | 'now' | 'onProgress' | 'onExpanded'> {
  readonly strategy: SolveStrategy;
  readonly budget: SearchBudget;
  /** `mcts`, `beam`: candidates for a step, of which `beam` keeps as many partial solutions. `majority`, `best-of-n`: solutions. At least 1. */
  readonly n: number;
  readonly temperature: number;
  /** c of UCT. */
  readonly exploration: number;
  /** The search ends when so many finished solutions agree; it is not ended so without it. */
  readonly agreeing?: number;
}

/** Why the answer is believed. */
export type Ground =
  /** It was held against the problem, or against the answer that was given. */
  | { readonly kind: 'known' }
  /** Finished solutions that give it, of how many; `share` of their weight in [0, 1]. */
  | { readonly kind: 'agreement'; readonly solutions: number; readonly of: number; readonly share: number }
  /** What the reward model makes of its solution, in [0, 1], and how many solutions were compared. */
  | { readonly kind: 'reward'; readonly value: number; readonly of: number }
  /** One solution was written, and nothing else speaks for it. */
  | { readonly kind: 'alone' };

export interface Solved {
  readonly tree: SearchTree;
  /** Where it went on from: the last step that was given. */
  readonly root: SearchNode;
  readonly result: SearchResult;
  /** The steps from there, to the end where one was found; else the best that there is, which may be none. */
  readonly line: readonly SearchNode[];
  /** Absent where no solution was finished. `text` is absent where the solution ends without stating one. */
  readonly answer?: { readonly text?: string; readonly ground: Ground };
  /** All answers that were found, the chosen one first. */
  readonly answers: readonly FoundAnswer[];
}

/**
 * Goes on from the steps given, or from the problem, until the strategy ends, the answer is settled, the budget is spent or the signal is aborted, and gives the
 * best that it has by then. Never rejects.
 * @param tree grown further; it follows `steps` first
 */
export async function solve(
  steps: readonly WriterStep[],
  parts: EnvironmentParts,
  options: SolveOptions,
  signal: AbortSignal,
  tree: SearchTree = new SearchTree(),
): Promise<Solved> {
  tree.follow(steps);
  const root = tree.current;
  const { strategy, agreeing } = options;
  const result = await runSearch(
    tree,
    strategyOf(tree, options),
    environmentOf(parts, strategy),
    {
      ...options,
      settled: () => isSettled(root, agreeing ?? Number.POSITIVE_INFINITY) || reachedBelow(root) !== undefined,
    },
    signal,
  );
  return { tree, root, result, ...chosen(root, strategy, parts.reward !== undefined) };
}

/** Where no reward model tells one finished solution from another, those of an answer that others share are worth more (as in rStar, arXiv 2408.06195, section 3.2). */
function environmentOf(parts: EnvironmentParts, strategy: SolveStrategy): Environment {
  const environment = createEnvironment({ ...parts, judged: judgedBy(strategy) });
  return strategy === 'mcts' && parts.reward === undefined ? byAgreement(environment) : environment;
}

/** A finished solution whose outcome is not known is worth the share of those so far that give its answer, with one more that gives another, so that the first proves nothing. */
function byAgreement(environment: Environment): Environment {
  const answers: { readonly key: string; count: number }[] = [];
  let all = 0;
  const judged = (move: Move): Move => {
    const { fate, answerKey, step } = move;
    if (fate.kind !== 'final' || fate.known || answerKey === undefined) return move;
    const known = answers.find(({ key }) => agreeingAnswers(key, answerKey));
    const group = known ?? { key: answerKey, count: 0 };
    if (known === undefined) answers.push(group);
    group.count += step.times ?? 1;
    all += step.times ?? 1;
    return { ...move, fate: { ...fate, value: (2 * group.count) / (all + 1) - 1 } };
  };
  return {
    expand: async (path, options, signal): Promise<Expansion> => {
      const expansion = await environment.expand(path, options, signal);
      return expansion.ok ? { ...expansion, moves: expansion.moves.map(judged) } : expansion;
    },
  };
}

function strategyOf(tree: SearchTree, { strategy, n, maxDepth, exploration, temperature }: SolveOptions): Strategy {
  switch (strategy) {
    case 'greedy':
      return greedy(tree, maxDepth);
    case 'majority':
    case 'best-of-n':
      return bestOfN(tree, n, maxDepth);
    case 'beam':
      return beam(tree, n, maxDepth);
    case 'mcts':
      return rollouts(tree, { exploration, maxDepth }, temperature > 0);
  }
}

/** Reward is asked for where the strategy looks at it. */
function judgedBy(strategy: SolveStrategy): NonNullable<EnvironmentParts['judged']> {
  switch (strategy) {
    case 'greedy':
    case 'majority':
      return 'nothing';
    case 'best-of-n':
      return 'solutions';
    case 'beam':
    case 'mcts':
      return 'steps';
  }
}

function chosen(
  root: SearchNode,
  strategy: SolveStrategy,
  rewarded: boolean,
): Pick<Solved, 'line' | 'answer' | 'answers'> {
  const answers = inOrder(answersBelow(root, strategy === 'majority' || !rewarded ? 'visits' : 'value'), strategy);
  const [best] = answers;
  const final = best?.solutions[0];
  if (best === undefined || final === undefined) {
    const reached = reachedBelow(root);
    return {
      line: reached === undefined ? (bestLines(root, 1)[0]?.nodes ?? []) : nodesBetween(root, reached),
      answers,
    };
  }
  const { answer } = final.step;
  return {
    line: nodesBetween(root, final),
    answer: { ...(answer === undefined ? {} : { text: answer }), ground: groundOf(best, answers, strategy, rewarded) },
    answers,
  };
}

/** A known answer is first in any case; then what the strategy believes. */
function inOrder(answers: readonly FoundAnswer[], strategy: SolveStrategy): readonly FoundAnswer[] {
  switch (strategy) {
    case 'mcts':
    case 'majority':
      return answers;
    case 'greedy':
    case 'best-of-n':
    case 'beam':
      return [...answers].sort((a, b) => Number(b.known) - Number(a.known) || bestOf(b) - bestOf(a));
  }
}

const bestOf = ({ solutions }: FoundAnswer): number => Math.max(-1, ...solutions.map(qualityOf));

function groundOf(
  best: FoundAnswer,
  answers: readonly FoundAnswer[],
  strategy: SolveStrategy,
  rewarded: boolean,
): Ground {
  if (best.known) return { kind: 'known' };
  const of = answers.reduce((sum, { count }) => sum + count, 0);
  const agreement: Ground = { kind: 'agreement', solutions: best.count, of, share: best.share };
  switch (strategy) {
    case 'mcts':
    case 'majority':
      return agreement;
    case 'greedy':
      return { kind: 'alone' };
    case 'best-of-n':
    case 'beam':
      return rewarded ? { kind: 'reward', value: (1 + bestOf(best)) / 2, of } : agreement;
  }
}

function nodesBetween(root: SearchNode, last: SearchNode): readonly SearchNode[] {
  const nodes: SearchNode[] = [];
  for (let at: SearchNode | undefined = last; at !== undefined && at !== root; at = at.parent) nodes.push(at);
  return nodes.reverse();
}
