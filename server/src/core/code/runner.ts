/** Runs the code of a document's solutions and keeps the outcomes by content. */
import type { CheckedDocument } from '../check.ts';
import { isStopped, type Outcome, Outcomes } from './outcomes.ts';
import { type PlacedCell, placedInSolution } from './placed.ts';
import type { RunLimits, RunRequest, RunResult, Sandbox } from './sandbox.ts';

export { type PlacedCell, placedCells } from './placed.ts';

export type CellOutcome =
  /** `before`: what an earlier run gave; it stands until this one has ended. */
  { readonly kind: 'running'; readonly before?: RunResult } | { readonly kind: 'done'; readonly result: RunResult };

export interface RunOptions {
  readonly limits: RunLimits;
  readonly priority: RunRequest['priority'];
  /** Which cells are wanted; all where absent. Cells before a wanted one run with it. */
  readonly wants?: (cell: PlacedCell) => boolean;
  /** Run again what has an outcome. A cell that was stopped (timeout, memory, cancelled, unavailable) is run again in any case where it was `asked`. */
  readonly again?: boolean;
}

/**
 * Reason to abort a run with when nobody waits for it any more, because the text has changed: code under way ends, unless another run shares it, and
 * leaves no outcome. Aborted for any other reason, it ends as `cancelled` and stays so until it is asked for.
 */
export const superseded: unique symbol = Symbol('superseded');

/** A cell that runs now, for everyone who wants it. */
interface Shared {
  readonly ended: Promise<RunResult>;
  readonly controller: AbortController;
  /** What to call when it ends, one for each who waits. */
  readonly waiting: Set<() => void>;
}

/** Everything that one call of `run` passes on. */
interface Run {
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

/**
 * The outcome of a key is what a fresh run of the cells up to it would give, stopped cells left out. When a cell that was stopped runs to its end after
 * all, outcomes that were found without it are dropped.
 */
export class CodeRunner {
  readonly #sandbox: Sandbox;
  readonly #outcomes = new Outcomes();
  readonly #running = new Map<string, Shared>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** The outcome of the cell with this key, where one is known. A cell whose text, predecessors or names have changed has another key. */
  outcomeOf(key: string): CellOutcome | undefined {
    const outcome = this.#outcomes.get(key);
    if (this.#running.has(key))
      return { kind: 'running', ...(outcome === undefined ? {} : { before: outcome.result }) };
    return outcome === undefined ? undefined : { kind: 'done', result: outcome.result };
  }

  /**
   * Runs the wanted cells in order, calling `onChange` whenever an outcome begins or ends. Solutions run beside each other. Resolves when all have ended
   * or the signal is aborted (see `superseded`), and then gives how many cells had to be run. Never rejects.
   */
  async run(
    document: CheckedDocument,
    options: RunOptions,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<number> {
    const solutions = document.solutions.map(placedInSolution).filter(cells => cells.length > 0);
    const run = { options, signal, onChange };
    const ran = await Promise.all(solutions.map(cells => this.#runSolution(cells, run)));
    return ran.reduce((sum, count) => sum + count, 0);
  }

  async #runSolution(cells: readonly PlacedCell[], run: Run): Promise<number> {
    const { wants = () => true } = run.options;
    const last = cells.findLastIndex(wants);
    /** Cells that later ones build on: those that were not stopped. */
    const before: number[] = [];
    const stopped: string[] = [];
    let ran = 0;
    for (const [index, cell] of cells.entries()) {
      if (run.signal.aborted) break;
      let outcome = this.#stillHolds(cell.key, stopped, run);
      if (index <= last && (outcome === undefined || (wants(cell) && asksAgain(outcome, run.options)))) {
        const own = await this.#runCell(cells, [...before, index], [...stopped], run);
        outcome = own.outcome;
        ran += own.ran;
      }
      if (outcome !== undefined && isStopped(outcome.result.status)) stopped.push(cell.key);
      else before.push(index);
    }
    return ran;
  }

  /** The outcome that is kept; one that was found without a cell that has run since, or with one that has been stopped since, is dropped. */
  #stillHolds(key: string, stopped: readonly string[], { onChange }: Run): Outcome | undefined {
    const kept = this.#outcomes.get(key);
    if (kept === undefined || sameKeys(kept.without, stopped)) return kept;
    this.#outcomes.delete(key);
    onChange();
    return undefined;
  }

  /** Runs the cell with the last of these indexes after the others, or waits for a run of it that is under way. No outcome where the run was superseded. */
  async #runCell(
    cells: readonly PlacedCell[],
    indexes: readonly number[],
    without: readonly string[],
    { options, signal, onChange }: Run,
  ): Promise<{ readonly outcome?: Outcome; readonly ran: number }> {
    const { key } = cells[indexes.at(-1) ?? 0] as PlacedCell;
    const known = this.#running.get(key);
    const joins = known !== undefined && !known.controller.signal.aborted;
    const shared = joins
      ? known
      : this.#start(key, cells, indexes, { without, limits: options.limits }, options.priority);
    onChange();
    const result = await this.#waitFor(key, shared, signal, onChange);
    const ran = joins ? 0 : (result?.ran ?? 0);
    const outcome = this.#outcomes.get(key);
    return result === undefined || outcome === undefined ? { ran } : { outcome, ran };
  }

  /** The result; `undefined` as soon as the signal says that the run was superseded. Aborted otherwise, the code ends first. */
  async #waitFor(
    key: string,
    shared: Shared,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<RunResult | undefined> {
    const told = (): void => onChange();
    shared.waiting.add(told);
    let leave = (): void => undefined;
    const left = new Promise<undefined>(resolve => {
      leave = () => {
        if (signal.reason !== superseded) return shared.controller.abort();
        shared.waiting.delete(told);
        if (shared.waiting.size === 0) this.#abandon(key, shared);
        resolve(undefined);
      };
    });
    signal.addEventListener('abort', leave, { once: true });
    const result = await Promise.race([shared.ended, left]);
    signal.removeEventListener('abort', leave);
    return result;
  }

  #start(
    key: string,
    cells: readonly PlacedCell[],
    indexes: readonly number[],
    kept: Omit<Outcome, 'result'>,
    priority: RunRequest['priority'],
  ): Shared {
    const controller = new AbortController();
    const request = {
      cells: indexes.map(index => (cells[index] as PlacedCell).stepCell.cell),
      limits: kept.limits,
      priority,
    };
    const waiting = new Set<() => void>();
    const ended = this.#ask(request, controller.signal).then(found => {
      const result = withCellOf(found, indexes);
      if (this.#running.get(key) !== shared) return result;
      this.#running.delete(key);
      if (!this.#isKnownBetter(key, result)) this.#outcomes.set(key, { ...kept, result });
      for (const told of waiting) told();
      return result;
    });
    const shared: Shared = { ended, controller, waiting };
    this.#running.set(key, shared);
    return shared;
  }

  /** Nobody waits for it any more. */
  #abandon(key: string, shared: Shared): void {
    if (this.#running.get(key) === shared) this.#running.delete(key);
    shared.controller.abort();
  }

  /** The code gives the same each time: that a second run was stopped takes nothing away from the first. */
  #isKnownBetter(key: string, { status }: RunResult): boolean {
    const known = this.#outcomes.get(key);
    return status === 'cancelled' && known !== undefined && !isStopped(known.result.status);
  }

  async #ask(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
    try {
      return await this.#sandbox.run(request, signal);
    } catch (error) {
      const message = `this is a bug in Stepwise: ${error instanceof Error ? error.message : String(error)}`;
      return {
        status: 'unavailable',
        stdout: '',
        cut: false,
        error: { type: 'Sandbox', message },
        checks: [],
        ms: 0,
        ran: 0,
      };
    }
  }
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** True where a cell that has an outcome is to be run once more: it was asked for, or the limit that it met is no longer there. */
function asksAgain({ result, limits: then }: Outcome, { again, priority, limits: now }: RunOptions): boolean {
  if (again === true) return true;
  if (result.cut && now.outputKb > then.outputKb) return true;
  if (!isStopped(result.status)) return false;
  if (priority === 'asked') return true;
  if (result.status === 'timeout') return now.timeMs > then.timeMs;
  return result.status === 'memory' && now.memoryMb > then.memoryMb;
}

/** An error names the cell that it comes from by its place in the request; it is told by its place among all cells of the solution. */
function withCellOf(result: RunResult, indexes: readonly number[]): RunResult {
  const { error } = result;
  const cell = error?.cell === undefined ? undefined : indexes[error.cell];
  return error === undefined || cell === undefined ? result : { ...result, error: { ...error, cell } };
}
