/** What stands behind a value and is passed over: its unit, a remark in brackets. */
import type { Building, Scan } from './scan.ts';
import { wordsAt } from './scan.ts';
import { isMeasure } from './units.ts';
import { endsUnit, operatorWords, relationWords } from './vocabulary.ts';

/** `2Av`, `4C2`: letters glued to a numeral that are neither names known here nor a unit. */
export function isGluedTo(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  const before = scan.tokens[at - 1];
  if (token?.kind !== 'word' || before === undefined || before.end !== token.start) return false;
  return !isMeasure(token.text) && token.text.length < 4 && before.kind !== 'money';
}

/** Words after a value, up to the next sign: passed over where a sign follows, or at the end of the side. */
export function unit(scan: Scan, from: number, side: Building): number {
  let at = from;
  const words: string[] = [];
  while (words.length < 9) {
    const token = scan.tokens[at];
    const before = words[words.length - 1];
    if (
      token?.kind === 'punctuation' &&
      token.text === '.' &&
      before !== undefined &&
      shortForms.has(before) &&
      goesOn(scan, at)
    ) {
      at += 1;
    } else if (token?.kind === 'operator' && token.sign === '/' && scan.tokens[at + 1]?.kind === 'word') {
      words.push('per');
      at += 1;
    } else if (token?.kind === 'word' && !endsUnit.has(token.text) && !isOperation(scan, at)) {
      words.push(token.text);
      at += 1;
    } else if (token?.kind === 'name' && /^[aA]$/.test(token.text) && scan.tokens[at + 1]?.kind === 'word') {
      words.push('per');
      at += 1;
    } else break;
  }
  at = afterRemark(scan, at);
  const next = scan.tokens[at];
  const signed =
    next?.kind === 'operator' || next?.kind === 'relation' || next?.kind === 'close' || isOperation(scan, at);
  side.units.push(words.join(' '));
  return signed ? at : from;
}

const shortForms: ReadonlySet<string> = new Set('lb lbs oz sq ft in hr hrs min mins sec yd mi gal pt qt'.split(' '));

/** "lbs. coffee *": the stop belongs to the short form. */
function goesOn({ tokens }: Scan, at: number): boolean {
  const after = tokens[at + 1];
  return after?.kind === 'operator' || after?.kind === 'relation' || (after?.kind === 'word' && after.text !== '');
}

/** "36 (planned) + 4 (extra)": words in brackets after a value. */
function afterRemark({ tokens }: Scan, at: number): number {
  const [open, word] = tokens.slice(at, at + 2);
  // `2(AC)` and `4(xy + 5)` are glued and mean products.
  if (open?.kind !== 'open' || word?.kind !== 'word' || open.start === tokens[at - 1]?.end) return at;
  if (word.text.length < 3 && tokens[at + 2]?.kind !== 'word') return at;
  for (let i = at + 1; i < at + 12; i++) {
    const token = tokens[i];
    if (token === undefined || token.kind === 'relation' || token.kind === 'open' || token.kind === 'formula')
      return at;
    if (token.kind === 'close') return i + 1;
  }
  return at;
}

export function isOperation({ tokens }: Scan, at: number): boolean {
  return (
    operatorWords.some(({ words }) => wordsAt(tokens, at, words) > 0) ||
    relationWords.some(({ words, weak }) => !weak && wordsAt(tokens, at, words) > 0)
  );
}
