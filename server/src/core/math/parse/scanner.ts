/** The state of scanning: a position in the text and the tokens so far. */
import type { Span } from '../expr.ts';
import type { Notation, Token, TokenKind } from './token.ts';
import { GAP } from './token.ts';
import { FUNCTIONS } from './vocabulary.ts';

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Han, kana, Hangul: in a formula they are words. */
export function isIdeograph(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3);
}

export function isBlank(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 160 || (code >= 0x2000 && code <= 0x200b) || code === 0x3000
  );
}

export class Scanner {
  readonly text: string;
  readonly notation: Notation;
  readonly variables: ReadonlySet<string>;
  readonly tokens: Token[] = [];
  pos = 0;
  /** White space met since the last token. */
  gap: number = GAP.none;
  /** `\not` was met: it negates the next relation. */
  negated = false;
  /** Plain notation: what each open brace is. */
  readonly braces: ('set' | 'group')[] = [];
  failure: { readonly reason: string; readonly span: Span } | undefined;

  constructor(text: string, notation: Notation, variables: ReadonlySet<string>) {
    this.text = text;
    this.notation = notation;
    this.variables = variables;
  }

  widen(gap: number): void {
    if (gap > this.gap) this.gap = gap;
  }

  push(kind: TokenKind, value: string, start: number, end: number, sized = false): void {
    let meaning = value;
    if (this.negated && kind === 'relation') {
      meaning = NEGATED.get(value) ?? `not ${value}`;
      this.negated = false;
    }
    this.tokens.push({ kind, value: meaning, start, end, gap: this.gap, sized });
    this.gap = GAP.none;
  }

  last(): Token | undefined {
    return this.tokens[this.tokens.length - 1];
  }

  fail(reason: string, start: number, end: number): void {
    this.failure ??= { reason, span: { start, end: Math.min(end, this.text.length) } };
    this.pos = this.text.length;
  }

  skipBlanks(): void {
    while (this.pos < this.text.length && isBlank(this.text.charCodeAt(this.pos))) this.pos++;
  }

  /** End of the run of ASCII letters that starts at `from`. */
  endOfLetters(from: number): number {
    let end = from;
    while (end < this.text.length && isLetter(this.text.charCodeAt(end))) end++;
    return end;
  }

  endOfDigits(from: number): number {
    let end = from;
    while (end < this.text.length && isDigit(this.text.charCodeAt(end))) end++;
    return end;
  }

  /**
   * The inside of the braces (or the one character) at the position, after blanks; the position moves behind it.
   * `undefined` where there is nothing or the braces never close.
   */
  rawArgument(): Span | undefined {
    this.skipBlanks();
    const start = this.pos;
    if (start >= this.text.length) return undefined;
    if (this.text.charCodeAt(start) !== 123) {
      this.pos = start + 1;
      return { start, end: start + 1 };
    }
    let depth = 0;
    for (let at = start; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 123) depth++;
      else if (code === 125 && --depth === 0) {
        this.pos = at + 1;
        return { start: start + 1, end: at };
      }
    }
    return undefined;
  }

  /** Skips `[…]` directly at the position. */
  skipOptional(): void {
    this.skipBlanks();
    if (this.text.charCodeAt(this.pos) !== 91) return;
    const close = this.text.indexOf(']', this.pos);
    if (close >= 0) this.pos = close + 1;
  }
}

const NEGATED: ReadonlyMap<string, string> = new Map([
  ['=', '≠'],
  ['≠', '='],
  ['∈', '∉'],
  ['∣', '∤'],
  ['<', '≥'],
  ['>', '≤'],
  ['≤', '>'],
  ['≥', '<'],
]);

/** Names that can be nothing but functions. */
const ALWAYS: ReadonlySet<string> = new Set(
  'sin cos tan cot csc cosec cotg arcsin arccos arctan arctg arccot arcsec arccsc asin acos atan acot sinh cosh tanh coth arsinh arcosh artanh asinh acosh atanh ln log exp sqrt cbrt'.split(
    ' ',
  ),
);

/** Names that are also units, words or letters: functions of an argument list only, some of a bare operand too. */
const WITH_LIST: ReadonlySet<string> = new Set('min max gcd lcm det sec abs floor ceil sgn'.split(' '));
const WITH_OPERAND: ReadonlySet<string> = new Set('sec det tr rank lg tg ctg Re Im arg Arg sgn'.split(' '));

const LIST_BEHIND = /^\s*(?:\\(?:left|[bB]igg?l?)\s*)?(?:[([{_]|\\\{)/;
const OPERAND_BEHIND = /^\s*(?:\\?[A-Za-z]|[({[^])/;

/**
 * True where a word is the name of a function: `word` ends at `end`. `bare` words stand in the formula itself, the others in `\\text{…}`
 * or `\\operatorname{…}`. `5 min` and `10 sec` are amounts.
 */
export function isFunctionWord(s: Scanner, word: string, end: number, bare: boolean): boolean {
  if (!FUNCTIONS.has(word) || word.length < 2) return false;
  if (ALWAYS.has(word)) return true;
  const after = s.text.slice(end, end + 16);
  const last = s.last();
  if ((word === 'min' || word === 'sec') && last?.kind === 'number' && !(bare && /^\(|^\^/.test(after))) return false;
  if (bare && !WITH_LIST.has(word)) return /^(?:\\left)?\(/.test(after);
  return LIST_BEHIND.test(after) || (WITH_OPERAND.has(word) && OPERAND_BEHIND.test(after));
}

/** True for words that are functions wherever they stand. */
export function isBareFunction(run: string): boolean {
  return ALWAYS.has(run);
}

const WORDS_LIKE_FUNCTIONS: ReadonlySet<string> = new Set('cost tank tang tans sins sing logs cots sect'.split(' '));

/** `sinx` is `sin` and `x`: the length of the function's name, 0 where the run is no such thing. */
export function functionPrefix(run: string): number {
  if (run.length < 3 || run.length > 4 || WORDS_LIKE_FUNCTIONS.has(run)) return 0;
  const head = run.slice(0, run.length - 1);
  return head === 'sin' || head === 'cos' || head === 'tan' || head === 'cot' || head === 'log' || head === 'ln'
    ? head.length
    : 0;
}

/** `abcd`, `xyz`: letters in the order of the alphabet are letters, not a word. */
export function isSorted(run: string): boolean {
  for (let index = 1; index < run.length; index++) {
    if (run.charCodeAt(index) < run.charCodeAt(index - 1)) return false;
  }
  return true;
}
