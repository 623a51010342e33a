/** Blocks of Python where they stand in the document. */
import type { Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CellOutcome, type PlacedCell, placedCells } from '../core/code/runner.ts';
import { endOfCode } from '../core/document/code.ts';
import type { Span } from '../core/math/expr.ts';
import type { Checked } from './session.ts';

/** What is known of the blocks of the open documents, for the features that show it. */
export interface CodeLook {
  readonly outcomeOf: (key: string) => CellOutcome | undefined;
  /** The block runs, or waits for its turn. */
  readonly isPending: (uri: string, key: string) => boolean;
}

/** The whole block, with its fence, in document offsets. */
export function spanOf({ stepCell, offset }: PlacedCell): Span {
  const { start, end } = stepCell.part.span;
  return { start: start + offset, end: end + offset };
}

/** Line (from 0) on which the block begins: its fence. */
export function firstLineOf(cell: PlacedCell, text: TextDocument): number {
  return text.positionAt(spanOf(cell).start).line;
}

/** Line (from 0) of the last code that is more than white space; that of the fence where there is none. */
export function lastCodeLineOf(cell: PlacedCell, text: TextDocument): number {
  return text.positionAt(endOfCode(cell.stepCell.part) + cell.offset).line;
}

/** The block at a position: on one of its lines; else the blocks of the step that is there. */
export function cellsAt({ document, text }: Checked, position: Position): readonly PlacedCell[] {
  const cells = placedCells(document);
  const here = cells.filter(cell => {
    const { start, end } = spanOf(cell);
    return text.positionAt(start).line <= position.line && position.line <= text.positionAt(end).line;
  });
  if (here.length > 0) return here;
  const offset = text.offsetAt(position);
  return cells.filter(cell => {
    const placed = document.solutions[cell.solution]?.steps[cell.step]?.placed;
    if (placed === undefined) return false;
    const { start, end } = placed.step.span;
    return start + placed.offset <= offset && offset <= end + placed.offset;
  });
}
