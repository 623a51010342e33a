/** Programs of ours in child processes of Node: nothing of this process's environment reaches them, and none outlives it. */
import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import process from 'node:process';

/** How a child came to its end. */
export interface ChildEnd {
  /** For the log and for a person: `ended by SIGSEGV`, with what it wrote last. */
  readonly reason: string;
  /** It ended for want of memory. */
  readonly outOfMemory: boolean;
}

export interface ChildEvents {
  /** Unchecked. */
  readonly onMessage: (message: unknown) => void;
  /** Once, and last; also after `kill`. */
  readonly onEnd: (end: ChildEnd) => void;
}

export interface Child {
  /** `undefined` where it could not be started. */
  readonly pid: number | undefined;
  /** Never throws; what is sent to an ended child is lost. */
  send(message: object): void;
  /** Ends it without asking. `onEnd` follows. */
  kill(): void;
  /** Whether this process is to stay alive for it. */
  hold(held: boolean): void;
}

export interface ChildOptions {
  readonly script: string;
  /** The program that runs it; the one that runs this, where absent. */
  readonly program?: { readonly execPath: string; readonly electron: boolean };
  readonly flags: readonly string[];
  readonly cwd: string;
  /** For messages: `The sandbox process`. */
  readonly name: string;
}

/** What is kept of the last words of a process, in characters. */
const LAST_WORDS = 2_000;

const living = new Set<ChildProcess>();
let endsWithOwner = false;

/**
 * Starts a child that talks by messages (`serialization: 'advanced'`). It is killed when this process exits, and is to end itself when its channel closes.
 * @throws {Error} where the system refuses at once
 */
export function startChild(options: ChildOptions, events: ChildEvents): Child {
  const program = options.program ?? { execPath: process.execPath, electron: process.versions.electron !== undefined };
  const child = fork(options.script, [], {
    execPath: program.execPath,
    execArgv: [...options.flags],
    env: emptyEnvironment(program.electron),
    cwd: options.cwd,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: false,
  });
  watch(child, options.name, events);
  return {
    pid: child.pid,
    send(message) {
      // A channel that has just closed is told of by `close`.
      if (child.connected) child.send(message, () => undefined);
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

/**
 * Electron has to be told to be Node. Nothing of the owner's environment. What Node or Windows would add by itself is named, so that it is empty or left out; without
 * `SystemRoot` Windows starts no program that needs random numbers.
 */
function emptyEnvironment(electron: boolean): NodeJS.ProcessEnv {
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

function watch(child: ChildProcess, name: string, events: ChildEvents): void {
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
    if (child.pid === undefined) end(`${name} could not be started: ${error.message}`, false);
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
