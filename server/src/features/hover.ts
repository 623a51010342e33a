/**
 * Hover: what is claimed here, the verdict and its evidence; or why a formula was left alone; over code, what came of it. Below, for a step with a
 * score, everything that is known of the step.
 */
import type { Connection, Disposable, Hover } from 'vscode-languageserver';
import type { CheckedDocument, CheckedStep } from '../core/check.ts';
import { placedInSolution } from '../core/code/placed.ts';
import { placedCells } from '../core/code/runner.ts';
import type { Span } from '../core/math/expr.ts';
import { type CodeLook, spanOf } from './cells.ts';
import { type RulePages, rangeOf } from './diagnostics.ts';
import type { Feature } from './feature.ts';
import { claimMarkdown, unreadMarkdown } from './hoverText.ts';
import { outcomeMarkdown } from './outcomeText.ts';
import { sourcesMarkdown } from './scoreText.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export class HoverFeature implements Feature {
  readonly capabilities = { hoverProvider: true };
  readonly #sessions: DocumentSessions;
  readonly #pages: RulePages;
  readonly #code: CodeLook | undefined;

  /** @param code what is known of code, where code can be run */
  constructor(sessions: DocumentSessions, pages: RulePages, code?: CodeLook) {
    this.#sessions = sessions;
    this.#pages = pages;
    this.#code = code;
  }

  register(connection: Connection): Disposable {
    return connection.onHover(async ({ textDocument, position }, token): Promise<Hover | null> => {
      const checked = await this.#sessions.checked(textDocument.uri, token);
      if (checked === undefined) return null;
      const offset = checked.text.offsetAt(position);
      const found = [
        this.#outcomeAt(checked, offset) ?? hoverAt(checked, offset, this.#pages),
        this.#sourcesAt(checked, offset),
      ].filter(each => each !== undefined);
      const [first] = found;
      if (first === undefined) return null;
      const value = found.map(({ markdown }) => markdown).join('\n\n---\n\n');
      return { range: rangeOf(checked.text, first.span), contents: { kind: 'markdown', value } };
    });
  }

  /** The step at an offset with all that is known of it, where it has a score. */
  #sourcesAt({ document }: Checked, offset: number): FoundHover | undefined {
    for (const [at, solution] of document.solutions.entries()) {
      const index = solution.steps.findIndex(({ placed }) => holds(placed.step.span, offset - placed.offset));
      const step = solution.steps[index];
      if (step?.score === undefined || step.placed.ignored) continue;
      const cells = placedInSolution(solution, at).filter(cell => cell.step === index);
      const outcomes = cells.flatMap(({ key }) => this.#code?.outcomeOf(key) ?? []);
      return { span: moved(step.placed.step.span, step), markdown: sourcesMarkdown(step, outcomes, step.score) };
    }
    return undefined;
  }

  #outcomeAt({ document, text }: Checked, offset: number): FoundHover | undefined {
    const code = this.#code;
    const cell = code === undefined ? undefined : placedCells(document).find(placed => holds(spanOf(placed), offset));
    if (code === undefined || cell === undefined) return undefined;
    const markdown = outcomeMarkdown(code.outcomeOf(cell.key), code.isPending(text.uri, cell.key));
    return { span: spanOf(cell), markdown };
  }
}

export interface FoundHover {
  /** Document offsets. */
  readonly span: Span;
  readonly markdown: string;
}

/** The innermost claim at an offset of the document, else the formula there that was left alone. */
export function hoverAt({ document, findings }: Checked, offset: number, pages: RulePages): FoundHover | undefined {
  for (const step of stepsAt(document, offset)) {
    const at = offset - step.placed.offset;
    const claims = step.claims
      .filter(({ claim }) => holds(claim.span, at))
      .sort((a, b) => size(a.claim.span) - size(b.claim.span));
    const inner = claims[0];
    if (inner !== undefined) {
      const isShown = findings.some(({ rule, span }) => rule === inner.verdict.rule && holds(span, offset));
      return { span: moved(inner.claim.span, step), markdown: claimMarkdown(inner, pages, isShown) };
    }
    const unread = step.unread.find(({ span }) => holds(span, at));
    if (unread !== undefined) return { span: moved(unread.span, step), markdown: unreadMarkdown(unread) };
  }
  return undefined;
}

function stepsAt(document: CheckedDocument, offset: number): readonly CheckedStep[] {
  return document.solutions
    .filter(({ solution }) => holds(solution.span, offset))
    .flatMap(({ steps }) => steps.filter(({ placed }) => holds(placed.step.span, offset - placed.offset)));
}

/** The end counts: a person hovers over, or stands behind, the last character. */
function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function size(span: Span): number {
  return span.end - span.start;
}

function moved(span: Span, { placed }: CheckedStep): Span {
  return { start: span.start + placed.offset, end: span.end + placed.offset };
}
