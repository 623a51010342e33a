/** One unit of Markdown (some blocks of the tree) → its entries. */
import type { SyntaxNode } from '@lezer/common';
import { fenceContent, fenceLanguage, UNCLOSED_CODE } from '../code.ts';
import { StepCollector, type StepOpening } from '../collector.ts';
import { readDirective } from '../directives.ts';
import { readHeadingMark, readMark } from '../headings.ts';
import { dropWords, flowText, headingSteps, type Inline, takeFlow } from '../inline.ts';
import { TextBuilder } from '../mapped.ts';
import type { Entry } from '../units.ts';
import { environmentOf, expandedMath, inlineFlow, mathContent, type Place } from './inline.ts';
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
    const language = fenceLanguage(info);
    const builder = new TextBuilder();
    for (const part of node.getChildren('CodeText')) builder.exact(text.slice(part.from, part.to), part.from - origin);
    const span = { start: node.from - origin, end: withoutReturn(text, node.to) - origin };
    const [fence, closing] = node.getChildren('CodeMark');
    if (fence !== undefined && closing === undefined)
      this.#entries.push({ kind: 'note', span, message: UNCLOSED_CODE });
    if (language === 'math') {
      if (opening !== undefined) this.#collector.open(opening);
      this.#collector.display({ content: builder.build(), span });
      return;
    }
    this.#collector.code(language, fenceContent(builder.build(), info, fenceIndentation(node, text)), span);
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

/** Is a math fence, which is read as a display. */
export function isMathFence(text: string, from: number): boolean {
  return /^(?:`{3,}|~{3,})\s*\{?math\}?\s*(?:\n|$)/i.test(text.slice(from, from + 80));
}

/** A block by its name and place. */
export interface Stretch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Is a block code, and not mathematics between fences? */
export function isCode(text: string, { name, from }: Stretch): boolean {
  return name === 'CodeBlock' || (name === 'FencedCode' && !isMathFence(text, from));
}

/** A look at the names alone that spares most pairs the look at the text. */
export function mayJoin(before: string, next: string): boolean {
  if (next === 'Paragraph') return before === 'BlockMath' || before === 'FencedCode' || before === 'CodeBlock';
  return next === 'BlockMath' || next === 'FencedCode' || next === 'CodeBlock';
}

/**
 * Does a block go on with the step of the block before it? Code does. A display does when no blank line stands between, or when the
 * words before it do not end a sentence. A paragraph does after a display when no blank line stands between, or when it begins in
 * lower case. Code between the two is looked through: there an unfinished sentence goes on. `last` is the block before, `lead` the last one of the
 * step that is no code. Reads only the ends of the blocks that face each other.
 */
export function joins(text: string, last: Stretch, lead: Stretch, next: Stretch): boolean {
  if (isCode(text, next))
    return isText(last) || last.name === 'BlockMath' || last.name === 'FencedCode' || last.name === 'CodeBlock';
  const isDisplay = next.name === 'BlockMath' || next.name === 'FencedCode';
  if (!isDisplay && next.name !== 'Paragraph') return false;
  const wasDisplay = lead.name === 'BlockMath' || (lead.name === 'FencedCode' && isMathFence(text, lead.from));
  if (last !== lead) return goesOnAfterCode(text, lead, next, wasDisplay, isDisplay);
  if (!isDisplay && !wasDisplay) return false;
  const apart = /\n[ \t>]*\r?\n/.test(text.slice(last.to, next.from));
  if (isDisplay) return (isText(last) && (!apart || !endsSentence(text, last.to))) || (wasDisplay && !apart);
  return !apart || /^[a-z,.;]/.test(text.slice(next.from, next.from + 1));
}

function isText({ name }: Stretch): boolean {
  return name === 'Paragraph' || name === 'ListItem' || name === 'Task';
}

/** "so" or a display, then code, then the formula or the words that the sentence was about. */
function goesOnAfterCode(text: string, lead: Stretch, next: Stretch, wasDisplay: boolean, isDisplay: boolean): boolean {
  const head = text.slice(next.from, next.from + 2);
  if (wasDisplay) return !isDisplay && /^[a-z,.;]/.test(head);
  return (
    isText(lead) &&
    (isDisplay ? isUnfinished(text, lead.to) : /^(?:\$|\\\()/.test(head) && callsForFormula(text, lead.to))
  );
}

/** Do the words before `at` break off inside a sentence? A colon may be about the code that follows. */
export function isUnfinished(text: string, at: number): boolean {
  return /[\p{L}\p{N},$)][*_]*\s*$/u.test(text.slice(Math.max(0, at - 20), at));
}

/** Do the words before `at` call for a formula: "so", "which gives", "we get"? */
export function callsForFormula(text: string, at: number): boolean {
  return /(?:,|\b(?:so|thus|hence|therefore|then|that|is|are|gives?|get|have|obtain|find|yields?|where|and|or|by|with|to|of|equals))\s*$/i.test(
    text.slice(Math.max(0, at - 20), at),
  );
}

/** Does the text before `at` end a sentence? */
export function endsSentence(text: string, at: number): boolean {
  return /[.!?。！？][)\]"'”’*_]*\s*$/.test(text.slice(Math.max(0, at - 20), at));
}
