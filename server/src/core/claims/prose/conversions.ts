/** "90 km/h = 25 m/s" in words: numbers directly before unit symbols, on every side, are amounts; the symbols are no names. */
import { TextBuilder } from '../../document/mapped.ts';
import type { MappedText } from '../../document/solution.ts';
import { unitSymbols } from '../../math/units.ts';
import { type Line, putInstead } from '../line.ts';
import type { Run } from './runs.ts';

const numeral = '\\d+(?:\\.\\d+)?';
const symbol = `(?:${unitSymbols.join('|')})(?![A-Za-z])(?:\\^?[23²³])?`;
const unit = `${symbol}(?:\\s*/\\s*${symbol})?`;
const side = `${numeral}(?:\\s*[·×*]\\s*${numeral})*\\s*${unit}(?![A-Za-z\\d^])`;
/** Neither goes on to another number, name or operation. */
const before = '(?<![\\w.,])(?<![-+*/·×^(=≈]\\s*)(?<!\\d\\s+)';
const after = '(?!\\s*(?:[-+*/·×^(=≈]|\\d|[A-Za-z]\\b))';
const conversion = new RegExp(`${before}${side}(?:\\s*=\\s*${side})+${after}`, 'gu');
const amount = new RegExp(`(\\s*[·×*]\\s*)|(?<=[\\d\\s])(${unit})`, 'gu');

/** "2 h 30 min = 2.5 h", "an hour and 30 min = 90 min": what stands before may belong to the amount, but for these. */
const begins =
  /(?:^|[.:;!?]|\b(?:that|as|since|because|so|thus|hence|therefore|then|first|now|but|convert|know|have|using|recall|note|namely),?)\s*$/iu;
const goesOn = /^[\s,;.]*(?:and|so|then|thus|or|but|also)?\s*$/iu;

/** In order, none overlapping another. */
export function findConversions(line: Line): readonly Run[] {
  const { text } = line.words;
  if (!text.includes('=')) return [];
  const runs: Run[] = [];
  for (const { index: start, 0: written } of text.matchAll(conversion)) {
    const last = runs.at(-1)?.end;
    const stands = last === undefined ? begins.test(text.slice(0, start)) : goesOn.test(text.slice(last, start));
    if (!stands && !begins.test(text.slice(last ?? 0, start))) continue;
    const end = start + written.length;
    runs.push({ start, end, content: inTex(line.words, start, end), notation: 'tex', written });
  }
  return runs;
}

/** A formula in plain notation that is such a relation and nothing else, in TeX. */
export function conversionOf(content: MappedText): MappedText | undefined {
  const [match] = content.text.matchAll(conversion);
  if (match === undefined || match[0].length !== content.text.trim().length) return undefined;
  return inTex(content, match.index, match.index + match[0].length);
}

/** In TeX units are told from names. */
function inTex(content: MappedText, start: number, end: number): MappedText {
  const builder = new TextBuilder();
  let from = start;
  for (const part of content.text.slice(start, end).matchAll(amount)) {
    const at = start + part.index;
    builder.append(content, from, at);
    from = at + part[0].length;
    const tex = part[1] === undefined ? `\\text{ ${part[0].replace(/\s/g, '')}}` : '\\cdot ';
    putInstead(builder, tex, content, at, from);
  }
  builder.append(content, from, end);
  return builder.build();
}
