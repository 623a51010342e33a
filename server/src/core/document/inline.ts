/** A run of text as its format's reader hands it on: words without markup, formulas, comments that speak to Stepwise. */
import type { Span } from '../math/expr.ts';
import { StepCollector, type StepOpening } from './collector.ts';
import { type Mark, readMark, readStepLabel } from './headings.ts';
import { sliceText, sourceSpan, TextBuilder, textThrough } from './mapped.ts';
import type { Directive, MappedText } from './solution.ts';
import type { Entry, StepEntry } from './units.ts';

export type Inline =
  | { readonly kind: 'words'; readonly content: MappedText; readonly strong: boolean }
  | { readonly kind: 'formula'; readonly content: MappedText; readonly span: Span }
  /** A formula in plain notation. */
  | { readonly kind: 'plain'; readonly content: MappedText; readonly span: Span }
  | { readonly kind: 'display'; readonly content: MappedText; readonly span: Span; readonly environment?: string }
  | { readonly kind: 'code'; readonly language: string; readonly content: MappedText; readonly span: Span }
  | { readonly kind: 'directive'; readonly directive: Directive }
  | { readonly kind: 'note'; readonly message: string; readonly span: Span };

/** Collects a flow; words of one weight that stand side by side become one. */
export class InlineBuilder {
  readonly #flow: Inline[] = [];
  #words = new TextBuilder();
  #strong = false;

  /** The builder that words of this weight go to. */
  words(strong: boolean): TextBuilder {
    if (strong !== this.#strong) this.#flush();
    this.#strong = strong;
    return this.#words;
  }

  push(item: Exclude<Inline, { kind: 'words' }>): void {
    this.#flush();
    this.#flow.push(item);
  }

  #flush(): void {
    if (this.#words.length > 0) this.#flow.push({ kind: 'words', content: this.#words.build(), strong: this.#strong });
    this.#words = new TextBuilder();
  }

  finish(): readonly Inline[] {
    this.#flush();
    return this.#flow;
  }
}

/** A flow read in `through.text`, as one read in what that stands for. Directives and notes are not carried over. */
export function flowThrough(flow: readonly Inline[], through: MappedText): readonly Inline[] {
  return flow.flatMap((item): Inline[] => {
    if (!('content' in item)) return [];
    const content = textThrough(item.content, through);
    return [item.kind === 'words' ? { ...item, content } : { ...item, content, span: sourceSpan(through, item.span) }];
  });
}

/** The text of a flow with its formulas as they stand, for titles. */
export function flowText(flow: readonly Inline[]): string {
  return flow
    .map(item => (item.kind === 'words' || item.kind === 'formula' ? item.content.text : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The flow without its first `length` characters of words. */
export function dropWords(flow: readonly Inline[], length: number): readonly Inline[] {
  let left = length;
  return flow.flatMap((item): Inline[] => {
    if (left <= 0 || item.kind !== 'words') return [item];
    const size = item.content.text.length;
    const rest = sliceText(item.content, Math.min(left, size));
    left -= size;
    return rest.text.length === 0 ? [] : [{ ...item, content: rest }];
  });
}

/** Words that the flow begins with, up to its first formula; `strong` of them are in bold or italics. */
function leadingWords(flow: readonly Inline[]): { readonly text: string; readonly strong: number } {
  let text = '';
  let strong = 0;
  for (const item of flow) {
    if (item.kind === 'directive' || item.kind === 'note') continue;
    if (item.kind !== 'words' || text.length > 200) break;
    if (item.strong && text.trim() === '') strong = text.length + item.content.text.length;
    text += item.content.text;
  }
  return { text, strong };
}

/** A mark that takes all the words in bold, with the punctuation after them. */
function boldMark(text: string, strong: number): Mark | undefined {
  const mark = strong === 0 ? undefined : readMark(text.slice(0, strong).trimEnd());
  if (mark === undefined || mark.length < text.slice(0, strong).trimEnd().length) return undefined;
  const after = /^\s*(?:\([^()]{0,80}\)\s*)?[.:：。]?\s*/.exec(text.slice(strong))?.[0].length ?? 0;
  return { ...mark, length: strong + after };
}

/** "**Solution.**", "Proof:", "解：" at the beginning of a flow. Plain words need their punctuation; words in bold may do without it. */
export function readLead(
  flow: readonly Inline[],
): { readonly mark: Mark; readonly strong: boolean; readonly title: string } | undefined {
  const { text, strong } = leadingWords(flow);
  const mark = boldMark(text, strong) ?? readMark(text);
  if (mark === undefined) return undefined;
  // In plain words these begin a remark as often as a solution.
  if (strong === 0 && /^\s*(?:explanation|working|derivation)/i.test(text)) return undefined;
  const whole = mark.length >= text.slice(0, strong).trimEnd().length;
  const isStrong = strong > 0 && (whole || mark.closed);
  if (!isStrong && (!mark.closed || (mark.length >= text.length && flow.length > 1 && !/[.:：。\]】]\s*$/.test(text))))
    return undefined;
  return {
    mark,
    strong: isStrong,
    title: text
      .slice(0, mark.length)
      .replace(/[\s.:：。]+$/, '')
      .trim(),
  };
}

/**
 * Hands a paragraph to the collector: its lead-in becomes an entry, "Step 3:" its label. `opening` says how its step begins;
 * without it the flow goes on with the open step.
 */
export function takeFlow(
  flow: readonly Inline[],
  start: number,
  opening: StepOpening | undefined,
  collector: StepCollector,
  entries: Entry[],
): void {
  let rest = flow;
  if (opening !== undefined) {
    let begun = opening;
    const lead = readLead(rest);
    if (lead !== undefined) {
      entries.push({ kind: 'lead', ...lead, span: { start, end: start + lead.mark.length } });
      if (lead.mark.kind === 'statement' || lead.mark.kind === 'solution' || lead.mark.kind === 'proof') {
        rest = dropWords(rest, lead.mark.length);
      }
    }
    const step = readStepLabel(leadingWords(rest).text);
    if (step !== undefined) {
      rest = dropWords(rest, step.length);
      begun = { ...begun, kind: 'numbered', label: step.label, start: begun.start ?? start };
    }
    collector.open(begun);
  }
  for (const item of rest) takeInline(item, collector, entries);
}

function takeInline(item: Inline, collector: StepCollector, entries: Entry[]): void {
  switch (item.kind) {
    case 'words':
      collector.words(item.content);
      return;
    case 'formula':
      collector.formula(item.content, item.span);
      return;
    case 'plain':
      collector.formula(item.content, item.span, { notation: 'plain' });
      return;
    case 'display':
      collector.display(item);
      return;
    case 'code':
      collector.code(item.language, item.content, item.span);
      return;
    case 'directive':
    case 'note':
      entries.push(item);
  }
}

/** The text of a heading as the steps that it is where the heading stands inside a solution: mostly one. */
export function headingSteps(flow: readonly Inline[], start: number): readonly StepEntry[] {
  const collector = new StepCollector();
  takeFlow(flow, start, { kind: 'paragraph', depth: 0 }, collector, []);
  return collector.finish().map(step => ({ kind: 'step', step }));
}
