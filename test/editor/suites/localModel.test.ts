/** The model that is fetched: what is said before, when the download breaks off, when it brings other bytes, and when another file stands at the address. */
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../scripts/lib/project.mjs';
import { engineFolder, enginePackage } from '../../../server/src/adapters/gguf/engine.ts';
import { localModel } from '../../../server/src/adapters/gguf/local-model.ts';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

/** What is missing of the file when the window opens. */
const missing = 2_000_000;
/** The download waits between its attempts. */
const brokenMs = 150_000;
const testMs = 500_000;

let session: EditorSession;
let server: Server;
let folder: string;
/** What of the file is here. */
let part: string;
let answer: (response: ServerResponse, from: number) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    answer(response, Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.gguf`;
  folder = mkdtempSync(join(tmpdir(), 'stepwise-models-'));
  part = join(folder, `${localModel.fileName}.part`);
  // A beginning of zeros, which takes no room on the disk.
  writeFileSync(part, '');
  truncateSync(part, localModel.bytes - missing);
  writeFileSync(`${part}.json`, JSON.stringify({ url, validator: '"v1"' }));
  const wanted = enginePackage(process);
  if (wanted === undefined) throw new Error('node-llama-cpp has no package for this machine');
  session = await startSession(
    {},
    {
      machine: { 'stepwise.local.modelUrl': url },
      storage: {
        [engineFolder('stepwise.stepwise', wanted)]: join(root, 'node_modules', wanted.name),
        'stepwise.stepwise/models': folder,
      },
    },
  );
});

afterAll(async () => {
  await session?.stop();
  server?.closeAllConnections();
  server?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** The rest of the file, or a beginning of it, all zeros. */
function rest(response: ServerResponse, from: number, bytes: number): void {
  const last = localModel.bytes - 1;
  response.writeHead(206, {
    'content-range': `bytes ${from}-${last}/${localModel.bytes}`,
    'content-length': localModel.bytes - from,
    etag: '"v1"',
  });
  response.write(Buffer.alloc(bytes), () => {
    if (from + bytes < localModel.bytes) response.destroy();
    else response.end();
  });
}

async function told(window: EditorWindow, words: RegExp, limit: number): Promise<void> {
  await window.waitFor(`${words}`, async () => (await window.notifications()).some(text => words.test(text)), limit);
}

async function tryAgain(window: EditorWindow): Promise<void> {
  await window.page.locator('.notification-list-item .monaco-button', { hasText: 'Try Again' }).first().click();
}

test(
  'broken off, then other bytes, then another file: each is said, and can be tried again',
  async () => {
    session.write('apples.md', '## Solution\n\n1. There are three rows with four apples each.\n');
    let sent = false;
    answer = (response, from) => {
      if (sent) return void response.destroy();
      sent = true;
      rest(response, from, missing / 2);
    };
    const window = await session.open('apples.md');
    await window.waitFor('the status bar', async () => (await window.statusBar()) === '1 step', brokenMs);
    await window.runCommand('Stepwise: Get the Local Model');
    expect(await window.dialog()).toMatch(/Get Qwen2\.5-Coder 1\.5B\?.*1\.1 GB.*Apache-2\.0.*1\.1 GB of it are here/);
    await window.screenshot('local-asked');
    await window.chooseInDialog('Go On Fetching');
    await told(window, /The download from 127\.0\.0\.1:\d+ broke off .*it goes on where it stopped/, brokenMs);
    await window.screenshot('local-broken-off');

    // What was on its way when the line broke may be lost; what was said to be here is not asked for again.
    const here = statSync(part).size;
    const asked: number[] = [];
    answer = (response, from) => {
      asked.push(from);
      rest(response, from, localModel.bytes - from);
    };
    await tryAgain(window);
    await told(window, /hash/, brokenMs);
    expect(here).toBeGreaterThan(localModel.bytes - missing);
    expect(asked).toEqual([here]);
    await window.screenshot('local-wrong-hash');

    answer = (response, from) => {
      asked.push(from);
      response.end('another file');
    };
    await tryAgain(window);
    await told(window, /has another file there \(1 MB instead of 1,118 MB\)/, brokenMs);
    expect(asked).toEqual([here, 0]);
    await window.screenshot('local-another-file');
    await window.close();
  },
  testMs,
);
