/** Markdown's inline nodes → a flow of words and formulas. */
import type { SyntaxNode } from '@lezer/common';
import { readDirective } from '../directives.ts';
import { type Inline, InlineBuilder } from '../inline.ts';
import { TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';

/** Nodes that are left out with all they hold. */
const SKIPPED = new Set([
  'EmphasisMark',
  'LinkMark',
  'LinkTitle',
  'LinkLabel',
  'QuoteMark',
  'HeaderMark',
  'CodeMark',
  'CodeInfo',
  'StrikethroughMark',
  'TaskMarker',
  'MathMark',
  'Image',
  'HTMLTag',
  'ProcessingInstruction',
  // What is struck out is withdrawn.
  'Strikethrough',
]);

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  le: '≤',
  ge: '≥',
  ne: '≠',
  times: '×',
  divide: '÷',
  minus: '−',
  plusmn: '±',
  middot: '·',
  deg: '°',
  radic: '√',
  pi: 'π',
  infin: '∞',
  asymp: '≈',
  nbsp: ' ',
  quot: '"',
};

/** A node of the tree and how its offsets become offsets of the unit: subtract `origin`. `text` is what the tree was made from. */
export interface Place {
  readonly text: string;
  readonly origin: number;
}

/** Reads what stands between `from` and `to` in a node: its text without markup. */
export function inlineFlow(node: SyntaxNode, place: Place): readonly Inline[] {
  const builder = new InlineBuilder();
  takeChildren(node, false, place, builder);
  return builder.finish();
}

function takeChildren(node: SyntaxNode, strong: boolean, place: Place, builder: InlineBuilder): void {
  let at = node.from;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    takeText(at, child.from, strong, place, builder);
    takeNode(child, strong, place, builder);
    at = child.to;
  }
  // With the line ends of Windows a block ends with half of one.
  const end = place.text[node.to - 1] === '\r' ? node.to - 1 : node.to;
  takeText(at, end, strong, place, builder);
}

function takeText(from: number, to: number, strong: boolean, place: Place, builder: InlineBuilder): void {
  if (to > from) builder.words(strong).exact(place.text.slice(from, to), from - place.origin);
}

function takeNode(node: SyntaxNode, strong: boolean, place: Place, builder: InlineBuilder): void {
  const { name, from, to } = node;
  const { text, origin } = place;
  const span = { start: from - origin, end: to - origin };
  if (SKIPPED.has(name)) return;
  switch (name) {
    case 'InlineMath':
    case 'DisplayMath': {
      const content = mathContent(node, place);
      if (name === 'InlineMath') builder.push({ kind: 'formula', content, span });
      else builder.push({ kind: 'display', content, span, ...environmentOf(node, place) });
      return;
    }
    case 'StrongEmphasis':
    case 'Emphasis':
      if (marksMultiply(node, text)) takeWithMarks(node, strong, place, builder);
      else takeChildren(node, true, place, builder);
      return;
    case 'Escape':
      builder.words(strong).instead(text.slice(from + 1, to), span.start, to - from);
      return;
    case 'Entity':
      builder.words(strong).instead(entity(text.slice(from + 1, to - 1)), span.start, to - from);
      return;
    case 'HardBreak':
      builder.words(strong).instead(' ', span.start, to - from);
      return;
    case 'URL':
      // The address of a link is not text; an address by itself is.
      if (node.parent?.name !== 'Link') takeText(from, to, strong, place, builder);
      return;
    case 'Comment': {
      const directive = readDirective(text.slice(from + 4, to - 3), span.start, to - from);
      if (directive !== undefined) builder.push({ kind: 'directive', directive });
      return;
    }
    default:
      takeChildren(node, strong, place, builder);
  }
}

/** `2*3 = 6 and 4*5 = 20`: by CommonMark the stars make emphasis; glued to numbers, letters or brackets on the outer side they multiply. */
function marksMultiply({ from, to }: SyntaxNode, text: string): boolean {
  return text[from] === '*' && (/[\w)\]}]/.test(text[from - 1] ?? '') || /[\w(\\$]/.test(text[to] ?? ''));
}

function takeWithMarks(node: SyntaxNode, strong: boolean, place: Place, builder: InlineBuilder): void {
  let at = node.from;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    takeText(at, child.from, strong, place, builder);
    if (child.name === 'EmphasisMark') takeText(child.from, child.to, strong, place, builder);
    else takeNode(child, strong, place, builder);
    at = child.to;
  }
  // With the line ends of Windows a block ends with half of one.
  const end = place.text[node.to - 1] === '\r' ? node.to - 1 : node.to;
  takeText(at, end, strong, place, builder);
}

function entity(name: string): string {
  const known = ENTITIES[name];
  if (known !== undefined) return known;
  const code = /^#x([\da-f]{1,6})$/i.exec(name)?.[1];
  const point = code === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1]) : Number.parseInt(code, 16);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

/** What a maths node holds, without its delimiters and the marks of quotes around it. */
export function mathContent(node: SyntaxNode, { text, origin }: Place): MappedText {
  const builder = new TextBuilder();
  let at = node.from;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    builder.exact(text.slice(at, child.from), at - origin);
    at = child.to;
  }
  builder.exact(text.slice(at, node.to), at - origin);
  return builder.build();
}

/** Name of the environment that delimits a display. */
export function environmentOf(node: SyntaxNode, { text }: Place): { readonly environment?: string } {
  const name = /^\\begin\{([A-Za-z]+\*?)\}/.exec(text.slice(node.from, node.from + 30))?.[1];
  return name === undefined ? {} : { environment: name };
}
