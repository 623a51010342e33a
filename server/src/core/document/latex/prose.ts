/** LaTeX prose → plain words. unified-latex knows how many arguments a command takes; formulas are cut out before and put back after. */
import type { Node } from '@unified-latex/unified-latex-types';
import { getParser } from '@unified-latex/unified-latex-util-parse';
import { type Inline, InlineBuilder } from '../inline.ts';
import { sliceText, TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';

/** Stands for a formula in the text given to the parser. A character for private use. */
export const placeholder = '\uE000';

/** The parser's time grows with the square of what is unbalanced, and it takes some 5 µs a character. */
const LONGEST = 20_000;

/** Commands whose last argument is their text. */
const TRANSPARENT = new Set(
  (
    'text textbf textit textrm textsf texttt textsc textsl textmd textup textnormal emph underline uline mbox hbox fbox href textcolor ' +
    'colorbox framebox makebox parbox enquote hl term uppercase lowercase MakeUppercase mathrm section subsection title caption'
  ).split(' '),
);
const STRONG = new Set(['textbf', 'textit', 'emph', 'textsc', 'underline', 'textsl', 'uline', 'textsf']);
const STRONG_SWITCH = new Set(['bf', 'bfseries', 'it', 'itshape', 'em', 'sc', 'scshape', 'sl']);
const SYMBOLS: Readonly<Record<string, string>> = {
  $: '$',
  '%': '%',
  '&': '&',
  '#': '#',
  _: '_',
  '{': '{',
  '}': '}',
  ' ': ' ',
  '\n': ' ',
  ',': ' ',
  ';': ' ',
  ':': ' ',
  '\\': ' ',
  quad: ' ',
  qquad: ' ',
  space: ' ',
  newline: ' ',
  par: ' ',
  dots: '…',
  ldots: '…',
  textellipsis: '…',
  textdollar: '$',
  textendash: '–',
  textemdash: '—',
  textdegree: '°',
  textbackslash: '\\',
  textasciitilde: '~',
  S: '§',
  P: '¶',
  pounds: '£',
  euro: '€',
  ss: 'ß',
  ae: 'æ',
  o: 'ø',
  l: 'ł',
  aa: 'å',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  qed: '∎',
};
const ACCENTS: Readonly<Record<string, string>> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  v: '\u030C',
  u: '\u0306',
  H: '\u030B',
  r: '\u030A',
};

let parser: ReturnType<typeof getParser> | undefined;

/**
 * The words of a text without markup. `masked` has a placeholder for each formula; `formulas` gives the formula by the source offset of
 * its placeholder. Takes about 5 µs a character where the text holds commands, else next to nothing.
 */
export function proseFlow(masked: MappedText, formulas: ReadonlyMap<number, Inline>): readonly Inline[] {
  const builder = new InlineBuilder();
  const { text } = masked;
  if (!/[\\{}]/.test(text)) new Prose(masked, builder).plain(0, text.length, false);
  else if (text.length > LONGEST || isHopeless(text))
    new Prose(withoutCommands(masked), builder).plain(0, Number.POSITIVE_INFINITY, false);
  else {
    new Prose(masked, builder).nodes(parsed(text), false);
  }
  return restore(builder.finish(), formulas);
}

/** The last texts parsed: a paragraph is often read again, when a formula in it changes or an edit is taken back. */
const known = new Map<string, readonly Node[]>();
const KNOWN = 200;

function parsed(text: string): readonly Node[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  parser ??= getParser();
  const { content } = parser.parse(text);
  const oldest = known.size < KNOWN ? undefined : known.keys().next().value;
  if (oldest !== undefined) known.delete(oldest);
  known.set(text, content);
  return content;
}

/** Many braces without a partner: the parser would try them all. */
function isHopeless(text: string): boolean {
  let depth = 0;
  let unmatched = 0;
  for (const unit of text) {
    if (unit === '{') depth++;
    else if (unit === '}') {
      if (depth > 0) depth--;
      else unmatched++;
    }
    if (depth > 60) return true;
  }
  return unmatched + depth > 20;
}

function withoutCommands(masked: MappedText): MappedText {
  const builder = new TextBuilder();
  let from = 0;
  for (const match of masked.text.matchAll(/\\(?:[A-Za-z]+|[\s\S])|[{}]/g)) {
    builder.append(masked, from, match.index);
    from = match.index + match[0].length;
  }
  builder.append(masked, from);
  return builder.build();
}

class Prose {
  readonly #masked: MappedText;
  readonly #builder: InlineBuilder;

  constructor(masked: MappedText, builder: InlineBuilder) {
    this.#masked = masked;
    this.#builder = builder;
  }

  /** Text without commands: a tie is a blank, two quotes are one. */
  plain(from: number, to: number, strong: boolean): void {
    const end = Math.min(to, this.#masked.text.length);
    const words = this.#builder.words(strong);
    let at = from;
    for (const match of this.#masked.text.slice(from, end).matchAll(/~|``|''/g)) {
      const start = from + match.index;
      words.append(this.#masked, at, start);
      at = start + match[0].length;
      this.#instead(match[0] === '~' ? ' ' : match[0] === '``' ? '“' : '”', start, at, strong);
    }
    words.append(this.#masked, at, end);
  }

  #instead(text: string, from: number, to: number, strong: boolean): void {
    const slice = sliceText(this.#masked, from, to);
    const first = slice.pieces[0];
    const last = slice.pieces.at(-1);
    if (first === undefined || last === undefined) return;
    this.#builder
      .words(strong)
      .instead(text, first.source, Math.max(0, last.source + last.sourceLength - first.source));
  }

  nodes(nodes: readonly Node[], strong: boolean): void {
    let weight = strong;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      if (node === undefined) continue;
      if (node.type === 'macro' && STRONG_SWITCH.has(node.content)) weight = true;
      const accent = node.type === 'macro' && node.args === undefined ? ACCENTS[node.content] : undefined;
      if (accent !== undefined && node.type === 'macro') index += this.#accent(node, nodes[index + 1], accent, weight);
      else this.#node(node, weight);
      // TeX drops the blanks after a command made of letters.
      if (isBareCommand(node) && nodes[index + 1]?.type === 'whitespace') index++;
    }
  }

  /** `\'e`, `\"{o}`. Gives how many of the nodes after it it takes. */
  #accent(node: Node, next: Node | undefined, accent: string, strong: boolean): number {
    const base = next?.type === 'group' ? next.content[0] : next;
    const from = node.position?.start.offset;
    const to = next?.position?.end.offset;
    if (base?.type !== 'string' || from === undefined || to === undefined) return 0;
    const letter = String.fromCodePoint(base.content.codePointAt(0) ?? 32);
    if (!/^\p{L}$/u.test(letter)) return 0;
    const end = next?.type === 'group' ? to : (base.position?.start.offset ?? to) + letter.length;
    this.#instead((letter + accent).normalize('NFC'), from, end, strong);
    if (next?.type === 'string') this.plain(end, to, strong);
    return 1;
  }

  #node(node: Node, strong: boolean): void {
    const from = node.position?.start.offset;
    const to = node.position?.end.offset;
    switch (node.type) {
      case 'string':
      case 'whitespace':
      case 'parbreak':
        if (from !== undefined && to !== undefined) this.plain(from, to, strong);
        return;
      case 'macro':
        this.#macro(node, strong);
        return;
      case 'group':
        this.nodes(node.content, strong);
        return;
      case 'environment':
      case 'mathenv':
      case 'inlinemath':
      case 'displaymath':
      case 'root':
        this.nodes(node.content, strong);
        return;
      case 'comment':
      case 'verb':
      case 'verbatim':
        return;
    }
  }

  #macro(node: Extract<Node, { type: 'macro' }>, strong: boolean): void {
    const from = node.position?.start.offset;
    const to = node.position?.end.offset;
    const symbol = SYMBOLS[node.content];
    if (symbol !== undefined && from !== undefined && to !== undefined) {
      this.#instead(symbol, from, to, strong);
      return;
    }
    const last = node.args?.at(-1);
    if (last !== undefined && TRANSPARENT.has(node.content))
      this.nodes(last.content, strong || STRONG.has(node.content));
  }
}

function isBareCommand(node: Node): boolean {
  return (
    node.type === 'macro' &&
    node.args === undefined &&
    /^[A-Za-z]+$/.test(node.content) &&
    SYMBOLS[node.content] === undefined
  );
}

/** Formulas back in the place of their placeholders. */
function restore(flow: readonly Inline[], formulas: ReadonlyMap<number, Inline>): readonly Inline[] {
  return flow.flatMap((item): Inline[] => {
    if (item.kind !== 'words' || !item.content.text.includes(placeholder)) return [item];
    const parts: Inline[] = [];
    let from = 0;
    for (const match of item.content.text.matchAll(/\uE000/g)) {
      const words = sliceText(item.content, from, match.index);
      if (words.text.length > 0) parts.push({ ...item, content: words });
      from = match.index + 1;
      const formula = formulas.get(sliceText(item.content, match.index, from).pieces[0]?.source ?? -1);
      if (formula !== undefined) parts.push(formula);
    }
    const rest = sliceText(item.content, from);
    if (rest.text.length > 0) parts.push({ ...item, content: rest });
    return parts;
  });
}
