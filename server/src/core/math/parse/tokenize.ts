/** Formula text → tokens, in one pass from left to right. */
import { scanCommand } from './scan-command.ts';
import { scanWord } from './scan-word.ts';
import { isBlank, isDigit, isIdeograph, isLetter, Scanner } from './scanner.ts';
import type { Notation, Scan } from './token.ts';
import { GAP } from './token.ts';
import { LOWERED, RAISED, SIGNS } from './vocabulary.ts';

/** Signs of several characters. `!=` is one in plain notation only: in TeX it ends a factorial. */
const COMPOUND: readonly (readonly [string, 'relation' | 'arrow' | 'operator' | 'command', string])[] = [
  ['<=>', 'arrow', 'iff'],
  ['<->', 'arrow', 'iff'],
  ['==>', 'arrow', 'implies'],
  ['-->', 'arrow', 'to'],
  ['+/-', 'operator', '±'],
  ['...', 'command', 'ellipsis'],
  ['=>', 'arrow', 'implies'],
  ['->', 'arrow', 'to'],
  ['<=', 'relation', '≤'],
  ['>=', 'relation', '≥'],
  ['=<', 'relation', '≤'],
  [':=', 'relation', ':='],
  ['==', 'relation', '='],
  ['~=', 'relation', '≈'],
  ['**', 'operator', '^'],
  ['+-', 'operator', '±'],
];
const COMPOUND_START = '<=-+.>:~*';

/** Scans the whole text. Takes time in proportion to its length; never throws. */
export function tokenize(text: string, notation: Notation, variables: ReadonlySet<string>): Scan {
  const scanner = new Scanner(text, notation, variables);
  scanTo(scanner, text.length);
  scanner.push('eof', '', text.length, text.length);
  return { tokens: scanner.tokens, failure: scanner.failure };
}

/** Scans up to offset `end`. */
function scanTo(s: Scanner, end: number): void {
  while (s.pos < end) {
    const code = s.text.charCodeAt(s.pos);
    if (isBlank(code)) {
      s.widen(GAP.blank);
      s.pos++;
    } else if (isDigit(code) || (code === 46 && isDigit(s.text.charCodeAt(s.pos + 1)))) scanNumber(s);
    else if (isLetter(code)) scanWord(s);
    else if (code === 92) scanCommand(s, scanTo);
    else if (isIdeograph(code)) scanIdeographs(s);
    else scanSign(s, code);
  }
}

/** TeX takes one digit for each argument of `\\frac12`. Digits with at most one point in or before them. `3.` keeps its point only before a repeating part: `3.\overline{6}`. */
function scanNumber(s: Scanner): void {
  const start = s.pos;
  let end = s.endOfDigits(start);
  if (s.text.charCodeAt(end) === 46) {
    const decimals = s.endOfDigits(end + 1);
    if (decimals > end + 1) end = decimals;
    else if (isRepeatingMark(s.text, end + 1)) end++;
  }
  const last = s.last();
  if (end === start + 2 && last?.kind === 'command' && (last.value === 'frac' || last.value === 'binom')) {
    s.push('number', s.text.charAt(start), start, start + 1);
    s.push('number', s.text.charAt(start + 1), start + 1, end);
  } else s.push('number', s.text.slice(start, end), start, end);
  s.pos = end;
}

function isRepeatingMark(text: string, at: number): boolean {
  return text.startsWith('\\overline', at) || text.startsWith('\\bar', at) || text.startsWith('\\dot{', at);
}

function scanIdeographs(s: Scanner): void {
  const start = s.pos;
  while (s.pos < s.text.length && isIdeograph(s.text.charCodeAt(s.pos))) s.pos++;
  s.push('text', s.text.slice(start, s.pos), start, s.pos);
}

function scanSign(s: Scanner, code: number): void {
  const start = s.pos;
  const char = code >= 0xd800 && code < 0xdc00 ? s.text.slice(start, start + 2) : s.text.charAt(start);
  if (COMPOUND_START.includes(char) && scanCompound(s)) return;
  s.pos = start + char.length;
  if (char === '&') {
    s.push('align', '&', start, s.pos);
    return;
  }
  if (char === '~' && s.notation === 'tex') {
    s.widen(GAP.blank);
    return;
  }
  if (char === '{' && s.text.startsWith(',}', start + 1)) {
    s.pos = start + 3;
    s.push('operator', 'thousands', start, s.pos);
    return;
  }
  if (char === '!' && s.notation === 'plain' && scanUnequal(s, start)) return;
  if (RAISED.has(char)) {
    scanRaised(s, RAISED, '^');
    return;
  }
  if (LOWERED.has(char)) {
    scanRaised(s, LOWERED, '_');
    return;
  }
  if (TICKS.includes(char)) {
    s.widen(GAP.blank);
    return;
  }
  if (s.notation === 'plain' && (char === '{' || char === '}')) {
    scanBrace(s, char, start);
    return;
  }
  const meaning = SIGNS.get(char);
  if (meaning === undefined) {
    s.fail(`“${char}” is not a sign of mathematics that can be read`, start, s.pos);
    return;
  }
  s.push(meaning[0], meaning[1], start, s.pos);
}

/** `!=` in plain notation; false where the `!` is a factorial. */
function scanUnequal(s: Scanner, start: number): boolean {
  if (s.text.charAt(s.pos) !== '=' || s.text.charAt(s.pos + 1) === '=') return false;
  if (s.gap !== GAP.none) {
    s.pos = start + 2;
    s.push('relation', '≠', start, s.pos);
    return true;
  }
  if (s.last()?.kind !== 'letter') return false;
  s.fail('“!=” can be read in two ways: not equal, or factorial and equals', start, start + 2);
  return true;
}

/** Marks of a writer who has checked a line, or ended a proof. */
const TICKS = '✓✔✅■∎';

/** In plain notation a brace is a set's, unless a command, `^` or `_` takes it as its argument. */
function scanBrace(s: Scanner, char: string, start: number): void {
  const last = s.last();
  if (char === '}') {
    s.push('close', s.braces.pop() === 'set' ? '\\}' : '}', start, s.pos);
    return;
  }
  const script = last?.kind === 'operator' && (last.value === '^' || last.value === '_');
  const behind = last?.kind === 'close' && (last.value === '}' || last.value === ']') && s.gap === GAP.none;
  const group = script || behind || s.text.charAt(last?.start ?? start) === '\\';
  s.braces.push(group ? 'group' : 'set');
  s.push('open', group ? '{' : '\\{', start, s.pos);
}

function scanCompound(s: Scanner): boolean {
  const next = s.text.charCodeAt(s.pos + 1);
  for (const [sign, kind, value] of COMPOUND) {
    if (sign.charCodeAt(1) !== next || !s.text.startsWith(sign, s.pos)) continue;
    if (sign === '+-' && addsNegative(s)) continue;
    s.push(kind, value, s.pos, s.pos + sign.length);
    s.pos += sign.length;
    return true;
  }
  return false;
}

/** `5+-3` adds a negative number, and so does TeX, which has a sign of its own for ±; `3 +- sqrt(2)` means both. */
function addsNegative(s: Scanner): boolean {
  return s.notation === 'tex' || /[\d.]/.test(s.text.charAt(s.pos + 2));
}

/** `x¹²`: a run of raised characters is one exponent. */
function scanRaised(s: Scanner, map: ReadonlyMap<string, string>, mark: string): void {
  const start = s.pos - 1;
  let value = mark;
  let at = start;
  for (;;) {
    const plain = map.get(s.text.charAt(at));
    if (plain === undefined) break;
    value += plain;
    at++;
  }
  s.push('script', value, start, at);
  s.pos = at;
}
