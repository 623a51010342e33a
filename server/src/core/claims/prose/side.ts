/** One side of a relation in running text: operands, signs and words for operations, units passed over. */
import type { FormulaPart } from '../../document/solution.ts';
import type { Token } from './tokens.ts';
import { isMeasure } from './units.ts';
import {
  endsUnit,
  fractionWords,
  multiplierWords,
  noProducts,
  operatorWords,
  pairWords,
  relationWords,
} from './vocabulary.ts';

/** What goes into the formula that is handed to the parser: the text itself, or `text` in its place. */
export interface Emit {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
  readonly formula?: FormulaPart;
}

export interface Side {
  /** Index of the token after the side. */
  readonly next: number;
  readonly emits: readonly Emit[];
  readonly operators: number;
  /** The only operator is one slash between numerals: a fraction, a date, a score. */
  readonly fraction: boolean;
  readonly hasNames: boolean;
  readonly formulas: number;
  /** Every minus has blanks around it. */
  readonly spaced: boolean;
  /** A sum with "half of", "twice", "25% of" in it: what the words reach over is not certain. */
  readonly loose: boolean;
  /** It has a plus or a minus. */
  readonly additive: boolean;
  /** What is counted, operand by operand; '' where nothing is said. */
  readonly units: readonly string[];
}

export interface Scan {
  readonly tokens: readonly Token[];
  /** Single letters that stand alone somewhere in the step. */
  readonly letters: ReadonlySet<string>;
  /** Formula parts that hold a relation are no operands. */
  readonly hasRelation: (part: FormulaPart) => boolean;
}

interface Building {
  emits: Emit[];
  operators: number;
  slashes: number;
  hasNames: boolean;
  formulas: number;
  spaced: boolean;
  units: string[];
  reaching: boolean;
  additive: boolean;
}

/** Longest side that starts at token `from`; `undefined` where none does. */
export function sideAt(scan: Scan, from: number): Side | undefined {
  const side: Building = {
    emits: [],
    operators: 0,
    slashes: 0,
    hasNames: false,
    formulas: 0,
    spaced: true,
    units: [],
    reaching: false,
    additive: false,
  };
  const next = expression(scan, from, side, 0);
  if (next === undefined) return undefined;
  return {
    next,
    emits: side.emits,
    operators: side.operators,
    fraction: side.operators === 1 && side.slashes === 1,
    hasNames: side.hasNames,
    formulas: side.formulas,
    spaced: side.spaced,
    loose: side.reaching && side.additive,
    additive: side.additive,
    units: side.units,
  };
}

/** Number of tokens of the words at `at`, or 0. */
export function wordsAt(tokens: readonly Token[], at: number, words: readonly string[]): number {
  return words.every((word, i) => {
    const token = tokens[at + i];
    return token?.kind === 'word' && token.text === word;
  })
    ? words.length
    : 0;
}

function expression(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  let at = operand(scan, from, side, depth);
  if (at === undefined) return undefined;
  let slashed = false;
  for (;;) {
    const operator = operatorAt(scan, at, side);
    if (operator === undefined) return at;
    const mark = side.emits.length;
    side.emits.push(operator.emit);
    const after = operand(scan, at + operator.length, side, depth);
    if (after === undefined) {
      side.emits.length = mark;
      return at;
    }
    side.operators += 1;
    if (operator.emit.text === '/') {
      // "120/1/6" may be meant as 120 by one sixth.
      if (slashed) side.reaching = side.additive = true;
      side.slashes += 1;
    }
    slashed = operator.emit.text === '/';
    if ((operator.emit.text === '+' || operator.emit.text === '-') && depth === 0) side.additive = true;
    if (operator.emit.text === '-' && !operator.spaced) side.spaced = false;
    at = after;
  }
}

function operatorAt(
  scan: Scan,
  at: number,
  side: Building,
): { emit: Emit; length: number; spaced: boolean } | undefined {
  const token = scan.tokens[at];
  if (token === undefined) return undefined;
  const { start, end } = token;
  if (token.kind === 'operator') return { emit: { start, end, text: token.sign }, length: 1, spaced: token.spaced };
  if (token.kind !== 'word') return undefined;
  if (token.text === 'of' && takesOf(scan, at, side)) {
    side.reaching = true;
    return { emit: { start, end, text: '*' }, length: 1, spaced: true };
  }
  for (const { words, sign } of operatorWords) {
    const length = wordsAt(scan.tokens, at, words);
    const last = scan.tokens[at + length - 1];
    if (length === 0 || last === undefined) continue;
    if (sign === '*' || sign === '/') side.reaching = true;
    return { emit: { start, end: last.end, text: sign }, length, spaced: true };
  }
  return undefined;
}

/** "25% of 80", "2/3 of 12": the operand before "of" is a percentage or a fraction. */
function takesOf({ tokens }: Scan, at: number, side: Building): boolean {
  const before = tokens[at - 1];
  if (before?.kind === 'percent') return true;
  const slash = tokens[at - 2];
  return (
    before?.kind === 'number' && slash?.kind === 'operator' && slash.sign === '/' && !slash.spaced && side.slashes > 0
  );
}

/** An operand with its signs, its implied factors and its unit; index after it. */
function operand(scan: Scan, from: number, side: Building, depth: number): number | undefined {
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

function primary(scan: Scan, at: number, side: Building, depth: number): number | undefined {
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

function isTight({ tokens }: Scan, at: number): boolean {
  return tokens[at - 1]?.end === tokens[at]?.start;
}

function isProduct(scan: Scan, text: string): boolean {
  return text.length <= 3 && !noProducts.has(text) && [...text].every(letter => scan.letters.has(letter));
}

/** `a`, `A` and `I` are words unless an operator, a relation or a bracket says otherwise. */
function standsForValue(scan: Scan, at: number): boolean {
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

function standsBeforeWords(scan: Scan, at: number): boolean {
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
  let next = expression(scan, at + 1, side, depth + 1);
  for (;;) {
    const token = next === undefined ? undefined : scan.tokens[next];
    if (next !== undefined && token?.kind === 'punctuation' && token.text === ',') {
      side.emits.push({ start: token.start, end: token.end, text: ',' });
      next = expression(scan, next + 1, side, depth + 1);
    } else if (next !== undefined && token?.kind === 'close') {
      side.emits.push({ start: token.start, end: token.end, text: ')' });
      return next + 1;
    } else {
      side.emits.length = mark;
      return undefined;
    }
  }
}

/** `2Av`, `4C2`: letters glued to a numeral that are neither names known here nor a unit. */
function isGluedTo(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  const before = scan.tokens[at - 1];
  if (token?.kind !== 'word' || before === undefined || before.end !== token.start) return false;
  return !isMeasure(token.text) && token.text.length < 4 && before.kind !== 'money';
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

/** Words after a value, up to the next sign: passed over where a sign follows, or at the end of the side. */
function unit(scan: Scan, from: number, side: Building): number {
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

function isOperation({ tokens }: Scan, at: number): boolean {
  return (
    operatorWords.some(({ words }) => wordsAt(tokens, at, words) > 0) ||
    relationWords.some(({ words, weak }) => !weak && wordsAt(tokens, at, words) > 0)
  );
}

/** "half of 48", "twice 5", "the sum of 3 and 4", "3 more than 15" begin with words. */
function wordOperand(scan: Scan, from: number, side: Building, depth: number): number | undefined {
  const { tokens } = scan;
  let at = from;
  if (wordsAt(tokens, at, ['the'])) at += 1;
  const token = tokens[at];
  if (token?.kind !== 'word') return undefined;
  const fraction = fractionWords.get(token.text);
  const ofNext = wordsAt(tokens, at + 1, ['of']) > 0;
  if (fraction !== undefined && ofNext) {
    side.emits.push({ start: token.start, end: token.end, text: `${fraction}*` });
    side.operators += 1;
    side.reaching = true;
    return operand(scan, at + 2, side, depth + 1);
  }
  const multiplier = multiplierWords.get(token.text);
  if (multiplier !== undefined) {
    side.emits.push({ start: token.start, end: token.end, text: `${multiplier}*` });
    side.operators += 1;
    side.reaching = true;
    return operand(scan, at + 1, side, depth + 1);
  }
  // "The difference between -36 and 48" may be taken either way.
  if (token.text === 'difference' && !ordered(tokens, at + 2)) return undefined;
  const sign = pairWords.get(token.text);
  if (sign === undefined || !(ofNext || wordsAt(tokens, at + 1, ['between']))) return undefined;
  return pair(scan, at, sign, side, depth);
}

/** Two plain numerals, the larger first. */
function ordered(tokens: readonly Token[], at: number): boolean {
  const numerals = tokens.slice(at, at + 8).filter(token => token.kind === 'number');
  const [first, second] = numerals;
  if (first?.kind !== 'number' || second?.kind !== 'number') return false;
  return tokens[at]?.kind === 'number' && Number(first.text) >= Number(second.text);
}

function pair(scan: Scan, at: number, sign: string, side: Building, depth: number): number | undefined {
  const word = scan.tokens[at];
  if (word === undefined) return undefined;
  const mark = side.emits.length;
  side.emits.push({ start: word.start, end: word.end, text: '(' });
  const and = operand(scan, at + 2, side, depth + 1);
  const joint = and === undefined ? undefined : scan.tokens[and];
  if (and === undefined || joint?.kind !== 'word' || (joint.text !== 'and' && joint.text !== '和')) {
    side.emits.length = mark;
    return undefined;
  }
  side.emits.push({ start: joint.start, end: joint.end, text: sign });
  const next = operand(scan, and + 1, side, depth + 1);
  if (next === undefined) {
    side.emits.length = mark;
    return undefined;
  }
  const end = scan.tokens[next - 1]?.end ?? joint.end;
  side.emits.push({ start: end, end, text: ')' });
  side.operators += 1;
  return next;
}
