/** The .steps language → units. docs/steps-language.md describes it. */
import { type Atom, groupAtoms, scanAtoms } from '../atoms.ts';
import { codeContent, fenceLanguage, UNCLOSED_CODE } from '../code.ts';
import { StepCollector } from '../collector.ts';
import { readDirective } from '../directives.ts';
import { closingBrace } from '../display.ts';
import { readHeadingMark } from '../headings.ts';
import { headingSteps, type Inline, InlineBuilder, takeFlow } from '../inline.ts';
import { plainText } from '../mapped.ts';
import { closingBracket, closingDollar, closingDollars } from '../markdown/parser.ts';
import type { Splitter } from '../splitter.ts';
import { type Change, type Entry, makeUnit, type Unit, type UnitSpan } from '../units.ts';
import { splitLine } from './formula.ts';
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
      const steps = mark === undefined ? headingSteps(this.#flow(from, from + title.length, true), 0) : [];
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
      else takeFlow(this.#flow(line.from, line.to, false), line.from, undefined, collector, this.#entries);
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
    const language = fenceLanguage(info);
    const span = { start: from + blanks.length, end: to };
    if (close === null) this.#entries.push({ kind: 'note', span, message: UNCLOSED_CODE });
    if (language === 'math') collector.display({ content: raw, span });
    else collector.code(language, codeContent(raw, blanks.length), span);
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
    takeFlow(this.#flow(to, lineEnd, false), to, undefined, this.#collector, this.#entries);
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
    takeFlow(this.#flow(textFrom, to, true), from, labelled, this.#collector, this.#entries);
    return to;
  }

  /** A line's words and formulas. `plain`: formulas may stand without dollars. */
  #flow(from: number, to: number, plain: boolean): readonly Inline[] {
    const builder = new InlineBuilder();
    const text = this.#text;
    const comment = /(?:^|\s)\/\/(?=\s|$)/.exec(text.slice(from, to));
    const end = comment === null ? to : from + comment.index;
    if (comment !== null) {
      const start = end + (comment[0].length - 2);
      const directive = readDirective(text.slice(start + 2, to), start, text.slice(start, to).trimEnd().length);
      if (directive !== undefined) builder.push({ kind: 'directive', directive });
    }
    const hasMath = /\$|\\[([]|\\f?boxed/.test(text.slice(from, end));
    if (plain && !hasMath) {
      this.#plain(from, end, builder);
      if (text[to - 1] === '\n') builder.words(false).exact(text.slice(to - 1, to), to - 1);
    } else this.#mixed(from, end, builder);
    return builder.finish();
  }

  #plain(from: number, to: number, builder: InlineBuilder): void {
    const label =
      /^(?:step\s+\w+|第\s*\S{1,3}\s*步|步骤\s*\S{1,3})\s*[.:：)]\s*/i.exec(this.#text.slice(from, to))?.[0].length ??
      0;
    if (label > 0) builder.words(false).exact(this.#text.slice(from, from + label), from);
    const line = this.#text.slice(from + label, to).replace(/\s+$/, '');
    for (const stretch of splitLine(line)) {
      const start = from + label + stretch.from;
      const content = plainText(line.slice(stretch.from, stretch.to), start);
      if (stretch.kind === 'words') builder.words(false).append(content);
      else builder.push({ kind: 'plain', content, span: { start, end: start + content.text.length } });
    }
  }

  #mixed(from: number, to: number, builder: InlineBuilder): void {
    const text = this.#text;
    let words = from;
    let at = from;
    while (at < to) {
      const unit = text[at];
      if (unit !== '$' && unit !== '\\') {
        at++;
        continue;
      }
      const found = formulaAt(text, at, to);
      if (found === undefined) {
        if (unit === '\\' && /[$%&#_{}]/.test(text[at + 1] ?? '')) {
          builder.words(false).exact(text.slice(words, at), words);
          builder.words(false).instead(text[at + 1] ?? '', at, 2);
          words = at + 2;
        }
        at += unit === '\\' || text.startsWith('$$', at) ? 2 : 1;
        continue;
      }
      builder.words(false).exact(text.slice(words, at), words);
      const content = plainText(text.slice(found.from, found.to), found.from);
      builder.push({ kind: found.display ? 'display' : 'formula', content, span: { start: at, end: found.end } });
      words = found.end;
      at = found.end;
    }
    builder.words(false).exact(text.slice(words, to), words);
  }
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly end: number;
  readonly display: boolean;
}

function formulaAt(text: string, at: number, limit: number): Found | undefined {
  const found = (from: number, to: number | undefined, mark: number, display: boolean): Found | undefined =>
    to === undefined || to + mark > limit || to === from ? undefined : { from, to, end: to + mark, display };
  if (text.startsWith('$$', at)) return found(at + 2, closingDollars(text, at + 2, limit), 2, true);
  if (text[at] === '$') return found(at + 1, closingDollar(text, at + 1, limit), 1, false);
  const next = text[at + 1];
  if (next === '(' || next === '[') return found(at + 2, closingBracket(text, at + 2, next), 2, next === '[');
  const boxed = /^\\f?boxed\s{0,3}\{/.exec(text.slice(at, at + 12));
  const close = boxed === null ? undefined : closingBrace(text, at + boxed[0].length, limit);
  return close === undefined ? undefined : { from: at, to: close + 1, end: close + 1, display: false };
}
