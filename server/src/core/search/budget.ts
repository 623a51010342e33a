/** What a search may use: whichever runs out first ends it. Absent: no bound. */
import type { Usage } from '../model/fault.ts';

export interface SearchBudget {
  /** Nodes made, dead ones among them. */
  readonly nodes?: number;
  /** Answers of the environment. */
  readonly expansions?: number;
  /** Of prompts and completions together. */
  readonly tokens?: number;
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

/** Which bound is reached, or `undefined`. */
export function spentOf(budget: SearchBudget, spent: Spent): keyof SearchBudget | undefined {
  const { nodes, expansions, tokens, cost, timeMs } = budget;
  if (nodes !== undefined && spent.nodes >= nodes) return 'nodes';
  if (expansions !== undefined && spent.expansions >= expansions) return 'expansions';
  if (tokens !== undefined && spent.usage.promptTokens + spent.usage.completionTokens >= tokens) return 'tokens';
  if (cost !== undefined && spent.usage.cost >= cost) return 'cost';
  if (timeMs !== undefined && spent.ms >= timeMs) return 'timeMs';
  return undefined;
}
