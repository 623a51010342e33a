/** Where in a document's solutions a position is. */
import type { Position } from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { Place } from '../core/search/continuations.ts';
import type { Checked } from './session.ts';

/** A position as it comes from a client. */
export const positionSchema = z.object({
  line: z.int().check(z.nonnegative()),
  character: z.int().check(z.nonnegative()),
});

/** The last step that begins before the position, in the solution there; the end of the one before it where none is there. */
export function placeAt({ document, text }: Checked, position: Position): Place | undefined {
  const offset = text.offsetAt({ line: position.line, character: Number.MAX_SAFE_INTEGER });
  const solution = document.solutions.findLastIndex(
    ({ solution: { span, problem } }) => Math.min(span.start, problem?.span.start ?? span.start) <= offset,
  );
  const checked = document.solutions[solution];
  if (checked === undefined) return undefined;
  const after = checked.steps.findLastIndex(({ placed }) => placed.offset + placed.step.span.start <= offset);
  return { document, solution, after };
}
