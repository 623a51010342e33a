/** A search: a strategy grows a tree through an environment, many expansions in flight, within a budget. */
import { addUsage, type ModelFault, noUsage, type Usage } from '../model/fault.ts';
import { type SearchBudget, type Spent, spentOf } from './budget.ts';
import type { Environment, Expansion, Move } from './move.ts';
import { pathTo, type SearchNode } from './node.ts';
import type { SearchTree } from './tree.ts';

export interface SearchOptions {
  readonly budget: SearchBudget;
  /** Candidates for an expansion, at least 1. */
  readonly n: number;
  readonly temperature: number;
  /** Steps below the writer's last one, at most. */
  readonly maxDepth: number;
  /** Expansions in flight together, at least 1. */
  readonly parallel: number;
  readonly seed: number;
  /**
   * `arrival`: an answer counts as soon as it is there. `asked`: answers count in the order in which they were asked for, so that the same seed and the same
   * answers give the same tree whatever their timing.
   */
  readonly order: 'arrival' | 'asked';
  /** Milliseconds on a clock that does not go back. */
  readonly now: () => number;
  /** Whether the answer is settled, so that the search may end early; asked after each expansion. */
  readonly settled?: (tree: SearchTree) => boolean;
  /** Called after each expansion that counted. */
  readonly onProgress?: (progress: Spent) => void;
  /** Called with each expansion as it counts, before `onProgress`: what a journal keeps. */
  readonly onExpanded?: (node: SearchNode, moves: readonly Move[]) => void;
}

export type SearchEnd =
  /** The strategy has nothing left to look at. */
  | 'exhausted'
  | 'settled'
  | 'cancelled'
  /** The environment failed again and again; `fault` says why. */
  | 'failed'
  | { readonly spent: keyof SearchBudget };

export interface SearchResult {
  readonly end: SearchEnd;
  readonly spent: Spent;
  /** The last fault of the environment, where there was one. */
  readonly fault?: ModelFault;
}

/** What a strategy asks for: to expand a node. Fewer fields than `ExpandOptions` are given where the options of the search hold. */
export interface Ask {
  readonly node: SearchNode;
  readonly n?: number;
  readonly temperature?: number;
  /** One of the candidates is to be the likeliest, whatever the temperature. */
  readonly likeliest?: true;
  /** Who is to propose, where several may. */
  readonly source?: string;
}

/**
 * Decides what to expand next. `next` is asked whenever an expansion may be sent: `undefined` says that nothing can be asked before an answer comes, or, where
 * nothing is in flight, that the strategy has ended. `took` tells it of an answer that counted, after it is in the tree; `children` are the new nodes of it
 * and those it fell together with, in the order of the answer, and empty where it failed. `failed` tells of an answer that did not come, before `took`; a
 * strategy that gives true goes on without it, and it does not count among the failures that end a search.
 */
export interface Strategy {
  readonly name: 'greedy' | 'best-of-n' | 'beam' | 'mcts';
  next(): Ask | undefined;
  took?(ask: Ask, children: readonly SearchNode[]): void;
  failed?(ask: Ask): boolean;
}

/** Expansions that fail one after the other until the search gives up: the environment has its own retries. */
const MOST_FAILED = 3;

interface InFlight {
  readonly ask: Ask;
  answer: Expansion | undefined;
}

/**
 * Runs until the strategy ends, the answer is settled, the budget is spent or the signal is aborted; an abort breaks off what is in flight and keeps the
 * tree. Never rejects.
 */
export async function runSearch(
  tree: SearchTree,
  strategy: Strategy,
  environment: Environment,
  options: SearchOptions,
  signal: AbortSignal,
): Promise<SearchResult> {
  return new Run(tree, strategy, environment, options, signal).run();
}

class Run {
  readonly #tree: SearchTree;
  readonly #strategy: Strategy;
  readonly #environment: Environment;
  readonly #options: SearchOptions;
  readonly #signal: AbortSignal;
  readonly #start: number;
  readonly #inFlight: InFlight[] = [];
  /** Ends what is in flight when the search ends, for whatever reason. */
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #usage: Usage = noUsage;
  #nodes = 0;
  #asked = 0;
  #expansions = 0;
  #failed = 0;
  #fault: ModelFault | undefined;

  constructor(
    tree: SearchTree,
    strategy: Strategy,
    environment: Environment,
    options: SearchOptions,
    signal: AbortSignal,
  ) {
    this.#tree = tree;
    this.#strategy = strategy;
    this.#environment = environment;
    this.#options = options;
    this.#signal = signal;
    this.#start = options.now();
  }

  async run(): Promise<SearchResult> {
    const onAbort = (): void => {
      this.#stop.abort();
      this.#wake?.();
    };
    this.#signal.addEventListener('abort', onAbort);
    if (this.#signal.aborted) onAbort();
    try {
      const end = await this.#loop();
      return {
        end,
        spent: this.#spent(),
        ...(this.#fault === undefined ? {} : { fault: this.#fault }),
      };
    } finally {
      this.#signal.removeEventListener('abort', onAbort);
      this.#stop.abort();
      for (const { ask } of this.#inFlight) waitFor(ask.node, -1);
    }
  }

  async #loop(): Promise<SearchEnd> {
    while (true) {
      const end = this.#ended();
      if (end !== undefined) return end;
      this.#send();
      if (this.#inFlight.length === 0) return this.#failed > 0 ? 'failed' : 'exhausted';
      await this.#answered();
      if (this.#ready() !== -1) this.#take();
    }
  }

  #ended(): SearchEnd | undefined {
    if (this.#signal.aborted) return 'cancelled';
    if (this.#failed >= MOST_FAILED) return 'failed';
    const spent = spentOf(this.#options.budget, this.#spent());
    if (spent !== undefined) return { spent };
    return this.#options.settled?.(this.#tree) === true ? 'settled' : undefined;
  }

  /** Fills the flight. What is on its way counts against the number of expansions, so that a budget of ten is ten. */
  #send(): void {
    const { parallel, budget } = this.#options;
    while (this.#inFlight.length < parallel) {
      if (budget.expansions !== undefined && this.#expansions + this.#inFlight.length >= budget.expansions) return;
      const ask = this.#strategy.next();
      if (ask === undefined) return;
      this.#ask(ask);
    }
  }

  #ask(ask: Ask): void {
    const { n, temperature, seed } = this.#options;
    const flight: InFlight = { ask, answer: undefined };
    this.#inFlight.push(flight);
    waitFor(ask.node, 1);
    const asking = this.#environment.expand(
      pathTo(ask.node),
      {
        n: ask.n ?? n,
        temperature: ask.temperature ?? temperature,
        seed: seedOf(seed, this.#asked++),
        ...(ask.likeliest === undefined ? {} : { likeliest: ask.likeliest }),
        ...(ask.source === undefined ? {} : { source: ask.source }),
      },
      this.#stop.signal,
    );
    void asking.then(answer => {
      flight.answer = answer;
      this.#wake?.();
    });
  }

  /** Resolves when an answer can be taken, or the signal is aborted. */
  async #answered(): Promise<void> {
    while (!this.#signal.aborted && this.#ready() === -1) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #ready(): number {
    if (this.#options.order === 'asked') return this.#inFlight[0]?.answer === undefined ? -1 : 0;
    return this.#inFlight.findIndex(({ answer }) => answer !== undefined);
  }

  /** In the order of asking one answer is taken at a time, so that what is asked next does not hang on how many had come. */
  #take(): void {
    do {
      const [flight] = this.#inFlight.splice(this.#ready(), 1);
      if (flight?.answer === undefined) return;
      waitFor(flight.ask.node, -1);
      this.#count(flight.ask, flight.answer);
    } while (this.#options.order === 'arrival' && this.#ready() !== -1);
  }

  #count(ask: Ask, answer: Expansion): void {
    this.#usage = addUsage(this.#usage, answer.usage);
    if (answer.fault !== undefined) this.#fault = answer.fault;
    if (!answer.ok) {
      if (this.#strategy.failed?.(ask) !== true) this.#failed += 1;
      this.#strategy.took?.(ask, []);
      return;
    }
    this.#failed = 0;
    this.#expansions += 1;
    const before = this.#tree.size;
    const children = this.#tree.add(ask.node, answer.moves);
    this.#nodes += Math.max(0, this.#tree.size - before);
    this.#strategy.took?.(ask, children);
    this.#options.onExpanded?.(ask.node, answer.moves);
    this.#options.onProgress?.(this.#spent());
  }

  #spent(): Spent {
    return {
      nodes: this.#nodes,
      expansions: this.#expansions,
      usage: this.#usage,
      ms: this.#options.now() - this.#start,
    };
  }
}

/** Virtual loss: one more, or one less, on its way below each node up to the root. */
function waitFor(node: SearchNode, by: 1 | -1): void {
  for (let at: SearchNode | undefined = node; at !== undefined; at = at.parent) at.pending += by;
}

/** A seed for the k-th request of a search: 32 bits, well spread (the finaliser of MurmurHash3). */
function seedOf(seed: number, k: number): number {
  let hash = (seed ^ Math.imul(k + 1, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
