/**
 * Interpreters in web workers. A worker starts from a `data:` address and so has an origin of its own that nothing belongs to: no storage, no cookies, no
 * channel to other windows of the site; its script then empties its scope (realm-globals.ts) before anything else runs. It is handed its files as bytes.
 */

import type { ToInterpreter } from './messages.ts';
import type { AssetName } from './realm-host.ts';
import type { Interpreter, InterpreterEvents, Launcher } from './transport.ts';

/** The files of `dist/sandbox` that an interpreter reads. */
export type WorkerFiles = Readonly<Record<Exclude<AssetName, 'snapshot'>, Uint8Array>>;

/** To a sandbox worker: its files first. */
export type ToWorker = { readonly kind: 'files'; readonly files: WorkerFiles } | ToInterpreter;

/** What it takes to start workers. */
export interface WorkerProgram {
  /** The text of `interpreter.browser.js`. */
  readonly script: string;
  readonly files: WorkerFiles;
}

export interface WorkerOptions {
  /** Loads what workers start from; called until it has succeeded once. Rejects with what was missing. */
  readonly load: () => Promise<WorkerProgram>;
}

/** Starts interpreters as workers of this thread, with which they end. */
export function workerLauncher({ load }: WorkerOptions): Launcher {
  let program: Promise<{ readonly url: string; readonly files: WorkerFiles }> | undefined;
  const loaded = () => {
    program ??= load().then(({ script, files }) => ({ url: dataUrl(script), files }));
    program.catch(() => {
      program = undefined;
    });
    return program;
  };
  return {
    launch: (_snapshot, events) => ({ ok: true, interpreter: new WorkerInterpreter(loaded(), events) }),
    dispose: () => undefined,
  };
}

/** An error without a message comes where no script was even loaded. */
const refused = 'was refused by the policy of this site (workers from data: addresses)';

class WorkerInterpreter implements Interpreter {
  /** Without shared memory nothing can be said to a worker that is busy. */
  readonly stoppable = false;
  readonly stop = undefined;
  readonly #events: InterpreterEvents;
  /** What was sent before there was a worker; `undefined` since. */
  #early: ToInterpreter[] | undefined = [];
  #worker: Worker | undefined;
  #ended = false;

  constructor(program: Promise<{ readonly url: string; readonly files: WorkerFiles }>, events: InterpreterEvents) {
    this.#events = events;
    program
      .then(({ url, files }) => this.#start(url, files))
      .catch((error: unknown) => this.#end(`could not be loaded: ${messageOf(error)}`));
  }

  send(message: ToInterpreter): void {
    if (this.#early === undefined) this.#worker?.postMessage(message);
    else this.#early.push(message);
  }

  askToStop(): void {
    // `stoppable` says that it cannot be.
  }

  clearStop(): void {
    // Nor was it asked.
  }

  kill(): void {
    queueMicrotask(() => this.#end('was ended'));
    this.#worker?.terminate();
  }

  hold(): void {
    // A worker keeps nothing alive.
  }

  #start(url: string, files: WorkerFiles): void {
    if (this.#ended) return;
    const worker = new Worker(url, { name: 'Stepwise: Python' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!this.#ended) this.#events.onMessage(data);
    };
    worker.onerror = event => {
      // Told of here, and nowhere else.
      event.preventDefault();
      this.#end(event.message === undefined ? refused : `broke down: ${event.message}`);
    };
    worker.onmessageerror = () => this.#end('said what cannot be read');
    worker.postMessage({ kind: 'files', files } satisfies ToWorker);
    for (const message of this.#early ?? []) worker.postMessage(message);
    this.#early = undefined;
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#worker?.terminate();
    this.#events.onEnd({ reason, outOfMemory: /out of memory|memory access out of bounds/i.test(reason) });
  }
}

/** As base64, which is shorter than escapes: browsers hold an address to two million characters. */
function dataUrl(script: string): string {
  const bytes = new TextEncoder().encode(script);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return `data:text/javascript;base64,${btoa(text)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
