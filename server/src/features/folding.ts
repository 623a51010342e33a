/** Folding by problem, solution and step. */
import type { Connection, Disposable, FoldingRange } from 'vscode-languageserver';
import type { Span } from '../core/math/expr.ts';
import { rangeOf } from './diagnostics.ts';
import type { Feature } from './feature.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export class FoldingFeature implements Feature {
  readonly capabilities = { foldingRangeProvider: true };
  readonly #sessions: DocumentSessions;

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
  }

  register(connection: Connection): Disposable {
    return connection.onFoldingRanges(async ({ textDocument }, token): Promise<FoldingRange[] | null> => {
      const checked = await this.#sessions.checked(textDocument.uri, token);
      return checked === undefined ? null : foldingOf(checked);
    });
  }
}

/** One range a first line: the widest, as an editor can show one only. A step in one line does not fold. */
export function foldingOf({ document, text }: Checked): FoldingRange[] {
  const spans: Span[] = [];
  for (const { solution, steps } of document.solutions) {
    spans.push(solution.span);
    if (solution.problem !== undefined) spans.push(solution.problem.span);
    for (const { placed } of steps) {
      const { start, end } = placed.step.span;
      spans.push({ start: start + placed.offset, end: end + placed.offset });
    }
  }
  const ends = new Map<number, number>();
  for (const span of spans) {
    const { start, end } = rangeOf(text, span);
    // A span that ends with its line break ends on the line before.
    const last = end.character === 0 ? end.line - 1 : end.line;
    if (last > start.line) ends.set(start.line, Math.max(last, ends.get(start.line) ?? 0));
  }
  return [...ends].map(([startLine, endLine]) => ({ startLine, endLine })).sort((a, b) => a.startLine - b.startLine);
}
