/** Interpreters in child processes of Node, which may read their own files and nothing else. */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
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
/** What is kept of the last words of a process, in characters. */
const LAST_WORDS = 2_000;

const living = new Set<ChildProcess>();
let endsWithOwner = false;

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
  const child = fork(join(folder, interpreterScript.node), [], {
    execPath: program.execPath,
    execArgv: [
      ...interpreterFlags(permissionFlag, [folder, ...snapshotFile, ...(stopFile === undefined ? [] : [stopFile])]),
    ],
    env: emptyEnvironment(program),
    cwd: folder,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: false,
  });
  watch(child, events);
  return handle(child, stopFile, log);
}

/**
 * Nothing of the owner's environment. What Node or Windows would add by itself is named, so that it is empty or left out; without
 * `SystemRoot` Windows starts no program that needs random numbers.
 */
function emptyEnvironment({ electron }: NodeProgram): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  const windows = ['HOMEDRIVE', 'HOMEPATH', 'LOGONSERVER', 'PATH', 'TEMP', 'USERDOMAIN', 'USERNAME', 'USERPROFILE'];
  return {
    NODE_V8_COVERAGE: undefined,
    ...(electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
    ...(process.platform === 'win32' ? { ...Object.fromEntries(windows.map(name => [name, ''])), SystemRoot } : {}),
  };
}

/** Apart, so that the listener, which stays, holds nothing of the process for which it was set. */
function endWithOwner(): void {
  if (endsWithOwner) return;
  endsWithOwner = true;
  process.once('exit', () => {
    for (const one of living) one.kill('SIGKILL');
  });
}

function watch(child: ChildProcess, events: InterpreterEvents): void {
  let lastWords = '';
  let ended = false;
  const end = (reason: string, outOfMemory: boolean): void => {
    if (ended) return;
    ended = true;
    living.delete(child);
    events.onEnd({ reason, outOfMemory });
  };
  living.add(child);
  endWithOwner();
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  child.on('message', message => {
    if (!ended) events.onMessage(message);
  });
  child.on('error', error => {
    if (child.pid === undefined) end(`The sandbox process could not be started: ${error.message}`, false);
  });
  // `close` rather than `exit`: then its last words have been read.
  child.on('close', (code, signal) => {
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const words = lastWords.trim();
    end(words === '' ? `ended ${how}` : `ended ${how}: ${words}`, signal === 'SIGKILL' || saysOutOfMemory(words));
  });
}

/** V8's own last words, and Windows' exit where the system kills for want of memory has none. */
function saysOutOfMemory(words: string): boolean {
  return /FATAL ERROR:.*(?:heap out of memory|Allocation failed)/s.test(words);
}

function handle(child: ChildProcess, stopFile: string | undefined, log: (message: string) => void): Interpreter {
  let asked = false;
  return {
    stoppable: stopFile !== undefined,
    stop: stopFile === undefined ? undefined : { kind: 'file', path: stopFile },
    send(message) {
      // A channel that has just closed is told of by `close`.
      if (child.connected) child.send(message, () => undefined);
    },
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
    kill() {
      child.kill('SIGKILL');
    },
    hold(held) {
      for (const one of [child, child.channel, child.stderr instanceof Socket ? child.stderr : undefined]) {
        if (held) one?.ref();
        else one?.unref();
      }
    },
  };
}
