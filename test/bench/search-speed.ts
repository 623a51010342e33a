/** The search's own speed and memory: a policy that gives ready candidates and a reward without thought, so that only the tree's work is left. */
import process from 'node:process';
import { noUsage } from '../../server/src/core/model/fault.ts';
import type { Candidate } from '../../server/src/core/policy/policy.ts';
import type { Environment, Move } from '../../server/src/core/search/move.ts';
import { runSearch, type SearchOptions } from '../../server/src/core/search/search.ts';
import { mcts } from '../../server/src/core/search/strategies/mcts.ts';
import { SearchTree } from '../../server/src/core/search/tree.ts';
import { type BenchContext, type Metrics, runBench, seededRandom } from './harness.ts';

const CANDIDATES = 32;
const DEPTH = 8;
const ITERATIONS = 48;
const SECONDS = 4;
const KEPT = 200;

const never = new AbortController().signal;

const steps: readonly Candidate[] = Array.from({ length: CANDIDATES }, (_, index) => ({
  text: `Step ${index}`,
  final: false,
  tokens: 1,
}));
const keys: readonly string[] = steps.map((_, index) => `k${index}`);

await runBench({
  name: 'search-speed',
  bars: { nodesPerSecond: '300,000', bytesPerNode: '< 1,000' },
  run: async ({ note }: BenchContext): Promise<Metrics> => {
    note(
      `n = ${CANDIDATES}, depth ${DEPTH}, ${ITERATIONS} iterations a search; bytesPerNode: beside the text and the key`,
    );
    await searchesFor(0.5);
    const { nodes, seconds, searches } = await searchesFor(SECONDS);
    return { nodesPerSecond: nodes / seconds, bytesPerNode: await bytesPerNode(), nodes, searches };
  },
});

async function searchesFor(most: number): Promise<{ nodes: number; seconds: number; searches: number }> {
  const start = performance.now();
  let nodes = 0;
  let searches = 0;
  while (performance.now() - start < most * 1000) {
    nodes += (await searched(searches)).size;
    searches += 1;
  }
  return { nodes, seconds: (performance.now() - start) / 1000, searches };
}

async function searched(seed: number): Promise<SearchTree> {
  const tree = new SearchTree();
  const options: SearchOptions = {
    budget: { expansions: ITERATIONS },
    n: CANDIDATES,
    temperature: 1,
    maxDepth: DEPTH,
    parallel: 1,
    seed,
    order: 'arrival',
    now: () => performance.now(),
  };
  await runSearch(tree, mcts(tree, { exploration: 2, maxDepth: DEPTH }), environment(seed), options, never);
  return tree;
}

/** Candidates share their texts and keys: what is measured is the tree. Values are drawn anew for each expansion. */
function environment(seed: number): Environment {
  const random = seededRandom(seed + 1);
  return {
    expand: path => {
      const final = path.length + 1 === DEPTH;
      const moves = steps.map((step, index): Move => {
        const value = 2 * random() - 1;
        return {
          step,
          key: keys[index] as string,
          fate: final ? { kind: 'final', value, known: false } : { kind: 'open', value },
          checked: 'unchecked',
        };
      });
      return Promise.resolve({ ok: true, moves, usage: noUsage });
    },
  };
}

async function bytesPerNode(): Promise<number | null> {
  const { gc } = globalThis;
  if (gc === undefined) return null;
  await gc();
  const before = process.memoryUsage().heapUsed;
  const trees: SearchTree[] = [];
  for (let seed = 0; seed < KEPT; seed += 1) trees.push(await searched(seed));
  await gc();
  const bytes = process.memoryUsage().heapUsed - before;
  return bytes / trees.reduce((sum, { size }) => sum + size, 0);
}
