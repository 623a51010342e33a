/**
 * From a key stroke to its diagnostics, over the protocol: the built server runs as a process of its own, spoken to over stdio.
 * A person types inside steps at random places of a long solution, and takes it back, one key at a time.
 */
import { spawnServer } from '../protocol/lib/stdio.ts';
import { type BenchContext, type Metrics, percentile, runBench, seededRandom } from './harness.ts';
import { longDocument } from './lib/document.ts';

const KEYS = 600;
const WARM_UP = 100;
/** What is typed, key by key: some of it makes the formula it stands in half-typed, or wrong. */
const TYPED = ['12', ' + 3', '7', '(', 'x', ' = 4', ' so', '^2', '\\', '$'];

await runBench({
  name: 'edit-latency',
  bars: { p95Ms1000: '< 16, and within 1.5 x p95Ms100' },
  run: async (context: BenchContext): Promise<Metrics> => {
    const small = await latencies(longDocument(100, 7));
    const large = await latencies(longDocument(1000, 7));
    const oneSolution = await latencies(longDocument(1000, 7, 'oneSolution'));
    context.note(
      `built server over stdio; ${large.length} keys in 1,000 steps (40 exercises), ${small.length} in 100 (4)`,
    );
    context.note('oneSolution: 1,000 steps of a single solution, where what is said early is in force to the end');
    return {
      p95Ms1000: percentile(large, 0.95),
      p95Ms100: percentile(small, 0.95),
      medianMs1000: percentile(large, 0.5),
      medianMs100: percentile(small, 0.5),
      p95Ms1000OneSolution: percentile(oneSolution, 0.95),
      medianMs1000OneSolution: percentile(oneSolution, 0.5),
      maxMs1000: Math.max(...large),
      ratio: percentile(large, 0.95) / percentile(small, 0.95),
    };
  },
});

/** Milliseconds of each key, from sending the change to having its diagnostics. */
async function latencies(document: string): Promise<readonly number[]> {
  const uri = 'file:///bench/long.md';
  const { client, exited } = spawnServer();
  await client.start();
  await client.open(uri, document);
  await client.diagnostics(uri);
  const random = seededRandom(11);
  const times: number[] = [];
  while (times.length < KEYS + WARM_UP) {
    const at = placeInStep(client.text(uri), random);
    const typed = TYPED[Math.floor(random() * TYPED.length)] ?? '';
    for (const [index, key] of [...typed].entries()) times.push(await stroke(at + index, at + index, key));
    for (let end = at + typed.length; end > at; end--) times.push(await stroke(end - 1, end, ''));
  }
  await client.stop({ exit: true });
  await exited;
  return times.slice(WARM_UP);

  async function stroke(start: number, end: number, text: string): Promise<number> {
    const change = { range: client.range(uri, start, end), text };
    const before = performance.now();
    await client.change(uri, [change]);
    await client.diagnostics(uri);
    return performance.now() - before;
  }
}

/** A place inside the text of a random step, behind its number. */
function placeInStep(text: string, random: () => number): number {
  const first = text.indexOf('\n1. ') + 1;
  for (;;) {
    const at = first + Math.floor(random() * (text.length - first));
    const line = text.lastIndexOf('\n', at - 1) + 1;
    const label = /^\d+\. \S/.exec(text.slice(line, line + 20))?.[0].length;
    if (label !== undefined && at >= line + label) return at;
  }
}
