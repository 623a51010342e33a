import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type NodeProgram, ownProgram } from '../../server/src/adapters/sandbox/process.ts';
import { snapshotFile } from '../../server/src/adapters/sandbox/snapshot.ts';
import type { SnapshotStore } from '../../server/src/adapters/sandbox/transport.ts';

let root: string;
let folder: string;
let log: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stepwise-test-'));
  folder = join(root, 'storage', 'sandbox');
  log = [];
  build('one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Another build of the extension is installed. */
function build(digest: string): void {
  writeFileSync(join(root, 'manifest.json'), JSON.stringify({ pyodide: '1', python: '3', sympy: '1', digest }));
}

function store(program: Partial<NodeProgram> = {}, at = folder): SnapshotStore {
  return snapshotFile({
    folder: at,
    assets: root,
    program: { ...ownProgram(), ...program },
    log: message => log.push(message),
  });
}

const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
const files = (): string[] => readdirSync(folder).sort();
const onlyFile = (): string => join(folder, files()[0] ?? '');

async function bytesOf(source: Awaited<ReturnType<SnapshotStore['find']>>): Promise<Uint8Array | undefined> {
  if (source === undefined || source.kind === 'bytes') return source?.bytes;
  return new Uint8Array(readFileSync(source.path).subarray(source.offset, source.offset + source.length));
}

describe('a snapshot', () => {
  test('that was kept is found by another process', async () => {
    expect(await store().find()).toBeUndefined();
    expect(await bytesOf(await store().keep(bytes))).toEqual(bytes);
    expect(await bytesOf(await store().find())).toEqual(bytes);
    expect([files().length, log]).toEqual([1, []]);
  });

  test.each<[string, string, (path: string) => void]>([
    ['cut short', 'bytes of 100000', path => truncateSync(path, 50_000)],
    ['cut within its header', 'header', path => truncateSync(path, 100)],
    ['empty', 'header', path => truncateSync(path, 0)],
    [
      'longer than it was',
      'bytes of 100000',
      path => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(10)])),
    ],
    ['changed in one byte', 'not those that were written', path => writeFileSync(path, flipped(path, 60_000))],
    ['of a changed header', 'header', path => writeFileSync(path, flipped(path, 2))],
    ['another file', 'header', path => writeFileSync(path, 'hello')],
  ])('%s is thrown away, and the log says why', async (_what, reason, damage) => {
    await store().keep(bytes);
    damage(onlyFile());
    expect(await store().find()).toBeUndefined();
    expect(log.join()).toContain(reason);
    expect(files()).toEqual([]);
  });

  test('damaged while this process runs is noticed too', async () => {
    const one = store();
    await one.keep(bytes);
    expect(await one.find()).toBeDefined();
    const path = onlyFile();
    writeFileSync(path, flipped(path, 60_000));
    expect(await one.find()).toBeUndefined();
  });

  test('of another build, under the name of this one, is thrown away', async () => {
    await store().keep(bytes);
    const name = onlyFile();
    const other = readFileSync(name);
    build('two');
    await store().keep(bytes);
    writeFileSync(onlyFile(), other);
    expect(await store().find()).toBeUndefined();
    expect(log.join()).toContain('another build');
  });

  test.each<[string, Partial<NodeProgram>]>([
    ['another Node', { version: '20.9.0' }],
    ['another V8', { v8: '11.0' }],
    ['another architecture', { arch: 'riscv64' }],
    ['another system', { platform: 'aix' }],
  ])('for %s is another', async (_what, program) => {
    await store().keep(bytes);
    expect(await store(program).find()).toBeUndefined();
    await store(program).keep(bytes.subarray(1));
    expect(await bytesOf(await store().find())).toEqual(bytes);
    expect(await bytesOf(await store(program).find())).toEqual(bytes.subarray(1));
  });

  test('of an older build is removed when the new one is kept, with what a writer left long ago', async () => {
    await store().keep(bytes);
    const [old] = files();
    build('two');
    const left = join(folder, 'snapshot-x.bin.1-a.tmp');
    const fresh = join(folder, 'snapshot-x.bin.2-b.tmp');
    for (const path of [left, fresh, join(folder, 'notes.txt')]) writeFileSync(path, '');
    utimesSync(left, 1, 1);
    await store().keep(bytes);
    expect(files()).not.toContain(old);
    expect(files().filter(name => !name.endsWith('.bin'))).toEqual(['notes.txt', 'snapshot-x.bin.2-b.tmp']);
  });

  test('that several processes keep at once is one of theirs, whole', async () => {
    const variants = Array.from({ length: 6 }, (_, index) => bytes.map(byte => byte ^ index));
    await Promise.all(variants.map(variant => store().keep(variant)));
    const found = await bytesOf(await store().find());
    expect(variants).toContainEqual(found);
    expect(files()).toHaveLength(1);
  });

  test('that did not serve is dropped', async () => {
    const one = store();
    await one.keep(bytes);
    await one.drop();
    expect(await one.find()).toBeUndefined();
    await one.drop();
    expect(log).toEqual([]);
  });
});

describe('a folder that cannot be written', () => {
  test('keeps the snapshot in memory, for as long as this process lives', async () => {
    writeFileSync(join(root, 'file'), '');
    const one = store({}, join(root, 'file', 'sandbox'));
    expect(await one.find()).toBeUndefined();
    expect(await one.keep(bytes)).toEqual({ kind: 'bytes', bytes });
    expect(await one.find()).toEqual({ kind: 'bytes', bytes });
    expect(log.join()).toContain('in memory only');
    await one.drop();
    expect(await one.find()).toBeUndefined();
  });
});

function flipped(path: string, at: number): Buffer {
  const content = readFileSync(path);
  content[at] = (content[at] ?? 0) ^ 1;
  return content;
}
