/** Whether the search keeps its requests in flight: a policy that answers after 200 ms, eight at a time. */
import { noUsage } from '../../server/src/core/model/fault.ts';
import type { Environment, Move } from '../../server/src/core/search/move.ts';
import { runSearch } from '../../server/src/core/search/search.ts';
import { mcts } from '../../server/src/core/search/strategies/mcts.ts';
import { SearchTree } from '../../server/src/core/search/tree.ts';
import { type BenchContext, type Metrics, runBench, seededRandom } from './harness.ts';

const LATENCY_MS = 200;
const PARALLEL = 8;
const EXPANSIONS = 161;

await runBench({
  name: 'search-latency',
  bars: { idealShare: '>= 0.9' },
  run: async ({ note }: BenchContext): Promise<Metrics> => {
    note(
      `${EXPANSIONS} expansions of ${LATENCY_MS} ms, ${PARALLEL} in flight; ideal: the first alone, then no seat ever empty`,
    );
    const ideal = LATENCY_MS * (1 + Math.ceil((EXPANSIONS - 1) / PARALLEL));
    const arrival = await timed('arrival');
    const asked = await timed('asked');
    return { idealShare: ideal / arrival, idealShareInOrder: ideal / asked, ms: arrival };
  },
});

/** Milliseconds for the whole search. */
async function timed(order: 'arrival' | 'asked'): Promise<number> {
  const tree = new SearchTree();
  const start = performance.now();
  await runSearch(
    tree,
    mcts(tree, { exploration: 2, maxDepth: 8 }),
    slow(seededRandom(1)),
    {
      budget: { expansions: EXPANSIONS },
      n: 8,
      temperature: 1,
      maxDepth: 8,
      parallel: PARALLEL,
      seed: 1,
      order,
      now: () => performance.now(),
    },
    new AbortController().signal,
  );
  return performance.now() - start;
}

function slow(random: () => number): Environment {
  return {
    expand: async (_path, { n }) => {
      await new Promise(resolve => setTimeout(resolve, LATENCY_MS));
      const moves = Array.from(
        { length: n },
        (_, index): Move => ({
          step: { text: `Step ${index}`, final: false, tokens: 1 },
          key: `${index}`,
          fate: { kind: 'open', value: 2 * random() - 1 },
          checked: 'unchecked',
        }),
      );
      return { ok: true, moves, usage: noUsage };
    },
  };
}
