/** One unit of Markdown (some blocks of the tree) → its entries. */
import type { SyntaxNode } from '@lezer/common';
import { fenceContent, fenceLanguage, fenceTrouble } from '../code.ts';
import { StepCollector, type StepOpening } from '../collector.ts';
import { readDirective } from '../directives.ts';
import { readHeadingMark, readMark } from '../headings.ts';
import { dropWords, flowText, headingSteps, type Inline, takeFlow } from '../inline.ts';
import { TextBuilder } from '../mapped.ts';
import type { Entry } from '../units.ts';
import { environmentOf, expandedMath, inlineFlow, mathContent, type Place } from './inline.ts';
import { isCode, joins, type Stretch } from './joins.ts';
import { openContent } from './openDisplay.ts';
import { markdownParser } from './parser.ts';

/** Level of a section that a `<summary>` opens: below all headings. */
const SUMMARY_LEVEL = 7;

/** Quotes and lists inside each other deeper than this are left out. */
const DEEPEST = 60;

export class BlockReader {
  readonly #place: Place;
  readonly #collector = new StepCollector();
  readonly #entries: Entry[] = [];
  #nesting = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  finish(): readonly Entry[] {
    const steps = this.#collector.finish();
    return [...this.#entries, ...steps.map((step): Entry => ({ kind: 'step', step }))];
  }

  /** Reads a block. `joined`: a paragraph that goes on with the step before it. */
  block(node: SyntaxNode, depth: number, joined: boolean): void {
    const { name } = node;
    if (this.#nesting > DEEPEST) return;
    switch (name) {
      case 'Paragraph':
        this.#paragraph(node, joined ? undefined : { kind: 'paragraph', depth });
        return;
      case 'BlockMath':
        this.#display(node, joined ? undefined : { kind: 'paragraph', depth });
        return;
      case 'Drawing': {
        const tail = node.getChild('MathTail');
        if (tail !== null) this.#flow(inlineFlow(tail, this.#place), tail.from, { kind: 'paragraph', depth });
        return;
      }
      case 'FencedCode':
      case 'CodeBlock':
        this.#code(node, joined ? undefined : { kind: 'paragraph', depth });
        return;
      case 'BulletList':
      case 'OrderedList':
        for (let item = node.firstChild; item !== null; item = item.nextSibling) this.item(item, depth);
        return;
      case 'Blockquote':
        this.#blocks(node.firstChild, depth);
        return;
      case 'CommentBlock':
      case 'HTMLBlock':
        this.#html(node);
        return;
      default:
        if (/Heading\d$/.test(name)) this.#heading(node);
    }
  }

  #blocks(first: SyntaxNode | null, depth: number): void {
    this.#nesting++;
    const { text } = this.#place;
    let before: Stretch | undefined;
    let lead: Stretch | undefined;
    for (let node = first; node !== null; node = node.nextSibling) {
      if (node.name === 'QuoteMark' || node.name === 'ListMark') continue;
      const joined: boolean = before !== undefined && lead !== undefined && joins(text, before, lead, node);
      this.block(node, depth, joined);
      if (!joined || !isCode(text, node)) lead = node;
      before = node;
    }
    this.#nesting--;
  }

  item(node: SyntaxNode, depth: number): void {
    const mark = node.getChild('ListMark');
    const { text, origin } = this.#place;
    const label = mark === null ? undefined : text.slice(mark.from, mark.to);
    const opening: StepOpening = {
      kind: 'item',
      depth,
      start: node.from - origin,
      ...(label === undefined ? {} : { label }),
    };
    this.#collector.open(opening);
    this.#nesting++;
    let before: Stretch | undefined;
    let lead: Stretch | undefined;
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.name === 'ListMark' || child.name === 'QuoteMark') continue;
      const isList = child.name === 'BulletList' || child.name === 'OrderedList';
      const joined: boolean = before === undefined || lead === undefined || joins(text, before, lead, child);
      if (before === undefined && (child.name === 'Paragraph' || child.name === 'Task'))
        this.#paragraph(child, opening);
      else this.block(child, isList ? depth + 1 : depth, joined);
      if (lead === undefined || !joined || !isCode(text, child)) lead = child;
      before = child;
    }
    this.#collector.close();
    this.#nesting--;
  }

  #paragraph(node: SyntaxNode, opening: StepOpening | undefined): void {
    this.#flow(inlineFlow(node, this.#place), node.from, opening);
  }

  #flow(flow: readonly Inline[], from: number, opening: StepOpening | undefined): void {
    takeFlow(flow, from - this.#place.origin, opening, this.#collector, this.#entries);
  }

  #display(node: SyntaxNode, opening: StepOpening | undefined): void {
    const { origin } = this.#place;
    if (opening !== undefined) this.#collector.open(opening);
    const marks = node.getChildren('MathMark');
    const closing = marks[1];
    const span = { start: node.from - origin, end: (closing?.to ?? node.to) - origin };
    if (closing === undefined) this.#entries.push({ kind: 'note', span, message: 'This display is never closed.' });
    this.#collector.display({ content: displayContent(node, this.#place), span, ...environmentOf(node, this.#place) });
    const tail = node.getChild('MathTail');
    if (tail !== null) this.#flow(inlineFlow(tail, this.#place), tail.from, undefined);
  }

  /** A display with blank lines in it: its dollars stand at `from` and at the beginning of `closing`, which may hold words after them. */
  openDisplay(from: number, closing: SyntaxNode, joined: boolean): void {
    const { text, origin } = this.#place;
    const to = closing.from;
    if (!joined) this.#collector.open({ kind: 'paragraph', depth: 0 });
    const content = expandedMath(openContent(text, from + 2, to, origin), this.#place);
    this.#collector.display({ content, span: { start: from - origin, end: to + 2 - origin } });
    const words = text.slice(to + 2, closing.to);
    if (words.trim() === '') return;
    const place = { ...this.#place, text: words, origin: origin - to - 2 };
    for (let node = markdownParser.parse(words).topNode.firstChild; node !== null; node = node.nextSibling) {
      takeFlow(inlineFlow(node, place), node.from - place.origin, undefined, this.#collector, this.#entries);
    }
  }

  /** Code belongs to the step before it; where there is none in this unit, it is a step of its own. */
  #code(node: SyntaxNode, opening: StepOpening | undefined): void {
    const { text, origin } = this.#place;
    const words = node.getChild('CodeInfo');
    const info = words === null ? '' : text.slice(words.from, words.to);
    const builder = new TextBuilder();
    for (const part of node.getChildren('CodeText')) builder.exact(text.slice(part.from, part.to), part.from - origin);
    const span = { start: node.from - origin, end: withoutReturn(text, node.to) - origin };
    const raw = builder.build();
    const language = fenceLanguage(info, raw.text);
    const marks = node.getChildren('CodeMark').length;
    const message = fenceTrouble(language, raw.text, marks !== 1);
    if (message !== undefined) this.#entries.push({ kind: 'note', span, message });
    if (language === 'math') {
      if (opening !== undefined) this.#collector.open(opening);
      this.#collector.display({ content: raw, span });
      return;
    }
    this.#collector.code(language, fenceContent(raw, info, fenceIndentation(node, text)), span);
  }

  #heading(node: SyntaxNode): void {
    const { origin } = this.#place;
    const level = Number(node.name.at(-1));
    const flow = inlineFlow(node, this.#place);
    const title = flowText(flow);
    const mark = readHeadingMark(title);
    // A sum with a line under it is no heading.
    if (node.name.startsWith('Setext') && mark === undefined && !/\p{L}{3}|\p{Script=Han}/u.test(title)) {
      this.#flow(flow, node.from, { kind: 'paragraph', depth: 0 });
      return;
    }
    const span = { start: node.from - origin, end: node.to - origin };
    const steps = mark === undefined ? headingSteps(flow, span.start) : [];
    this.#entries.push({ kind: 'heading', level, title, mark, span, steps });
    if (mark?.closed && mark.length < title.length) {
      const words = flow[0]?.kind === 'words' ? flow[0].content.text : '';
      const blanks = words.length - words.trimStart().length;
      this.#flow(dropWords(flow, mark.length + blanks), node.from, { kind: 'paragraph', depth: 0 });
    }
  }

  #html(node: SyntaxNode): void {
    const { text, origin } = this.#place;
    const body = text.slice(node.from, node.to);
    const start = node.from - origin;
    for (let at = body.indexOf('<!--'); at >= 0; ) {
      const close = body.indexOf('-->', at + 4);
      if (close < 0) break;
      const directive = readDirective(body.slice(at + 4, close), start + at, close + 3 - at);
      if (directive !== undefined) this.#entries.push({ kind: 'directive', directive });
      at = body.indexOf('<!--', close + 3);
    }
    const summary = /<summary[^>]{0,80}>\s*(?:<[^>]{1,80}>\s*){0,4}([^<]{1,80})/i.exec(body);
    const title = summary?.[1]?.trim() ?? '';
    const mark = readMark(title);
    if (summary !== null && mark?.closed) {
      const from = start + summary.index;
      this.#entries.push({
        kind: 'heading',
        level: SUMMARY_LEVEL,
        title,
        mark,
        span: { start: from, end: from + summary[0].length },
        steps: [],
      });
    }
  }
}

/**
 * How many blanks stand before a fence, not counting what belongs to the list or quote around it. That is where its lines begin; a fence
 * on the line of a list mark has none.
 */
function fenceIndentation(node: SyntaxNode, text: string): number {
  const column = (at: number): number => at - text.lastIndexOf('\n', at - 1) - 1;
  const info = node.getChild('CodeInfo');
  const line = node.getChildren('CodeText').find(({ from }) => from > (info?.to ?? node.from) && text[from] !== '\n');
  if (line === undefined || /[^\s>]/.test(text.slice(node.from - column(node.from), node.from))) return 0;
  return Math.max(0, column(node.from) - column(line.from));
}

/** With the line ends of Windows a block ends with half of one. */
function withoutReturn(text: string, to: number): number {
  return text[to - 1] === '\r' ? to - 1 : to;
}

function displayContent(node: SyntaxNode, place: Place): ReturnType<typeof mathContent> {
  const tail = node.getChild('MathTail');
  if (tail === null) return mathContent(node, place);
  const builder = new TextBuilder();
  const content = mathContent(node, place);
  const end = node.getChildren('MathMark')[1]?.from ?? node.to;
  for (const piece of content.pieces) {
    if (piece.source + place.origin < end) builder.append(content, piece.at, piece.at + piece.length);
  }
  return builder.build();
}
