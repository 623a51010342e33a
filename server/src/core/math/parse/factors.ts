/** One factor: an operand with its powers, factorials, percent and degree signs. */
import type { Expr } from '../expr.ts';
import { evaluationBar } from './delimiters.ts';
import { subscript } from './names.ts';
import { integer, withSpan } from './nodes.ts';
import { MAX_CHAIN, type Parser } from './parser.ts';
import { isParenthesis } from './roles.ts';
import { startsFactor } from './starts.ts';
import { GAP } from './token.ts';

export function factor(p: Parser): Expr {
  const first = p.pos;
  let base = p.grammar.atom(p);
  for (let count = 0; p.failure === undefined; count++) {
    if (count > MAX_CHAIN) return p.fail('the formula is too long');
    const token = p.token;
    if (token.kind === 'script' && token.value.charAt(0) === '^') base = scriptPower(p, base, first);
    else if (token.kind !== 'operator') break;
    else if (token.value === '!') base = factorial(p, base, first);
    else if (token.value === '%') base = percent(p, base, first);
    else if (token.value === '°') {
      p.pos++;
      base = degrees(p, base, first);
    } else if (token.value === '^') {
      if (isSideMark(p, base)) break;
      base = raised(p, base, first);
    } else if (token.value === '|' && evaluates(p)) base = evaluationBar(p, base, first);
    else if (token.value === "'" || token.value === "''") return p.fail('a prime here cannot be read');
    else if (token.value === '_') return p.fail('a subscript here cannot be read');
    else break;
  }
  return base;
}

/** `^+` behind the target of a limit, which reads it. */
function isSideMark(p: Parser, base: Expr): boolean {
  const braces = p.peek(1).kind === 'open';
  const mark = p.peek(braces ? 2 : 1);
  const end = p.peek(braces ? 4 : 2);
  if (mark.kind !== 'operator' || (mark.value !== '+' && mark.value !== '-') || base.kind === 'numberSet') return false;
  return end.kind === 'close' && (!braces || p.peek(3).kind === 'close');
}

function evaluates(p: Parser): boolean {
  const next = p.peek(1);
  return next.kind === 'operator' && (next.value === '_' || next.value === '^') && p.bars === 0;
}

function factorial(p: Parser, arg: Expr, first: number): Expr {
  p.pos++;
  const double = p.operator('!') && p.token.gap === GAP.none;
  if (double) p.pos++;
  return { kind: 'factorial', arg, double, span: p.spanFrom(first) };
}

/** `17 % 5` is a remainder in programs. */
function percent(p: Parser, arg: Expr, first: number): Expr {
  p.pos++;
  if (startsFactor(p) && p.token.kind !== 'open') return p.failTwoWays('“%” before an operand', p.spanFrom(first));
  return { kind: 'percent', arg, span: p.spanFrom(first) };
}

/** `30^\circ`, and temperatures `30^\circ\text{C}`. */
function degrees(p: Parser, arg: Expr, first: number): Expr {
  const scale = p.token;
  if ((scale.kind === 'text' || scale.kind === 'letter') && (scale.value === 'C' || scale.value === 'F')) {
    if (scale.kind === 'text' || p.peek(1).kind !== 'letter') {
      p.pos++;
      return { kind: 'quantity', arg, unit: `°${scale.value}`, span: p.spanFrom(first) };
    }
  }
  return { kind: 'degree', arg, span: p.spanFrom(first) };
}

function scriptPower(p: Parser, base: Expr, first: number): Expr {
  const token = p.token;
  const written = token.value.slice(1);
  p.pos++;
  const negative = written.startsWith('-');
  const digits = negative ? written.slice(1) : written;
  const span = { start: token.start, end: token.end };
  const value: Expr = /^\d+$/.test(digits) ? integer(BigInt(digits), span) : { kind: 'symbol', name: digits, span };
  if (value.kind === 'symbol' && !/^[ni]$/.test(digits)) return p.fail('an exponent that cannot be read', span);
  const exponent: Expr = negative ? { kind: 'negate', arg: value, span } : value;
  return power(p, base, exponent, first);
}

function power(p: Parser, base: Expr, exponent: Expr, first: number): Expr {
  if ((p.operator('^') && !isDegree(p)) || (p.token.kind === 'script' && p.token.value.charAt(0) === '^')) {
    return p.failTwoWays('a power of a power without brackets', p.spanFrom(first));
  }
  return { kind: 'power', base, exponent, span: p.spanFrom(first) };
}

/** `2^3^\circ`. */
function isDegree(p: Parser): boolean {
  const mark = p.peek(1).kind === 'open' ? p.peek(2) : p.peek(1);
  return mark.kind === 'operator' && (mark.value === '∘' || mark.value === '°');
}

/** Reads `^…` behind a base. */
function raised(p: Parser, base: Expr, first: number): Expr {
  p.pos++;
  const braces = p.is('open', '{');
  const mark = braces ? p.peek(1) : p.token;
  const alone = !braces || p.partner[p.pos] === p.pos + 2;
  if (alone && mark.kind === 'operator') {
    const marked = markedBy(p, base, mark.value, first, braces ? 3 : 1);
    if (marked !== undefined) return marked;
  }
  if (
    alone &&
    mark.kind === 'letter' &&
    mark.value === 'o' &&
    base.kind === 'number' &&
    !p.options.variables.has('o')
  ) {
    p.pos += braces ? 3 : 1;
    return degrees(p, base, first);
  }
  if (alone && isTranspose(p, base, mark.value)) {
    p.pos += braces ? 3 : 1;
    return { kind: 'call', fn: 'transpose', args: [base], span: p.spanFrom(first) };
  }
  if (braces && isIndexInParentheses(p, base))
    return p.failTwoWays('an exponent in parentheses', p.spanOf(p.pos, p.partner[p.pos] ?? p.pos));
  const exponent = bareExponent(p, base);
  const lowered = p.failure === undefined && p.operator('_') && !braces ? lateSubscript(p, base) : base;
  return power(p, lowered, exponent, first);
}

function markedBy(p: Parser, base: Expr, mark: string, first: number, width: number): Expr | undefined {
  switch (mark) {
    case '∘':
    case '°':
      p.pos += width;
      return degrees(p, base, first);
    case '⊤':
      p.pos += width;
      return { kind: 'call', fn: 'transpose', args: [base], span: p.spanFrom(first) };
    case '+':
    case '-':
      return base.kind === 'numberSet' ? restricted(p, base, mark, first, width) : undefined;
    case '*':
      if (base.kind === 'numberSet') return restricted(p, base, mark, first, width);
      return p.fail('a star as an exponent cannot be read');
    default:
      return undefined;
  }
}

function restricted(
  p: Parser,
  base: Extract<Expr, { kind: 'numberSet' }>,
  mark: '+' | '-' | '*',
  first: number,
  width: number,
): Expr {
  p.pos += width;
  const restriction = mark === '+' ? 'positive' : mark === '-' ? 'negative' : 'nonzero';
  return { ...base, restriction, span: p.spanFrom(first) };
}

/** `A^T` for a matrix, unless T is a quantity of the formula. */
function isTranspose(p: Parser, base: Expr, mark: string): boolean {
  if (mark !== 'T') return false;
  if (p.options.variables.has('T')) return false;
  if (base.kind === 'matrix') return true;
  if (base.kind === 'product') return base.implicit && base.factors.every(factor => isTranspose(p, factor, mark));
  return (
    base.kind === 'symbol' &&
    (/^[A-Z]$/.test(base.name) || base.name.startsWith('bold ') || base.name.startsWith('vec '))
  );
}

/** `x^{(2)}` can be an upper index. */
function isIndexInParentheses(p: Parser, base: Expr): boolean {
  if (base.kind !== 'symbol' || !isParenthesis(p.peek(1))) return false;
  return p.partner[p.pos + 1] === p.pos + 3 && p.partner[p.pos] === p.pos + 4;
}

/** The exponent behind `^`. TeX raises one sign only: `2^10` shows as 2¹0. */
function bareExponent(p: Parser, base: Expr): Expr {
  const token = p.token;
  if (token.kind === 'open' && token.value === '{') return p.grammar.argument(p);
  if (isParenthesis(token)) return p.grammar.atom(p);
  const first = p.pos;
  if (token.kind === 'operator' && token.value === '-') {
    p.pos++;
    const arg = p.token.kind === 'number' ? p.grammar.atom(p) : p.grammar.argument(p);
    if (startsFactor(p) && p.token.gap === GAP.none)
      return p.failTwoWays('how far the exponent goes', p.spanFrom(first));
    return { kind: 'negate', arg, span: p.spanFrom(first) };
  }
  if (p.options.notation === 'tex' && token.kind === 'number' && token.value.length > 1) {
    return p.failTwoWays('an exponent of several digits without braces', token);
  }
  if (token.kind === 'function' && p.options.notation === 'tex')
    return p.fail('a function as an exponent needs braces', token);
  const exponent =
    token.kind === 'number'
      ? p.grammar.argument(p)
      : token.kind === 'function'
        ? p.grammar.atom(p)
        : p.grammar.argument(p);
  return checkedExtent(p, base, exponent, first);
}

/** `e^2x`, `2^nx`, `x^1/2`: on paper the exponent may go further than the text says. */
function checkedExtent(p: Parser, base: Expr, exponent: Expr, first: number): Expr {
  const next = p.token;
  if (exponent.kind === 'number' && exponent.value.n === 1n && p.operator('/') && p.peek(1).kind === 'number') {
    return p.failTwoWays('how far the exponent goes', p.spanFrom(first));
  }
  if (p.options.notation === 'tex' || next.gap !== GAP.none || next.kind !== 'letter') return exponent;
  const numeric = base.kind === 'number' || (base.kind === 'symbol' && base.name === 'e');
  if (numeric || exponent.kind === 'symbol') return p.failTwoWays('how far the exponent goes', p.spanFrom(first));
  return exponent;
}

/** `x^2_1`: the subscript belongs to the letter. */
function lateSubscript(p: Parser, base: Expr): Expr {
  if (base.kind !== 'symbol' || base.name.includes('_')) return p.fail('a subscript here cannot be read');
  const { text, at } = subscript(p);
  const named = withSpan(base, { start: base.span.start, end: p.at(p.pos - 1).end });
  return { ...named, name: `${base.name}_${text}`, ...(at === undefined ? {} : { index: { base: base.name, at } }) };
}
