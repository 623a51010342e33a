/** One interpreter seen from outside: whether it is free, what it keeps, when it is too late for the code that it runs. */
import type { Cell, RunLimits, RunResult } from '../../core/code/sandbox.ts';
import type { FromInterpreter, SnapshotSource } from './messages.ts';
import { readMessage, withinLimits } from './pool-messages.ts';
import type { Interpreter, InterpreterEnd, Launcher } from './transport.ts';

/** Milliseconds. */
export interface SeatTiming {
  /** From the start to the first word. */
  readonly startMs: number;
  /** From a request to the start of its code, and from the end of a cell to the next or to the result: time for keeping states, not for code. */
  readonly betweenMs: number;
  /** What code that is asked to stop is given before the interpreter is killed. */
  readonly stopGraceMs: number;
  /** The same for code past its time: the interpreter interrupts it by itself at the limit. */
  readonly limitGraceMs: number;
}

export const seatTiming: SeatTiming = { startMs: 60_000, betweenMs: 15_000, stopGraceMs: 150, limitGraceMs: 120 };

export interface SeatRequest {
  readonly cells: readonly Cell[];
  /** `keys[i]` names the state after cells 0…i. */
  readonly keys: readonly string[];
  readonly limits: RunLimits;
}

/** How a run ended. `began`: how many cells had begun. */
export type RunEnd =
  | { readonly kind: 'result'; readonly result: RunResult }
  /** It was asked to stop, and did or was killed. */
  | { readonly kind: 'stopped'; readonly began: number }
  /** It did not stop at its limit and was killed. */
  | { readonly kind: 'late'; readonly began: number; readonly ms: number }
  | { readonly kind: 'crashed'; readonly began: number; readonly end: InterpreterEnd };

export type SeatEnd =
  /** It could not start; a snapshot that it was to start from may be the cause. */
  | { readonly kind: 'not-started'; readonly reason: string }
  /** The pool ended it. */
  | { readonly kind: 'closed' }
  /** It was killed for what it did, or ended by itself, in or after so many runs. */
  | { readonly kind: 'broken-down'; readonly runs: number };

export interface SeatOptions {
  readonly launcher: Launcher;
  readonly snapshot: SnapshotSource | undefined;
  readonly timing: SeatTiming;
  readonly log: (message: string) => void;
  /** It can take its first request, so many milliseconds after it was started. */
  readonly onReady: (ms: number) => void;
  readonly onProgress: (share: number, message: string) => void;
  /** Once. Where a run was under way, its promise is resolved just before. */
  readonly onEnd: (end: SeatEnd) => void;
}

interface Run {
  readonly id: number;
  readonly request: SeatRequest;
  readonly resolve: (end: RunEnd) => void;
  /** Index of the cell that began last; -1 before the first. */
  index: number;
  /** How many cells began. */
  began: number;
  beganAt: number;
  /** The code of that cell has ended. */
  ended: boolean;
  stopping: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** How many states a seat is thought to keep; the interpreter may have let go of some, and then runs their cells again. */
const KEPT = 2_000;
/** Words of progress that an interpreter may have for one start. */
const PROGRESS = 1_000;

export class Seat {
  readonly #options: SeatOptions;
  readonly #interpreter: Interpreter | undefined;
  readonly #startedAt = performance.now();
  readonly #kept = new Set<string>();
  #state: 'starting' | 'free' | 'running' | 'ended' = 'starting';
  #run: Run | undefined;
  #startTimer: ReturnType<typeof setTimeout> | undefined;
  #runs = 0;
  #progress = 0;
  #memoryMb = 0;

  constructor(options: SeatOptions) {
    this.#options = options;
    const launched = options.launcher.launch(options.snapshot, {
      onMessage: message => this.#hear(message),
      onEnd: end => this.#crashed(end),
    });
    if (!launched.ok) {
      // After the constructor, so that the owner knows the seat that ended.
      queueMicrotask(() => this.#end({ kind: 'not-started', reason: launched.reason }));
      return;
    }
    const { interpreter } = launched;
    this.#interpreter = interpreter;
    this.#startTimer = setTimeout(
      () => this.#kill({ kind: 'not-started', reason: 'The sandbox did not answer when it was started.' }),
      options.timing.startMs,
    );
    interpreter.send({
      kind: 'start',
      ...(options.snapshot === undefined ? {} : { snapshot: options.snapshot }),
      ...(interpreter.stop === undefined ? {} : { stop: interpreter.stop }),
    });
  }

  get state(): 'starting' | 'free' | 'running' | 'ended' {
    return this.#state;
  }

  /** The code that runs here has been asked to stop. */
  get stopping(): boolean {
    return this.#run?.stopping ?? false;
  }

  /** Megabytes of Python's memory after the last run. */
  get memoryMb(): number {
    return this.#memoryMb;
  }

  /** Of how many cells from the first the state is thought to be kept here. The last is wanted afresh, so its state does not count. */
  keeps(keys: readonly string[]): number {
    for (let length = keys.length - 1; length > 0; length--) {
      const key = keys[length - 1];
      if (key !== undefined && this.#kept.has(key)) return length;
    }
    return 0;
  }

  /** Runs a request; only where the state is `free`. Never rejects. */
  run(request: SeatRequest): Promise<RunEnd> {
    if (this.#state !== 'free') throw new Error(`a seat that is ${this.#state} takes no request`);
    return new Promise(resolve => {
      const id = ++this.#runs;
      this.#state = 'running';
      this.#run = {
        id,
        request,
        resolve,
        index: -1,
        began: 0,
        beganAt: 0,
        ended: false,
        stopping: false,
        timer: undefined,
      };
      this.#armBetween();
      this.#interpreter?.hold(true);
      this.#interpreter?.send({ kind: 'run', id, ...request });
    });
  }

  /** Asks the code that runs to stop, and kills the interpreter where it does not. */
  stop(): void {
    const run = this.#run;
    if (run === undefined || run.stopping) return;
    run.stopping = true;
    const kill = (): void => this.#kill(this.#brokenDown(), { kind: 'stopped', began: run.began });
    if (this.#interpreter?.stoppable !== true) {
      kill();
      return;
    }
    this.#interpreter.askToStop();
    this.#arm(this.#options.timing.stopGraceMs, kill);
  }

  /** Ends the interpreter; a run under way is stopped. */
  close(): void {
    if (this.#state === 'ended') return;
    this.#kill({ kind: 'closed' }, { kind: 'stopped', began: this.#run?.began ?? 0 });
  }

  #hear(value: unknown): void {
    if (this.#state === 'ended') return;
    const message = readMessage(value);
    const inTurn = message !== undefined && this.#take(message);
    if (inTurn) return;
    const reason = `said something out of turn: ${summary(value)}`;
    this.#options.log(`sandbox: an interpreter ${reason}; it is ended`);
    this.#interpreter?.kill();
    this.#crashed({ reason, outOfMemory: false });
  }

  /** Whether the message was in turn. */
  #take(message: FromInterpreter): boolean {
    switch (message.kind) {
      case 'ready': {
        if (this.#state !== 'starting') return false;
        clearTimeout(this.#startTimer);
        this.#state = 'free';
        this.#interpreter?.hold(false);
        this.#options.onReady(performance.now() - this.#startedAt);
        return true;
      }
      case 'progress':
        if (this.#state !== 'starting' || ++this.#progress > PROGRESS) return false;
        this.#options.onProgress(message.share, message.message);
        return true;
      case 'broken':
        if (this.#state !== 'starting') return false;
        this.#kill({ kind: 'not-started', reason: message.reason });
        return true;
      case 'began':
        return this.#began(message.id, message.index);
      case 'ended':
        return this.#ended(message.id, message.index);
      case 'done':
        return this.#done(message);
      case 'snapshot':
        return false;
    }
  }

  #began(id: number, index: number): boolean {
    const run = this.#run;
    if (run?.id !== id || index <= run.index || index >= run.request.cells.length) return false;
    run.index = index;
    run.ended = false;
    run.began++;
    run.beganAt = performance.now();
    // Its time is watched from here, unless it is to stop sooner.
    if (!run.stopping) {
      this.#arm(run.request.limits.timeMs + this.#options.timing.limitGraceMs, () => {
        const ms = performance.now() - run.beganAt;
        this.#kill(this.#brokenDown(), { kind: 'late', began: run.began, ms });
      });
    }
    return true;
  }

  #ended(id: number, index: number): boolean {
    const run = this.#run;
    if (run?.id !== id || index !== run.index || run.ended) return false;
    run.ended = true;
    // A cell that comes after this one is stopped as it begins.
    if (!run.stopping) this.#armBetween();
    return true;
  }

  #done(message: Extract<FromInterpreter, { kind: 'done' }>): boolean {
    const run = this.#run;
    if (run?.id !== message.id || !withinLimits(message, run.request.limits)) return false;
    const { result } = message;
    clearTimeout(run.timer);
    this.#memoryMb = message.memoryMb;
    this.#interpreter?.clearStop();
    this.#keep(run.request.keys, result);
    this.#state = 'free';
    this.#run = undefined;
    this.#interpreter?.hold(false);
    run.resolve(
      run.stopping && result.status === 'cancelled'
        ? { kind: 'stopped', began: run.began }
        : { kind: 'result', result },
    );
    return true;
  }

  #keep(keys: readonly string[], { status }: RunResult): void {
    const wasStopped =
      status === 'timeout' || status === 'memory' || status === 'cancelled' || status === 'unavailable';
    for (const key of wasStopped ? keys.slice(0, -1) : keys) {
      this.#kept.delete(key);
      this.#kept.add(key);
    }
    for (const key of this.#kept) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(key);
    }
  }

  /** Where nothing is heard between two pieces of code, the interpreter itself hangs. */
  #armBetween(): void {
    this.#arm(this.#options.timing.betweenMs, () => {
      const end = { reason: 'did nothing with the code that it was given', outOfMemory: false };
      this.#kill(this.#brokenDown(), { kind: 'crashed', began: this.#run?.began ?? 0, end });
    });
  }

  #arm(ms: number, late: () => void): void {
    const run = this.#run;
    if (run === undefined) return;
    clearTimeout(run.timer);
    run.timer = setTimeout(late, ms);
  }

  #brokenDown(): SeatEnd {
    return { kind: 'broken-down', runs: this.#runs };
  }

  #kill(end: SeatEnd, runEnd?: RunEnd): void {
    this.#interpreter?.kill();
    this.#end(end, runEnd);
  }

  #crashed(end: InterpreterEnd): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'starting') {
      this.#end({ kind: 'not-started', reason: `The sandbox ${end.reason} when it was started.` });
      return;
    }
    this.#options.log(`sandbox: an interpreter ${end.reason}`);
    this.#end(this.#brokenDown(), { kind: 'crashed', began: this.#run?.began ?? 0, end });
  }

  #end(end: SeatEnd, runEnd?: RunEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#startTimer);
    this.#interpreter?.clearStop();
    const run = this.#run;
    this.#run = undefined;
    if (run !== undefined && runEnd !== undefined) {
      clearTimeout(run.timer);
      run.resolve(runEnd);
    }
    this.#options.onEnd(end);
  }
}

function summary(value: unknown): string {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
  return String(kind).slice(0, 100);
}
