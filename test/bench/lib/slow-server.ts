/** A thread with a model server that answers every request after the same time; its first message is its port. Asked, it tells how many were in flight at most. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { latencyMs } = workerData as { readonly latencyMs: number };
const choice = { index: 0, delta: { content: 'fine' }, finish_reason: 'stop' };
const reply = `data: ${JSON.stringify({ choices: [choice] })}\n\ndata: [DONE]\n\n`;
let inside = 0;
let most = 0;

const server = createServer((request, response) => {
  most = Math.max(most, ++inside);
  setTimeout(() => {
    inside--;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(reply);
  }, latencyMs);
  request.resume();
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on('message', () => parentPort?.postMessage(most));
