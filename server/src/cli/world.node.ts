/** Models as the program has them: servers over HTTP, model files in a process of their own. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { engineFinder } from '../adapters/gguf/engine.ts';
import { fetchLocalModel, hasLocalModel, localModel, localModelFile } from '../adapters/gguf/index.ts';
import { measuredIn } from '../adapters/models/measured.ts';
import { createNodeMakers } from '../adapters/models/node.ts';
import { findServers, usualPorts } from '../adapters/openai/index.ts';
import type { LocalModelWorld, ModelWorld } from './modelWorld.ts';

export interface WorldFolders {
  /** The folder `dist/gguf`. */
  readonly assets: string;
  readonly config: string;
  readonly state: string;
  readonly cache: string;
}

/** A server that is busy answers late, and a port where nobody listens says so at once (ms). */
const PROBE_MS = 2000;

/** Starts and asks nothing. */
export function createModelWorld({ assets, config, state, cache }: WorldFolders): ModelWorld {
  const measured = measuredIn(config, tell);
  return {
    file: join(config, 'models.json'),
    usage: join(state, 'usage'),
    now: () => new Date(),
    makers: services => createNodeMakers({ assets, storage: cache, measured, ...services }),
    calibrationOf: measured.calibrationOf,
    findServers: signal => findServers(usualPorts, signal, fetch, PROBE_MS),
    local: localWorld(assets, cache),
  };
}

function tell(message: string): void {
  process.stderr.write(`stepwise: ${message}\n`);
}

function localWorld(assets: string, storage: string): LocalModelWorld {
  const file = localModelFile(storage);
  return {
    async about() {
      const { name, licence, bytes } = localModel;
      const ready = hasLocalModel(storage);
      return { name, licence, file, size: bytes, there: ready ? bytes : sizeOf(`${file}.part`), ready };
    },
    async fetch(report, signal) {
      const onProgress = (what: 'llama.cpp' | 'model', done: number, total: number | undefined): void =>
        report(
          what === 'model' ? `Fetching ${localModel.name}` : 'Fetching llama.cpp',
          total === undefined ? 0 : done / total,
        );
      const fetched = await fetchLocalModel({ storage, findEngine: engineFinder(assets, storage), onProgress }, signal);
      if (fetched.ok) return { ok: true };
      const { kind, message } = fetched.fault;
      return { ok: false, cancelled: kind === 'cancelled', message };
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
