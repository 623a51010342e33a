import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTarGzip } from 'nanotar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPins } from '../../../../scripts/lib/pins.mjs';
import { engineFinder, engineFolder, enginePackage } from '../../../../server/src/adapters/gguf/engine.ts';
import {
  fetchEngine,
  fetchLocalModel,
  localModel,
  localModelFile,
} from '../../../../server/src/adapters/gguf/local-model.ts';
import pins from '../../../../server/src/adapters/gguf/pins.json' with { type: 'json' };

const linux = { platform: 'linux', arch: 'x64' } as const;
const never = new AbortController().signal;

test('the pinned hashes are those of package-lock.json: npm run build writes them', () => {
  expect(pins).toEqual(readPins());
});

test.each([
  ['linux', 'x64', '@node-llama-cpp/linux-x64'],
  ['linux', 'arm64', '@node-llama-cpp/linux-arm64'],
  ['linux', 'arm', '@node-llama-cpp/linux-armv7l'],
  ['aix', 'ppc64', undefined],
] as const)('%s %s runs %s', (platform, arch, name) => {
  expect(enginePackage({ platform, arch })?.name).toBe(name);
});

describe('llama.cpp', () => {
  let folder: string;
  let assets: string;
  let storage: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepwise-engine-'));
    assets = join(folder, 'extension', 'dist', 'gguf');
    storage = join(folder, 'storage');
    await mkdir(assets, { recursive: true });
    await writeFile(join(assets, 'process.mjs'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const wanted = enginePackage(linux) ?? { name: '', version: '', integrity: '' };
  const find = (machine: { platform: NodeJS.Platform; arch: string } = linux) =>
    engineFinder(assets, storage, machine)();

  test.each<readonly [string, () => Promise<unknown>, object]>([
    [
      'is asked for where it is not',
      async () => undefined,
      { ok: false, reason: expect.stringMatching(/Get the local model/) },
    ],
    [
      'is found in the storage',
      () => mkdir(join(engineFolder(storage, wanted), 'bins'), { recursive: true }),
      { ok: true, engine: { binary: expect.stringContaining('storage') } },
    ],
    [
      'is found in node_modules above',
      () => mkdir(join(folder, 'node_modules', wanted.name, 'bins'), { recursive: true }),
      { ok: true, engine: { binary: expect.stringContaining('node_modules') } },
    ],
    [
      'of another version is none',
      () => mkdir(join(engineFolder(storage, { ...wanted, version: '0.0.1' }), 'bins'), { recursive: true }),
      { ok: false },
    ],
    [
      'cannot be used without our program',
      () => rm(join(assets, 'process.mjs')),
      { ok: false, reason: expect.stringMatching(/npm run build/) },
    ],
  ])('%s', async (_, prepare, expected) => {
    await prepare();
    expect(await find()).toMatchObject(expected);
  });

  test('on a machine without a build the person is told what to use instead', async () => {
    const machine = { platform: 'aix', arch: 'ppc64' } as const;
    expect(await find(machine)).toMatchObject({ ok: false, reason: expect.stringMatching(/llama-server, Ollama/) });
    const options = { storage, findEngine: () => find(machine), machine };
    expect(await fetchEngine(options, never)).toMatchObject({ ok: false, fault: { kind: 'unsupported' } });
  });

  test('comes from the registry of the settings, and other bytes than the pinned ones are thrown away', async () => {
    const asked: string[] = [];
    const archive = await createTarGzip([{ name: 'package/bins/linux-x64/llama-addon.node', data: 'x' }]);
    const fetch = async (url: string | URL | Request): Promise<Response> => {
      asked.push(String(url));
      return new Response(new Uint8Array(archive));
    };
    const options = { storage, findEngine: find, machine: linux, registry: 'https://npm.example/', world: { fetch } };
    const answer = await fetchLocalModel(options, never);
    expect(answer).toMatchObject({
      ok: false,
      fault: { kind: 'not-understood', message: expect.stringMatching(/npm\.example/) },
    });
    expect(asked).toEqual([`https://npm.example/${wanted.name}/-/linux-x64-${wanted.version}.tgz`]);
    expect(await readdir(join(storage, 'engine'))).toEqual([]);
    expect(await find()).toMatchObject({ ok: false });
  });

  test('is unpacked whole from the right bytes', async () => {
    const files = [
      { name: 'package/bins/linux-x64/llama-addon.node', data: 'native' },
      { name: 'package/package.json', data: '{}' },
      { name: '../outside', data: 'no' },
    ];
    const archive = new Uint8Array(await createTarGzip(files));
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const name = '@node-llama-cpp/linux-x64';
    const known = pins.integrity[name];
    pins.integrity[name] = integrity;
    try {
      const fetch = async (): Promise<Response> => new Response(archive);
      const options = { storage, findEngine: () => find(), machine: linux, world: { fetch } };
      expect(await fetchEngine(options, never)).toMatchObject({ ok: true });
      const found = await find();
      if (!found.ok) throw new Error(found.reason);
      expect(await readFile(join(found.engine.binary, 'linux-x64', 'llama-addon.node'), 'utf8')).toBe('native');
      expect(await readdir(join(storage, 'engine'))).toHaveLength(1);
      expect(await readdir(storage)).toEqual(['engine']);
    } finally {
      pins.integrity[name] = known;
    }
  });
});

test('the local model is one file with one hash', () => {
  expect(localModel.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(localModel.url.endsWith(localModel.fileName)).toBe(true);
  expect(localModelFile('storage')).toBe(join('storage', 'models', localModel.fileName));
});
