/** A few interpreters, started when they are needed, and the requests that they share: whatever happens to one, the caller gets a result. */
import type { Cell, RunRequest, RunResult, Sandbox, SandboxState } from '../../core/code/sandbox.ts';
import type { SnapshotSource } from './messages.ts';
import { buildSnapshot } from './pool-build.ts';
import { type Caller, cancelled, type Job, Jobs, unfinished } from './pool-jobs.ts';
import { type RunEnd, Seat, type SeatEnd, type SeatTiming, seatTiming } from './pool-seat.ts';
import type { Launcher, SnapshotStore } from './transport.ts';

/** Milliseconds, and megabytes where the name says so. */
export interface PoolTiming extends SeatTiming {
  /** How long something a person asked for waits before another interpreter is started for it. */
  readonly askedPatienceMs: number;
  readonly idlePatienceMs: number;
  /** Past this a job goes before those that would find their state kept. */
  readonly fairnessMs: number;
  /** The first time that starting is not tried again; doubled with each failure, up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  readonly buildSilenceMs: number;
  /** Megabytes past which an interpreter is replaced after code that was stopped: what that code took is of no further use. */
  readonly grownMb: number;
  /** Megabytes past which it is replaced in any case. */
  readonly largestMb: number;
}

export const poolTiming: PoolTiming = {
  ...seatTiming,
  askedPatienceMs: 150,
  idlePatienceMs: 2_000,
  fairnessMs: 2_000,
  pauseMs: 5_000,
  longestPauseMs: 300_000,
  buildSilenceMs: 60_000,
  grownMb: 200,
  largestMb: 512,
};

export interface PoolOptions {
  readonly launcher: Launcher;
  /** Without one, interpreters start without a snapshot. */
  readonly store?: SnapshotStore;
  /** `keys[i]` names the state after cells 0…i by their content. */
  readonly keysOf: (cells: readonly Cell[]) => readonly string[] | Promise<readonly string[]>;
  /** How many interpreters there may be. */
  readonly size: number;
  /** Milliseconds without a request after which all end. */
  readonly idleMs: number;
  readonly log: (message: string) => void;
  readonly timing?: Partial<PoolTiming>;
}

/** Failures to start, one after the other, after which requests are answered `unavailable`. */
const FAILURES = 2;

export class Pool implements Sandbox {
  readonly #options: PoolOptions;
  readonly #timing: PoolTiming;
  readonly #jobs = new Jobs();
  readonly #seats = new Set<Seat>();
  readonly #listeners = new Set<(state: SandboxState) => void>();
  readonly #disposed = new AbortController();
  #state: SandboxState = { kind: 'idle' };
  /** A seat waits for the snapshot. */
  #opening = false;
  #failures = 0;
  #pausedUntil = 0;
  #dropped = false;
  #pumpTimer: ReturnType<typeof setTimeout> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#timing = { ...poolTiming, ...options.timing };
  }

  async run(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
    const keys = await this.#options.keysOf(request.cells);
    if (signal.aborted || this.#disposed.signal.aborted) return cancelled;
    if (keys.length === 0) return unfinished('error', 'There is no code to run.');
    if (this.#state.kind === 'unavailable' && performance.now() < this.#pausedUntil) {
      return unfinished('unavailable', this.#state.reason);
    }
    return new Promise(resolve => {
      const caller: Caller = {
        resolve: result => {
          signal.removeEventListener('abort', abort);
          resolve(result);
        },
      };
      const job = this.#jobs.join(request, keys, caller);
      const abort = (): void => {
        this.#jobs.leave(job, caller);
        if (!this.#jobs.has(job)) job.seat?.stop();
        caller.resolve(cancelled);
        this.#rest();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#pump();
    });
  }

  onState(listener: (state: SandboxState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    if (this.#disposed.signal.aborted) return;
    this.#disposed.abort();
    clearTimeout(this.#pumpTimer);
    clearTimeout(this.#idleTimer);
    for (const job of [...this.#jobs.waiting, ...this.#jobs.running]) this.#jobs.settle(job, cancelled);
    for (const seat of this.#seats) seat.close();
    this.#options.launcher.dispose();
    this.#tell({ kind: 'idle' });
    this.#listeners.clear();
  }

  /** Gives waiting jobs to free seats, and sees to it that there will be a seat for those that are left. */
  #pump(): void {
    if (this.#disposed.signal.aborted) return;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#pumpTimer);
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#start(next.job, next.seat);
    this.#makeRoom();
    this.#grow();
    this.#rest();
  }

  /**
   * The job that runs next and where: what a person asked for goes first, then what finds the most of its cells kept, then what came first. A job that has waited
   * long goes before those that find more kept. Where a seat that runs something idle keeps more of what was asked for, that seat is waited for.
   */
  #next(): { readonly job: Job; readonly seat: Seat } | undefined {
    const free = [...this.#seats].filter(seat => seat.state === 'free');
    const waiting = this.#jobs.waiting;
    const asked = waiting.filter(job => job.priority === 'asked');
    const jobs = asked.length > 0 ? asked : waiting;
    const old = jobs.filter(job => performance.now() - job.since > this.#timing.fairnessMs);
    let best: { job: Job; seat: Seat; keeps: number } | undefined;
    for (const job of old.length > 0 ? old.slice(0, 1) : jobs) {
      const elsewhere = Math.max(0, ...this.#yielding(job).map(seat => seat.keeps(job.keys)));
      for (const seat of free) {
        const keeps = seat.keeps(job.keys);
        if (keeps >= elsewhere && keeps > (best?.keeps ?? -1)) best = { job, seat, keeps };
      }
    }
    return best;
  }

  /** The seats whose work gives way to this job. */
  #yielding(job: Job): readonly Seat[] {
    if (job.priority === 'idle') return [];
    return this.#jobs.running.filter(other => other.priority === 'idle').flatMap(other => other.seat ?? []);
  }

  #start(job: Job, seat: Seat): void {
    job.seat = seat;
    const { cells, limits } = job.request;
    void seat.run({ cells, limits, keys: job.keys }).then(end => {
      job.seat = undefined;
      this.#ended(job, end);
      this.#replaceGrown(seat, end);
      // Not at once: the caller may go on with the next cell of the solution whose state this seat now keeps.
      this.#pumpIn(0);
    });
  }

  /** A memory that has grown does not shrink; but with the interpreter go the states that it keeps. */
  #replaceGrown(seat: Seat, end: RunEnd): void {
    if (seat.state !== 'free') return;
    const completed = end.kind === 'result' && (end.result.status === 'ok' || end.result.status === 'failed');
    if (seat.memoryMb <= (completed ? this.#timing.largestMb : this.#timing.grownMb)) return;
    this.#options.log(`sandbox: an interpreter has grown to ${Math.round(seat.memoryMb)} MB and is replaced`);
    seat.close();
    this.#open();
  }

  #ended(job: Job, end: RunEnd): void {
    if (!this.#jobs.has(job)) return;
    switch (end.kind) {
      case 'result':
        this.#jobs.settle(job, end.result);
        return;
      case 'stopped':
        // For a job that is still wanted it was to make room: it waits again.
        return;
      case 'late':
        this.#jobs.settle(
          job,
          unfinished('timeout', `Stopped after ${job.request.limits.timeMs} ms.`, { ms: end.ms, ran: end.began }),
        );
        return;
      case 'crashed':
        this.#crashed(job, end);
    }
  }

  #crashed(job: Job, { began, end }: Extract<RunEnd, { kind: 'crashed' }>): void {
    if (began === 0 && !job.retried) {
      job.retried = true;
      return;
    }
    const result = end.outOfMemory
      ? unfinished('memory', 'The code took more memory than there is.', { ran: began })
      : unfinished('error', 'The sandbox broke down while this code ran. A fresh one takes its place.', { ran: began });
    this.#jobs.settle(job, result);
  }

  /** Interrupts idle work where something a person asked for waits and nothing is free, or where that seat keeps more of it. */
  #makeRoom(): void {
    const asked = this.#jobs.waiting.filter(job => job.priority === 'asked');
    let coming = [...this.#seats].filter(seat => seat.stopping).length;
    for (const job of asked) {
      if (coming-- > 0) continue;
      const [seat] = this.#yielding(job)
        .filter(one => !one.stopping)
        .toSorted((a, b) => b.keeps(job.keys) - a.keeps(job.keys));
      seat?.stop();
    }
  }

  /** Starts the first seat for any work, a further one for work that has waited. */
  #grow(): void {
    const [first] = this.#jobs.waiting.toSorted((a, b) => this.#dueAt(a) - this.#dueAt(b));
    if (first === undefined) return;
    const coming = this.#opening || [...this.#seats].some(seat => seat.state === 'starting');
    if (coming || this.#seats.size >= this.#options.size || performance.now() < this.#pausedUntil) return;
    const wait = this.#seats.size === 0 ? 0 : this.#dueAt(first) - performance.now();
    if (wait <= 0) this.#open();
    else this.#pumpIn(wait);
  }

  #dueAt(job: Job): number {
    return job.since + (job.priority === 'asked' ? this.#timing.askedPatienceMs : this.#timing.idlePatienceMs);
  }

  #pumpIn(ms: number): void {
    clearTimeout(this.#pumpTimer);
    this.#pumpTimer = setTimeout(() => this.#pump(), ms);
  }

  /** With no work left, all seats end after a while. */
  #rest(): void {
    clearTimeout(this.#idleTimer);
    if (this.#jobs.size > 0 || this.#seats.size === 0 || this.#disposed.signal.aborted) return;
    this.#idleTimer = setTimeout(() => {
      for (const seat of this.#seats) seat.close();
      this.#tell({ kind: 'idle' });
    }, this.#options.idleMs);
    unref(this.#idleTimer);
  }

  /** Starts a seat, after the snapshot where there is none yet. */
  #open(): void {
    if (this.#opening || this.#seats.size >= this.#options.size || this.#disposed.signal.aborted) return;
    this.#opening = true;
    void this.#snapshot().then(found => {
      this.#opening = false;
      if (this.#disposed.signal.aborted) return;
      if (found.ok) this.#seat(found.source);
      else this.#failed(found.reason);
    });
  }

  async #snapshot() {
    const { launcher, store } = this.#options;
    if (store === undefined) return { ok: true as const, source: undefined };
    const found = await store.find();
    if (found !== undefined) return { ok: true as const, source: found };
    const onProgress = (share: number, message: string): void => this.#tell({ kind: 'preparing', share, message });
    onProgress(0, 'Preparing Python for its first use');
    const { signal } = this.#disposed;
    const built = await buildSnapshot({ launcher, silenceMs: this.#timing.buildSilenceMs, onProgress, signal });
    return built.ok ? { ok: true as const, source: await store.keep(built.bytes) } : built;
  }

  #seat(snapshot: SnapshotSource | undefined): void {
    const { launcher, log } = this.#options;
    const seat: Seat = new Seat({
      launcher,
      snapshot,
      timing: this.#timing,
      log,
      onReady: ms => {
        log(`sandbox: ready after ${Math.round(ms)} ms`);
        this.#failures = 0;
        this.#dropped = false;
        this.#tell({ kind: 'ready' });
        this.#pump();
      },
      onProgress: (share, message) => this.#tell({ kind: 'preparing', share, message }),
      onEnd: end => {
        this.#seats.delete(seat);
        void this.#left(end);
      },
    });
    this.#seats.add(seat);
  }

  async #left(end: SeatEnd): Promise<void> {
    const { store } = this.#options;
    switch (end.kind) {
      case 'closed':
        return;
      case 'broken-down':
        // A fresh one stands ready for the next request; unless nothing was asked of this one, for the next may end as it did.
        if (this.#seats.size === 0 && end.runs > 0) this.#open();
        this.#pumpIn(0);
        return;
      case 'not-started':
        if (this.#dropped || store === undefined) {
          this.#failed(end.reason);
          return;
        }
        // A snapshot that was written well may still not fit: it is built again, once.
        this.#options.log(`sandbox: the snapshot is built again: ${end.reason}`);
        this.#dropped = true;
        await store.drop();
        this.#open();
    }
  }

  #failed(found: string): void {
    // An error may come without a message.
    const reason = found.trim() || 'The sandbox could not be started, and gave no reason.';
    this.#options.log(`sandbox: not started: ${reason}`);
    if (++this.#failures < FAILURES) {
      this.#open();
      return;
    }
    const { pauseMs, longestPauseMs } = this.#timing;
    this.#pausedUntil = performance.now() + Math.min(longestPauseMs, pauseMs * 2 ** (this.#failures - FAILURES));
    // Those that stand do the work.
    if (this.#seats.size > 0) return;
    this.#tell({ kind: 'unavailable', reason });
    for (const job of this.#jobs.waiting) this.#jobs.settle(job, unfinished('unavailable', reason));
  }

  #tell(state: SandboxState): void {
    if (state.kind === this.#state.kind && state.kind !== 'preparing' && state.kind !== 'unavailable') return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** A timer that keeps no process alive, where timers can. */
function unref(timer: ReturnType<typeof setTimeout>): void {
  if (typeof timer === 'object') timer.unref();
}
