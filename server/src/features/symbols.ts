/** The outline: solutions, their problem statement, their steps. */
import { type Connection, type Disposable, type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckedSolution, CheckedStep } from '../core/check.ts';
import type { Part } from '../core/document/solution.ts';
import type { Span } from '../core/math/expr.ts';
import { rangeOf } from './diagnostics.ts';
import type { Feature } from './feature.ts';
import { flags } from './findings.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

const NAME_LENGTH = 60;

export class SymbolsFeature implements Feature {
  readonly capabilities = { documentSymbolProvider: { label: 'Stepwise' } };
  readonly #sessions: DocumentSessions;

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
  }

  register(connection: Connection): Disposable {
    return connection.onDocumentSymbol(async ({ textDocument }, token): Promise<DocumentSymbol[] | null> => {
      const checked = await this.#sessions.checked(textDocument.uri, token);
      return checked === undefined ? null : symbolsOf(checked);
    });
  }
}

export function symbolsOf({ document, text }: Checked): DocumentSymbol[] {
  return document.solutions.map((solution, index) => solutionSymbol(solution, index, text));
}

function solutionSymbol({ solution, steps }: CheckedSolution, index: number, text: TextDocument): DocumentSymbol {
  const { problem } = solution;
  const children = steps.map((step, at) => stepSymbol(step, at, text));
  if (problem !== undefined) {
    children.unshift(symbol('Problem', wordsOf(problem.parts), SymbolKind.String, problem.span, text));
  }
  const spans = [solution.span, ...(problem === undefined ? [] : [problem.span])];
  const span = { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
  const flagged = steps.filter(({ findings }) => findings.some(flags)).length;
  const detail = flagged === 0 ? `${steps.length} steps` : `${steps.length} steps, ${flagged} flagged`;
  return {
    ...symbol(solution.title?.trim() || `Solution ${index + 1}`, detail, SymbolKind.Module, span, text),
    children,
  };
}

function stepSymbol({ placed }: CheckedStep, index: number, text: TextDocument): DocumentSymbol {
  const { step, offset } = placed;
  const span = { start: step.span.start + offset, end: step.span.end + offset };
  return symbol(step.label?.trim() || `Step ${index + 1}`, wordsOf(step.parts), SymbolKind.Field, span, text);
}

function symbol(name: string, detail: string, kind: SymbolKind, span: Span, text: TextDocument): DocumentSymbol {
  const range = rangeOf(text, span);
  return { name: name.slice(0, NAME_LENGTH), detail, kind, range, selectionRange: range };
}

function wordsOf(parts: readonly Part[]): string {
  const words = parts
    .filter(part => part.kind !== 'code')
    .map(part => part.content.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > NAME_LENGTH ? `${words.slice(0, NAME_LENGTH - 1)}…` : words;
}
