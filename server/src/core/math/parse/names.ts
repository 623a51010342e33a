/** Letters as operands: names with their subscripts and primes, and functions that the text itself names. */
import type { Expr, Span, SymbolExpr } from '../expr.ts';
import { callArguments } from './arguments.ts';
import { isMinusOne, smallInteger } from './nodes.ts';
import type { Parser } from './parser.ts';
import { isCapital, pointsName } from './points.ts';
import { isParenthesis, isSimple, roleOf } from './roles.ts';
import { GAP, type Token } from './token.ts';
import { startsClause } from './words.ts';

/** Reads the letter at the position. `single`: TeX takes one letter here (`\frac ab`), nothing that follows belongs to it. */
export function letter(p: Parser, single: boolean): Expr {
  const first = p.pos;
  if (!single && isDifferential(p))
    return p.fail('a differential outside of an integral is not read', p.spanOf(first, first + 1));
  if (!single && p.token.value === 'Delta') {
    const change = changeOf(p);
    if (change !== undefined) return change;
  }
  const base = single ? p.token.value : pointsName(p);
  p.pos++;
  if (base.length > 1 && !single && p.at(first).value.length === 1) p.pos = first + base.length;
  if (single) return { kind: 'symbol', name: base, span: p.spanFrom(first) };
  const marked = marks(p, base, first);
  return p.failure === undefined ? application(p, marked, base, first) : marked.symbol;
}

/** `du = 2x\\,dx`: d before a variable, where no c tells that d is a coefficient. */
function isDifferential(p: Parser): boolean {
  if (p.token.value !== 'd' || p.options.variables.has('d')) return false;
  const next = p.peek(1);
  if (next.kind !== 'letter' || next.gap > GAP.blank || !/^(?:[rt-z]|theta|phi)$/.test(next.value)) return false;
  return !p.tokens.some(token => token.kind === 'letter' && token.value === 'c');
}

/** `\\Delta x` is one name; `\\Delta ABC` is a triangle. */
function changeOf(p: Parser): Expr | undefined {
  const first = p.pos;
  const next = p.peek(1);
  if (next.kind !== 'letter' || next.gap > GAP.blank || next.value.length > 1) return undefined;
  let points = '';
  while (points.length < 3 && isCapital(p.peek(1 + points.length).value)) points += p.peek(1 + points.length).value;
  if (points.length === 3) {
    p.pos += 4;
    return { kind: 'symbol', name: `△${points}`, span: p.spanFrom(first) };
  }
  p.pos += 2;
  const { symbol } = marks(p, `Delta ${next.value}`, first);
  return symbol;
}

interface Marked {
  readonly symbol: SymbolExpr;
  readonly primes: number;
}

/** Subscripts and primes behind a name. */
function marks(p: Parser, base: string, first: number): Marked {
  let name = base;
  let primes = 0;
  let index: Subscript | undefined;
  for (;;) {
    const count = primesAt(p);
    if (count > 0) {
      primes += count;
    } else if (
      index === undefined &&
      (p.operator('_') || (p.token.kind === 'script' && p.token.value.charAt(0) === '_'))
    ) {
      index = subscript(p);
      name = `${name}_${index.text}`;
    } else break;
  }
  name += "'".repeat(primes);
  const span = p.spanFrom(first);
  if (index?.at === undefined || primes > 0) return { symbol: { kind: 'symbol', name, span }, primes };
  return { symbol: { kind: 'symbol', name, index: { base, at: index.at }, span }, primes };
}

/** Number of primes at the position, which moves behind them: `'`, `''`, `^\prime`, `^{\prime\prime}`. */
function primesAt(p: Parser): number {
  if (p.operator("'") || p.operator("''")) {
    p.pos++;
    return p.peek(-1).value.length;
  }
  if (!p.operator('^')) return 0;
  if (isPrime(p.peek(1))) {
    p.pos += 2;
    return 1;
  }
  const end = p.partner[p.pos + 1] ?? -1;
  if (end < p.pos + 3 || p.peek(1).value !== '{') return 0;
  for (let at = p.pos + 2; at < end; at++) if (!isPrime(p.at(at))) return 0;
  const count = end - p.pos - 2;
  p.pos = end + 1;
  return count;
}

function isPrime(token: Token): boolean {
  return token.kind === 'operator' && token.value === "'";
}

export interface Subscript {
  /** As it stands in the name: `1`, `max`, `{n+1}`. */
  readonly text: string;
  /** As a value, where it is one. */
  readonly at: Expr | undefined;
}

/** Reads `_1`, `_{n+1}`, `_{\text{max}}`, `₂` at the position. */
export function subscript(p: Parser): Subscript {
  const first = p.pos;
  if (p.token.kind === 'script') {
    const digits = p.token.value.slice(1);
    p.pos++;
    return { text: digits, at: indexNode(digits, p.spanFrom(first)) };
  }
  p.pos++;
  const token = p.token;
  if (token.kind === 'open' && token.value === '{') {
    const open = p.pos;
    const end = p.partner[open] ?? open;
    const at = isIndex(p, open + 1, end) ? p.attempt(() => insideBraces(p, end)) : undefined;
    const text = subscriptText(p, open + 1, end);
    p.pos = end + 1;
    return { text, at };
  }
  if (token.kind === 'number' && token.value.length > 1 && p.options.notation === 'tex') {
    p.failTwoWays('a subscript of several digits without braces', p.spanOf(first, p.pos));
    return { text: '', at: undefined };
  }
  if (token.kind !== 'number' && token.kind !== 'letter' && token.kind !== 'text' && token.kind !== 'function') {
    p.fail('a subscript that cannot be read');
    return { text: '', at: undefined };
  }
  p.pos++;
  const at =
    token.kind === 'text' || token.kind === 'function'
      ? undefined
      : indexNode(token.value, p.spanOf(p.pos - 1, p.pos - 1));
  return { text: normalised(token.value), at };
}

function indexNode(value: string, span: Span): Expr | undefined {
  if (/^\d+$/.test(value)) return { kind: 'number', value: { n: BigInt(value), d: 1n }, span };
  return /^[a-z]$/.test(value) ? { kind: 'symbol', name: value, span } : undefined;
}

function insideBraces(p: Parser, end: number): Expr {
  p.pos++;
  const inside = p.grammar.expression(p);
  return p.pos === end ? inside : p.fail('a subscript');
}

/** A number, a letter, or a calculation: `{ij}` and `{max}` only tell names apart. */
function isIndex(p: Parser, first: number, end: number): boolean {
  let letters = 0;
  let calculates = false;
  for (let index = first; index < end; index++) {
    const token = p.at(index);
    if (token.kind === 'letter') {
      if (!/^[a-z]$/.test(token.value)) return false;
      letters++;
    } else if (token.kind === 'operator' && '+-·×/'.includes(token.value)) calculates = true;
    else if (token.kind !== 'number') return false;
  }
  return calculates || letters <= 1;
}

function subscriptText(p: Parser, first: number, end: number): string {
  let text = '';
  for (let index = first; index < end; index++) {
    const token = p.at(index);
    text += token.kind === 'command' || token.kind === 'relation' ? p.text.slice(token.start, token.end) : token.value;
  }
  return normalised(text);
}

function normalised(text: string): string {
  const tidy = text.replace(/[\s\\{}]/g, '');
  return /^[A-Za-z0-9]+$/.test(tidy) ? tidy : `{${tidy}}`;
}

const FUNCTION_LETTER = /^[fg]$/;

/** `f(x)`, `E[X]`, `f'(2)`, `f^{-1}(3)`, `f^{(4)}(x)`, or just the name. */
function application(p: Parser, { symbol, primes }: Marked, base: string, first: number): Expr {
  const name = primes > 0 ? symbol.name.slice(0, -primes) : symbol.name;
  if (p.is('open', '[') && (base === 'E' || FUNCTION_LETTER.test(base)) && !p.options.variables.has(base)) {
    return { kind: 'apply', name, primes, inverse: false, args: callArguments(p, true), span: p.spanFrom(first) };
  }
  if (isParenthesis(p.token) && mayApply(p, base)) {
    const role = primes > 0 ? 'function' : roleOf(p, base, name);
    if (role === 'product') return constantBefore(p, symbol, first);
    if (role === 'unclear') {
      return p.fail(
        `“${base}(…)” can be a product or a value of the function ${base}`,
        p.spanOf(first, p.partner[p.pos] ?? p.pos),
      );
    }
    const args = callArguments(p, true);
    const span = p.spanFrom(first);
    if (isCombination(p, name, args)) return { kind: 'call', fn: 'binomial', args, span };
    return { kind: 'apply', name, primes, inverse: false, args, span };
  }
  if (!p.operator('^') || primes > 0) return symbol;
  const close = p.peek(1).value === '{' ? (p.partner[p.pos + 1] ?? -1) : p.pos + 1;
  if (close < 0 || !isParenthesis(p.at(close + 1)) || roleOf(p, base, name) !== 'function') return symbol;
  return raised(p, name, close, first);
}

/** Words, relations and events in parentheses are arguments of capitals and known functions only: `P(X = 2)`, but not `y \\quad (x > 0)`. */
function mayApply(p: Parser, base: string): boolean {
  if (p.token.gap === GAP.quad) return false;
  const inside = p.peek(1);
  if (inside.kind === 'text' && startsClause(inside.value)) return false;
  if (isCapital(base) || base === 'Pr' || FUNCTION_LETTER.test(base) || p.options.functions.has(base)) return true;
  const end = p.partner[p.pos] ?? p.pos;
  for (let index = p.pos + 1; index < end; index++) {
    const { kind } = p.at(index);
    if (kind === 'relation' || kind === 'text' || kind === 'word') return false;
  }
  return true;
}

/** `C(10, 3)`, where C is no point among `A(1, 2)` and `B(3, 4)`. */
function isCombination(p: Parser, name: string, args: readonly Expr[]): boolean {
  if (name !== 'C' || args.length !== 2 || p.options.functions.has('C')) return false;
  return !p.tokens.some(
    (token, index) =>
      token.kind === 'letter' && (token.value === 'A' || token.value === 'B') && isParenthesis(p.at(index + 1)),
  );
}

/** What stands between a function and its arguments as an exponent: the inverse or the order of a derivative; a power of a function can mean two things. */
function raised(p: Parser, name: string, close: number, first: number): Expr {
  const exponentFirst = p.pos;
  p.pos++;
  const nth = p.is('open', '{') && isParenthesis(p.peek(1));
  const exponent = p.grammar.argument(p);
  if (p.failure !== undefined || p.pos !== close + 1) return p.fail('an exponent of a function');
  const order = nth ? smallInteger(exponent) : undefined;
  if (!isMinusOne(exponent) && order === undefined) {
    return p.failTwoWays('a power of a function', p.spanOf(exponentFirst, close));
  }
  const args = callArguments(p, true);
  return { kind: 'apply', name, primes: order ?? 0, inverse: order === undefined, args, span: p.spanFrom(first) };
}

/** `\pi(10)` alone may count primes. */
function constantBefore(p: Parser, symbol: Expr, first: number): Expr {
  if (symbol.kind !== 'symbol' || symbol.name !== 'pi' || !isSimple(p, p.pos)) return symbol;
  const before = p.at(first - 1);
  const after = p.at((p.partner[p.pos] ?? p.pos) + 1);
  const alone =
    first === 0 || before.kind === 'relation' || before.value === '+' || before.value === '-' || before.value === ',';
  const ends = after.kind === 'relation' || after.kind === 'eof' || after.value === '+' || after.value === '-';
  return alone && ends
    ? p.failTwoWays('π before a number in parentheses', p.spanOf(first, p.partner[p.pos] ?? p.pos))
    : symbol;
}
