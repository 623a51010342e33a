/** Interpreters in child processes of Node, which may read their own files and nothing else. */
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { type Child, startChild } from '../child.ts';
import { interpreterScript, type SnapshotSource } from './messages.ts';
import type { Interpreter, InterpreterEvents, Launcher } from './transport.ts';

/** The program that runs interpreters. */
export interface NodeProgram {
  readonly execPath: string;
  readonly version: string;
  readonly v8: string;
  readonly arch: string;
  readonly platform: string;
  /** Which of its flags switches the permission model on; `undefined` where it has none, and so cannot hold a sandbox. */
  readonly permissionFlag: string | undefined;
  /** Electron, which has to be told to be Node. */
  readonly electron: boolean;
}

const permissionFlags = ['--permission', '--experimental-permission'] as const;

/** The program that runs this very code. */
export function ownProgram(): NodeProgram {
  return {
    execPath: process.execPath,
    version: process.versions.node,
    v8: process.versions.v8,
    arch: process.arch,
    platform: process.platform,
    permissionFlag: permissionFlags.find(flag => process.allowedNodeEnvironmentFlags.has(flag)),
    electron: process.versions.electron !== undefined,
  };
}

const described = z.object({
  version: z.string(),
  v8: z.string(),
  arch: z.string(),
  platform: z.string(),
  permissionFlag: z.optional(z.string()),
  electron: z.boolean(),
});

/** Another Node, asked what it is. */
export async function otherProgram(
  execPath: string,
): Promise<{ readonly ok: true; readonly program: NodeProgram } | { readonly ok: false; readonly reason: string }> {
  const script = `const flags = ${JSON.stringify(permissionFlags)};
    process.stdout.write(JSON.stringify({
      version: process.versions.node, v8: process.versions.v8, arch: process.arch, platform: process.platform,
      permissionFlag: flags.find(flag => process.allowedNodeEnvironmentFlags.has(flag)), electron: 'electron' in process.versions,
    }));`;
  try {
    const { stdout } = await promisify(execFile)(execPath, ['-e', script], {
      env: { ELECTRON_RUN_AS_NODE: '1' },
      timeout: 10_000,
    });
    const { permissionFlag, ...rest } = z.parse(described, JSON.parse(stdout));
    return { ok: true, program: { execPath, permissionFlag, ...rest } };
  } catch (error) {
    return { ok: false, reason: `${execPath} is no Node: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export interface ProcessOptions {
  readonly program: NodeProgram;
  /** The folder `dist/sandbox`. */
  readonly assets: string;
  readonly log: (message: string) => void;
}

/** Megabytes of JavaScript's own heap in an interpreter; Python's memory is not in it. */
const HEAP_MB = 256;

/** Starts interpreters as child processes. A child ends with its owner: it is killed when this process exits, and ends itself when its channel closes. */
export function processLauncher(options: ProcessOptions): Launcher {
  const { program, log } = options;
  let launched = 0;
  let folder: string | undefined;
  const stopFolder = (): string | undefined => {
    try {
      folder ??= mkdtempSync(join(realpathSync(tmpdir()), 'stepwise-'));
    } catch (error) {
      log(`sandbox: no folder for stop files, so code that is stopped is killed: ${String(error)}`);
    }
    return folder;
  };
  const removeFolder = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  };
  process.once('exit', removeFolder);
  return {
    launch(snapshot, events) {
      if (program.permissionFlag === undefined) {
        return {
          ok: false,
          reason: `Node ${program.version} cannot restrict a process; code in steps needs Node 20 or later.`,
        };
      }
      const stops = stopFolder();
      const stopFile = stops === undefined ? undefined : join(stops, `stop-${++launched}`);
      try {
        return { ok: true, interpreter: start(options, program.permissionFlag, snapshot, stopFile, events) };
      } catch (error) {
        return { ok: false, reason: `The sandbox process could not be started: ${String(error)}` };
      }
    },
    dispose() {
      process.removeListener('exit', removeFolder);
      removeFolder();
    },
  };
}

/** What Node is told: the files it may read, no writing, no processes, no workers, no addons, no code from strings. */
export function interpreterFlags(permissionFlag: string, readable: readonly string[]): readonly string[] {
  return [
    permissionFlag,
    ...readable.map(path => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--no-addons',
    '--no-warnings',
    `--max-old-space-size=${HEAP_MB}`,
  ];
}

function start(
  { assets, program, log }: ProcessOptions,
  permissionFlag: string,
  snapshot: SnapshotSource | undefined,
  stopFile: string | undefined,
  events: InterpreterEvents,
): Interpreter {
  // Node asks for permission by the path as it was resolved.
  const folder = realpathSync(assets);
  const snapshotFile = snapshot?.kind === 'file' ? [snapshot.path] : [];
  const child = startChild(
    {
      script: join(folder, interpreterScript.node),
      program,
      flags: interpreterFlags(permissionFlag, [folder, ...snapshotFile, ...(stopFile === undefined ? [] : [stopFile])]),
      cwd: folder,
      name: 'The sandbox process',
    },
    events,
  );
  return handle(child, stopFile, log);
}

function handle(child: Child, stopFile: string | undefined, log: (message: string) => void): Interpreter {
  let asked = false;
  return {
    ...child,
    stoppable: stopFile !== undefined,
    stop: stopFile === undefined ? undefined : { kind: 'file', path: stopFile },
    askToStop() {
      if (stopFile === undefined) return;
      asked = true;
      try {
        writeFileSync(stopFile, '');
      } catch (error) {
        log(`sandbox: the code could not be asked to stop and will be killed: ${String(error)}`);
      }
    },
    clearStop() {
      if (!asked || stopFile === undefined) return;
      asked = false;
      rmSync(stopFile, { force: true });
    },
  };
}
