/** A light tokenizer of LaTeX: finds mathematics, comments, environments and paragraphs. What words mean is left to the prose reader. */
import { closingBrace, displayEnvironments } from '../display.ts';

export type Token =
  | {
      readonly kind: 'text' | 'comment' | 'blank' | 'par' | 'item' | 'stray';
      readonly from: number;
      readonly to: number;
    }
  /** `$…$`, `\(…\)`, `\boxed{…}`. The inside is `[inner, innerTo)`. */
  | MathToken
  | { readonly kind: 'begin' | 'end'; readonly name: string; readonly from: number; readonly to: number }
  /** Environments that are left out (`tikzpicture`) or kept as they are (`lstlisting`). */
  | {
      readonly kind: 'skip' | 'code';
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
      readonly closed: boolean;
    }
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
    }
  | { readonly kind: 'definition' | 'question'; readonly name: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'verb';
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly innerTo: number;
    };

export interface MathToken {
  readonly kind: 'inline' | 'display';
  readonly from: number;
  readonly to: number;
  readonly inner: number;
  readonly innerTo: number;
  readonly environment?: string;
  readonly closed: boolean;
}

/** Highest first. */
const SECTIONS: readonly string[] = [
  'part',
  'chapter',
  'section',
  'subsection',
  'subsubsection',
  'paragraph',
  'subparagraph',
];
const DEFINITIONS = new Set([
  'newcommand',
  'renewcommand',
  'providecommand',
  'def',
  'gdef',
  'DeclareMathOperator',
  'newtheorem',
  'DeclareRobustCommand',
  'NewDocumentCommand',
  'RenewDocumentCommand',
]);
const SKIPPED = new Set(
  [
    ...[
      'tikzpicture',
      'asy',
      'figure',
      'table',
      'tabular',
      'tabularx',
      'longtable',
      'thebibliography',
      'comment',
      'filecontents',
    ],
    ...[
      'picture',
      'pspicture',
      'axis',
      'wrapfigure',
      'verbatim',
      'Verbatim',
      'alltt',
      'algorithm',
      'algorithmic',
      'tikzcd',
      'forest',
    ],
  ].flatMap(name => [name, `${name}*`]),
);
const CODE = new Set(['lstlisting', 'minted', 'python', 'pycode', 'sympycode', 'pyblock']);

/** Longest formula in a paragraph, longest definition: what is longer is a slip of the pen. */
const LIMIT = 10_000;

export function sectionLevel(name: string): number {
  return SECTIONS.indexOf(name.replace('*', ''));
}

const PLAIN = /[^\\$%\n[]+/y;
const NAME = /[A-Za-z]+\*?/y;
const ENVIRONMENT = /\s{0,3}\{([^{}\n\\$%]{1,40})\}/y;

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The token at `at` (before the end of the text). Tokens cover the text; looks no further than the paragraph, left-out environments aside. */
export function tokenAt(text: string, at: number): Token {
  const unit = text[at];
  switch (unit) {
    case '%': {
      const feed = text.indexOf('\n', at);
      return { kind: 'comment', from: at, to: feed < 0 ? text.length : feed };
    }
    case '\n': {
      const to = blankEnd(text, at);
      return to === undefined ? { kind: 'text', from: at, to: at + 1 } : { kind: 'blank', from: at, to };
    }
    case '$':
      return dollars(text, at);
    case '[':
      if (text.startsWith('[asy]', at)) {
        const end = text.indexOf('[/asy]', at);
        const to = end < 0 ? text.length : end + 6;
        return {
          kind: 'skip',
          name: 'asy',
          from: at,
          to,
          inner: at + 5,
          innerTo: end < 0 ? to : end,
          closed: end >= 0,
        };
      }
      return { kind: 'text', from: at, to: at + 1 };
    case '\\':
      return command(text, at);
    default:
      return { kind: 'text', from: at, to: at + (sticky(PLAIN, text, at)?.[0].length ?? 1) };
  }
}

/** End of the blank lines that begin after the line break at `at`: the last line break of them. */
function blankEnd(text: string, at: number): number | undefined {
  let end: number | undefined;
  for (let next = at + 1; next <= text.length; next++) {
    const unit = text[next];
    if (unit === '\n') end = next;
    else if (unit !== ' ' && unit !== '\t' && unit !== '\r') break;
  }
  return end;
}

function dollars(text: string, at: number): Token {
  const display = text[at + 1] === '$';
  const inner = at + (display ? 2 : 1);
  const innerTo = display
    ? closeOf(text, inner, '$$')
    : (closeOf(text, inner, '$', { limit: BRACED, outside: true }) ?? closeOf(text, inner, '$'));
  if (innerTo !== undefined && innerTo > inner) {
    return { kind: display ? 'display' : 'inline', from: at, to: innerTo + inner - at, inner, innerTo, closed: true };
  }
  return display ? unclosed(text, at, inner) : { kind: 'stray', from: at, to: at + 1 };
}

/** A display that its paragraph does not close: it ends with the paragraph. */
function unclosed(text: string, from: number, inner: number, environment?: string): MathToken {
  const to = paragraphLimit(text, inner);
  return {
    kind: 'display',
    from,
    to,
    inner,
    innerTo: to,
    closed: false,
    ...(environment === undefined ? {} : { environment }),
  };
}

function paragraphLimit(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\n' && blankEnd(text, at) !== undefined) return at;
    if (unit === '%') at = lineEnd(text, at) - 1;
    else if (unit === '[' && text.startsWith('[asy]', at)) return at;
    else if (unit === '\\') {
      if (endsParagraph(text, at)) return at;
      at++;
    }
  }
  return text.length;
}

const OUTSIDE = new Set(['item', 'par', 'question', 'titledquestion']);

/** Does a command at `at` stand outside paragraphs: an item, a heading, the begin or end of an outer environment? */
function endsParagraph(text: string, at: number): boolean {
  const next = text[at + 1];
  if (next === 'b' || next === 'e') {
    const edge = text.startsWith('begin', at + 1) ? 5 : text.startsWith('end', at + 1) ? 3 : 0;
    const environment = edge === 0 ? undefined : sticky(ENVIRONMENT, text, at + 1 + edge)?.[1];
    return environment !== undefined && isOuter(environment);
  }
  const name = sticky(NAME, text, at + 1)?.[0].replace('*', '');
  if (name === undefined) return false;
  return OUTSIDE.has(name) || sectionLevel(name) >= 0 || DEFINITIONS.has(name);
}

/** Longest heading, longest `\\boxed{…}`. */
const LONGEST_GROUP = 2000;

/** Where the group ends that is open before `from`, in the same paragraph. */
function closingInParagraph(text: string, from: number): number | undefined {
  let depth = 1;
  const limit = Math.min(text.length, from + LONGEST_GROUP);
  for (let at = from; at < limit; at++) {
    const unit = text[at];
    if (unit === '\\') {
      if (endsParagraph(text, at)) return undefined;
      at++;
    } else if (unit === '{') depth++;
    else if (unit === '}' && --depth === 0) return at;
    else if (unit === '\n' && blankEnd(text, at) !== undefined) return undefined;
  }
  return undefined;
}

/** Environments that stand around paragraphs, not inside formulas. */
function isOuter(name: string): boolean {
  return !displayEnvironments.has(name) && !INNER.test(name);
}

const INNER =
  /^(?:[bpvBV]?(?:small)?matrix\*?|d?r?cases\*?|numcases|subnumcases|array|aligned|alignedat|gathered|split|multlined|subarray|smallmatrix)$/;

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed;
}

/** How far `\text{if $x$}` is looked past inside `$…$`. */
const BRACED = 400;

interface Closing {
  readonly limit?: number;
  /** Only outside braces. */
  readonly outside?: boolean;
  /** A second one of these means that there is no closing mark for the first. */
  readonly again?: string;
}

/** Where `mark` closes a formula in its paragraph. */
function closeOf(text: string, from: number, mark: string, closing: Closing = {}): number | undefined {
  const { outside = false, again } = closing;
  let depth = 0;
  const limit = Math.min(text.length, from + (closing.limit ?? LIMIT));
  for (let at = from; at < limit; at++) {
    const unit = text[at];
    if (unit === mark[0] && text.startsWith(mark, at) && (!outside || depth <= 0)) return at;
    if (unit === '\\') {
      if (endsParagraph(text, at) || (again !== undefined && text.startsWith(again, at))) return undefined;
      at++;
    } else if (unit === '{') depth++;
    else if (unit === '}') depth--;
    else if (unit === '[' && text.startsWith('[asy]', at)) return undefined;
    else if (unit === '%') at = lineEnd(text, at) - 1;
    else if (unit === '\n' && blankEnd(text, at) !== undefined) return undefined;
  }
  return undefined;
}

function command(text: string, at: number): Token {
  const next = text[at + 1];
  if (next === '(' || next === '[') {
    const innerTo = next === '(' ? closeOf(text, at + 2, '\\)', { again: '\\(' }) : closeOf(text, at + 2, '\\]');
    const kind = next === '(' ? 'inline' : 'display';
    if (innerTo !== undefined) return { kind, from: at, to: innerTo + 2, inner: at + 2, innerTo, closed: true };
    return kind === 'display' ? unclosed(text, at, at + 2) : { kind: 'stray', from: at, to: at + 2 };
  }
  const name = sticky(NAME, text, at + 1)?.[0];
  if (name === undefined) return { kind: 'text', from: at, to: Math.min(text.length, at + 2) };
  const end = at + 1 + name.length;
  return named(text, at, name, end) ?? { kind: 'text', from: at, to: end };
}

function named(text: string, at: number, name: string, end: number): Token | undefined {
  if (name === 'begin' || name === 'end') return environment(text, at, name, end);
  if (name === 'item') return { kind: 'item', from: at, to: end };
  if (name === 'par') return { kind: 'par', from: at, to: end };
  if (name === 'question' || name === 'titledquestion') return { kind: 'question', name, from: at, to: end };
  if (name === 'boxed' || name === 'ensuremath') {
    const close = text[end] === '{' ? closingInParagraph(text, end + 1) : undefined;
    if (close === undefined) return undefined;
    const inner = name === 'boxed' ? at : end + 1;
    return {
      kind: 'inline',
      from: at,
      to: close + 1,
      inner,
      innerTo: name === 'boxed' ? close + 1 : close,
      closed: true,
    };
  }
  if (name === 'verb' || name === 'verb*' || name === 'lstinline') return verb(text, at, end);
  if (sectionLevel(name) >= 0) return section(text, at, name, end);
  if (DEFINITIONS.has(name.replace('*', ''))) {
    // Half-typed, it takes the rest of its paragraph.
    return {
      kind: 'definition',
      name: name.replace('*', ''),
      from: at,
      to: definitionEnd(text, end) ?? blankLine(text, end),
    };
  }
  return undefined;
}

/** The first blank line after `from`, no further than a definition may be long. */
function blankLine(text: string, from: number): number {
  const limit = Math.min(text.length, from + LIMIT);
  for (let at = from; at < limit; at++) if (text[at] === '\n' && blankEnd(text, at) !== undefined) return at;
  return limit;
}

function verb(text: string, at: number, end: number): Token | undefined {
  const mark = text[end];
  if (mark === undefined || /[\sA-Za-z]/.test(mark)) return undefined;
  const line = text.slice(end + 1, end + 1 + LONGEST_GROUP);
  const close = line.indexOf(mark === '{' ? '}' : mark);
  if (close < 0 || line.slice(0, close).includes('\n')) return undefined;
  return { kind: 'verb', from: at, to: end + close + 2, inner: end + 1, innerTo: end + 1 + close };
}

function section(text: string, at: number, name: string, end: number): Token | undefined {
  const open = /^\s{0,3}(?:\[[^\]\n]{0,200}\]\s{0,3})?\{/.exec(text.slice(end, end + 220));
  if (open === null) return undefined;
  const inner = end + open[0].length;
  const innerTo = closingInParagraph(text, inner);
  const limit = innerTo ?? paragraphLimit(text, inner);
  return { kind: 'section', name, from: at, to: innerTo === undefined ? limit : innerTo + 1, inner, innerTo: limit };
}

function environment(text: string, at: number, kind: 'begin' | 'end', end: number): Token | undefined {
  const match = sticky(ENVIRONMENT, text, end);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const to = end + match[0].length;
  if (displayEnvironments.has(name)) {
    if (kind === 'end') return { kind: 'stray', from: at, to };
    const innerTo = closeOf(text, to, `\\end{${name}}`);
    if (innerTo === undefined) return unclosed(text, at, to, name);
    const closed = { inner: to, innerTo, closed: true };
    if (name === 'math') return { kind: 'inline', from: at, to: innerTo + 10, ...closed };
    return { kind: 'display', from: at, to: innerTo + name.length + 6, ...closed, environment: name };
  }
  if (kind === 'begin' && (SKIPPED.has(name) || CODE.has(name))) {
    const close = text.indexOf(`\\end{${name}}`, to);
    const innerTo = close < 0 ? text.length : close;
    const after = close < 0 ? text.length : close + name.length + 6;
    return {
      kind: CODE.has(name) ? 'code' : 'skip',
      name,
      from: at,
      to: after,
      inner: to,
      innerTo,
      closed: close >= 0,
    };
  }
  if (!isOuter(name)) return undefined;
  return { kind, name, from: at, to: kind === 'begin' ? argumentsEnd(text, to) : to };
}

/** Behind the `[…]` and `{…}` that follow without a blank, on the same line. */
function argumentsEnd(text: string, from: number): number {
  let at = from;
  for (let count = 0; count < 6; count++) {
    const open = text[at];
    if (open !== '[' && open !== '{') return at;
    const rest = text.slice(at + 1, at + 501);
    const line = rest.slice(0, rest.includes('\n') ? rest.indexOf('\n') : rest.length);
    const close = open === '[' ? line.indexOf(']') : (closingBrace(line, 0) ?? -1);
    if (close < 0) return at;
    at += close + 2;
  }
  return at;
}

/** Behind a definition's name and groups: `{\R}{\mathbb R}`, `\R{…}`, `[2][x]{…}`, `#1#2{…}`. */
function definitionEnd(text: string, from: number): number | undefined {
  let at = from;
  let groups = 0;
  const limit = blankLine(text, from);
  const head = /\s{0,3}(?:\\[A-Za-z]+|\\[^A-Za-z\s]|\[[^\]\n]{0,100}\]|(?:#\d)+)/y;
  for (let count = 0; count < 8; count++) {
    const piece = sticky(head, text, at)?.[0];
    if (piece !== undefined) {
      if (groups > 0 && piece.trimStart().startsWith('\\')) break;
      if (piece.trimStart().startsWith('\\')) groups++;
      at += piece.length;
      continue;
    }
    const open = /^\s{0,3}\{/.exec(text.slice(at, at + 4));
    if (open === null || groups >= 2 + (text.startsWith('{', from) ? 1 : 0)) break;
    const close = closingBrace(text, at + open[0].length, limit);
    if (close === undefined) return undefined;
    groups++;
    at = close + 1;
  }
  return groups >= 2 ? at : undefined;
}
