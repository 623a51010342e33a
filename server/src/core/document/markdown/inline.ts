/** Markdown's inline nodes → a flow of words and formulas. */
import type { SyntaxNode } from '@lezer/common';
import { readDirective } from '../directives.ts';
import { type Inline, InlineBuilder } from '../inline.ts';
import { expandMacros, type MacroTable, noMacros, withoutDefinitions } from '../latex/macros.ts';
import { sliceText, TextBuilder } from '../mapped.ts';
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
  'InlineDrawing',
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
  /** What formulas of the document define; none where it is absent. */
  readonly macros?: MacroTable;
}

/** Reads what stands between `from` and `to` in a node: its text without markup. */
export function inlineFlow(node: SyntaxNode, place: Place): readonly Inline[] {
  const builder = new InlineBuilder();
  takeChildren(node, false, place, builder);
  return builder.finish();
}

const NOTHING: ReadonlySet<string> = new Set();
const STARS: ReadonlySet<string> = new Set(['EmphasisMark']);
const LINK_PARTS: ReadonlySet<string> = new Set(['LinkMark', 'URL', 'LinkLabel', 'LinkTitle']);

/** `literal`: children of these names are text after all. */
function takeChildren(
  node: SyntaxNode,
  strong: boolean,
  place: Place,
  builder: InlineBuilder,
  literal: ReadonlySet<string> = NOTHING,
): void {
  let at = node.from;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    takeText(at, child.from, strong, place, builder);
    if (literal.has(child.name)) takeText(child.from, child.to, strong, place, builder);
    else takeNode(child, strong, place, builder);
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
      if (marksMultiply(node, text)) takeChildren(node, strong, place, builder, STARS);
      else takeChildren(node, true, place, builder);
      return;
    case 'Link':
      takeChildren(node, strong, place, builder, isLink(node, text) ? NOTHING : LINK_PARTS);
      return;
    case 'Image':
      if (!isLink(node, text)) takeText(from, to, strong, place, builder);
      return;
    case 'HTMLTag':
      if (!isTag(text.slice(from, to))) takeText(from, to, strong, place, builder);
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

/**
 * `2*3 = 6 and 4*5 = 20`: by CommonMark the stars make emphasis; glued to numbers, letters or brackets on the outer side they multiply.
 * Words in bold before a glued letter (`**Step 1:**We`) are words in bold.
 */
function marksMultiply({ from, to }: SyntaxNode, text: string): boolean {
  if (text[from] !== '*') return false;
  if (/[\w)\]}]/.test(text[from - 1] ?? '')) return true;
  return /[\w(\\$]/.test(text[to] ?? '') && !/\p{L}{3}/u.test(text.slice(from, to));
}

/** `[see](page.md)` is a link; `[0, 1]`, `[x + 1](x-1)` and `[2][3]` are mathematics. */
function isLink(node: SyntaxNode, text: string): boolean {
  const target = node.getChild('URL') ?? node.getChild('LinkLabel');
  return target !== null && /[A-Za-z]{2}|^#/.test(text.slice(target.from, target.to));
}

const TAG = /^<\/?([a-z][a-z\d]*)(?:\s+[a-z-]+=(?:"[^"]*"|'[^']*'|[^\s"'>]+))*\s*\/?>$/i;
const TAGS = new Set(
  (
    'a abbr b big blockquote br center code dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd ' +
    'li mark ol p picture pre q s samp section small span strike strong sub summary sup svg table tbody td th thead tr tt u ul var video'
  ).split(' '),
);

/** `<br>` is a tag; in `a <b and c> d` two numbers are compared. */
function isTag(text: string): boolean {
  const name = TAG.exec(text)?.[1];
  return name !== undefined ? TAGS.has(name.toLowerCase()) : text.startsWith('<!') || text.startsWith('<?');
}

function entity(name: string): string {
  const known = ENTITIES[name];
  if (known !== undefined) return known;
  const code = /^#x([\da-f]{1,6})$/i.exec(name)?.[1];
  const point = code === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1]) : Number.parseInt(code, 16);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

/** What a maths node holds, without its delimiters and the marks of quotes around it. */
export function mathContent(node: SyntaxNode, place: Place): MappedText {
  const { text, origin } = place;
  const builder = new TextBuilder();
  let at = node.from;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    builder.exact(text.slice(at, child.from), at - origin);
    at = child.to;
  }
  builder.exact(text.slice(at, node.to), at - origin);
  const content = builder.build();
  // GitHub's $`x`$.
  const ticked = /^`[^`]+`$/.test(content.text);
  const bare = ticked ? sliceText(content, 1, content.text.length - 1) : content;
  return expandedMath(bare, place);
}

/** A formula with the document's macros expanded, and without the macros that it defines. */
export function expandedMath(content: MappedText, { macros = noMacros }: Place): MappedText {
  return macros === noMacros ? content : expandMacros(withoutDefinitions(content), macros);
}

/** Name of the environment that delimits a display. */
export function environmentOf(node: SyntaxNode, { text }: Place): { readonly environment?: string } {
  const name = /^\\begin\{([A-Za-z]+\*?)\}/.exec(text.slice(node.from, node.from + 30))?.[1];
  return name === undefined ? {} : { environment: name };
}
