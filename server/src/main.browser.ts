/** The server as a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { createSandbox } from './adapters/sandbox/index.browser.ts';
import { createModelHost } from './modelHost.ts';
import { createBrowserWorld } from './modelWorld.browser.ts';
import { startServer } from './server.ts';

/** The worker's own scope has the shape of the port that its owner talks to. */
const worker = globalThis as unknown as Worker;
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

startServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  // A timer would wait 4 ms after a few rounds; a message to oneself takes its turn at once.
  pause: () =>
    new Promise(resolve => {
      waiting.push(resolve);
      turns.port2.postMessage(null);
    }),
  runsAs: 'worker',
  createSandbox: ({ files = '', log }) => createSandbox({ assets: files, log }),
  createModels: createModelHost(createBrowserWorld()),
});
