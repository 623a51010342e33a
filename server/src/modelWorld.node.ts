/** Models for the editor's server on Node: servers over HTTP, files in a process of their own, and those that the editor lends. */
import { statSync } from 'node:fs';
import { choiceOf, createEditorModel } from './adapters/editorModel.ts';
import { engineFinder } from './adapters/gguf/engine.ts';
import { fetchLocalModel, hasLocalModel, localModel, localModelFile } from './adapters/gguf/index.ts';
import { measuredIn } from './adapters/models/measured.ts';
import { createNodeMakers } from './adapters/models/node.ts';
import { UsageLog } from './adapters/models/usage-log.ts';
import { findServers, usualPorts } from './adapters/openai/index.ts';
import { listedModels } from './adapters/openai/list-models.ts';
import type { ModelHostServices } from './features/modelHost.ts';
import type { LocalModels, ModelWorld } from './modelHost.ts';
import type { Settings } from './settings/schema.ts';

export interface NodeWorldOptions {
  /** The folder `dist/gguf`. */
  readonly assets: string;
  /** For a client that lends no folder. */
  readonly ownFolder: string;
  /** Folder of the day's usage, which all windows and the command line share. */
  readonly usage: string;
  /** Folder of what the person measured of reward models, which the command line shares. */
  readonly config: string;
}

export function createNodeWorld({ assets, ownFolder, usage, config }: NodeWorldOptions): ModelWorld {
  const folderOf = ({ storage = ownFolder }: ModelHostServices): string => storage;
  // A file that cannot be used is told of by the command line, which wrote it.
  const measured = measuredIn(config, () => undefined);
  return {
    makers: services => {
      const { log, sandbox, editor } = services;
      const made = createNodeMakers({
        assets,
        storage: folderOf(services),
        log,
        measured,
        ...(sandbox === undefined ? {} : { sandbox }),
      });
      return { ...made, editor: config => createEditorModel(choiceOf(config), editor) };
    },
    account: ({ log }) => new UsageLog(usage, () => new Date(), log),
    calibrationOf: measured.calibrationOf,
    findServers: signal => findServers(usualPorts, signal),
    listModels: (url, key, signal) => listedModels({ url, key }, signal),
    local: (services, settings) => localModels(assets, folderOf(services), settings),
  };
}

function localModels(assets: string, storage: string, settings: () => Settings): LocalModels {
  const file = localModelFile(storage);
  const findEngine = engineFinder(assets, storage);
  return {
    async about() {
      const { name, licence, bytes } = localModel;
      const ready = hasLocalModel(storage) && (await findEngine()).ok;
      const there = hasLocalModel(storage) ? bytes : sizeOf(`${file}.part`);
      return { name, licence, url: settings()['local.modelUrl'], size: bytes, there, ready };
    },
    async fetch(report, signal) {
      const { 'local.modelUrl': modelUrl, 'local.registry': registry } = settings();
      const fetched = await fetchLocalModel(
        {
          storage,
          modelUrl,
          registry,
          findEngine,
          onProgress: (what, done, total) => report(progressOf(what, done, total), share(what, done, total)),
        },
        signal,
      );
      if (fetched.ok) return { ok: true };
      const { kind, message } = fetched.fault;
      return { ok: false, cancelled: kind === 'cancelled', message };
    },
  };
}

/** llama.cpp is a hundredth of the whole. */
function share(what: 'llama.cpp' | 'model', done: number, total: number | undefined): number {
  const part = total === undefined || total === 0 ? 0 : done / total;
  return what === 'llama.cpp' ? 0.01 * part : 0.01 + 0.99 * part;
}

function progressOf(what: 'llama.cpp' | 'model', done: number, total: number | undefined): string {
  const all = total === undefined ? '' : ` of ${Math.round(total / 1e6)}`;
  return `${what === 'model' ? 'the model' : what}: ${Math.floor(done / 1e6)}${all} MB`;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
