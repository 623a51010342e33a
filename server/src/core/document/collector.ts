/** Makes steps out of a flow of words, formulas, displays and code. Shared by all formats. */
import type { Span } from '../math/expr.ts';
import { readDisplay } from './display.ts';
import { fingerprint } from './fingerprint.ts';
import { flowingText, sliceText, TextBuilder, trimText, wholeSpan } from './mapped.ts';
import type { FormulaPart, MappedText, Part, Step } from './solution.ts';

export interface StepOpening {
  readonly kind: Exclude<Step['kind'], 'row'>;
  readonly depth: number;
  readonly label?: string;
  /** Where the step begins, its label included. Without it: where its first part begins. */
  readonly start?: number;
}

interface OpenStep {
  readonly opening: StepOpening;
  readonly parts: Part[];
  /** Words that the next formula or the end of the step will make a part. */
  words: TextBuilder;
  start: number | undefined;
  end: number;
}

function begin(opening: StepOpening): OpenStep {
  return { opening, parts: [], words: new TextBuilder(), start: opening.start, end: opening.start ?? 0 };
}

export interface DisplaySource {
  readonly content: MappedText;
  /** Delimiters included. */
  readonly span: Span;
  readonly environment?: string;
}

/**
 * Collects the steps of one block. `open` begins a step; words, formulas and code go to the open step; a display of several
 * rows closes it and gives a step a row. What comes after such a display is a step of its own. Offsets count from the block.
 */
export class StepCollector {
  readonly #steps: Step[] = [];
  #current: OpenStep | undefined;
  #after: StepOpening = { kind: 'paragraph', depth: 0 };
  #displays = 0;

  open(opening: StepOpening): void {
    this.close();
    this.#current = begin(opening);
    this.#after = { kind: 'paragraph', depth: opening.depth };
  }

  words(content: MappedText): void {
    if (content.text.length === 0 || (this.#current === undefined && content.text.trim() === '')) return;
    this.#extend(wholeSpan(content)).words.append(content);
  }

  formula(
    content: MappedText,
    span: Span,
    options: { readonly display?: boolean; readonly notation?: FormulaPart['notation'] } = {},
  ): void {
    const trimmed = trimText(content);
    if (trimmed.text.length === 0) return;
    const { display = false, notation = 'tex' } = options;
    this.#add({ kind: 'formula', content: trimmed, display, notation }, span);
  }

  display(source: DisplaySource): void {
    const { rows, environment } = readDisplay(source.content, source.environment);
    const named = environment === undefined ? {} : { environment };
    const formulas = rows.filter(row => row.kind === 'formula').length;
    if (formulas <= 1) {
      for (const { kind, content } of rows) {
        if (kind === 'words') this.words(content);
        else this.#add({ kind, content, display: true, notation: 'tex', ...named }, source.span);
      }
      return;
    }
    this.#rows(source, rows, named, formulas);
  }

  #rows(
    source: DisplaySource,
    rows: ReturnType<typeof readDisplay>['rows'],
    named: { readonly environment?: string },
    count: number,
  ): void {
    const before = this.#current;
    const depth = before?.opening.depth ?? this.#after.depth;
    const stepsBefore = this.#steps.length;
    this.close();
    const hasOwnStep = this.#steps.length > stepsBefore;
    const group = `${fingerprint(source.content.text)}.${this.#displays++}`;
    let index = 0;
    for (const { kind, content } of rows) {
      if (kind === 'words') {
        this.open({ kind: 'paragraph', depth });
        this.words(content);
        this.close();
        continue;
      }
      const label = index === 0 && !hasOwnStep ? before?.opening.label : undefined;
      this.#push({
        kind: 'row',
        ...(label === undefined ? {} : { label }),
        span: wholeSpan(content),
        parts: [{ kind: 'formula', content, display: true, notation: 'tex', ...named }],
        row: { index, count, group },
        depth,
      });
      index++;
    }
    this.#after = { kind: 'paragraph', depth };
  }

  code(language: string, content: MappedText, span: Span): void {
    if (this.#current === undefined) {
      const last = this.#steps.at(-1);
      if (last !== undefined) {
        const { key: _key, ...step } = last;
        this.#steps.pop();
        this.#push({
          ...step,
          parts: [...step.parts, { kind: 'code', language, content, span }],
          span: { start: step.span.start, end: span.end },
        });
        return;
      }
    }
    this.#add({ kind: 'code', language, content, span }, span);
  }

  #extend(span: Span): OpenStep {
    this.#current ??= begin(this.#after);
    this.#current.start ??= span.start;
    this.#current.end = Math.max(this.#current.end, span.end);
    return this.#current;
  }

  #add(part: Part, span: Span): void {
    const step = this.#extend(span);
    flushWords(step);
    step.parts.push(part);
  }

  close(): void {
    const step = this.#current;
    this.#current = undefined;
    if (step === undefined) return;
    flushWords(step);
    const parts = trimEnds(step.parts);
    if (!parts.some(isContent)) return;
    const { kind, depth, label } = step.opening;
    this.#push({ kind, ...(label === undefined ? {} : { label }), span: trimmedSpan(step, parts), parts, depth });
  }

  #push(step: Omit<Step, 'key'>): void {
    this.#steps.push({ ...step, key: stepKey(step) });
  }

  /** Closes the open step and gives all steps in order. */
  finish(): readonly Step[] {
    this.close();
    return this.#steps;
  }
}

function isContent(part: Part): boolean {
  return part.kind !== 'words' || /[\p{L}\p{N}]/u.test(part.content.text);
}

function flushWords(step: OpenStep): void {
  const content = flowingText(step.words.build());
  if (content.text.length > 0) step.parts.push({ kind: 'words', content });
  step.words = new TextBuilder();
}

/** Blanks at both ends of the step go, and those beside code. */
function trimEnds(parts: readonly Part[]): readonly Part[] {
  const isEdge = (index: number): boolean => (parts[index]?.kind ?? 'code') === 'code';
  return parts.flatMap((part, index): Part[] => {
    if (part.kind !== 'words') return [part];
    let { content } = part;
    if (isEdge(index - 1)) content = sliceText(content, content.text.length - content.text.trimStart().length);
    if (isEdge(index + 1)) content = sliceText(content, 0, content.text.trimEnd().length);
    return content.text.length === 0 ? [] : [{ kind: 'words', content }];
  });
}

function trimmedSpan(step: OpenStep, parts: readonly Part[]): Span {
  const first = parts[0];
  const last = parts.at(-1);
  const end = last?.kind === 'words' ? wholeSpan(last.content).end : step.end;
  const start =
    step.opening.start === undefined && first?.kind === 'words' ? wholeSpan(first.content).start : (step.start ?? 0);
  return { start: Math.min(start, end), end };
}

/** Fingerprint of a step's content. */
export function stepKey(step: Omit<Step, 'key'>): string {
  const parts = step.parts.map(part =>
    part.kind === 'formula'
      ? `f${part.notation}${part.display ? (part.environment ?? '$$') : ''}\u0001${part.content.text}`
      : part.kind === 'code'
        ? `c${part.language}\u0001${part.content.text}`
        : `w${part.content.text}`,
  );
  const row = step.row === undefined ? '' : `${step.row.index}/${step.row.count}`;
  return fingerprint([step.kind, step.label ?? '', step.depth, row, ...parts].join('\u0000'));
}

/** Key of a run of parts, for problem statements. */
export function partsKey(parts: readonly Part[]): string {
  return fingerprint(parts.map(part => `${part.kind}${part.content.text}`).join('\u0000'));
}
