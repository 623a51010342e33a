/** Sums and products: everything that a sign between operands joins. */
import type { Expr } from '../expr.ts';
import { integer, isVector } from './nodes.ts';
import { MAX_CHAIN, type Parser } from './parser.ts';
import { startsFactor } from './starts.ts';
import { GAP, type Token } from './token.ts';
import { unitAfter, unitBelow } from './units.ts';

const SET_OPERATIONS: ReadonlyMap<string, 'union' | 'intersection' | 'difference'> = new Map([
  ['∪', 'union'],
  ['∩', 'intersection'],
  ['∖', 'difference'],
]);

/** `A \cup B \cap C`: intersection binds tighter; the others are read from the left. */
export function expression(p: Parser): Expr {
  const first = p.pos;
  let left = intersections(p);
  for (let count = 0; p.token.kind === 'operator'; count++) {
    const op = SET_OPERATIONS.get(p.token.value);
    if (op === undefined) break;
    if (count > MAX_CHAIN) return p.fail('the formula is too long');
    p.pos++;
    const right = intersections(p);
    left = { kind: 'setOperation', op, left, right, span: p.spanFrom(first) };
  }
  return left;
}

function intersections(p: Parser): Expr {
  const first = p.pos;
  let left = sum(p);
  for (let count = 0; p.operator('∩'); count++) {
    if (count > MAX_CHAIN) return p.fail('the formula is too long');
    p.pos++;
    const right = sum(p);
    left = { kind: 'setOperation', op: 'intersection', left, right, span: p.spanFrom(first) };
  }
  return left;
}

export function sum(p: Parser): Expr {
  const first = p.pos;
  if (!p.enter()) return p.fail('');
  let terms: Expr[] = [signedTerm(p)];
  for (let mixedSigns = 0; p.token.kind === 'operator' && p.integral?.variable === undefined; ) {
    const sign = p.token.value;
    const at = p.pos;
    if (sign === '+') {
      p.pos++;
      terms.push(signedTerm(p));
    } else if (sign === '-') {
      p.pos++;
      const arg = signedTerm(p);
      terms.push({ kind: 'negate', arg, span: p.spanFrom(at) });
    } else if (sign === '±' || sign === '∓') {
      if (++mixedSigns > MAX_CHAIN) return p.fail('the formula is too long');
      const left = join(p, terms, first);
      p.pos++;
      const right = signedTerm(p);
      terms = [{ kind: 'plusMinus', sign, left, right, span: p.spanFrom(first) }];
    } else break;
  }
  p.leave();
  if (terms.length > 1 && terms.some(isRemainder)) return p.failTwoWays('what “mod” belongs to', p.spanFrom(first));
  checkExtent(p, terms, first);
  return join(p, terms, first);
}

/** `a + b \\bmod n` without brackets: a bracket would be part of the span. */
function isRemainder(term: Expr): boolean {
  if (term.kind === 'negate') return isRemainder(term.arg);
  return (
    term.kind === 'call' &&
    term.fn === 'mod' &&
    term.args[0]?.span.start === term.span.start &&
    term.args[1]?.span.end === term.span.end
  );
}

function join(p: Parser, terms: readonly Expr[], first: number): Expr {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind: 'sum', terms, span: p.spanFrom(first) };
}

/** `\sum_k k^2 + k`: where a later term uses the bound letter, what is summed is not clear from the signs alone. */
function checkExtent(p: Parser, terms: readonly Expr[], first: number): void {
  if (terms.length < 2 || p.failure !== undefined) return;
  for (const [index, term] of terms.entries()) {
    const operator = trailingOperator(term);
    if (operator === undefined || index === terms.length - 1) continue;
    if (p.at(p.pos - 1).start >= operator.span.end && usesAfter(p, operator.variable, operator.span.end, first)) {
      p.failTwoWays(
        `how far “${operator.kind === 'limit' ? 'lim' : operator.kind === 'derivative' ? 'd/dx' : 'Σ'}” goes`,
        operator.span,
      );
      return;
    }
  }
}

type Binder = Extract<Expr, { kind: 'bigOperator' | 'limit' | 'derivative' }>;

/** The operator at the end of a term whose body has no bracket around it. */
function trailingOperator(term: Expr): Binder | undefined {
  switch (term.kind) {
    case 'negate':
      return trailingOperator(term.arg);
    case 'product': {
      const last = term.factors.at(-1);
      return last === undefined || last.span.end !== term.span.end ? undefined : trailingOperator(last);
    }
    case 'bigOperator':
    case 'limit':
      return term;
    case 'derivative':
      return term.body.span.end === term.span.end ? term : undefined;
    default:
      return undefined;
  }
}

const BINDERS: ReadonlySet<string> = new Set(['sum', 'prod', 'lim', 'int', 'frac']);

/** True where the variable stands behind `offset` in this sum, in a term that does not start with an operator of its own. */
function usesAfter(p: Parser, variable: string, offset: number, first: number): boolean {
  let bound = false;
  let depth = 0;
  for (let index = first; index < p.pos; index++) {
    const token = p.at(index);
    if (token.start < offset) continue;
    if (token.kind === 'open') depth++;
    else if (token.kind === 'close') depth--;
    else if (depth === 0 && token.kind === 'operator' && (token.value === '+' || token.value === '-')) bound = false;
    else if (token.kind === 'command' && BINDERS.has(token.value) && token.value !== 'frac') bound = true;
    else if (token.kind === 'command' && token.value === 'frac' && isDifferential(p, index)) bound = true;
    else if (!bound && token.kind === 'letter' && token.value === variable) return true;
  }
  return false;
}

function isDifferential(p: Parser, frac: number): boolean {
  const inside = p.at(frac + 1).kind === 'open' ? p.at(frac + 2) : p.at(frac + 1);
  return inside.value === 'd' || inside.value === 'partial';
}

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
  const denominator = p.grammar.factor(p);
  if (startsFactor(p) && p.token.gap !== GAP.quad)
    return p.failTwoWays('what stands under the slash', p.spanFrom(start));
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
  const start = differential(p) ?? p.grammar.factor(p);
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
  const amount = p.token.kind === 'text' || p.token.kind === 'operator' ? unitAfter(p, whole, first) : whole;
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
  if (end.kind === 'operator' && end.value === '_') p.fail('an integral over a variable with an index');
  return integer(1n, { start, end: next.end });
}
