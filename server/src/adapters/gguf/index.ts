/**
 * Language models of this machine: a GGUF file in a process of its own, run by llama.cpp.
 *
 * ```ts
 * const services = createGgufServices({ assets: join(extensionRoot, 'dist', 'gguf'), storage, log });
 * const model = createGgufModel({ file, sha256 }, services);
 * ```
 *
 * Nothing is started before the first request. All models of one file share its process; it ends when it was not asked for a while.
 */
import { realpathSync } from 'node:fs';
import { engineFinder, type FindEngine } from './engine.ts';
import { Host } from './host.ts';

export interface GgufServicesOptions {
  /** The folder `dist/gguf`. */
  readonly assets: string;
  /** Folder in which llama.cpp was put by `fetchEngine`. */
  readonly storage: string;
  readonly log: (message: string) => void;
  /** Milliseconds without a request after which a model's memory is given back; five minutes where absent. */
  readonly idleMs?: number;
  /** One for each core where absent or 0. */
  readonly threads?: number;
  /** Completions that are written together, each with memory for a whole window; four where absent. */
  readonly sequences?: number;
}

export interface GgufServices {
  readonly findEngine: FindEngine;
  host(file: string, window: number): Host;
  /** Ends all processes. */
  dispose(): void;
}

/** What local models share. */
export function createGgufServices(options: GgufServicesOptions): GgufServices {
  const hosts = new Map<string, Host>();
  const findEngine = engineFinder(options.assets, options.storage);
  return {
    findEngine,
    host(file, window) {
      const path = resolved(file);
      const key = `${window} ${path}`;
      const known = hosts.get(key);
      if (known !== undefined) return known;
      const { log, idleMs = 5 * 60_000, threads = 0, sequences = 4 } = options;
      const host = new Host({ file: path, window, sequences, threads, idleMs, log, findEngine });
      hosts.set(key, host);
      return host;
    },
    dispose() {
      for (const host of hosts.values()) host.end();
    },
  };
}

/** One file has one name here, by whatever link it was named. A missing one is told of when it is asked. */
function resolved(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

export {
  type FetchOptions,
  fetchEngine,
  fetchLocalModel,
  hasLocalModel,
  localModel,
  localModelFile,
  npmRegistry,
} from './local-model.ts';
export { createGgufModel, type GgufOptions } from './model.ts';
