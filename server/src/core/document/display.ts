/** The rows of a displayed formula. The same for all formats, for all write displays in LaTeX. */
import { sliceText, TextBuilder, trimText } from './mapped.ts';
import type { MappedText } from './solution.ts';

/** Environments that are displays by themselves, at the level of the text. */
export const displayEnvironments: ReadonlySet<string> = new Set(
  [
    ...['equation', 'align', 'gather', 'multline', 'flalign', 'alignat', 'eqnarray', 'IEEEeqnarray', 'dmath'],
    ...['displaymath', 'math', 'dgroup', 'xalignat', 'xxalignat', 'darray'],
  ].flatMap(name => [name, `${name}*`]),
);

/** Environments inside a display whose rows are statements of their own. */
const INNER = new Set(['aligned', 'alignedat', 'split', 'gathered', 'multlined', 'lgathered', 'rgathered']);
/** Environments whose line breaks only fold one long formula. */
const FOLDED = new Set(['multline', 'multline*', 'multlined', 'dmath', 'dmath*']);
/** Environments that take `{…}` after their name. */
const WITH_ARGUMENT = new Set([
  'alignat',
  'alignat*',
  'alignedat',
  'xalignat',
  'xxalignat',
  'IEEEeqnarray',
  'IEEEeqnarray*',
]);

export type DisplayRow =
  | { readonly kind: 'formula'; readonly content: MappedText }
  /** `\intertext{…}` */
  | { readonly kind: 'words'; readonly content: MappedText };

export interface Display {
  readonly rows: readonly DisplayRow[];
  readonly environment?: string;
}

/** Reads a display. `content` stands between the delimiters; `environment` names the one around it, where there is one. Linear in the text. */
export function readDisplay(content: MappedText, environment?: string): Display {
  let body = trimText(content);
  let name = environment;
  for (let wrapped = unwrap(body); wrapped !== undefined; wrapped = unwrap(body)) {
    name = wrapped.name;
    body = wrapped.body;
  }
  const lined = linedArray(body);
  if (lined !== undefined) return { rows: mergeContinued(lined), environment: 'array' };
  if (name !== undefined && (displayEnvironments.has(name) || INNER.has(name))) body = skipArguments(body, name);
  const rows = mergeContinued(splitRows(body, name !== undefined && FOLDED.has(name)));
  const only = name === undefined || name.startsWith('equation') ? onlyEnvironment(body.text) : undefined;
  const shown = only ?? name;
  return { rows, ...(shown === undefined ? {} : { environment: shown }) };
}

/** A display that is nothing but one `aligned`, `split`, `align` …: its name and its inside. */
function unwrap(content: MappedText): { readonly name: string; readonly body: MappedText } | undefined {
  const open = /^\\begin\s*\{([A-Za-z]+\*?)\}/.exec(content.text);
  const name = open?.[1];
  if (open === null || name === undefined || !(INNER.has(name) || displayEnvironments.has(name))) return undefined;
  const close = /\\end\s*\{([A-Za-z]+\*?)\}\s*[.,;:。，；]?\s*(?:\\(?:tag\*?|label)\{[^{}]*\}\s*)?$/.exec(content.text);
  if (close?.[1] !== name || close.index < open[0].length) return undefined;
  if (content.text.indexOf(`\\begin{${name}}`, open[0].length) >= 0 && onlyEnvironment(content.text) === undefined) {
    return undefined;
  }
  return { name, body: skipArguments(trimText(sliceText(content, open[0].length, close.index)), name) };
}

const SIGN = /^(?:[=<>≤≥≠≈≡]|\\(?:leq?|geq?|neq?|approx|equiv|implies|iff|Rightarrow|Leftrightarrow)(?![A-Za-z]))\s*/;

/**
 * The rows of an `array` that takes up the whole display and lines up equations: in each row the relation has a column of its own, or begins the
 * second of two. Any other array is a matrix, a table or a calculation in columns, and stays whole.
 */
function linedArray(content: MappedText): readonly DisplayRow[] | undefined {
  if (!content.text.startsWith('\\begin') || onlyEnvironment(content.text) !== 'array') return undefined;
  const open = /^\\begin\s*\{array\}\s*(?:\[[tbc]\]\s*)?\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(content.text);
  const columns = open?.[1]?.replace(/[@!<>]\{[^{}]*\}|\s/g, '') ?? '';
  const end = content.text.lastIndexOf('\\end');
  if (open === null || !/^[lcr]{2,3}$/.test(columns) || /\\[hc]line/.test(content.text)) return undefined;
  const rows = splitRows(sliceText(content, open[0].length, end), false);
  const isLined = ({ kind, content: { text } }: DisplayRow): boolean => {
    if (kind === 'words' || /\\begin|\{[^{}]*&/.test(text)) return false;
    const cells = text.split('&').map(cell => cell.trim());
    if (cells.length !== columns.length) return false;
    const sign = SIGN.exec(cells[1] ?? '')?.[0].length;
    if (sign === undefined) return false;
    return columns.length === 2 ? (cells[1] ?? '').length > sign : cells[1]?.length === sign && cells[2] !== '';
  };
  return rows.length > 1 && rows.every(isLined) ? rows : undefined;
}

/** The environment that takes up the whole text (`cases`, `pmatrix`, …), a full stop after it aside. */
function onlyEnvironment(text: string): string | undefined {
  const name = /^\\begin\s*\{([A-Za-z]+\*?)\}/.exec(text)?.[1];
  if (name === undefined) return undefined;
  let depth = 0;
  for (const token of text.matchAll(/\\\\|\\(begin|end)\s*\{/g)) {
    if (token[1] === undefined) continue;
    depth += token[1] === 'begin' ? 1 : -1;
    if (depth === 0)
      return /^\\end\s*\{[A-Za-z]+\*?\}\s*[.,;:。，；]?\s*$/.test(text.slice(token.index)) ? name : undefined;
  }
  return undefined;
}

function skipArguments(content: MappedText, name: string): MappedText {
  const pattern = WITH_ARGUMENT.has(name) ? /^\s*(?:\[[^\]\n]*\]\s*)?\{[^{}\n]*\}/ : /^\s*\[[tbc]\]/;
  const found = pattern.exec(content.text);
  return found === null ? content : trimText(sliceText(content, found[0].length));
}

const DROPPED = /^\\(?:notag|nonumber|hline|displaystyle|allowdisplaybreaks|newline|noalign)(?![A-Za-z])/;
const DROPPED_WITH_ARGUMENT = /^\\(?:tag\*?|label|vspace\*?|intertext|shortintertext)\s*\{/;

/** Cuts at `\\` outside braces and inner environments. */
function splitRows(content: MappedText, folded: boolean): DisplayRow[] {
  const { text } = content;
  const rows: DisplayRow[] = [];
  let row = new TextBuilder();
  let from = 0;
  const flush = (to: number): void => row.append(content, from, to);
  const finish = (): void => {
    const built = trimText(row.build());
    if (/[^\s&,.;:。，；]/.test(built.text)) rows.push({ kind: 'formula', content: built });
    row = new TextBuilder();
  };
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const unit = text[at];
    if (unit === '{') depth++;
    else if (unit === '}') depth = Math.max(0, depth - 1);
    if (unit !== '\\') {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    if (token.kind === 'begin') depth++;
    else if (token.kind === 'end') depth = Math.max(0, depth - 1);
    else if (token.kind !== 'other' && depth === 0) {
      flush(at);
      from = token.end;
      if (token.kind === 'break') {
        if (folded) {
          if (row.length > 0) row.append(spaceFor(content, at, token.end));
        } else finish();
      } else if (token.words !== undefined) {
        finish();
        rows.push({ kind: 'words', content: sliceText(content, token.words.start, token.words.end) });
      }
    }
    at = token.end;
  }
  flush(text.length);
  finish();
  return rows;
}

interface Token {
  readonly kind: 'begin' | 'end' | 'break' | 'drop' | 'other';
  readonly end: number;
  readonly words?: { readonly start: number; readonly end: number };
}

function tokenAt(text: string, at: number): Token {
  const rest = text.slice(at, at + 200);
  if (rest.startsWith('\\\\') || /^\\cr(?![A-Za-z])/.test(rest)) {
    const skip = /^\\(?:\\|cr)\s*\*?(?:[ \t]*\[[^\]\n&=]{0,20}\])?/.exec(rest);
    return { kind: 'break', end: at + (skip?.[0].length ?? 2) };
  }
  if (/^\\begin\s*\{/.test(rest)) return { kind: 'begin', end: at + 6 };
  if (/^\\end\s*\{/.test(rest)) return { kind: 'end', end: at + 4 };
  const dropped = DROPPED.exec(rest);
  if (dropped !== null) return { kind: 'drop', end: at + dropped[0].length };
  const argument = DROPPED_WITH_ARGUMENT.exec(rest);
  if (argument !== null) {
    const open = at + argument[0].length;
    const close = closingBrace(text, open);
    if (close !== undefined) {
      const words = /intertext/.test(argument[0]) ? { words: { start: open, end: close } } : {};
      return { kind: 'drop', end: close + 1, ...words };
    }
  }
  return { kind: 'other', end: at + 2 };
}

/** Where the group ends that is open before `from`. Undefined where it never does. */
export function closingBrace(text: string, from: number, limit = text.length): number | undefined {
  let depth = 1;
  for (let at = from; at < limit; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 92) at++;
    else if (unit === 123) depth++;
    else if (unit === 125) {
      depth--;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

function spaceFor(content: MappedText, from: number, to: number): MappedText {
  const replaced = sliceText(content, from, to);
  const first = replaced.pieces[0];
  const last = replaced.pieces.at(-1);
  if (first === undefined || last === undefined) return replaced;
  const builder = new TextBuilder();
  builder.instead(' ', first.source, Math.max(0, last.source + last.sourceLength - first.source));
  return builder.build();
}

const OPERATOR = /^(?:[+\-−·×*/]|\\(?:pm|mp|cdot|times|div|ast|quad|qquad|phantom|;|,|!|:)(?![A-Za-z]))/;
const RELATION =
  /[=<>≤≥≠≈≡∈]|\\(?:leq?|geq?|neq?|approx|equiv|in|sim|Rightarrow|implies|iff|Leftrightarrow|to)(?![A-Za-z])/;

/** A row that begins with an operator after its alignment mark goes on with the row above it. */
function mergeContinued(rows: readonly DisplayRow[]): readonly DisplayRow[] {
  const merged: DisplayRow[] = [];
  for (const row of rows) {
    const above = merged.at(-1);
    if (row.kind === 'formula' && above?.kind === 'formula' && goesOn(row.content.text)) {
      const builder = new TextBuilder();
      builder.append(above.content);
      const last = above.content.pieces.at(-1);
      const first = row.content.pieces[0];
      if (last !== undefined && first !== undefined) {
        const end = last.source + last.sourceLength;
        builder.instead(' ', end, Math.max(0, first.source - end));
      }
      builder.append(row.content, leadingMarks(row.content.text));
      merged[merged.length - 1] = { kind: 'formula', content: builder.build() };
    } else merged.push(row);
  }
  return merged;
}

function leadingMarks(text: string): number {
  return /^(?:[&\s]|\\(?:quad|qquad|;|,|!|:|>)(?![A-Za-z])|\{\})*/.exec(text)?.[0].length ?? 0;
}

function goesOn(text: string): boolean {
  const marks = leadingMarks(text);
  const body = text.slice(marks);
  if (!OPERATOR.test(body)) return false;
  return text.slice(0, marks).includes('&') || !RELATION.test(body);
}
