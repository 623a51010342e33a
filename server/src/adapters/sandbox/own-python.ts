/**
 * The person's own Python in place of the sandbox. **It holds nothing back**: the code may read, write and send whatever the person may. Only for a
 * workspace that the person trusts, and only where they have chosen it; whoever makes one sees to that.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Sandbox } from '../../core/code/sandbox.ts';
import { keysOf } from './keys.ts';
import type { ToInterpreter } from './messages.ts';
import { Pool } from './pool.ts';
import type { Interpreter, InterpreterEvents, Launcher } from './transport.ts';

export interface OwnPythonOptions {
  /** The program, as a path or as a name on the PATH. */
  readonly path: string;
  /** The folder `dist/sandbox/python`: the module `stepwise` and `own_python.py`. */
  readonly runner: string;
  readonly log: (message: string) => void;
  /** How many processes there may be at once; 2 where absent. */
  readonly size?: number;
  /** Milliseconds without a request after which all processes end; two minutes where absent. */
  readonly idleMs?: number;
}

/** Runs code with Python 3.9 or later that has SymPy. What is wrong with it is told as `unavailable`, with what to do. */
export function createOwnPython({ path, runner, log, size = 2, idleMs = 120_000 }: OwnPythonOptions): Sandbox {
  return new Pool({ launcher: pythonLauncher(path, runner, log), keysOf, size, idleMs, log });
}

/** Isolated from the environment's and the folder's modules; unlike a script's, the folder of `-c` is not on the path, so it is told. */
const program = 'import sys; sys.path.insert(0, sys.argv[1]); import own_python; own_python.main()';
/** What is kept of the last words of a process, in characters. */
const LAST_WORDS = 2_000;

function pythonLauncher(path: string, runner: string, log: (message: string) => void): Launcher {
  const living = new Set<OwnPython>();
  const endAll = (): void => {
    for (const one of living) one.kill();
  };
  process.once('exit', endAll);
  return {
    launch(_snapshot, events) {
      const interpreter: OwnPython = new OwnPython(path, runner, log, {
        onMessage: events.onMessage,
        onEnd(end) {
          living.delete(interpreter);
          events.onEnd(end);
        },
      });
      living.add(interpreter);
      return { ok: true, interpreter };
    },
    dispose() {
      process.removeListener('exit', endAll);
    },
  };
}

type Run = Extract<ToInterpreter, { kind: 'run' }>;

/**
 * Looks to the pool like one interpreter; is one process after another. A process serves one chain of cells for as long as it is extended, for there is no
 * way back to an earlier state: another chain, or a cell that was stopped, gets a fresh process.
 */
class OwnPython implements Interpreter {
  readonly stoppable = true;
  readonly stop = undefined;
  readonly #path: string;
  readonly #runner: string;
  readonly #log: (message: string) => void;
  readonly #events: InterpreterEvents;
  #child: ChildProcess;
  /** The states that this process has gone through, the last being the one that it is in; `undefined` where that is not known. */
  #chain: readonly string[] | undefined = [];
  #running: Run | undefined;
  /** Of the process: it has said that it is ready. */
  #ready = false;
  #wasReady = false;
  #held = true;

  constructor(path: string, runner: string, log: (message: string) => void, events: InterpreterEvents) {
    this.#path = path;
    this.#runner = runner;
    this.#log = log;
    this.#events = events;
    this.#child = this.#spawn();
  }

  send(message: ToInterpreter): void {
    if (message.kind !== 'run') return;
    this.#running = message;
    const extended = this.#chain !== undefined && extendsChain(this.#chain, message.keys);
    if (!extended) this.#restart();
    if (this.#ready) this.#begin(message);
  }

  askToStop(): void {
    this.#write({ kind: 'stop' });
  }

  clearStop(): void {
    // A stop belongs to the run that it was asked of.
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  hold(held: boolean): void {
    this.#held = held;
    holdAll(this.#child, held);
  }

  #begin(message: Run): void {
    this.#write({ ...message, first: this.#chain?.length ?? 0 });
  }

  #write(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #restart(): void {
    const old = this.#child;
    this.#ready = false;
    this.#chain = [];
    this.#child = this.#spawn();
    old.kill('SIGKILL');
  }

  #spawn(): ChildProcess {
    const child = spawn(this.#path, ['-I', '-c', program, this.#runner], {
      cwd: homedir(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let lastWords = '';
    const end = (reason: string, outOfMemory = false): void => {
      if (child === this.#child) this.#events.onEnd({ reason, outOfMemory });
    };
    child.stderr.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString('utf8')).slice(-LAST_WORDS);
    });
    // Told of by `close`.
    child.stdin.on('error', error => this.#log(`own Python: ${error.message}`));
    createInterface({ input: child.stdout }).on('line', line => {
      if (child === this.#child) this.#hear(line);
    });
    child.on('error', error => {
      if (child.pid === undefined)
        end(`cannot be started (${error.message}); set stepwise.code.python to a Python 3.9 or later`);
    });
    child.on('close', (code, signal) => {
      if (child.pid === undefined) return;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      end(`(${this.#path}) ended ${how}${lastWords === '' ? '' : `: ${lastWords.trim()}`}`, signal === 'SIGKILL');
    });
    holdAll(child, this.#held);
    return child;
  }

  #hear(line: string): void {
    const message = parse(line);
    const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;
    if (kind === 'ready') {
      this.#ready = true;
      if (this.#running !== undefined) this.#begin(this.#running);
      if (this.#wasReady) return;
      this.#wasReady = true;
    } else if (kind === 'broken' && this.#wasReady) {
      // It served before and is gone now: SymPy was removed, say.
      this.kill();
      return;
    } else if (kind === 'done') {
      this.#chain = wasStopped(message) ? undefined : this.#running?.keys;
      this.#running = undefined;
    }
    this.#events.onMessage(message);
  }
}

/** Whether the chain leads to where the last cell of the request begins. */
function extendsChain(chain: readonly string[], keys: readonly string[]): boolean {
  return chain.length < keys.length && chain.every((key, index) => key === keys[index]);
}

function wasStopped(message: unknown): boolean {
  const { result } = message as { readonly result?: { readonly status?: unknown } };
  return !['ok', 'failed', 'error'].includes(String(result?.status));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return line.slice(0, 100);
  }
}

function holdAll(child: ChildProcess, held: boolean): void {
  const streams = [child.stdin, child.stdout, child.stderr].filter(stream => stream !== null && 'unref' in stream);
  for (const one of [child, ...(streams as unknown as readonly { ref(): void; unref(): void }[])]) {
    if (held) one.ref();
    else one.unref();
  }
}
