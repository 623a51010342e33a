/** The server's browser bundle in a web worker of Chromium: the same diagnostics, without Node. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser } from '../page.ts';

const script = readFileSync(fileURLToPath(new URL('../../../dist/server.browser.js', import.meta.url)), 'utf8');
const origin = 'http://stepwise.test';
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser(process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium');
});

afterAll(async () => {
  await browser?.close();
});

test('a web worker answers with diagnostics', async () => {
  const page = await browser.newPage();
  // Nothing goes to the network: both addresses are answered here.
  await page.route(`${origin}/**`, route =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto(`${origin}/`);
  const messages = await page.evaluate(diagnosticsOf, 'Step 1. 3 * 7 = 21\nStep 2. 21 + 4 = 26\n');
  expect(messages).toEqual(['21 + 4 = 25, not 26.']);
});

/** Runs in the page: starts the worker, opens a document, gives the messages of its first diagnostics. */
function diagnosticsOf(text: string): Promise<string[]> {
  const worker = new Worker('/server.js');
  const send = (message: object): void => worker.postMessage({ jsonrpc: '2.0', ...message });
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error('no diagnostics after 20 s')), 20_000);
    worker.onerror = event => fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent) => {
      const { id, method, params } = data as {
        id?: number;
        method?: string;
        params?: { diagnostics: { message: string }[] };
      };
      if (method === undefined && id === 1) {
        send({ method: 'initialized', params: {} });
        const textDocument = { uri: 'file:///a.steps', languageId: 'steps', version: 1, text };
        send({ method: 'textDocument/didOpen', params: { textDocument } });
      } else if (method === 'textDocument/publishDiagnostics') {
        done(params?.diagnostics.map(({ message }) => message) ?? []);
      } else if (method !== undefined && id !== undefined) {
        send({ id, result: null });
      }
    };
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  });
}
