/** A step in one line: its words before the code. */
import type { DocumentFormat, PlacedStep, Step } from '../core/document/solution.ts';
import { oneLine } from './terminal.ts';

/** Marks of block quotes at the beginning of a line. */
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]?)+/gm;

/** The words of a step as they stand, without quote marks and code. A step that is all code has the first comment there. */
export function titleOf(
  { step, offset }: Pick<PlacedStep, 'step' | 'offset'>,
  text: string,
  format: DocumentFormat,
): string {
  const code = codeIn(step);
  const words = text.slice(offset + step.span.start, offset + (code?.span.start ?? step.span.end));
  const title = oneLine(format === 'markdown' ? words.replace(QUOTE_MARKS, '') : words);
  if (title !== '' || code === undefined) return title;
  const [, comment = ''] = /^\s*#\s*(.*)/.exec(code.content.text) ?? [];
  return oneLine(comment) || 'code';
}

function codeIn({ parts }: Step): Extract<Step['parts'][number], { kind: 'code' }> | undefined {
  return parts.find(part => part.kind === 'code');
}
