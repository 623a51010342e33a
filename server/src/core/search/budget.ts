/** What a search may use: whichever runs out first ends it. Absent: no bound. */
import { addUsage, type Usage } from '../model/fault.ts';

export interface SearchBudget {
  /** Nodes made, dead ones among them. */
  readonly nodes?: number;
  /** Answers of the environment. */
  readonly expansions?: number;
  /** That the model had to read or write: those of a prompt that it had read before are not counted again. */
  readonly tokens?: number;
  /** Tokens that the model wrote: does not hang on what it keeps of prompts between requests. */
  readonly written?: number;
  /** US dollars. */
  readonly cost?: number;
  /** Milliseconds on the clock that is given. */
  readonly timeMs?: number;
}

export interface Spent {
  readonly nodes: number;
  readonly expansions: number;
  readonly usage: Usage;
  readonly ms: number;
}

/** Both together. */
export function addSpent(before: Spent | undefined, spent: Spent): Spent {
  if (before === undefined) return spent;
  return {
    nodes: before.nodes + spent.nodes,
    expansions: before.expansions + spent.expansions,
    usage: addUsage(before.usage, spent.usage),
    ms: before.ms + spent.ms,
  };
}

/** Which bound is reached, or `undefined`. */
export function spentOf(budget: SearchBudget, spent: Spent): keyof SearchBudget | undefined {
  const { nodes, expansions, tokens, written, cost, timeMs } = budget;
  if (nodes !== undefined && spent.nodes >= nodes) return 'nodes';
  if (expansions !== undefined && spent.expansions >= expansions) return 'expansions';
  if (tokens !== undefined && newTokens(spent.usage) >= tokens) return 'tokens';
  if (written !== undefined && spent.usage.completionTokens >= written) return 'written';
  if (cost !== undefined && spent.usage.cost >= cost) return 'cost';
  if (timeMs !== undefined && spent.ms >= timeMs) return 'timeMs';
  return undefined;
}

/** Tokens that the model read or wrote for this: a beginning that it had read before costs it nothing. */
export function newTokens({ promptTokens, cachedTokens, completionTokens }: Usage): number {
  return promptTokens - cachedTokens + completionTokens;
}
