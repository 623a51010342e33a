/** One interpreter: takes requests, keeps the states after cells, and starts each run from the longest prefix that it knows. */
import type { Cell, RunError, RunLimits, RunResult } from '../../core/code/sandbox.ts';
import { type Differs, ImageCache, ImageMemory } from './image.ts';
import { type Outcome, readOutcome } from './interpreter-outcome.ts';
import type { Watch } from './interpreter-watch.ts';
import type { FromInterpreter, ToInterpreter } from './messages.ts';
import type { Realm } from './realm-host.ts';

const megabyte = 2 ** 20;
/** Bytes of page contents that are kept for states after cells. */
const mostKept = 96 * megabyte;

type RunMessage = Extract<ToInterpreter, { kind: 'run' }>;

export interface Surroundings {
  /** Resolves when the message is on its way, whatever this thread does next. */
  readonly send: (message: FromInterpreter) => Promise<void>;
  readonly now: () => number;
  readonly differs: Differs;
}

export class Interpreter {
  readonly #realm: Realm;
  readonly #watch: Watch;
  readonly #around: Surroundings;
  readonly #memory: ImageMemory;
  readonly #states = new ImageCache(mostKept);

  constructor(realm: Realm, watch: Watch, around: Surroundings) {
    this.#realm = realm;
    this.#watch = watch;
    this.#around = around;
    this.#memory = new ImageMemory(() => realm.memory(), around.differs, realm.restored);
  }

  /**
   * Runs the request and sends `done`. Cells before the last that fail leave what they did, as in a notebook; one that was stopped ends the run, and the
   * last cell then has its result.
   * @throws where the interpreter broke: the process has to end
   */
  async run({ id, cells, keys, limits }: RunMessage): Promise<void> {
    let first = cells.length - 1;
    while (first > 0 && this.#states.get(keys[first - 1] ?? '') === undefined) first--;
    const start = first > 0 ? this.#states.get(keys[first - 1] ?? '') : undefined;
    this.#memory.restore(start);
    for (let index = first; index < cells.length; index++) {
      await this.#around.send({ kind: 'began', id, index });
      const cell = cells[index];
      const key = keys[index];
      if (cell === undefined || key === undefined) throw new Error('a cell without a key');
      const result = this.#runCell(cell, index, limits, index - first + 1);
      if (index === cells.length - 1 || isStopped(result)) {
        const memoryMb = (this.#realm.memory().length + this.#states.bytes) / megabyte;
        await this.#around.send({ kind: 'done', id, result, memoryMb });
        // Nobody waits for this.
        if (!isStopped(result)) this.#states.set(key, this.#memory.capture());
        return;
      }
      await this.#around.send({ kind: 'ended', id, index });
      this.#states.set(key, this.#memory.capture());
    }
  }

  #runCell(cell: Cell, index: number, limits: RunLimits, ran: number): RunResult {
    const { outputKb, memoryMb, timeMs } = limits;
    const request = JSON.stringify({ ...cell, outputKb, index, timeMs });
    this.#memory.touch();
    this.#realm.setMemoryLimit(memoryMb * megabyte);
    const began = this.#around.now();
    this.#watch.start(began + timeMs);
    let text: string | undefined;
    try {
      text = this.#realm.runCell(request);
    } finally {
      this.#watch.end();
    }
    const ms = this.#around.now() - began;
    this.#realm.tidy();
    const stopped = this.#watch.reason;
    if (stopped !== undefined) return stoppedResult(stopped, text, limits, ms, ran);
    const outcome = text === undefined ? undefined : readOutcome(text, outputKb * 1024);
    if (outcome === undefined) throw new Error('the runner gave no outcome');
    return resultOf(outcome, limits, ms, ran);
  }
}

function isStopped({ status }: RunResult): boolean {
  return status === 'timeout' || status === 'cancelled' || status === 'memory';
}

function stoppedResult(
  reason: 'timeout' | 'cancelled',
  text: string | undefined,
  { outputKb, timeMs }: RunLimits,
  ms: number,
  ran: number,
): RunResult {
  const outcome = text === undefined ? undefined : readOutcome(text, outputKb * 1024);
  const error: RunError =
    reason === 'timeout'
      ? { type: 'Timeout', message: `Stopped after ${timeMs / 1000} s.`, ...lineOf(outcome) }
      : { type: 'Cancelled', message: 'Stopped.', ...lineOf(outcome) };
  return {
    status: reason,
    stdout: outcome?.stdout ?? '',
    cut: outcome?.cut ?? false,
    error,
    checks: outcome?.checks ?? [],
    ms,
    ran,
  };
}

function resultOf(outcome: Outcome, { memoryMb }: RunLimits, ms: number, ran: number): RunResult {
  if (outcome.status === 'memory') {
    const error: RunError = { type: 'OutOfMemory', message: `Needs more than ${memoryMb} MB.`, ...lineOf(outcome) };
    return { ...outcome, status: 'memory', error, ms, ran };
  }
  // An interrupt that nobody asked for is the code's own.
  return { ...outcome, status: outcome.status === 'interrupted' ? 'error' : outcome.status, ms, ran };
}

function lineOf(outcome: Outcome | undefined): { readonly line?: number } {
  return outcome?.error?.line === undefined ? {} : { line: outcome.error.line };
}
