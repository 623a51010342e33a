/** An operand in running text: a numeral, a name, a bracket, a formula, with signs and implied factors. */
import { wordOperand } from './phrases.ts';
import type { Building, Scan } from './scan.ts';
import { wordsAt } from './scan.ts';
import { isGluedTo, unit } from './unit.ts';
import { noProducts, operatorWords, relationWords } from './vocabulary.ts';

/** An operand with its signs, its implied factors and its unit; index after it. */
export function operand(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  if (depth > 12) return undefined;
  const token = scan.tokens[from];
  if (token === undefined) return undefined;
  if (token.kind === 'operator' && (token.sign === '-' || token.sign === '+' || token.sign === '±')) {
    if (token.spaced && side.emits.length === 0 && !opensText(scan, from)) return undefined;
    side.emits.push({ start: token.start, end: token.end, text: token.sign });
    return operand(scan, from + 1, side, depth + 1);
  }
  if (token.kind === 'money') {
    const after = operand(scan, from + 1, side, depth + 1);
    if (after !== undefined) side.units.push('$');
    return after;
  }
  const first = primary(scan, from, side, depth);
  if (first === undefined) return wordOperand(scan, from, side, depth);
  const end = tail(scan, first, side, depth);
  return end === undefined || isGluedTo(scan, end) ? undefined : end;
}

/** A sign with blanks on both sides is one between two values, unless nothing stands before it but a relation. */
function opensText({ tokens }: Scan, at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || before.kind === 'relation' || before.kind === 'open';
}

export function primary(scan: Scan, at: number, side: Building, depth: number): number | undefined {
  const token = scan.tokens[at];
  if (token === undefined) return undefined;
  const { start, end } = token;
  switch (token.kind) {
    case 'number':
      return numeral(scan, at, side);
    case 'name':
      if (!standsForValue(scan, at)) return undefined;
      side.hasNames = true;
      side.emits.push({ start, end });
      return application(scan, at + 1, side, depth);
    case 'function': {
      side.emits.push({ start, end });
      const open = scan.tokens[at + 1];
      if (open?.kind === 'open') return group(scan, at + 1, side, depth);
      side.emits.push({ start: end, end, text: ' ' });
      return operand(scan, at + 1, side, depth + 1);
    }
    case 'open':
      return group(scan, at, side, depth);
    case 'formula':
      if (scan.hasRelation(token.part)) return undefined;
      side.formulas += 1;
      side.emits.push({ start, end, formula: token.part });
      return at + 1;
    case 'word':
      // `xy`, `ab`: a product of names that also stand alone in the step.
      if (!isProduct(scan, token.text) || (standsBeforeWords(scan, at) && !isTight(scan, at))) return undefined;
      side.hasNames = true;
      side.emits.push({ start, end, text: [...token.text].join('*') });
      return at + 1;
    default:
      return undefined;
  }
}

export function isTight({ tokens }: Scan, at: number): boolean {
  return tokens[at - 1]?.end === tokens[at]?.start;
}

export function isProduct(scan: Scan, text: string): boolean {
  return text.length <= 3 && !noProducts.has(text) && [...text].every(letter => scan.letters.has(letter));
}

/** `a`, `A` and `I` are words unless an operator, a relation or a bracket says otherwise. */
export function standsForValue(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token?.kind !== 'name') return false;
  if (!/^[aAI]$/.test(token.text)) return !standsBeforeWords(scan, at) || followsSign(scan, at);
  const after = scan.tokens[at + 1];
  return after === undefined || !['word', 'number', 'formula', 'money', 'name', 'function'].includes(after.kind);
}

function followsSign(scan: Scan, at: number): boolean {
  const before = scan.tokens[at - 1];
  return (
    before?.kind === 'operator' || before?.kind === 'relation' || before?.kind === 'open' || before?.kind === 'number'
  );
}

export function standsBeforeWords(scan: Scan, at: number): boolean {
  const after = scan.tokens[at + 1];
  if (after?.kind !== 'word' || relationWords.some(({ words }) => wordsAt(scan.tokens, at + 1, words) > 0))
    return false;
  return !operatorWords.some(({ words }) => wordsAt(scan.tokens, at + 1, words) > 0);
}

function numeral(scan: Scan, at: number, side: Building): number {
  const token = scan.tokens[at];
  if (token?.kind !== 'number') return at;
  const [numerator, slash, denominator] = scan.tokens.slice(at + 1, at + 4);
  const mixed =
    numerator?.kind === 'number' &&
    slash?.kind === 'operator' &&
    slash.sign === '/' &&
    denominator?.kind === 'number' &&
    !/\./.test(token.text + numerator.text + denominator.text) &&
    numerator.end === slash.start &&
    slash.end === denominator.start &&
    numerator.start === token.end + 1;
  if (mixed) {
    const text = `(${token.text}+${numerator.text}/${denominator.text})`;
    side.emits.push({ start: token.start, end: denominator.end, text });
    return at + 4;
  }
  side.emits.push({ start: token.start, end: token.end, text: token.text });
  return at + 1;
}

function application(scan: Scan, at: number, side: Building, depth: number): number | undefined {
  const open = scan.tokens[at];
  const before = scan.tokens[at - 1];
  return open?.kind === 'open' && open.start === before?.end ? group(scan, at, side, depth) : at;
}

/** A bracket and what is in it: an expression, or several with commas (arguments, a point). */
function group(scan: Scan, at: number, side: Building, depth: number): number | undefined {
  const open = scan.tokens[at];
  if (open === undefined) return undefined;
  const mark = side.emits.length;
  side.emits.push({ start: open.start, end: open.end, text: '(' });
  let next = scan.grammar.expression(scan, at + 1, side, depth + 1);
  for (;;) {
    const token = next === undefined ? undefined : scan.tokens[next];
    if (next !== undefined && token?.kind === 'punctuation' && token.text === ',') {
      side.emits.push({ start: token.start, end: token.end, text: ',' });
      next = scan.grammar.expression(scan, next + 1, side, depth + 1);
    } else if (next !== undefined && token?.kind === 'close') {
      side.emits.push({ start: token.start, end: token.end, text: ')' });
      return next + 1;
    } else {
      side.emits.length = mark;
      return undefined;
    }
  }
}

/** What hangs on a primary: %, !, squares, implied factors, a unit; `undefined` where letters are glued to it that are nothing of these. */
function tail(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  let at = from;
  for (;;) {
    const token = scan.tokens[at];
    const before = scan.tokens[at - 1];
    if (token === undefined || before === undefined) return at;
    const { start, end } = token;
    const tight = before.end === start;
    if (token.kind === 'percent') {
      side.units.push('%');
      side.emits.push({ start, end, text: '%' });
    } else if (token.kind === 'factorial' && tight) {
      side.emits.push({ start, end, text: '!' });
    } else if (token.kind === 'money') {
      side.units.push('$');
    } else if (token.kind === 'word' && (token.text === 'squared' || token.text === 'cubed')) {
      // "half of -10 squared": of which is not certain.
      if (side.reaching) side.additive = true;
      side.emits.push({ start, end, text: token.text === 'squared' ? '^2' : '^3' });
    } else if (token.kind === 'punctuation' && token.text === '°') {
      side.units.push('°');
    } else if (impliesFactor(scan, at, tight)) {
      const mark = side.emits.length;
      const after = primary(scan, at, side, depth + 1);
      if (after === undefined) {
        side.emits.length = mark;
        return at;
      }
      side.operators += 1;
      at = after;
      continue;
    } else if (isGluedTo(scan, at)) {
      return undefined;
    } else {
      return unit(scan, at, side);
    }
    at += 1;
  }
}

function impliesFactor(scan: Scan, at: number, tight: boolean): boolean {
  const token = scan.tokens[at];
  if (token?.kind === 'name') {
    const apart = scan.tokens[at - 1]?.kind === 'number' && /^[b-zB-HJ-Z]$/.test(token.text);
    return (tight || apart) && standsForValue(scan, at);
  }
  if (token?.kind === 'function') return tight && token.text === '√';
  if (token?.kind === 'open') return tight && closesInTime(scan, at);
  return token?.kind === 'word' && tight && isProduct(scan, token.text);
}

/** A bracket after a numeral is a factor only where arithmetic stands in it: "12 (a dozen)" and "5(a)" are remarks. */
function closesInTime(scan: Scan, at: number): boolean {
  const inner = scan.tokens[at + 1];
  return inner !== undefined && ['number', 'name', 'open', 'function', 'formula', 'operator'].includes(inner.kind);
}
