/** Reading inside brackets and braces. */
import type { Expr } from '../expr.ts';
import { integer } from './nodes.ts';
import { lowestTerms } from './numerals.ts';
import type { Parser } from './parser.ts';

/**
 * Reads with `read` what stands inside the bracket at the position, which must be used up; the position moves behind the closing one.
 * `bracket` tells whether it counts as one that a comma may part; a group of TeX does not.
 */
export function inside<T>(p: Parser, bracket: boolean, inList: boolean, read: (end: number) => T): T | undefined {
  const open = p.pos;
  const end = p.partner[open] ?? -1;
  if (end < 0 || !p.enter()) return undefined;
  const outer = p.scope();
  p.bars = 0;
  if (bracket) p.bracket = open;
  if (bracket || inList) p.inList = inList;
  // What stands behind the differential is outside of the integral.
  if (p.integral?.variable !== undefined) p.integral = undefined;
  p.pos++;
  const result = read(end);
  if (p.failure === undefined && p.pos !== end) p.fail(unexpected(p));
  else if (p.failure === undefined) p.pos = end + 1;
  p.restore(outer);
  p.leave();
  return result;
}

/** Why the token at the position cannot stand there. */
export function unexpected(p: Parser): string {
  const token = p.token;
  switch (token.kind) {
    case 'eof':
      return 'the formula is not finished';
    case 'relation':
      return token.value === 'asked'
        ? 'the relation is asked, not stated'
        : `the relation “${token.value}” cannot be read here`;
    case 'text':
    case 'word':
      return `the words “${token.value}” cannot be read here`;
    case 'close':
      return 'something is missing before the closing bracket';
    case 'command':
      return `“\\${token.value}” cannot be read here`;
    case 'operator':
      if (token.value === ':') return 'a ratio or a “:” is not read';
      if (token.value === '∘') return 'the composition of functions is not read';
      return `“${token.value}” cannot be read here`;
    default:
      return `“${token.value}” cannot be read here`;
  }
}

/** A group of TeX as an argument; `{n \choose k}` and `{a \over b}` are whole formulas. */
export function braceGroup(p: Parser): Expr {
  const first = p.pos;
  const expr = inside(p, false, false, () => {
    if (p.token.kind === 'close') return p.fail('empty braces');
    const left = p.grammar.expression(p);
    if (!p.is('command', 'choose') && !p.is('command', 'over')) return left;
    const choose = p.token.value === 'choose';
    p.pos++;
    const right = p.grammar.expression(p);
    const span = p.spanFrom(first + 1);
    const node: Expr = choose
      ? { kind: 'call', fn: 'binomial', args: [left, right], span }
      : { kind: 'quotient', numerator: left, denominator: right, span };
    return node;
  });
  return expr ?? p.fail('braces that cannot be read');
}

/** What TeX takes as one argument: a group, one digit, one letter, one command with its own arguments. */
export function argument(p: Parser): Expr {
  const token = p.token;
  switch (token.kind) {
    case 'open':
      return token.value === '{'
        ? braceGroup(p)
        : p.options.notation === 'plain' || token.value !== '('
          ? p.grammar.atom(p)
          : p.fail('an argument needs braces');
    case 'number':
      if (p.options.notation === 'tex' && token.value.length > 1)
        return p.failTwoWays('an argument of several digits without braces', token);
      return digits(p);
    case 'letter':
      return p.options.notation === 'tex' ? letterArgument(p) : p.grammar.atom(p);
    case 'command':
    case 'vulgar':
      return p.grammar.atom(p);
    default:
      return p.fail(token.kind === 'eof' ? 'an argument is missing at the end' : 'an argument is missing');
  }
}

/** The number alone: what follows it is no part of the argument (`\\int_0^1 \\frac12`). */
function digits(p: Parser): Expr {
  const { value, start, end } = p.token;
  p.pos++;
  const point = value.indexOf('.');
  if (point < 0) return integer(BigInt(value), { start, end });
  const decimals = value.length - point - 1;
  const scaled = { n: BigInt(value.replace('.', '')), d: 10n ** BigInt(decimals) };
  return { kind: 'number', value: lowestTerms(scaled.n, scaled.d), decimals, span: { start, end } };
}

function letterArgument(p: Parser): Expr {
  const token = p.token;
  p.pos++;
  return { kind: 'symbol', name: token.value, span: { start: token.start, end: token.end } };
}
