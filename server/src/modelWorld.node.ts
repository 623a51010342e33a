/** Models for the editor's server on Node: servers over HTTP, files in a process of their own, and those that the editor lends. */
import { join } from 'node:path';
import { createEditorModel } from './adapters/editorModel.ts';
import { createNodeMakers } from './adapters/models/node.ts';
import { UsageLog } from './adapters/models/usage-log.ts';
import { findServers, usualPorts } from './adapters/openai/index.ts';
import { listModels } from './adapters/openai/list-models.ts';
import type { ModelHostServices } from './features/modelHost.ts';
import type { ModelWorld } from './modelHost.ts';
import type { EditorModelChoice } from './protocol.ts';
import type { ModelConfig } from './settings/models.ts';

export interface NodeWorldOptions {
  /** The folder `dist/gguf`. */
  readonly assets: string;
  /** For a client that lends no folder. */
  readonly ownFolder: string;
  /** Folder of the day's usage, which all windows and the command line share. */
  readonly usage: string;
}

export function createNodeWorld({ assets, ownFolder, usage }: NodeWorldOptions): ModelWorld {
  const folderOf = ({ storage = ownFolder }: ModelHostServices): string => storage;
  return {
    makers: services => {
      const { log, sandbox, editor } = services;
      const made = createNodeMakers({
        assets,
        storage: folderOf(services),
        log,
        localFile: join(folderOf(services), 'models', 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf'),
        ...(sandbox === undefined ? {} : { sandbox }),
      });
      return { ...made, editor: config => createEditorModel(choiceOf(config), editor) };
    },
    account: ({ log }) => new UsageLog(usage, () => new Date(), log),
    calibrationOf: async () => undefined,
    findServers: signal => findServers(usualPorts, signal),
    listModels: async (url, key, signal) => {
      const server = { url, ...(key === undefined ? {} : { key }) };
      const listed = await listModels(server, signal);
      if (listed.ok) return listed;
      return { ok: false, message: listed.fault.message, needsKey: listed.fault.kind === 'unauthorized' };
    },
  };
}

function choiceOf({ vendor, family, id }: Extract<ModelConfig, { readonly kind: 'editor' }>): EditorModelChoice {
  return {
    ...(vendor === undefined ? {} : { vendor }),
    ...(family === undefined ? {} : { family }),
    ...(id === undefined ? {} : { id }),
  };
}
