/** The .steps language → units. docs/steps-language.md describes it. */
import { type Atom, groupAtoms, scanAtoms } from '../atoms.ts';
import { fenceContent, fenceLanguage, fenceTrouble } from '../code.ts';
import { StepCollector } from '../collector.ts';
import { readDirective } from '../directives.ts';
import { readHeadingMark } from '../headings.ts';
import { headingSteps, takeFlow } from '../inline.ts';
import { plainText } from '../mapped.ts';
import { closingBracket, closingDollars } from '../markdown/parser.ts';
import type { Splitter } from '../splitter.ts';
import { type Change, type Entry, makeUnit, type Unit, type UnitSpan } from '../units.ts';
import { lineFlow } from './flow.ts';
import { indentation, itemLabel, problemLine, scanSteps } from './scan.ts';

export class StepsSplitter implements Splitter {
  #text = '';
  #atoms: readonly Atom[] = [];

  split(text: string, change: Change | undefined): readonly UnitSpan[] {
    this.#atoms = scanAtoms(text, scanSteps, this.#atoms, change);
    this.#text = text;
    return groupAtoms(text, this.#atoms, (_text, before, next) => joins(before, next));
  }

  read(span: UnitSpan): Unit {
    const text = this.#text.slice(span.from, span.to);
    const kinds = span.context.slice(span.context.indexOf('|') + 1).split('+');
    return makeUnit(span.context, text, new UnitReader(text).read(kinds[0] ?? 'line'));
  }
}

function joins(before: Atom, next: Atom): boolean {
  const step = /line|more|display|code/.test(before.kind);
  return step && (next.kind === 'more' || next.kind === 'more display' || next.kind === 'code');
}

class UnitReader {
  readonly #text: string;
  readonly #collector = new StepCollector();
  readonly #entries: Entry[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(kind: string): readonly Entry[] {
    if (kind === 'heading') this.#heading();
    else if (kind === 'comment') this.#comment(0, this.#text.length);
    else if (kind === 'problem') return [this.#problem(), ...this.#entries];
    else this.#lines();
    const steps = this.#collector.finish();
    return [...this.#entries, ...steps.map((step): Entry => ({ kind: 'step', step }))];
  }

  #heading(): void {
    const match = /^(#+)\s+(.*?)\s*$/s.exec(this.#text);
    const title = match?.[2] ?? '';
    const span = { start: 0, end: this.#text.length };
    const directive = readDirective(title, 0, this.#text.length);
    if (directive !== undefined) this.#entries.push({ kind: 'directive', directive });
    else {
      const from = this.#text.indexOf(title, 1);
      const mark = readHeadingMark(title);
      const steps =
        mark === undefined
          ? headingSteps(lineFlow(this.#text, from, from + title.length, { plain: true, comments: true }), 0)
          : [];
      this.#entries.push({ kind: 'heading', level: match?.[1]?.length ?? 1, title, mark, span, steps });
    }
  }

  #comment(from: number, to: number): void {
    const text = this.#text.slice(from, to).replace(/^\s*\/\/+/, '');
    const directive = readDirective(text, from, to - from);
    if (directive !== undefined) this.#entries.push({ kind: 'directive', directive });
  }

  #problem(): Entry {
    const collector = new StepCollector();
    collector.open({ kind: 'paragraph', depth: 0 });
    let at = this.#text.search(/\S/);
    at += problemLine.exec(this.#text.slice(at))?.[0].length ?? 0;
    const from = at;
    let skipTo = 0;
    for (const line of this.#linesFrom(at)) {
      if (line.from < skipTo) continue;
      const fence = this.#fenceAt(line.from, line.to, collector);
      if (fence !== undefined) skipTo = fence;
      else
        takeFlow(
          lineFlow(this.#text, line.from, line.to, { plain: false, comments: true }),
          line.from,
          undefined,
          collector,
          this.#entries,
        );
    }
    const parts = collector.finish().flatMap(step => step.parts);
    return { kind: 'problem', parts, span: { start: from, end: this.#text.length } };
  }

  *#linesFrom(start: number): Generator<{ readonly from: number; readonly to: number }> {
    for (let from = start; from < this.#text.length; ) {
      const feed = this.#text.indexOf('\n', from);
      const to = feed < 0 ? this.#text.length : feed + 1;
      yield { from, to };
      from = to;
    }
  }

  #lines(): void {
    let first = true;
    let skipTo = 0;
    for (const { from, to } of this.#linesFrom(0)) {
      if (from < skipTo) continue;
      const line = this.#text.slice(from, to);
      const body = from + line.length - line.trimStart().length;
      const fence = this.#fenceAt(from, to, this.#collector);
      if (fence !== undefined) skipTo = fence;
      else if (line.trim() !== '')
        skipTo = this.#display(body, first) ?? this.#line(body, to, first, indentation(line));
      first = false;
    }
  }

  /** A block of code whose fence stands on the line `[from, next)`. Gives where it ends. */
  #fenceAt(from: number, next: number, collector: StepCollector): number | undefined {
    const text = this.#text;
    const [, blanks = '', fence = '', info = ''] = /^(\s*)(`{3,}|~{3,})(.*)/.exec(text.slice(from, next)) ?? [];
    if (fence === '') return undefined;
    const close = new RegExp(`^[ \\t]*${fence[0]}{${fence.length},}[ \\t]*$`, 'm').exec(text.slice(next));
    const end = close === null ? text.length : next + close.index;
    const to = close === null ? end : end + close[0].trimEnd().length;
    const raw = plainText(text.slice(next, end), next);
    const language = fenceLanguage(info, raw.text);
    const span = { start: from + blanks.length, end: to };
    const message = fenceTrouble(language, raw.text, close !== null);
    if (message !== undefined) this.#entries.push({ kind: 'note', span, message });
    if (language === 'math') collector.display({ content: raw, span });
    else collector.code(language, fenceContent(raw, info, blanks.length), span);
    return to;
  }

  /** A display that begins a line. Gives where it ends. */
  #display(from: number, first: boolean): number | undefined {
    const text = this.#text;
    const environment = /^\\begin\{([A-Za-z]+\*?)\}/.exec(text.slice(from, from + 30));
    const name = environment?.[1];
    if (environment !== null && name !== undefined) {
      const end = text.indexOf(`\\end{${name}}`, from);
      const to = end < 0 ? text.length : end + name.length + 6;
      return this.#takeDisplay(from, from + environment[0].length, end < 0 ? undefined : end, to, first, name);
    }
    if (text.startsWith('$$', from)) {
      const end = closingDollars(text, from + 2);
      return this.#takeDisplay(from, from + 2, end, end === undefined ? text.length : end + 2, first);
    }
    if (!text.startsWith('\\[', from)) return undefined;
    const end = closingBracket(text, from + 2, '[');
    return this.#takeDisplay(from, from + 2, end, end === undefined ? text.length : end + 2, first);
  }

  #takeDisplay(
    from: number,
    inner: number,
    end: number | undefined,
    to: number,
    first: boolean,
    environment?: string,
  ): number {
    const span = { start: from, end: to };
    if (first) this.#collector.open({ kind: 'paragraph', depth: 0 });
    if (end === undefined) this.#entries.push({ kind: 'note', span, message: 'This display is never closed.' });
    const content = plainText(this.#text.slice(inner, end ?? to), inner);
    this.#collector.display({ content, span, ...(environment === undefined ? {} : { environment }) });
    const feed = this.#text.indexOf('\n', to);
    const lineEnd = feed < 0 ? this.#text.length : feed + 1;
    takeFlow(
      lineFlow(this.#text, to, lineEnd, { plain: false, comments: true }),
      to,
      undefined,
      this.#collector,
      this.#entries,
    );
    return lineEnd;
  }

  #line(from: number, to: number, first: boolean, indent: number): number {
    const line = this.#text.slice(from, to);
    const label = first ? itemLabel.exec(line)?.[0] : undefined;
    const body = from + (label?.length ?? 0);
    const depth = label === undefined ? 0 : Math.min(Math.floor(indent / 2), 8);
    const opening = first
      ? { kind: label === undefined ? ('paragraph' as const) : ('item' as const), depth, start: from }
      : undefined;
    const labelled = opening === undefined || label === undefined ? opening : { ...opening, label };
    const textFrom = body + (/^[ \t]*/.exec(this.#text.slice(body, to))?.[0].length ?? 0);
    takeFlow(
      lineFlow(this.#text, textFrom, to, { plain: true, comments: true }),
      from,
      labelled,
      this.#collector,
      this.#entries,
    );
    return to;
  }
}
