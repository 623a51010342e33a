/** Runs the code of a document's solutions and keeps the outcomes by content. */
import type { CheckedDocument } from '../check.ts';
import type { StepCell } from './cells.ts';
import type { RunLimits, RunRequest, RunResult, Sandbox } from './sandbox.ts';

/** A cell where it stands. `key` names the state after it: the content of all cells of its solution up to it. */
export interface PlacedCell {
  readonly solution: number;
  readonly step: number;
  /** Document offset that the positions of `stepCell` count from. */
  readonly offset: number;
  readonly stepCell: StepCell;
  readonly key: string;
}

export type CellOutcome = { readonly kind: 'running' } | { readonly kind: 'done'; readonly result: RunResult };

export interface RunOptions {
  readonly limits: RunLimits;
  readonly priority: RunRequest['priority'];
  /** Which cells are wanted; all where absent. Cells before a wanted one run with it. */
  readonly wants?: (cell: PlacedCell) => boolean;
  /** Run again what has an outcome. A cell that was stopped (timeout, cancelled, unavailable) is run again in any case where it was `asked`. */
  readonly again?: boolean;
}

/** Cells of all solutions of a document, in order of the text. */
export function placedCells(_document: CheckedDocument): readonly PlacedCell[] {
  return [];
}

export class CodeRunner {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** The outcome of the cell with this key, where one is known. A cell whose text, predecessors or names have changed has another key. */
  outcomeOf(_key: string): CellOutcome | undefined {
    return undefined;
  }

  /**
   * Runs the wanted cells in order, calling `onChange` whenever an outcome begins or ends. Solutions run beside each other. Resolves when all have ended
   * or the signal is aborted, and then gives how many cells had to be run. Never rejects.
   */
  async run(
    _document: CheckedDocument,
    _options: RunOptions,
    _signal: AbortSignal,
    _onChange: () => void,
  ): Promise<number> {
    void this.#sandbox;
    return 0;
  }
}
