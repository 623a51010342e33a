/** The sandbox of the browser build in Chromium: a page, in it a worker that owns the sandbox as the language server does, and its workers. */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import {
  defaultLimits,
  type RunLimits,
  type RunRequest,
  type RunResult,
} from '../../../server/src/core/code/sandbox.ts';
import type { FromOwner, ToOwner } from './owner.ts';

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));

export interface SandboxPage {
  readonly page: Page;
  /** Address of the site, without a slash at its end. */
  readonly origin: string;
  /** What the sandbox has logged. */
  readonly log: readonly string[];
  /** Runs the last of these pieces of code after the others; cancelled after so many milliseconds where that is said. */
  run(cells: readonly string[], limits?: Partial<RunLimits>, cancelAfterMs?: number): Promise<RunResult>;
  close(): Promise<void>;
}

interface Options {
  /** Path of the sandbox's files; that of `dist` where absent. */
  readonly assets?: string;
  /** Policy of the site for its scripts and connections; none where absent. */
  readonly policy?: string;
}

/** Serves `dist` to a page and opens a sandbox there. */
export async function openSandboxPage(
  browser: Browser,
  { assets = '/sandbox', policy }: Options = {},
): Promise<SandboxPage> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('owner.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  const owner = outputFiles[0]?.text ?? '';
  const server = createServer(({ url = '/' }, response) => {
    if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
    const path = url.slice(1);
    if (path === '') response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Python</title>');
    else if (path === 'owner.js') response.setHeader('Content-Type', 'text/javascript').end(owner);
    else if (/^sandbox\/[\w.]+$/.test(path)) {
      createReadStream(join(dist, path))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    } else response.writeHead(404).end();
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = await browser.newPage();
  const log: string[] = [];
  const waiting = new Map<number, (result: RunResult) => void>();
  await page.exposeFunction('fromOwner', (message: FromOwner) => {
    if (message.kind === 'log') log.push(message.text);
    else waiting.get(message.id)?.(message.result);
  });
  await page.goto(origin);
  await page.evaluate(startOwner);
  const send = (message: ToOwner): Promise<void> => page.evaluate(sendToOwner, message);
  await send({ kind: 'open', assets: `${origin}${assets}`, size: 1 });
  let runs = 0;
  return {
    page,
    origin,
    log,
    async run(cells, limits = {}, cancelAfterMs) {
      const id = ++runs;
      const symbols = [] as const;
      const request: RunRequest = {
        cells: cells.map(code => ({ code, symbols })),
        limits: { ...defaultLimits, ...limits },
        priority: 'asked',
      };
      const result = new Promise<RunResult>(resolve => waiting.set(id, resolve));
      await send({ kind: 'run', id, request });
      if (cancelAfterMs !== undefined) setTimeout(() => void send({ kind: 'cancel', id }), cancelAfterMs);
      return result.finally(() => waiting.delete(id));
    },
    async close() {
      await page.close();
      await new Promise(done => server.close(done));
    },
  };
}

/** In the page. */
interface Window {
  owner?: Worker;
  fromOwner?: (message: unknown) => void;
}

function startOwner(): void {
  const window = globalThis as unknown as Window;
  window.owner = new Worker('/owner.js');
  window.owner.onmessage = ({ data }: MessageEvent<unknown>) => window.fromOwner?.(data);
  window.owner.onerror = ({ message }) => window.fromOwner?.({ kind: 'log', text: `owner: ${message}` });
}

function sendToOwner(message: object): void {
  (globalThis as unknown as Window).owner?.postMessage(message);
}
