/** From a cancelled request to the server seeing the connection close: before the reply begins, and in the middle of a stream. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServerModel } from '../../server/src/adapters/openai/index.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';

const runs = 100;

await runBench({
  name: 'abort',
  bars: { p95Ms: '< 50' },
  run: async (context: BenchContext): Promise<Metrics> => {
    let streaming = false;
    let arrived: () => void = () => undefined;
    let closed: (at: number) => void = () => undefined;
    const server = createServer((request, response) => {
      request.resume();
      if (request.method === 'GET') return void response.writeHead(404).end();
      request.socket.once('close', () => closed(performance.now()));
      if (streaming) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const timer = setInterval(
          () => response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'a' } }] })}\n\n`),
          5,
        );
        request.socket.once('close', () => clearInterval(timer));
      }
      arrived();
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const model = createServerModel(
      { url: `http://127.0.0.1:${port}/v1`, model: 'm' },
      {
        clock: Date.now,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
        log: () => undefined,
        cache: { get: async () => undefined, set: async () => undefined },
      },
    );
    const times: Record<'waiting' | 'streaming', number[]> = { waiting: [], streaming: [] };
    for (let run = 0; run < runs; run++) {
      streaming = run % 2 === 1;
      const stopping = new AbortController();
      const here = new Promise<void>(done => (arrived = done));
      const gone = new Promise<number>(done => (closed = done));
      const result = model.generate(
        { messages: [{ role: 'user', content: 'q' }], n: 1, maxTokens: 100_000, temperature: 1 },
        stopping.signal,
      );
      await here;
      await sleep(20);
      const began = performance.now();
      stopping.abort();
      times[streaming ? 'streaming' : 'waiting'].push((await gone) - began);
      const { ok } = await result;
      if (ok) throw new Error('a cancelled request gave a completion');
    }
    server.close();
    server.closeAllConnections();
    context.note(`${runs} cancelled requests, half of them before the reply began`);
    const all = [...times.waiting, ...times.streaming];
    return {
      p95Ms: percentile(all, 0.95),
      medianMs: { waiting: percentile(times.waiting, 0.5), streaming: percentile(times.streaming, 0.5) },
      worstMs: Math.max(...all),
    };
  },
});
