/** One model file in a process: started by the first request, shared by all who ask, ended when nobody does. */
import { dirname } from 'node:path';
import type { Child, ChildEnd } from '../child.ts';
import { startChild } from '../child.ts';
import type { Engine, FindEngine } from './engine.ts';
import { cancelled, type LocalFault } from './faults.ts';
import { checkFile } from './file.ts';
import { type Answer, type FromProcess, fromProcess, type ToProcess } from './messages.ts';

export interface HostOptions {
  readonly file: string;
  /** Tokens; the file's own is the most. */
  readonly window: number;
  /** Completions that are written together; each takes memory for a whole window. */
  readonly sequences: number;
  /** 0: one for each core. */
  readonly threads: number;
  readonly findEngine: FindEngine;
  /** Milliseconds without a request after which the process ends. */
  readonly idleMs: number;
  readonly log: (message: string) => void;
}

export type Order = Pick<Extract<ToProcess, { request: unknown }>, 'kind' | 'request'>;
export type Outcome =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly fault: LocalFault };
/** `sequences`: requests that are worked on together. */
export type Opened =
  | { readonly ok: true; readonly window: number; readonly sequences: number }
  | { readonly ok: false; readonly fault: LocalFault };

interface Job {
  readonly id: number;
  readonly order: Order;
  readonly settle: (outcome: Outcome) => void;
  sent: boolean;
}

interface Running {
  readonly child: Child;
  readonly opened: Promise<Opened>;
  readonly settleOpened: (opened: Opened) => void;
  /** 0 until the model is loaded. */
  sequences: number;
}

export class Host {
  readonly #options: HostOptions;
  readonly #jobs = new Map<number, Job>();
  #running: Running | undefined;
  #starting: Promise<Opened> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #nextId = 1;
  #waitingForOpen = 0;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Of its process, while there is one. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /** Starts the process where there is none. Cancelling leaves it running for the others. */
  async open(signal: AbortSignal): Promise<Opened> {
    if (signal.aborted) return { ok: false, fault: cancelled };
    this.#waitingForOpen++;
    this.#stayAwake();
    try {
      this.#starting ??= this.#start();
      return await unlessAborted(this.#starting, signal, { ok: false, fault: cancelled });
    } finally {
      this.#waitingForOpen--;
      this.#restWhenIdle();
    }
  }

  /** Asks the model. An aborted signal settles it at once and stops the model within a token. */
  async ask(order: Order, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return { ok: false, fault: cancelled };
    this.#stayAwake();
    const id = this.#nextId++;
    const outcome = new Promise<Outcome>(resolve => {
      this.#jobs.set(id, { id, order, settle: resolve, sent: false });
    });
    const stop = (): void => {
      this.#running?.child.send({ kind: 'cancel', id } satisfies ToProcess);
      this.#settle(id, { ok: false, fault: cancelled });
    };
    signal.addEventListener('abort', stop, { once: true });
    void this.open(signal).then(opened => {
      if (opened.ok) this.#sendWaiting();
      else this.#settle(id, opened);
    });
    const settled = await outcome;
    signal.removeEventListener('abort', stop);
    return settled;
  }

  /** Gives the memory back where nobody asks. */
  release(): void {
    if (this.#jobs.size === 0) this.end();
  }

  /** Ends the process; requests under way fail. A later one starts it again. */
  end(): void {
    clearTimeout(this.#idle);
    this.#running?.child.kill();
  }

  async #start(): Promise<Opened> {
    const { file, findEngine } = this.#options;
    const checked = await checkFile(file);
    if (!checked.ok) return this.#notStarted(checked.fault);
    const found = await findEngine();
    if (!found.ok) return this.#notStarted({ kind: 'no-model', message: found.reason });
    try {
      return await this.#launch(found.engine).opened;
    } catch (error) {
      return this.#notStarted({
        kind: 'broken',
        message: `The local model's process could not be started: ${String(error)}`,
      });
    }
  }

  #notStarted(fault: LocalFault): Opened {
    this.#starting = undefined;
    return { ok: false, fault };
  }

  #launch({ script, binary }: Engine): Running {
    const { file, window, sequences, threads } = this.#options;
    let settleOpened: (opened: Opened) => void = () => undefined;
    const opened = new Promise<Opened>(resolve => {
      settleOpened = resolve;
    });
    const child = startChild(
      { script, flags: ['--no-warnings'], cwd: dirname(script), name: "The local model's process" },
      {
        onMessage: message => this.#hear(running, message),
        onEnd: end => this.#ended(running, end),
      },
    );
    const running: Running = { child, opened, settleOpened, sequences: 0 };
    this.#running = running;
    child.send({ kind: 'open', file, binary, window, sequences, threads } satisfies ToProcess);
    return running;
  }

  /** In the order in which they were asked; the process takes as many together as it has sequences. */
  #sendWaiting(): void {
    for (const job of this.#jobs.values()) {
      if (job.sent) continue;
      const underWay = [...this.#jobs.values()].filter(({ sent }) => sent).length;
      if (underWay >= (this.#running?.sequences ?? 0)) return;
      job.sent = true;
      this.#running?.child.send({ ...job.order, id: job.id });
    }
  }

  #hear(running: Running, value: unknown): void {
    const read = fromProcess.safeParse(value);
    if (!read.success) {
      this.#options.log('local model: its process said something out of turn; it is ended');
      running.child.kill();
      return;
    }
    const message: FromProcess = read.data;
    switch (message.kind) {
      case 'opened':
        this.#options.log(`local model: opened, window ${message.window}, ${message.threads} threads`);
        running.sequences = message.sequences;
        running.settleOpened({ ok: true, window: message.window, sequences: message.sequences });
        break;
      case 'not-opened':
        running.settleOpened({ ok: false, fault: message.fault });
        break;
      case 'failed':
        this.#settle(message.id, { ok: false, fault: message.fault });
        break;
      case 'generated':
      case 'read':
      case 'weighed':
        this.#settle(message.id, { ok: true, answer: message });
    }
  }

  /** What was under way is lost with the process; what waits goes to the next one. */
  #ended(running: Running, end: ChildEnd): void {
    if (this.#running === running) {
      this.#running = undefined;
      this.#starting = undefined;
    }
    const message = end.outOfMemory
      ? 'The local model was ended by the system, most likely for want of memory. Close other programs, or use a smaller model; the next request starts it again.'
      : 'The local model broke down; the next request starts it again.';
    const fault: LocalFault = { kind: 'broken', message };
    running.settleOpened({ ok: false, fault });
    const underWay = [...this.#jobs.values()].filter(({ sent }) => sent);
    if (underWay.length > 0) this.#options.log(`local model: ${end.reason}`);
    for (const { id } of underWay) this.#settle(id, { ok: false, fault });
    // Those who wait for a process that never opened are told so by the promise that they wait for.
    if (this.#jobs.size === 0 || running.sequences === 0) return;
    void this.open(new AbortController().signal).then(opened => {
      if (opened.ok) return this.#sendWaiting();
      for (const { id, sent } of [...this.#jobs.values()]) if (!sent) this.#settle(id, opened);
    });
  }

  #settle(id: number, outcome: Outcome): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    job.settle(outcome);
    if (this.#running !== undefined) this.#sendWaiting();
    this.#restWhenIdle();
  }

  #stayAwake(): void {
    clearTimeout(this.#idle);
    this.#running?.child.hold(true);
  }

  /** A process that nobody asks keeps nothing alive, and ends after a while. */
  #restWhenIdle(): void {
    if (this.#jobs.size > 0 || this.#waitingForOpen > 0) return;
    clearTimeout(this.#idle);
    this.#running?.child.hold(false);
    this.#idle = setTimeout(() => this.end(), this.#options.idleMs);
    this.#idle.unref();
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  return new Promise(resolve => {
    const stop = (): void => resolve(otherwise);
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(value => {
      signal.removeEventListener('abort', stop);
      resolve(value);
    });
  });
}
