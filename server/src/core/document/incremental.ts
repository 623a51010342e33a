/** Reads a document and keeps it read while it is edited. */
import { assemble, type Memory } from './assemble.ts';
import { LatexSplitter } from './latex/splitter.ts';
import { MarkdownSplitter } from './markdown/splitter.ts';
import type { DocumentFormat, ReadOptions, SolutionDocument, TextEdit } from './solution.ts';
import type { Splitter } from './splitter.ts';
import { StepsSplitter } from './steps/splitter.ts';
import { TrajectorySplitter } from './trajectory/splitter.ts';
import { type Change, coveringChange, type PlacedUnit, placeUnits } from './units.ts';

/** What is longer is read up to here: 4 million UTF-16 units, some 40,000 steps. */
export const readLimit = 4_000_000;

/**
 * A document and the way to change it. `edit` gives the same document as reading the new text from scratch, but re-reads only what
 * the edit touches: every other `Step` is the same object as before. Never throws for any text. An edit outside the text is clamped.
 */
export class DocumentReader {
  readonly #options: ReadOptions;
  readonly #splitter: Splitter;
  readonly #memory: Memory = { statements: { known: new Map() }, joined: new WeakMap() };
  #text: string;
  #units: readonly PlacedUnit[] = [];
  #document: SolutionDocument;

  constructor(text: string, options: ReadOptions) {
    this.#options = options;
    this.#splitter = splitterFor(options.format);
    this.#text = text;
    this.#document = this.#read(undefined);
  }

  get document(): SolutionDocument {
    return this.#document;
  }

  /** Applies edits one after another, each counting in the text that the one before it left. */
  edit(edits: readonly TextEdit[]): SolutionDocument {
    let text = this.#text;
    const applied = edits.map((edit): TextEdit => {
      const start = Math.min(Math.max(edit.span.start, 0), text.length);
      const end = Math.min(Math.max(edit.span.end, start), text.length);
      text = text.slice(0, start) + edit.text + text.slice(end);
      return { span: { start, end }, text: edit.text };
    });
    if (applied.length === 0) return this.#document;
    const tooLong = Math.max(text.length, this.#text.length) > readLimit;
    this.#text = text;
    this.#document = this.#read(tooLong ? undefined : coveringChange(applied));
    return this.#document;
  }

  #read(change: Change | undefined): SolutionDocument {
    const whole = this.#text;
    const text = whole.length > readLimit ? whole.slice(0, whole.lastIndexOf('\n', readLimit) + 1 || readLimit) : whole;
    const spans = this.#splitter.split(text, change);
    this.#units = placeUnits(
      text,
      spans,
      this.#units,
      change,
      span => this.#splitter.read(span),
      unit => this.#splitter.isStale?.(unit) ?? false,
    );
    const document = assemble(whole, this.#units, this.#options, this.#memory);
    if (text.length === whole.length) return document;
    const message = `Only the first ${readLimit / 1e6} million characters are read.`;
    return { ...document, notes: [...document.notes, { span: { start: text.length, end: whole.length }, message }] };
  }
}

function splitterFor(format: DocumentFormat): Splitter {
  switch (format) {
    case 'markdown':
      return new TrajectorySplitter(isFirst => new MarkdownSplitter(isFirst));
    case 'latex':
      return new LatexSplitter();
    case 'steps':
      return new TrajectorySplitter(() => new StepsSplitter());
  }
}
