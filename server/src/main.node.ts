/** The server as a Node process: started by the editor with `--node-ipc`, by others with `--stdio`. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { createOwnPython, createSandbox } from './adapters/sandbox/index.ts';
import { openTreeFolder } from './adapters/trees/folder.ts';
import { cacheFolder } from './cacheFolder.ts';
import { configFolder, stateFolder } from './folders.ts';
import { createModelHost } from './modelHost.ts';
import { createNodeWorld } from './modelWorld.node.ts';
import { startServer } from './server.ts';

/** The bundle lies beside the sandbox's files, and those of local models. */
const bundles = dirname(process.argv[1] ?? '.');
const assets = join(bundles, 'sandbox');

/** For a client that lends no folder. */
const ownFolder = cacheFolder(process.platform, process.env, homedir());

startServer(createConnection(), {
  pause: () => new Promise(resolve => setImmediate(resolve)),
  createSandbox: ({ python, storage = ownFolder, log }) =>
    python === undefined
      ? createSandbox({ assets, storage, log })
      : createOwnPython({ path: python, runner: join(assets, 'python'), log }),
  createTreeStore: ({ storage, log }) =>
    openTreeFolder({ folder: join(storage, 'searches'), log, now: () => performance.now() }),
  createModels: createModelHost(
    createNodeWorld({
      assets: join(bundles, 'gguf'),
      ownFolder,
      config: configFolder(process.platform, process.env, homedir()),
      usage: join(stateFolder(process.platform, process.env, homedir()), 'usage'),
    }),
  ),
});
