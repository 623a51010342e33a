import { getEventListeners } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSources, MAX_BYTES, readSource } from '../../server/src/cli/inputs.ts';

let folder: string;
const at = (path: string): string => resolve(folder, path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-inputs-'));
  await mkdir(at('work/deep/.git'), { recursive: true });
  await mkdir(at('work/node_modules/x'), { recursive: true });
  await mkdir(at('empty'));
  const files = ['b.md', 'a.TEX', 'deep/c.steps', 'deep/.git/d.md', 'node_modules/x/e.md', 'notes.txt'];
  await Promise.all(files.map(file => writeFile(at(`work/${file}`), 'x')));
  await symlink(at('work'), at('work/deep/loop'));
});
afterAll(() => rm(folder, { recursive: true }));

const none: AsyncIterable<Uint8Array> = (async function* () {})();
const unending = new AbortController().signal;
async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1 << 20).fill(120);
}

describe('what the command line names', () => {
  test('a folder stands for the solutions in it: sorted, without hidden folders, node_modules and links', async () => {
    expect(await findSources(['work'], undefined, at)).toEqual([
      { kind: 'file', path: 'work/a.TEX', format: 'latex', found: true },
      { kind: 'file', path: 'work/b.md', format: 'markdown', found: true },
      { kind: 'file', path: 'work/deep/c.steps', format: 'steps', found: true },
    ]);
  });

  test('a file named twice is checked once', async () => {
    expect(await findSources(['work/b.md', './work/b.md', '-', '-'], undefined, at)).toHaveLength(2);
  });

  test.each([
    ['nowhere.md', 'no such file or folder'],
    ['empty', 'is a folder without .md, .tex or .steps files'],
    ['work/notes.txt', 'is no .md, .tex or .steps file; name its language with --language'],
    ['work/b.md/c.md', /ENOTDIR|not a directory/],
  ])('%s: %s', async (path, reason) => {
    expect(await findSources([path], undefined, at)).toMatchObject([
      { kind: 'unusable', path, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
    ]);
  });

  test('--language names the language of other files, and not of those whose name tells it', async () => {
    expect(await findSources(['work/notes.txt', 'work/b.md', '-'], 'steps', at)).toMatchObject([
      { format: 'steps' },
      { format: 'markdown' },
      { format: 'steps' },
    ]);
  });
});

describe('reading', () => {
  test('standard input that never ends is given up at the limit', async () => {
    const source = { kind: 'stdin', path: '<stdin>', format: 'markdown', found: false } as const;
    expect(await readSource(source, endless(), at, unending)).toEqual({
      ok: false,
      reason: expect.stringContaining('too large'),
    });
  });

  test('an abort ends the wait for input that does not come', async () => {
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const controller = new AbortController();
    const read = readSource(
      { kind: 'stdin', path: '<stdin>', format: 'steps', found: false },
      silent,
      at,
      controller.signal,
    );
    controller.abort();
    expect(await read).toMatchObject({ ok: false });
  });

  test('what was read leaves no listener on the signal, which serves every file of a run', async () => {
    await writeFile(at('small.md'), 'x');
    const { signal } = new AbortController();
    const source = { kind: 'file', path: 'small.md', format: 'markdown', found: false } as const;
    expect(await readSource(source, none, at, signal)).toMatchObject({ ok: true });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a file over the limit is given up, one at the limit is read', async () => {
    await writeFile(at('big.md'), Buffer.alloc(MAX_BYTES + 1, 'x'));
    await writeFile(at('fits.md'), Buffer.alloc(MAX_BYTES, 'x'));
    const read = (path: string) =>
      readSource({ kind: 'file', path, format: 'markdown', found: false }, none, at, unending);
    expect(await read('big.md')).toEqual({ ok: false, reason: expect.stringContaining('4 MB') });
    expect(await read('fits.md')).toMatchObject({ ok: true });
  });
});
