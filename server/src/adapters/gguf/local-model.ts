/** The model that `Stepwise: Get the local model` fetches, and llama.cpp to run it. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseTarGzip } from 'nanotar';
import type { ModelFault } from '../../core/model/fault.ts';
import { type Downloaded, type DownloadWorld, download } from './download.ts';
import { engineFolder, enginePackage, type FindEngine, type Machine, unsupported } from './engine.ts';

/** Qwen2.5-Coder-1.5B-Instruct as Qwen publishes it; the hash is that of these bytes, wherever they come from. */
export const localModel = {
  name: 'Qwen2.5-Coder 1.5B',
  fileName: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  bytes: 1_117_320_768,
  sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  licence: 'Apache-2.0',
  url: 'https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
} as const;

export const npmRegistry = 'https://registry.npmjs.org';

/** Where the fetched model lies, or will. */
export function localModelFile(storage: string): string {
  return join(storage, 'models', localModel.fileName);
}

/** Whether it is there: a file that is has been checked when it came. */
export function hasLocalModel(storage: string): boolean {
  return existsSync(localModelFile(storage));
}

export interface FetchOptions {
  /** The extension's storage folder. */
  readonly storage: string;
  /** Addresses of the person's own, by setting. What comes from there is held to the same hashes. */
  readonly modelUrl?: string;
  readonly registry?: string;
  /** llama.cpp that is here already; it is fetched where this finds none. */
  readonly findEngine: FindEngine;
  /** Bytes done, and how many there are where that is known; first of llama.cpp (some 10 MB), then of the model (1.1 GB). */
  readonly onProgress?: (what: 'llama.cpp' | 'model', done: number, total: number | undefined) => void;
  readonly machine?: Machine;
  readonly world?: Partial<DownloadWorld>;
}

/**
 * Fetches llama.cpp and the model, where they are not there. Cancelling, a break or a full disk keep what came for the next time.
 * @returns the model's file
 */
export async function fetchLocalModel(options: FetchOptions, signal: AbortSignal): Promise<Downloaded> {
  const engine = await fetchEngine(options, signal);
  if (!engine.ok) return engine;
  return await download(
    {
      url: options.modelUrl ?? localModel.url,
      target: localModelFile(options.storage),
      hash: { algorithm: 'sha256', digest: localModel.sha256, encoding: 'hex' },
      bytes: localModel.bytes,
      onProgress: (done, total) => options.onProgress?.('model', done, total),
      ...(options.world === undefined ? {} : { world: options.world }),
    },
    signal,
  );
}

/** Fetches llama.cpp for this machine, for a model file of one's own. @returns the folder of its package, or `''` where it was here already */
export async function fetchEngine(options: FetchOptions, signal: AbortSignal): Promise<Downloaded> {
  if ((await options.findEngine()).ok) return { ok: true, file: '' };
  const machine = options.machine ?? process;
  const wanted = enginePackage(machine);
  if (wanted === undefined) return failed('unsupported', unsupported(machine));
  const folder = engineFolder(options.storage, wanted);
  const registry = (options.registry ?? npmRegistry).replace(/\/+$/, '');
  const archive = `${folder}.tgz`;
  const [algorithm, digest] = split(wanted.integrity);
  const got = await download(
    {
      url: `${registry}/${wanted.name}/-/${wanted.name.split('/')[1]}-${wanted.version}.tgz`,
      target: archive,
      hash: { algorithm, digest, encoding: 'base64' },
      onProgress: (done, total) => options.onProgress?.('llama.cpp', done, total),
      ...(options.world === undefined ? {} : { world: options.world }),
    },
    signal,
  );
  if (!got.ok) return got;
  try {
    await unpack(archive, folder);
    return { ok: true, file: folder };
  } catch (error) {
    return failed('broken', `llama.cpp cannot be unpacked in ${dirname(folder)}: ${String(error)}`);
  } finally {
    await rm(archive, { force: true });
  }
}

function split(integrity: string): readonly ['sha512', string] {
  const digest = /^sha512-(\S+)$/.exec(integrity)?.[1];
  if (digest === undefined) throw new Error(`no SHA-512: ${integrity}`);
  return ['sha512', digest];
}

/** The folder appears whole or not at all. */
async function unpack(archive: string, folder: string): Promise<void> {
  const partial = `${folder}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  for (const { name, type, data } of await parseTarGzip(await readFile(archive))) {
    // An archive of npm's holds all in the folder `package`; its bytes are known, so its names are.
    if (type !== 'file' || data === undefined || !name.startsWith('package/')) continue;
    const file = join(partial, ...name.split('/').slice(1));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, data);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

function failed(kind: ModelFault['kind'], message: string): Downloaded {
  return { ok: false, fault: { kind, message } };
}
