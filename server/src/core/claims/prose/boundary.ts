/** Where arithmetic in running text begins and ends for certain: a part of a longer expression must not be judged as a whole. */
import type { Side } from './scan.ts';
import type { Token } from './tokens.ts';
import { isMeasure } from './units.ts';
import { bindsTighter, magnitudeWords, operatesOn, prepositions } from './vocabulary.ts';

/** False where the words or signs before token `from` belong to the arithmetic and were not read. */
export function leftBoundary(tokens: readonly Token[], from: number, side: Side): boolean {
  const before = tokens[from - 1];
  const first = tokens[from];
  if (before === undefined || first === undefined) return true;
  switch (before.kind) {
    case 'punctuation':
      // Glued to the numeral: a slash of a path, a dot, a star, an ellipsis.
      return before.end !== first.start || /[:;"“”'‘’。，：；、]/.test(before.text);
    case 'close':
      // "(a) 5 + 3" is labelled; "(1/2) [8 - 3]" is a product.
      return before.end !== first.start && first.kind !== 'open' && tokens[from - 3]?.kind === 'open';
    case 'operator':
      return isDash(tokens, from - 1);
    case 'relation':
    case 'open':
      return true;
    case 'word':
      // `det(A)`, `Var(W)`: the bracket belongs to the word.
      return before.end !== first.start && wordAllows(tokens, from - 1, side);
    case 'name':
      return /^[aAI]$/.test(before.text) && before.end !== first.start;
    case 'number':
      return isLabel(tokens, from - 1);
    default:
      return false;
  }
}

/** A dash that begins a line or follows a colon or a full stop is no minus. */
function isDash(tokens: readonly Token[], at: number): boolean {
  const dash = tokens[at];
  const before = tokens[at - 1];
  if (dash?.kind !== 'operator' || !(dash.sign === '-' || dash.sign === '*')) return false;
  return before === undefined || (before.kind === 'punctuation' && /[:.;\n]/.test(before.text));
}

/** "Step 3 5 + 3 = 8" hardly occurs; "2. 5 + 3" has a full stop. */
function isLabel(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at - 1];
  return word?.kind === 'word' && ['step', 'case', 'part', 'equation'].includes(word.text);
}

function wordAllows(tokens: readonly Token[], at: number, side: Side): boolean {
  const word = tokens[at];
  if (word?.kind !== 'word') return true;
  if (bindsTighter.has(word.text)) return false;
  // "2 hours 30 minutes * 2": one amount in two units.
  if (isMeasure(word.text) && tokens[at - 1]?.kind === 'number' && tokens[at + 1]?.kind === 'number') return false;
  // "the digits of n = 7", "covered by $n$ steps is equal to 12": the name is not what is compared.
  if (side.operators === 0 && (side.hasNames || side.formulas > 0) && prepositions.has(word.text)) {
    return word.text === 'of' && follows(tokens, at, /^values?$/);
  }
  if (word.text === 'by') return !follows(tokens, at, /^(?:multipl|divid|times|scal|raised)/);
  if (word.text === 'of') return ofAllows(tokens, at, side);
  if (word.text === 'and' || word.text === '和') return !inPair(tokens, at);
  return true;
}

function follows(tokens: readonly Token[], at: number, pattern: RegExp): boolean {
  return tokens.slice(Math.max(0, at - 6), at).some(token => token.kind === 'word' && pattern.test(token.text));
}

function ofAllows(tokens: readonly Token[], at: number, side: Side): boolean {
  for (let i = at - 1; i >= at - 3 && i >= 0; i--) {
    const token = tokens[i];
    if (token === undefined || token.kind === 'punctuation') return true;
    if (token.kind === 'word' && operatesOn.has(token.text)) return false;
    if (token.kind === 'word' && side.additive && /^(?:average|mean|median)$/.test(token.text)) return false;
    if (i === at - 1 && (token.kind === 'number' || token.kind === 'percent' || token.kind === 'formula')) return false;
  }
  return true;
}

/** "the sum of 3 and 2*2", "between 4 and 3*3": what stands before "and" belongs to it. */
function inPair(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= at - 9 && i >= 0; i--) {
    const token = tokens[i];
    if (token === undefined || token.kind === 'punctuation') return false;
    if (
      token.kind === 'word' &&
      /^(?:between|sum|product|difference|both|average|mean|quotient|ratio|gcd|lcm)$/.test(token.text)
    ) {
      return true;
    }
  }
  return false;
}

/** False where the last side goes on in a way that was not read: "15 + tax", "15 million", "4 hours 30 minutes", "7 R 1", "5:30". */
export function rightBoundary(tokens: readonly Token[], side: Side, sides: readonly Side[]): boolean {
  const after = tokens[side.next];
  const last = tokens[side.next - 1];
  if (after === undefined || last === undefined) return true;
  switch (after.kind) {
    case 'operator':
      // A dash between phrases; "$864/account".
      return (
        !side.hasNames &&
        (after.sign === '/' || (after.spaced && after.sign === '-')) &&
        tokens[side.next + 1]?.kind === 'word'
      );
    case 'number':
    case 'percent':
    case 'factorial':
    case 'function':
      return false;
    case 'name':
      return !/^[rR]$/.test(after.text) && !(after.end > last.end && after.start === last.end);
    case 'open':
      return after.start !== last.end && tokens[side.next + 1]?.kind === 'word';
    case 'formula':
      return false;
    case 'punctuation':
      return !(after.start === last.end && /[\\/^_~'′&|…]/.test(after.text)) && !goesOnAfterPoint(tokens, side.next);
    case 'word':
      return wordEnds(tokens, side.next, last.end === after.start, sides);
    default:
      return true;
  }
}

/** "1..." and `1.\overline{7}` are the beginning of a numeral. */
function goesOnAfterPoint(tokens: readonly Token[], at: number): boolean {
  const [dot, second] = tokens.slice(at, at + 2);
  return (
    dot?.kind === 'punctuation' &&
    dot.text === '.' &&
    second?.kind === 'punctuation' &&
    second.start === dot.end &&
    /[.\\]/.test(second.text)
  );
}

function wordEnds(tokens: readonly Token[], at: number, tight: boolean, sides: readonly Side[]): boolean {
  const word = tokens[at];
  if (word?.kind !== 'word') return true;
  // "3 dozen - 1 dozen = 2 dozen": the same for every operand.
  const scaled = magnitudeWords.has(word.text);
  if (
    scaled &&
    !sides.every(side => side.units.length > 0 && side.units.every(unit => unit.split(' ').includes(word.text)))
  )
    return false;
  if (['remainder', 'rem', 'mod', 'modulo', '余'].includes(word.text)) return false;
  // "= 2 times 3" goes on, "= 2 times her ratio" does not.
  const operand = tokens[at + 1];
  const opens = operand !== undefined && ['number', 'money', 'open', 'formula', 'name'].includes(operand.kind);
  if (opens && ['times', 'plus', 'minus', 'over'].includes(word.text)) return false;
  const next = tokens.slice(at + 1, at + 4);
  if (next.some(token => token.kind === 'word' && (token.text === 'remainder' || token.text === 'leftover')))
    return false;
  const [first, second] = next;
  // "1 and 1/2": a mixed numeral in words. "4 hours 30 minutes", "4 hours and 30 minutes": one amount in two units.
  if (word.text === 'and' && first?.kind === 'number' && second?.kind === 'operator' && second.sign === '/')
    return false;
  if (!isMeasure(word.text)) return !tight || isMeasure(word.text) || word.text.length > 3;
  if (first?.kind === 'number' && tokens[at + 2]?.kind === 'word') return false;
  if (first?.kind === 'word' && first.text === 'and' && second?.kind === 'number' && tokens[at + 3]?.kind === 'word')
    return false;
  return !tight || isMeasure(word.text) || word.text.length > 3;
}
