/** Requests in flight together: 16 completions from a server that takes 200 ms for each, against the time that one round trip takes at best. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createServerModel } from '../../server/src/adapters/openai/index.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';

const requests = 16;
const latencyMs = 200;
const rounds = 25;

await runBench({
  name: 'in-flight',
  bars: { idealShare: '>= 0.9' },
  run: async (context: BenchContext): Promise<Metrics> => {
    // A thread of its own: the server's work is not the client's.
    const worker = new Worker(new URL('lib/slow-server.ts', import.meta.url), { workerData: { latencyMs } });
    const [port] = (await once(worker, 'message')) as [number];
    const model = createServerModel(
      { url: `http://127.0.0.1:${port}/v1`, model: 'm', parallel: requests },
      {
        clock: Date.now,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
        log: () => undefined,
        cache: { get: async () => undefined, set: async () => undefined },
      },
    );
    const { signal } = new AbortController();
    const ask = { messages: [{ role: 'user', content: 'q' }], maxTokens: 8, temperature: 1 } as const;
    // Finds out that this server gives one completion a request, and opens the connections.
    await model.generate({ ...ask, n: requests }, signal);
    const times: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const result = await model.generate({ ...ask, n: requests }, signal);
      times.push(performance.now() - began);
      if (!result.ok || result.completions.length !== requests) throw new Error('completions are missing');
      bare.push(await bareRound(`http://127.0.0.1:${port}/v1/chat/completions`));
    }
    worker.postMessage('how many');
    const [mostInFlight] = (await once(worker, 'message')) as [number];
    await worker.terminate();
    const medianMs = percentile(times, 0.5);
    context.note(`${requests} requests of ${latencyMs} ms, ${rounds} rounds; the ideal is one latency for all`);
    context.note('bareShare: what plain fetch reaches in between, on this machine as it is now');
    return {
      idealShare: latencyMs / medianMs,
      medianMs,
      bestMs: Math.min(...times),
      bareShare: latencyMs / percentile(bare, 0.5),
      mostInFlight,
    };
  },
});

/** As many requests without the adapter. */
async function bareRound(url: string): Promise<number> {
  const began = performance.now();
  const send = async (): Promise<string> => (await fetch(url, { method: 'POST', body: '{}' })).text();
  await Promise.all(Array.from({ length: requests }, send));
  return performance.now() - began;
}
