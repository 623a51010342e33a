/** Cells where they stand in a document. */
import type { CheckedDocument, CheckedSolution } from '../check.ts';
import { fingerprint } from '../document/fingerprint.ts';
import type { StepCell } from './cells.ts';
import type { Cell } from './sandbox.ts';

/** A cell where it stands. `key` names the state after it: the content of all cells of its solution up to it. */
export interface PlacedCell {
  readonly solution: number;
  readonly step: number;
  /** Document offset that the positions of `stepCell` count from. */
  readonly offset: number;
  readonly stepCell: StepCell;
  readonly key: string;
}

const contents = new WeakMap<Cell, string>();

/** Cells of all solutions of a document, in order of the text. */
export function placedCells(document: CheckedDocument): readonly PlacedCell[] {
  return document.solutions.flatMap(placedInSolution);
}

/** Cells of one solution, which share a namespace, in order. `index` is that of the solution in its document. */
export function placedInSolution(checked: CheckedSolution, index: number): readonly PlacedCell[] {
  const placed: PlacedCell[] = [];
  let key = '';
  for (const [step, { cells, placed: at }] of checked.steps.entries()) {
    for (const stepCell of cells) {
      key = fingerprint(`${key} ${contentOf(stepCell.cell)}`);
      placed.push({ solution: index, step, offset: at.offset, stepCell, key });
    }
  }
  return placed;
}

function contentOf(cell: Cell): string {
  let content = contents.get(cell);
  if (content === undefined) {
    content = JSON.stringify([cell.code, cell.symbols]);
    contents.set(cell, content);
  }
  return content;
}
