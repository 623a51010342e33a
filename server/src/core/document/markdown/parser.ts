/** The Markdown parser: CommonMark with tables, task lists and struck-out text, and mathematics. */
import {
  type BlockContext,
  type BlockParser,
  type Element,
  type InlineContext,
  type InlineParser,
  type Line,
  type MarkdownConfig,
  parser,
  Strikethrough,
  Table,
  TaskList,
} from '@lezer/markdown';
import { closingBrace, displayEnvironments } from '../display.ts';

const DOLLAR = 36;
const BACKSLASH = 92;
const NEWLINE = 10;

/** How far a dollar inside braces is looked past: `$\boxed{$72}$`. */
const BRACED = 400;

/**
 * Looks for the `$` that closes a formula whose inside begins at `from`. The rule is the usual one: no blank after the opening
 * and before the closing dollar, no digit after the closing one, no other dollar between (but inside braces); `\$` is a dollar sign.
 * So "costs $5 and $6" holds no formula. Gives undefined where there is none.
 */
export function closingDollar(text: string, from: number, limit = text.length): number | undefined {
  if (from >= limit || isBlank(text.charCodeAt(from))) return undefined;
  const braced = dollarAfter(text, from, Math.min(limit, from + BRACED), true);
  const at = braced !== undefined && closes(text, from, braced, limit) ? braced : dollarAfter(text, from, limit, false);
  return at !== undefined && closes(text, from, at, limit) ? at : undefined;
}

function dollarAfter(text: string, from: number, limit: number, outsideBraces: boolean): number | undefined {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at++;
    else if (unit === 123 && outsideBraces) depth++;
    else if (unit === 125) depth--;
    else if (unit === DOLLAR && depth <= 0) return at;
  }
  return undefined;
}

function closes(text: string, from: number, at: number, limit: number): boolean {
  return at > from && !isBlank(text.charCodeAt(at - 1)) && !(at + 1 < limit && isDigit(text.charCodeAt(at + 1)));
}

/** Where `$$` closes a display whose inside begins at `from`. */
export function closingDollars(text: string, from: number, limit = text.length): number | undefined {
  for (let at = from; at < limit - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at++;
    else if (unit === DOLLAR && text.charCodeAt(at + 1) === DOLLAR) return at;
  }
  return undefined;
}

/** Where `\)` or `\]` closes a formula whose inside begins at `from`; a second opening one before it means there is none. */
export function closingBracket(text: string, from: number, open: '(' | '['): number | undefined {
  const close = open === '(' ? ')' : ']';
  for (let at = text.indexOf('\\', from); at >= 0; at = text.indexOf('\\', at + 2)) {
    const next = text[at + 1];
    if (next === close) return at;
    if (next === open) return undefined;
  }
  return undefined;
}

/** Where `\end{name}` closes an environment whose inside begins at `from`. */
export function closingEnvironment(
  text: string,
  from: number,
  name: string,
): { start: number; end: number } | undefined {
  const begin = `\\begin{${name}}`;
  const end = `\\end{${name}}`;
  for (let at = text.indexOf('\\', from); at >= 0; at = text.indexOf('\\', at + 1)) {
    if (text.startsWith(end, at)) return { start: at, end: at + end.length };
    if (text.startsWith(begin, at)) return undefined;
    if (text.charCodeAt(at + 1) === BACKSLASH) at++;
  }
  return undefined;
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === NEWLINE || unit === 13;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** What opens a formula at the beginning of `text`: its opening mark and how it is closed. */
interface Opening {
  readonly length: number;
  readonly display: boolean;
  readonly close: (text: string, from: number) => { readonly start: number; readonly end: number } | undefined;
}

function openingAt(text: string, at: number): Opening | undefined {
  if (text.charCodeAt(at) === DOLLAR) {
    if (text.charCodeAt(at + 1) !== DOLLAR) {
      return { length: 1, display: false, close: (body, from) => range(closingDollar(body, from), 1) };
    }
    return { length: 2, display: true, close: (body, from) => range(closingDollars(body, from), 2) };
  }
  const next = text[at + 1];
  const doubled = next === '\\' ? text[at + 2] : undefined;
  if (doubled === '(' || doubled === '[') return doubledOpening(doubled);
  if (next === '(' || next === '[') {
    return { length: 2, display: next === '[', close: (body, from) => range(closingBracket(body, from, next), 2) };
  }
  if (next !== 'b') return undefined;
  const begin = /^\\begin\{([A-Za-z]+\*?)\}/.exec(text.slice(at, at + 30));
  const name = begin?.[1];
  if (begin === null || name === undefined || !displayEnvironments.has(name)) return undefined;
  return { length: begin[0].length, display: true, close: (body, from) => closingEnvironment(body, from, name) };
}

/** `\\\\( … \\\\)`: what has to be written where Markdown takes one backslash away before the mathematics is read. */
function doubledOpening(open: '(' | '['): Opening {
  const again = `\\\\${open}`;
  const mark = open === '(' ? '\\\\)' : '\\\\]';
  return {
    length: 3,
    display: open === '[',
    close: (text, from) => {
      for (let at = text.indexOf('\\\\', from); at >= 0; at = text.indexOf('\\\\', at + 2)) {
        if (text.startsWith(mark, at)) return { start: at, end: at + 3 };
        if (text.startsWith(again, at)) return undefined;
      }
      return undefined;
    },
  };
}

function range(start: number | undefined, length: number): { start: number; end: number } | undefined {
  return start === undefined ? undefined : { start, end: start + length };
}

/** Formulas inside a paragraph, and `\boxed{…}` that stands without dollars. */
const inlineMath: InlineParser = {
  name: 'Math',
  before: 'Escape',
  parse(context: InlineContext, next: number, position: number): number {
    if (next !== DOLLAR && next !== BACKSLASH) return -1;
    const { text, offset } = context;
    const at = position - offset;
    const opening = openingAt(text, at);
    if (opening === undefined) return next === BACKSLASH ? boxed(context, at) : -1;
    const from = at + opening.length;
    const close = opening.close(text, from);
    // The second of two dollars opens nothing by itself.
    if (close === undefined || text.slice(from, close.start).trim() === '')
      return opening.length === 2 && next === DOLLAR ? position + 2 : -1;
    return context.addElement(
      context.elt(opening.display ? 'DisplayMath' : 'InlineMath', position, offset + close.end, [
        context.elt('MathMark', position, offset + from),
        context.elt('MathMark', offset + close.start, offset + close.end),
      ]),
    );
  },
};

function boxed(context: InlineContext, at: number): number {
  const { text, offset } = context;
  const command = /^\\f?boxed\s{0,3}\{/.exec(text.slice(at, at + 12));
  if (command === null) return -1;
  const close = closingBrace(text, at + command[0].length, at + 2000);
  if (close === undefined) return -1;
  return context.addElement(context.elt('InlineMath', offset + at, offset + close + 1));
}

/** A display that begins a line. It ends with its closing mark, or, half-typed, before the next blank line. */
const blockMath: BlockParser = {
  name: 'BlockMath',
  before: 'IndentedCode',
  parse(context: BlockContext, line: Line): boolean {
    const opening = blockOpening(line);
    if (opening === undefined) return false;
    const from = context.lineStart + line.pos;
    const marks: Element[] = [context.elt('MathMark', from, from + opening.length)];
    let column = line.pos + opening.length;
    let end: number;
    for (;;) {
      const close = opening.close(line.text, column);
      if (close !== undefined) {
        end = context.lineStart + close.end;
        marks.push(context.elt('MathMark', context.lineStart + close.start, end));
        tail(context, line, close.end, marks);
        context.nextLine();
        break;
      }
      end = context.lineStart + line.text.length;
      if (!context.nextLine() || !isInside(context, line) || isEmpty(line)) break;
      marks.push(...line.markers);
      column = line.basePos;
    }
    const last = marks.at(-1);
    context.addElement(context.elt('BlockMath', from, Math.max(end, last?.to ?? end), marks));
    return true;
  },
  // Dollars at the beginning of a line may close a display that began within the paragraph.
  endLeaf: (_context, line, leaf) =>
    blockOpening(line) !== undefined && !(line.text.startsWith('$$', line.pos) && endsInDisplay(leaf.content)),
};

/** The last `$$` of a paragraph opens a display. */
function endsInDisplay(text: string): boolean {
  for (let open = closingDollars(text, 0); open !== undefined; ) {
    const close = closingDollars(text, open + 2);
    if (close === undefined) return true;
    open = closingDollars(text, close + 2);
  }
  return false;
}

function blockOpening(line: Line): Opening | undefined {
  if (line.next !== DOLLAR && line.next !== BACKSLASH) return undefined;
  const opening = openingAt(line.text, line.pos);
  return opening?.display === true ? opening : undefined;
}

/** The parser counts for each line how many of the blocks around it go on; its types do not show that. */
function isInside(context: BlockContext, line: Line): boolean {
  return (line as Line & { readonly depth: number }).depth >= context.depth;
}

function isEmpty(line: Line): boolean {
  return line.skipSpace(line.basePos) >= line.text.length;
}

/** Words behind the closing mark, on its line. */
function tail(context: BlockContext, line: Line, column: number, marks: Element[]): void {
  const text = line.text.slice(column);
  if (text.trim() === '') return;
  const from = context.lineStart + column;
  marks.push(
    context.elt('MathTail', from, from + text.trimEnd().length, context.parser.parseInline(text.trimEnd(), from)),
  );
}

const DRAWING = '[asy]';
const DRAWING_END = '[/asy]';

/** A drawing between the brackets of mathematics forums. It goes on over blank lines, and no further than the next heading. */
const drawing: BlockParser = {
  name: 'Drawing',
  before: 'IndentedCode',
  parse(context: BlockContext, line: Line): boolean {
    if (!line.text.startsWith(DRAWING, line.pos)) return false;
    const from = context.lineStart + line.pos;
    for (let column = line.pos; ; column = line.basePos) {
      const close = line.text.indexOf(DRAWING_END, column);
      const end = context.lineStart + (close < 0 ? line.text.length : close + DRAWING_END.length);
      const marks: Element[] = [];
      if (close >= 0) tail(context, line, close + DRAWING_END.length, marks);
      const more = context.nextLine() && isInside(context, line) && !/^#{1,6}\s/.test(line.text.slice(line.pos));
      if (close < 0 && more) continue;
      context.addElement(context.elt('Drawing', from, Math.max(end, marks.at(-1)?.to ?? end), marks));
      return true;
    }
  },
  endLeaf: (_context, line) => line.text.startsWith(DRAWING, line.pos),
};

const inlineDrawing: InlineParser = {
  name: 'InlineDrawing',
  before: 'Link',
  parse(context: InlineContext, next: number, position: number): number {
    if (next !== DRAWING.charCodeAt(0)) return -1;
    const at = position - context.offset;
    if (!context.text.startsWith(DRAWING, at)) return -1;
    const close = context.text.indexOf(DRAWING_END, at);
    const end = close < 0 ? context.end : context.offset + close + DRAWING_END.length;
    return context.addElement(context.elt('InlineDrawing', position, end));
  },
};

/** A paragraph longer than this is taken as words: looking for the pairs of brackets and stars takes time with its square. */
const LONGEST_PARAGRAPH = 10_000;

const longParagraph: BlockParser = {
  name: 'LongParagraph',
  leaf: () => ({
    nextLine: () => false,
    finish(context: BlockContext, leaf): boolean {
      if (leaf.content.length <= LONGEST_PARAGRAPH) return false;
      context.addLeafElement(leaf, context.elt('Paragraph', leaf.start, leaf.start + leaf.content.length));
      return true;
    },
  }),
};

const mathematics: MarkdownConfig = {
  defineNodes: [
    { name: 'InlineMath' },
    { name: 'DisplayMath' },
    { name: 'MathMark' },
    { name: 'MathTail' },
    { name: 'BlockMath', block: true },
    { name: 'Drawing', block: true },
    { name: 'InlineDrawing' },
  ],
  parseInline: [inlineMath, inlineDrawing],
  parseBlock: [blockMath, drawing, longParagraph],
};

/** Reads Markdown; parse with fragments of the tree before for an incremental reading. */
export const markdownParser = parser.configure([Table, TaskList, Strikethrough, mathematics]);
