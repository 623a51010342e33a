import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DownloadOptions, download } from '../../../../server/src/adapters/gguf/download.ts';
import { type Act, brokenOff, type FileServer, noRange, serveFile, status, whole } from './file-server.ts';

const file = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index) % 251));
const sha256 = createHash('sha256').update(file).digest('hex');
const never = new AbortController().signal;

let folder: string;
let server: FileServer;
let waits: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-download-'));
  server = await serveFile(file);
  waits = [];
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function get(options: Partial<DownloadOptions> = {}, signal: AbortSignal = never) {
  return download(
    {
      url: server.url,
      target: join(folder, 'models', 'model.gguf'),
      hash: { algorithm: 'sha256', digest: sha256, encoding: 'hex' },
      bytes: file.length,
      ...options,
      world: {
        async sleep(ms) {
          waits.push(ms);
        },
        ...options.world,
      },
    },
    signal,
  );
}

const names = (): Promise<readonly string[]> => readdir(join(folder, 'models')).catch(() => []);
const content = (): Promise<Buffer> => readFile(join(folder, 'models', 'model.gguf'));

/** What had come when the connection broke is not always read to its end. */
const resumed: string = expect.stringMatching(/^bytes=[1-9]\d*-$/);

describe('a download comes whole', () => {
  test.each<readonly [string, readonly Act[], readonly (string | undefined)[]]>([
    ['from a good server', [], [undefined]],
    ['broken off once', [brokenOff(0.5)], [undefined, resumed]],
    ['refused for a while', [status(503), status(429)], [undefined, undefined, undefined]],
    ['from a server that knows no ranges', [brokenOff(0.5), noRange], [undefined, resumed]],
    [
      'from a server without tags, which cannot be resumed',
      [brokenOff(0.5, null), whole(null)],
      [undefined, undefined],
    ],
    ['of a file that changed meanwhile', [brokenOff(0.5, '"v0"')], [undefined, resumed]],
    ['though the range is refused', [brokenOff(0.5), status(416)], [undefined, resumed, undefined]],
    ['though it goes on at another place', [brokenOff(0.5), elsewhere], [undefined, resumed, undefined]],
  ])('%s', async (_, script, ranges) => {
    server.script = [...script];
    expect(await get()).toMatchObject({ ok: true });
    expect(await content()).toEqual(file);
    expect(await names()).toEqual(['model.gguf']);
    expect(server.ranges).toEqual(ranges);
  });

  test('broken off more often than it waits in a row, since each attempt brings something', async () => {
    server.script = Array.from({ length: 8 }, () => brokenOff(0.3));
    expect(await get()).toMatchObject({ ok: true });
    expect(await content()).toEqual(file);
    expect(waits).toHaveLength(8);
  });

  test('a file that is there is not fetched again', async () => {
    await get();
    expect(await get()).toMatchObject({ ok: true });
    expect(server.ranges).toHaveLength(1);
  });

  test('progress tells what is there of how much', async () => {
    const seen: (readonly [number, number | undefined])[] = [];
    server.script = [brokenOff(0.5)];
    await get({ onProgress: (done, total) => seen.push([done, total]) });
    expect(seen.at(-1)).toEqual([file.length, file.length]);
    expect(seen.every(([, total]) => total === file.length)).toBe(true);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
  });

  test('where the size is not known before, it is the one that the server says', async () => {
    server.script = [brokenOff(0.4)];
    const options = { url: server.url, target: join(folder, 'models', 'model.gguf') };
    const hash = { algorithm: 'sha256', digest: sha256, encoding: 'hex' } as const;
    expect(await download({ ...options, hash, world: { sleep: async () => undefined } }, never)).toMatchObject({
      ok: true,
    });
    expect(await content()).toEqual(file);
  });
});

describe('a download fails with words', () => {
  test.each<readonly [string, readonly Act[], string, RegExp, readonly string[]]>([
    ['404', [status(404)], 'no-model', /has no such file/, []],
    ['401', [status(401)], 'unauthorized', /\(401\)/, []],
    ['a page instead', [status(200, '<html>Please log in</html>')], 'not-understood', /web page/, []],
    ['503 for ever', Array.from({ length: 9 }, () => status(503)), 'broken', /\(503\)/, []],
    [
      'broken off for ever',
      Array.from({ length: 9 }, () => brokenOff(0)),
      'unreachable',
      /broke off/,
      ['model.gguf.part.json'],
    ],
    ['another file of the same size', [otherBytes], 'not-understood', /its hash is another.*thrown away/, []],
    ['more than was promised', [tooMuch], 'not-understood', /another file there/, []],
  ])('%s', async (_, script, kind, message, left) => {
    server.script = [...script];
    const answer = await get();
    expect(answer).toMatchObject({ ok: false, fault: { kind, message: expect.stringMatching(message) } });
    expect((await names()).filter(name => name !== 'model.gguf.part' || kind === 'not-understood')).toEqual(left);
  });

  test('a hash that is wrong after a resume throws away what came, and the next time starts anew', async () => {
    server.script = [otherBytes];
    expect(await get()).toMatchObject({ ok: false, fault: { kind: 'not-understood' } });
    expect(await get()).toMatchObject({ ok: true });
    expect(server.ranges).toEqual([undefined, undefined]);
  });

  test('a server that cannot be reached', async () => {
    await server.close();
    expect(await get()).toMatchObject({ ok: false, fault: { kind: 'unreachable' } });
    expect(waits).toEqual([1_000, 5_000, 15_000, 30_000]);
    server = await serveFile(file);
  });

  test('too little room is told before the first byte', async () => {
    const answer = await get({ world: { free: async () => 1_000_000 } });
    expect(answer).toMatchObject({
      ok: false,
      fault: { message: expect.stringMatching(/not enough room.*68 MB.*1 MB/) },
    });
    expect(server.ranges).toEqual([]);
  });

  test('a disk that fills up keeps what came, and the download goes on when there is room', async () => {
    let written = 0;
    const answer = await get({
      world: {
        async write(handle, bytes) {
          const fits = bytes.subarray(0, 100_000 - written);
          written += fits.length;
          await handle.writeFile(fits);
          if (fits.length < bytes.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        },
      },
    });
    expect(answer).toMatchObject({ ok: false, fault: { message: expect.stringMatching(/no room left.*goes on/) } });
    expect(await get()).toMatchObject({ ok: true });
    expect(server.ranges).toEqual([undefined, 'bytes=100000-']);
    expect(await content()).toEqual(file);
  });

  test('a folder that cannot be written in', async () => {
    await writeFile(join(folder, 'models'), 'a file where the folder would be');
    expect(await get()).toMatchObject({ ok: false, fault: { message: expect.stringMatching(/cannot be written/) } });
  });
});

test('cancelling keeps the part, and the next time goes on from it', async () => {
  const control = new AbortController();
  server.script = [halfThenNothing];
  const first = get({ onProgress: done => done === 150_000 && control.abort() }, control.signal);
  expect(await first).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  expect(await names()).toContain('model.gguf.part');
  expect(await get()).toMatchObject({ ok: true });
  expect(server.ranges).toEqual([undefined, 'bytes=150000-']);
});

test('a signal that is aborted already asks nobody', async () => {
  expect(await get({}, AbortSignal.abort())).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  expect(server.ranges).toEqual([]);
});

function halfThenNothing(...[, response, bytes]: Parameters<Act>): void {
  response.writeHead(200, { etag: '"v1"', 'content-length': bytes.length });
  response.write(bytes.subarray(0, 150_000));
}

function elsewhere(...[, response, bytes]: Parameters<Act>): void {
  response.writeHead(206, { 'content-range': `bytes 10-${bytes.length - 1}/${bytes.length}` }).end(bytes.subarray(10));
}

function otherBytes(...[, response, bytes]: Parameters<Act>): void {
  response.writeHead(200, { etag: '"v1"', 'content-length': bytes.length }).end(Buffer.alloc(bytes.length));
}

function tooMuch(...[, response, bytes]: Parameters<Act>): void {
  response
    .writeHead(200, { etag: '"v1"', 'content-length': bytes.length + 5 })
    .end(Buffer.concat([bytes, Buffer.alloc(5)]));
}
