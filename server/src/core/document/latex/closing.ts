/** Where things end in LaTeX: groups, formulas, paragraphs, definitions. None looks further than its paragraph. */
import { closingBrace, displayEnvironments } from '../display.ts';

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
export const definitionCommands = new Set([
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
  'lstset',
  'lstdefinestyle',
]);
export const skippedEnvironments = new Set(
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

/** Longest formula in a paragraph, longest definition: what is longer is a slip of the pen. */
export const LIMIT = 10_000;

export function sectionLevel(name: string): number {
  return SECTIONS.indexOf(name.replace('*', ''));
}

export const plainRun = /[^\\$%\n[]+/y;
export const commandName = /[A-Za-z]+\*?/y;
export const environmentName = /\s{0,3}\{([^{}\n\\$%]{1,40})\}/y;

export function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** End of the blank lines that begin after the line break at `at`: the last line break of them. */
export function blankEnd(text: string, at: number): number | undefined {
  let end: number | undefined;
  for (let next = at + 1; next <= text.length; next++) {
    const unit = text[next];
    if (unit === '\n') end = next;
    else if (unit !== ' ' && unit !== '\t' && unit !== '\r') break;
  }
  return end;
}

export function paragraphLimit(text: string, from: number): number {
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
    const environment = edge === 0 ? undefined : sticky(environmentName, text, at + 1 + edge)?.[1];
    return environment !== undefined && isOuter(environment);
  }
  const name = sticky(commandName, text, at + 1)?.[0].replace('*', '');
  if (name === undefined) return false;
  return OUTSIDE.has(name) || sectionLevel(name) >= 0 || definitionCommands.has(name);
}

/** Longest heading, longest `\\boxed{…}`. */
export const longestGroup = 2000;

/** Where the group ends that is open before `from`, in the same paragraph. */
export function closingInParagraph(text: string, from: number): number | undefined {
  let depth = 1;
  const limit = Math.min(text.length, from + longestGroup);
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
export function isOuter(name: string): boolean {
  return !displayEnvironments.has(name) && !INNER.test(name);
}

const INNER =
  /^(?:[bpvBV]?(?:small)?matrix\*?|d?r?cases\*?|numcases|subnumcases|array|aligned|alignedat|gathered|split|multlined|subarray|smallmatrix)$/;

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed;
}

/** How far `\text{if $x$}` is looked past inside `$…$`. */
export const bracedLookahead = 400;

interface Closing {
  readonly limit?: number;
  /** Only outside braces. */
  readonly outside?: boolean;
  /** A second one of these means that there is no closing mark for the first. */
  readonly again?: string;
}

/** Where `mark` closes a formula in its paragraph. */
export function closeOf(text: string, from: number, mark: string, closing: Closing = {}): number | undefined {
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

/** The first blank line after `from`, no further than a definition may be long. */
export function blankLine(text: string, from: number): number {
  const limit = Math.min(text.length, from + LIMIT);
  for (let at = from; at < limit; at++) if (text[at] === '\n' && blankEnd(text, at) !== undefined) return at;
  return limit;
}

/** Behind the `[…]` and `{…}` that follow without a blank, on the same line. */
export function argumentsEnd(text: string, from: number): number {
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

/** Behind a definition's name and groups: `{\R}{\mathbb R}`, `\R{…}`, `[2][x]{…}`, `#1#2{…}`; `{…}` alone for `\lstset`. */
export function definitionEnd(text: string, from: number, command: string): number | undefined {
  if (command === 'lstset') {
    const open = /^\s{0,3}\{/.exec(text.slice(from, from + 4))?.[0].length;
    const close = open === undefined ? undefined : closingBrace(text, from + open, blankLine(text, from));
    return close === undefined ? undefined : close + 1;
  }
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
