/** One search below a node of a document's tree: symbolic moves at once, then, where that does not settle it, the person's model beside them. */
import type { ModelFault } from '../model/fault.ts';
import { answersBelow, bestLines, isSettled, reachedBelow } from './answers.ts';
import { addSpent, type Spent } from './budget.ts';
import type { SearchNode } from './node.ts';
import { runSearch, type SearchResult } from './search.ts';
import {
  environmentOf,
  modelSource,
  type SearchModels,
  type Sourced,
  type SourceParts,
  symbolicSource,
} from './sources.ts';
import { type Asked, together } from './strategies/together.ts';
import type { SearchTree } from './tree.ts';

/** Gives the models that a search may ask, once it needs them. */
export type FindModels = (signal: AbortSignal) => Promise<SearchModels>;

export interface LookingAhead {
  readonly tree: SearchTree;
  readonly root: SearchNode;
  readonly parts: SourceParts;
  /** Absent: symbolic moves alone. */
  readonly models?: FindModels | undefined;
  /** Who was asked about which node of this and other trees. */
  readonly asked: Asked;
  readonly budget: { readonly timeMs: number; readonly nodes: number };
  /** Goes on when the answer is settled. */
  readonly further: boolean;
  readonly now: () => number;
  /** A signal that is aborted after so many milliseconds: it ends what a model is still at when the time is up. */
  readonly timeout?: ((ms: number) => AbortSignal) | undefined;
  readonly onProgress: (spent: Spent) => void;
}

/** What symbolic moves settle in this time (ms) costs no model anything. */
const HEAD_START_MS = 1000;

/** Finished solutions that must agree before a search in which a model takes part ends early. */
const AGREEING = 3;

/** Ends when the answer is settled, the budget is spent, nothing is left to look at, or the signal is aborted. A model that fails leaves the symbolic moves. Never rejects. */
export async function lookAhead(how: LookingAhead, asker: AbortSignal): Promise<SearchResult> {
  const { budget, timeout } = how;
  if (timeout === undefined) return await look(how, asker);
  const result = await look(how, AbortSignal.any([asker, timeout(Math.ceil(budget.timeMs))]));
  return result.end === 'cancelled' && !asker.aborted ? { ...result, end: { spent: 'timeMs' } } : result;
}

async function look(how: LookingAhead, signal: AbortSignal): Promise<SearchResult> {
  const { root, parts, models, asked, budget, now } = how;
  const began = now();
  const symbolic = symbolicSource(parts);
  if (models === undefined) return await phase(how, [symbolic], budget, 1, undefined, signal);
  const headStart = { ...budget, timeMs: Math.min(budget.timeMs, HEAD_START_MS) };
  const first = await phase(how, [symbolic], headStart, 1, undefined, signal);
  const left = { timeMs: budget.timeMs - (now() - began), nodes: budget.nodes - first.spent.nodes };
  if (signal.aborted || left.timeMs <= 0 || left.nodes <= 0 || isSure(root)) return first;
  const { policy, reward, fault } = await models(signal);
  const sources = [symbolic, ...(policy === undefined ? [] : [anew(modelSource(parts, policy, reward), root, asked)])];
  const rest = { ...left, timeMs: budget.timeMs - (now() - began) };
  const second = await phase(how, sources, rest, policy === undefined ? 1 : AGREEING, first.spent, signal);
  return withFault(second, fault ?? second.fault ?? first.fault);
}

/** Asked again at the same place, the model may have more to say. */
function anew({ source, environment }: Sourced, root: SearchNode, asked: Asked): Sourced {
  const isNew = !asked.has(root, source.id);
  asked.forget(root, source.id);
  return { source: { ...source, isNew }, environment };
}

async function phase(
  { tree, root, asked, further, now, onProgress }: LookingAhead,
  sourced: readonly Sourced[],
  budget: LookingAhead['budget'],
  agreeing: number,
  before: Spent | undefined,
  signal: AbortSignal,
): Promise<SearchResult> {
  const sources = sourced.map(({ source }) => source);
  // Several ways to the answer are worth showing, not the first alone.
  const isAlone = sourced.length === 1;
  const settled = (): boolean =>
    root.children.length > 0 && (isSettled(root, agreeing) || (isAlone && reachedBelow(root) !== undefined));
  const wasSettled = further && settled();
  const result = await runSearch(
    tree,
    together(root, sources, asked),
    environmentOf(sourced),
    {
      budget,
      n: 1,
      temperature: 0,
      maxDepth: Math.max(...sources.map(({ selecting }) => selecting.maxDepth)),
      parallel: sources.reduce((sum, { parallel }) => sum + parallel, 0),
      seed: 1 + root.expansions,
      order: 'arrival',
      now,
      settled: () => !wasSettled && settled(),
      onProgress: spent => onProgress(addSpent(before, spent)),
    },
    signal,
  );
  return { ...result, spent: addSpent(before, result.spent) };
}

function withFault(result: SearchResult, fault: ModelFault | undefined): SearchResult {
  return fault === undefined ? result : { ...result, fault };
}

/** The answer was put to the test, or a line leads to the end each step of which was: no model knows it better. */
function isSure(root: SearchNode): boolean {
  if (answersBelow(root)[0]?.known === true) return true;
  const [best] = bestLines(root, 1);
  return best?.finished === true && best.nodes.every(({ checked }) => checked !== 'unchecked');
}
