/** One operand. */
import type { Expr } from '../expr.ts';
import { accent, figure, numberSet } from './accents.ts';
import { functionCall, rootCall } from './calls.ts';
import { bars, delimited } from './delimiters.ts';
import { environment } from './environments.ts';
import { argument, unexpected } from './groups.ts';
import { letter } from './names.ts';
import { withSpan } from './nodes.ts';
import { numeral, vulgarFraction } from './numerals.ts';
import { bigOperator, derivativeFraction, derivativeSlash, integral, limit, root } from './operators.ts';
import type { Parser } from './parser.ts';
import { currency } from './units.ts';
import { wordsValue } from './values.ts';
import { CURRENCIES } from './vocabulary.ts';

export function atom(p: Parser): Expr {
  if (!p.enter()) return p.fail('');
  const expr = operand(p);
  p.leave();
  return expr;
}

function operand(p: Parser): Expr {
  const token = p.token;
  switch (token.kind) {
    case 'number':
      return numeral(p);
    case 'letter':
      return letterAtom(p);
    case 'function':
      return functionCall(p);
    case 'open':
      return delimited(p);
    case 'vulgar':
      return vulgarFraction(p);
    case 'command':
      return command(p, token.value);
    case 'begin':
      return environment(p);
    case 'operator':
      if (token.value === '|' || token.value === '‖') return bars(p);
      if (CURRENCIES.has(token.value)) return currency(p);
      if (token.value === '_' || token.value === '^') return chooseSign(p);
      return p.fail(token.value === '.' ? 'the formula is not finished' : unexpected(p));
    case 'text':
    case 'word':
      return wordsValue(p);
    default:
      return p.fail(unexpected(p));
  }
}

function letterAtom(p: Parser): Expr {
  if (p.token.value === 'd') {
    const derivative = derivativeSlash(p);
    if (derivative !== undefined) return derivative;
  }
  if (p.token.value === 'm' && (p.peek(1).value === 'angle' || p.peek(1).value === 'overarc')) {
    const first = p.pos;
    p.pos++;
    return withSpan(p.grammar.atom(p), p.spanFrom(first));
  }
  return letter(p, false);
}

function command(p: Parser, name: string): Expr {
  const first = p.pos;
  if (name === 'mathbb' || name.startsWith('numberSet:')) return numberSet(p);
  switch (name) {
    case 'frac':
      return derivativeFraction(p) ?? fraction(p);
    case 'binom':
      return binomial(p);
    case 'sqrt':
      return p.text.charAt(p.token.start) === '\\' ? root(p) : unicodeRoot(p, 2n);
    case 'cbrt':
      return unicodeRoot(p, 3n);
    case 'sum':
    case 'prod':
      return bigOperator(p);
    case 'int':
      return integral(p);
    case 'lim':
      return limit(p);
    case 'infinity':
    case 'ellipsis':
      p.pos++;
      return { kind: name, span: p.spanFrom(first) };
    case 'emptyset':
      p.pos++;
      return { kind: 'set', elements: [], span: p.spanFrom(first) };
    case 'angle':
    case 'measuredangle':
    case 'triangle':
    case 'square':
    case 'overarc':
      return figure(p, name);
    case 'boxed':
    case 'cancel':
    case 'bcancel':
    case 'xcancel':
    case 'underline':
      p.pos++;
      return withSpan(argument(p), p.spanFrom(first));
    case 'abs':
    case 'norm':
    case 'floor':
    case 'ceil': {
      p.pos++;
      const arg = argument(p);
      return { kind: 'call', fn: name, args: [arg], span: p.spanFrom(first) };
    }
    case 'underbrace':
    case 'overbrace':
      return annotated(p);
    default:
      return accent(p) ?? p.fail(`“\\${name}” is not read`);
  }
}

function unicodeRoot(p: Parser, degree: bigint): Expr {
  p.pos++;
  return rootCall(p, degree, p.pos - 1);
}

function fraction(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  const numerator = argument(p);
  const denominator = argument(p);
  return { kind: 'quotient', numerator, denominator, span: p.spanFrom(first) };
}

function binomial(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  const args = [argument(p), argument(p)];
  return { kind: 'call', fn: 'binomial', args, span: p.spanFrom(first) };
}

/** `\underbrace{…}_{…}`: what is written below is a remark of the writer. */
function annotated(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  const value = argument(p);
  if (p.failure === undefined && (p.operator('_') || p.operator('^'))) {
    p.pos++;
    const partner = p.partner[p.pos] ?? -1;
    p.pos = partner > p.pos ? partner + 1 : p.pos + 1;
  }
  return withSpan(value, p.spanFrom(first));
}

/** `_nC_r`, `^nC_r`, `{}_n P_r`. */
function chooseSign(p: Parser): Expr {
  const first = p.pos;
  p.pos++;
  const n = argument(p);
  const sign = p.token;
  if (
    p.failure !== undefined ||
    sign.kind !== 'letter' ||
    (sign.value !== 'C' && sign.value !== 'P') ||
    p.peek(1).value !== '_'
  ) {
    return p.fail(`“${p.at(first).value}” with nothing before it`, p.at(first));
  }
  p.pos += 2;
  const k = argument(p);
  return { kind: 'call', fn: sign.value === 'C' ? 'binomial' : 'permutations', args: [n, k], span: p.spanFrom(first) };
}
