/** Problem statements: the parts of the blocks that one is written in, counted from one place. */
import type { Span } from '../math/expr.ts';
import { partsKey } from './collector.ts';
import { shiftText } from './mapped.ts';
import type { Part, ProblemStatement } from './solution.ts';

/** Unmarked text of more paragraphs than this is an introduction, not a statement. */
export const longestStatement = 6;

/** Parts of a statement and the document offset that they count from. */
export interface StatementPiece {
  readonly parts: readonly Part[];
  readonly offset: number;
  readonly span: Span;
}

export interface Problem {
  readonly title: string | undefined;
  readonly level: number;
  readonly pieces: StatementPiece[];
}

/** Statements of the last reading: a statement whose parts are the same keeps them, so that its reading is kept. */
export interface StatementMemory {
  known: ReadonlyMap<readonly Part[], RememberedStatement>;
}

export interface RememberedStatement {
  readonly pieces: readonly StatementPiece[];
  readonly statement: ProblemStatement;
}

/** The statement of a problem, the one remembered where its parts are the same. Undefined for one without text. */
export function statementOf(
  problem: Problem,
  known: StatementMemory['known'],
  next: Map<readonly Part[], RememberedStatement>,
): ProblemStatement | undefined {
  const { pieces } = problem;
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const { offset } = first;
  const span = { start: first.span.start, end: last.span.end };
  const before = known.get(first.parts);
  const same = before !== undefined && samePieces(before.pieces, pieces);
  const parts = same ? before.statement.parts : pieces.flatMap(piece => moved(piece.parts, piece.offset - offset));
  const made = { span, parts, offset, key: same ? before.statement.key : partsKey(parts) };
  next.set(first.parts, { pieces, statement: made });
  return made;
}

function samePieces(a: readonly StatementPiece[], b: readonly StatementPiece[]): boolean {
  const shift = (b[0]?.offset ?? 0) - (a[0]?.offset ?? 0);
  return (
    a.length === b.length &&
    a.every((piece, index) => piece.parts === b[index]?.parts && piece.offset + shift === b[index]?.offset)
  );
}

function moved(parts: readonly Part[], by: number): readonly Part[] {
  if (by === 0) return parts;
  return parts.map(part => {
    const content = shiftText(part.content, by);
    if (part.kind !== 'code') return { ...part, content };
    return { ...part, content, span: { start: part.span.start + by, end: part.span.end + by } };
  });
}
