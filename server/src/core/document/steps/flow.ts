/** A line of plain text → words and formulas. */
import { readDirective } from '../directives.ts';
import { closingBrace } from '../display.ts';
import { type Inline, InlineBuilder } from '../inline.ts';
import { plainText } from '../mapped.ts';
import { closingBracket, closingDollar, closingDollars } from '../markdown/parser.ts';
import { splitLine } from './formula.ts';

export interface LineOptions {
  /** Formulas may stand without dollars. */
  readonly plain: boolean;
  /** `//` begins a comment. */
  readonly comments: boolean;
}

/** The words and formulas of the line `[from, to)` of a text. */
export function lineFlow(text: string, from: number, to: number, { plain, comments }: LineOptions): readonly Inline[] {
  const builder = new InlineBuilder();
  const comment = comments ? /(?:^|\s)\/\/(?=\s|$)/.exec(text.slice(from, to)) : null;
  const end = comment === null ? to : from + comment.index;
  if (comment !== null) {
    const start = end + (comment[0].length - 2);
    const directive = readDirective(text.slice(start + 2, to), start, text.slice(start, to).trimEnd().length);
    if (directive !== undefined) builder.push({ kind: 'directive', directive });
  }
  if (plain && isPlain(text.slice(from, end))) {
    takePlain(text, from, end, builder);
    if (text[to - 1] === '\n') builder.words(false).exact('\n', to - 1);
  } else takeMixed(text, from, end, builder);
  return builder.finish();
}

/** Holds a line no marked formula? A box stands in a plain one: `x = \boxed{5}`; or by itself in a sentence. */
function isPlain(line: string): boolean {
  if (/\$|\\[([]/.test(line)) return false;
  if (!/\\f?boxed/.test(line)) return true;
  return splitLine(line.trimEnd()).some(
    ({ kind, from, to }) => kind === 'formula' && /[^\s]\s*\\f?boxed/.test(line.slice(from, to)),
  );
}

function takePlain(text: string, from: number, to: number, builder: InlineBuilder): void {
  const label =
    /^(?:step\s+\w+|第\s*\S{1,3}\s*步|步骤\s*\S{1,3})\s*[.:：)]\s*/i.exec(text.slice(from, to))?.[0].length ?? 0;
  if (label > 0) builder.words(false).exact(text.slice(from, from + label), from);
  const line = text.slice(from + label, to).replace(/\s+$/, '');
  for (const stretch of splitLine(line)) {
    const start = from + label + stretch.from;
    const content = plainText(line.slice(stretch.from, stretch.to), start);
    if (stretch.kind === 'words') builder.words(false).append(content);
    else builder.push({ kind: 'plain', content, span: { start, end: start + content.text.length } });
  }
}

function takeMixed(text: string, from: number, to: number, builder: InlineBuilder): void {
  let words = from;
  let at = from;
  while (at < to) {
    const unit = text[at];
    if (unit !== '$' && unit !== '\\') {
      at++;
      continue;
    }
    const found = formulaAt(text, at, to);
    if (found === undefined) {
      if (unit === '\\' && /[$%&#_{}]/.test(text[at + 1] ?? '')) {
        builder.words(false).exact(text.slice(words, at), words);
        builder.words(false).instead(text[at + 1] ?? '', at, 2);
        words = at + 2;
      }
      at += unit === '\\' || text.startsWith('$$', at) ? 2 : 1;
      continue;
    }
    builder.words(false).exact(text.slice(words, at), words);
    const content = plainText(text.slice(found.from, found.to), found.from);
    builder.push({ kind: found.display ? 'display' : 'formula', content, span: { start: at, end: found.end } });
    words = found.end;
    at = found.end;
  }
  builder.words(false).exact(text.slice(words, to), words);
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly end: number;
  readonly display: boolean;
}

function formulaAt(text: string, at: number, limit: number): Found | undefined {
  const found = (from: number, to: number | undefined, mark: number, display: boolean): Found | undefined =>
    to === undefined || to + mark > limit || to === from ? undefined : { from, to, end: to + mark, display };
  if (text.startsWith('$$', at)) return found(at + 2, closingDollars(text, at + 2, limit), 2, true);
  if (text[at] === '$') return found(at + 1, closingDollar(text, at + 1, limit), 1, false);
  const next = text[at + 1];
  if (next === '(' || next === '[') return found(at + 2, closingBracket(text, at + 2, next), 2, next === '[');
  const boxed = /^\\f?boxed\s{0,3}\{/.exec(text.slice(at, at + 12));
  const close = boxed === null ? undefined : closingBrace(text, at + boxed[0].length, limit);
  return close === undefined ? undefined : { from: at, to: close + 1, end: close + 1, display: false };
}
