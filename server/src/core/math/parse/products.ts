/** Products, quotients and remainders; the signs in front of a term. */
import type { Expr } from '../expr.ts';
import { integer, isVector } from './nodes.ts';
import { MAX_CHAIN, type Parser } from './parser.ts';
import { startsFactor } from './starts.ts';
import { GAP, type Token } from './token.ts';
import { unitAfter, unitBelow } from './units.ts';

/** A term with the signs in front of it. The sign belongs to the whole term: `-x^2`, `-2x`. */
export function signedTerm(p: Parser): Expr {
  const first = p.pos;
  const token = p.token;
  if (token.kind !== 'operator') return product(p);
  switch (token.value) {
    case '-': {
      if (!p.enter()) return p.fail('');
      p.pos++;
      const arg = signedTerm(p);
      p.leave();
      if (isRemainder(arg)) return p.failTwoWays('what “mod” belongs to', p.spanFrom(first));
      return { kind: 'negate', arg, span: p.spanFrom(first) };
    }
    case '+': {
      p.pos++;
      const arg = product(p);
      return { ...arg, span: p.spanFrom(first) };
    }
    case '±':
    case '∓': {
      p.pos++;
      const left = integer(0n, { start: token.start, end: token.start });
      const right = product(p);
      return { kind: 'plusMinus', sign: token.value, left, right, span: p.spanFrom(first) };
    }
    default:
      return product(p);
  }
}

function product(p: Parser): Expr {
  const first = p.pos;
  let factors: Expr[] = [implicitProduct(p)];
  const joined = (): Expr => {
    const [only] = factors;
    return factors.length === 1 && only !== undefined
      ? only
      : { kind: 'product', factors, implicit: false, span: p.spanFrom(first) };
  };
  for (let chain = 0; p.integral?.variable === undefined; ) {
    const sign = p.token.value;
    if (p.token.kind !== 'operator') {
      if (!isOf(p, factors)) break;
      p.pos++;
      factors.push(signedFactor(p));
    } else if (sign === '·' || sign === '×' || sign === '*') {
      p.pos++;
      const right = signedFactor(p);
      const left = factors.at(-1);
      if (sign !== '*' && left !== undefined && isVector(left) && isVector(right)) {
        factors[factors.length - 1] = {
          kind: 'call',
          fn: sign === '·' ? 'dot' : 'cross',
          args: [left, right],
          span: p.spanFrom(first),
        };
      } else factors.push(right);
    } else if (sign === '/' || sign === '÷' || sign === 'mod' || (sign === 'modulo' && !p.congruence)) {
      if (++chain > MAX_CHAIN) return p.fail('the formula is too long');
      factors = [dividedBy(p, joined(), first)];
    } else break;
  }
  return joined();
}

/** `25\\% \\text{ of } 80`, `\\frac12 \\text{ of } 10`. */
function isOf(p: Parser, factors: readonly Expr[]): boolean {
  if (p.token.kind !== 'text' || p.token.value !== 'of') return false;
  const left = factors.at(-1);
  return left?.kind === 'percent' || left?.kind === 'quotient' || left?.kind === 'mixed';
}

function dividedBy(p: Parser, left: Expr, first: number): Expr {
  const sign = p.token.value;
  p.pos++;
  if (sign === 'mod' || sign === 'modulo') {
    const right = signedFactor(p);
    return { kind: 'call', fn: 'mod', args: [left, right], span: p.spanFrom(first) };
  }
  const unit = unitBelow(p, left, first);
  if (unit !== undefined) return unit;
  const start = p.pos;
  if (p.operator('-')) {
    const denominator = signedFactor(p);
    return { kind: 'quotient', numerator: left, denominator, span: p.spanFrom(first) };
  }
  const below = p.grammar.factor(p);
  const denominator = left.kind === 'quantity' ? unitAfter(p, below, start) : below;
  if (differential(p) === undefined && startsFactor(p) && p.token.gap !== GAP.quad) {
    return p.failTwoWays('what stands under the slash', p.spanFrom(start));
  }
  if (denominator.kind === 'factorial' && (p.operator('·') || p.operator('×')) && endsInFactorial(p)) {
    return p.failTwoWays('what stands under the slash', p.spanFrom(start));
  }
  const quotient: Expr = { kind: 'quotient', numerator: left, denominator, span: p.spanFrom(first) };
  return unitAfter(p, quotient, first);
}

/** `8!/3! \cdot 2!` is written for 8!/(3!·2!) as well. */
function endsInFactorial(p: Parser): boolean {
  return p.peek(1).kind === 'number' && p.peek(2).kind === 'operator' && p.peek(2).value === '!';
}

/** A factor behind a sign; a minus may stand before it: `5 \cdot -3`. */
function signedFactor(p: Parser): Expr {
  const first = p.pos;
  if (!p.operator('-')) return implicitProduct(p);
  if (!p.enter()) return p.fail('');
  p.pos++;
  const arg = signedFactor(p);
  p.leave();
  return { kind: 'negate', arg, span: p.spanFrom(first) };
}

/** Factors side by side: `2x(x+1)`, with a unit behind them. */
export function implicitProduct(p: Parser): Expr {
  const first = p.pos;
  const alone = differential(p);
  // Standing alone, `dx` is an operand of its own: 1.
  if (alone !== undefined) p.afterDifferential = -1;
  const start = alone ?? p.grammar.factor(p);
  const factors: Expr[] = [start];
  let barAt = start.kind === 'call' && start.fn === 'abs' ? 0 : -1;
  while (p.failure === undefined && p.integral?.variable === undefined && startsFactor(p)) {
    if (differential(p) !== undefined) break;
    const token = p.token;
    if (token.kind === 'number' && !closed(p, factors.at(-1))) {
      p.fail(
        p.peek(-1).kind === 'number'
          ? 'two numbers side by side'
          : 'a number behind a letter: a factor, a power or an index?',
        p.spanOf(p.pos - 1, p.pos),
      );
      break;
    }
    if (token.value === '|' && token.kind === 'operator' && barAt >= 0 && barAt < factors.length - 1) {
      p.failTwoWays('which bars belong together', p.spanFrom(first));
      break;
    }
    const factor = p.grammar.factor(p);
    if (factor.kind === 'call' && factor.fn === 'abs') barAt = factors.length;
    factors.push(factor);
  }
  const [only] = factors;
  const whole: Expr =
    factors.length === 1 && only !== undefined
      ? only
      : { kind: 'product', factors, implicit: true, span: p.spanFrom(first) };
  const { kind } = p.token;
  const amount = kind === 'text' || kind === 'operator' || kind === 'open' ? unitAfter(p, whole, first) : whole;
  if (amount === whole || !p.is('command', 'frac') || p.token.gap === GAP.quad) return amount;
  const conversion = p.grammar.implicitProduct(p);
  return { kind: 'product', factors: [amount, conversion], implicit: true, span: p.spanFrom(first) };
}

/** True where digits behind the factor can only be a factor of their own: behind a bracket, a factorial, an exponent that TeX sets apart. */
function closed(p: Parser, factor: Expr | undefined): boolean {
  const before = p.peek(-1);
  if (factor?.kind === 'factorial') return true;
  if (factor?.kind === 'power' && factor.base.kind !== 'call')
    return p.options.notation === 'tex' || p.token.gap !== GAP.none;
  if (before.kind === 'close') return !isScript(p.at((p.partner[p.pos - 1] ?? 0) - 1));
  return before.kind === 'command' && before.value === 'ellipsis';
}

function isScript(token: Token): boolean {
  return token.kind === 'operator' && (token.value === '^' || token.value === '_');
}

/** Inside an integral, `dx` ends what is integrated; `\int dx` integrates 1. */
function differential(p: Parser): Expr | undefined {
  if (p.integral === undefined || p.integral.variable !== undefined) return undefined;
  const token = p.token;
  if (token.kind !== 'letter' || token.value !== 'd') return undefined;
  const next = p.peek(1);
  if (next.kind !== 'letter') return undefined;
  const end = p.peek(2);
  if (end.kind === 'operator' && (end.value === '^' || end.value === "'")) return undefined;
  const { start } = token;
  p.integral.variable = next.value;
  p.pos += 2;
  p.afterDifferential = p.pos;
  if (end.kind === 'operator' && end.value === '_') p.fail('an integral over a variable with an index');
  return integer(1n, { start, end: next.end });
}

/** `a + b \\bmod n` without brackets: a bracket would be part of the span. */
export function isRemainder(term: Expr): boolean {
  if (term.kind === 'negate') return isRemainder(term.arg);
  return (
    term.kind === 'call' &&
    term.fn === 'mod' &&
    term.args[0]?.span.start === term.span.start &&
    term.args[1]?.span.end === term.span.end
  );
}
