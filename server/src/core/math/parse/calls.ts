/** Functions with a meaning of their own, and how far an argument without parentheses goes. */
import type { Expr, FunctionName } from '../expr.ts';
import { callArguments } from './arguments.ts';
import { integer, isMinusOne } from './nodes.ts';
import type { Parser } from './parser.ts';
import { isParenthesis } from './roles.ts';
import { startsFactor } from './starts.ts';
import { GAP } from './token.ts';
import { FUNCTIONS } from './vocabulary.ts';

const INVERSES: ReadonlyMap<string, FunctionName> = new Map<string, FunctionName>([
  ['sin', 'arcsin'],
  ['cos', 'arccos'],
  ['tan', 'arctan'],
  ['cot', 'arccot'],
  ['sec', 'arcsec'],
  ['csc', 'arccsc'],
  ['sinh', 'arsinh'],
  ['cosh', 'arcosh'],
  ['tanh', 'artanh'],
]);

const LISTS: ReadonlySet<string> = new Set(['max', 'min', 'gcd', 'lcm']);

/** Functions whose argument without parentheses ends before the next parenthesis: `\cos x(2\sin x - 1)`. */
const TRIGONOMETRIC: ReadonlySet<string> = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc']);

interface Scripts {
  readonly base: Expr | undefined;
  readonly exponent: Expr | undefined;
}

export function functionCall(p: Parser): Expr {
  const first = p.pos;
  const fn = FUNCTIONS.get(p.token.value);
  p.pos++;
  if (fn === undefined) return p.fail('an unknown function', p.at(first));
  if (LISTS.has(fn) && p.operator('_')) return overCondition(p, first);
  if (fn === 'sqrt' || fn === 'cbrt') return rootCall(p, fn === 'sqrt' ? 2n : 3n, first);
  const { base, exponent } = scripts(p);
  if (p.failure !== undefined) return p.fail('');
  if (base !== undefined && fn !== 'log')
    return p.fail(`a subscript of “${p.at(first).value}” cannot be read`, p.spanFrom(first));
  const args = LISTS.has(fn) ? listArguments(p, fn) : [argumentOf(p, fn)];
  if (fn === 'lg') args.push(integer(10n, { start: p.at(first).start, end: p.at(first).start }));
  if (base !== undefined) args.push(base);
  const name = fn === 'lg' ? 'log' : fn;
  const span = p.spanFrom(first);
  if (exponent === undefined) return { kind: 'call', fn: name, args, span };
  if (isMinusOne(exponent)) {
    const inverse = INVERSES.get(name);
    if (inverse === undefined) return p.failTwoWays(`the exponent of “${name}”`, exponent.span);
    return { kind: 'call', fn: inverse, args, span };
  }
  if (exponent.kind === 'negate') return p.failTwoWays(`the exponent of “${name}”`, exponent.span);
  return { kind: 'power', base: { kind: 'call', fn: name, args, span }, exponent, span };
}

/** `\log_2`, `\sin^2`, in either order. */
function scripts(p: Parser): Scripts {
  let base: Expr | undefined;
  let exponent: Expr | undefined;
  for (;;) {
    const token = p.token;
    if (token.kind === 'script') {
      const negative = token.value.charAt(1) === '-';
      const digits = token.value.slice(negative ? 2 : 1);
      const value: Expr = /^\d+$/.test(digits)
        ? integer(BigInt(digits), token)
        : { kind: 'symbol', name: digits, span: token };
      const signed: Expr = negative ? { kind: 'negate', arg: value, span: token } : value;
      if (token.value.charAt(0) === '^') exponent = signed;
      else base = signed;
      p.pos++;
    } else if (base === undefined && p.operator('_')) {
      p.pos++;
      base = p.grammar.argument(p);
    } else if (exponent === undefined && p.operator('^')) {
      p.pos++;
      exponent = exponentOf(p);
    } else return { base, exponent };
  }
}

function exponentOf(p: Parser): Expr {
  const first = p.pos;
  if (p.operator('-')) {
    p.pos++;
    const arg = p.grammar.argument(p);
    return { kind: 'negate', arg, span: p.spanFrom(first) };
  }
  const exponent = p.grammar.argument(p);
  return exponent.kind === 'ellipsis' ? p.fail('an exponent that cannot be read') : exponent;
}

/** `\\max_{1 \\le k \\le n} a_k`: kept as words, with all that it reaches over. */
function overCondition(p: Parser, first: number): Expr {
  p.pos++;
  const partner = p.partner[p.pos] ?? -1;
  p.pos = partner > p.pos ? partner + 1 : p.pos + 1;
  if (startsFactor(p) || p.operator('|')) p.grammar.term(p);
  const span = p.spanFrom(first);
  return { kind: 'words', text: p.text.slice(span.start, span.end), span };
}

/** `gcd(12, 18)`, `\\max\\{a, b\\}`. */
function listArguments(p: Parser, fn: string): Expr[] {
  if (isParenthesis(p.token) || p.is('open', '[')) return [...callArguments(p, false)];
  if (p.is('open', '\\{') || (p.is('open', '{') && p.peek(1).kind === 'open')) {
    const set = p.grammar.argument(p);
    if (set.kind === 'set' && set.elements.length > 0) return [...set.elements];
    if (set.kind === 'tuple') return [...set.items];
  }
  return [p.fail(`“${fn}” without a list of arguments`)];
}

/** The one argument of a function. */
function argumentOf(p: Parser, fn: string): Expr {
  if (isParenthesis(p.token) || p.is('open', '[')) return bracketed(p, fn);
  if (p.is('open', '{')) return braced(p, fn);
  return bareArgument(p, fn);
}

function bracketed(p: Parser, fn: string): Expr {
  const first = p.pos;
  const [arg, more] = callArguments(p, false, false);
  if (arg === undefined || more !== undefined) return p.fail(`“${fn}” takes one argument`, p.spanFrom(first));
  if (p.token.kind === 'letter' && startsFactor(p) && !isDifferential(p)) {
    return p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
  }
  const power = p.operator('^') || (p.token.kind === 'script' && p.token.value.charAt(0) === '^');
  if (power && (fn === 'ln' || fn === 'log') && p.options.notation === 'tex') {
    return p.failTwoWays(`the exponent behind the argument of “${fn}”`, p.spanOf(first, p.pos));
  }
  return arg;
}

/** `\sin{2x}`, and `\ln{\left(x\right)}` as computer algebra prints it. */
function braced(p: Parser, fn: string): Expr {
  const first = p.pos;
  const inside = p.peek(1);
  const complete = inside.kind === 'open' && p.partner[p.pos + 1] === (p.partner[p.pos] ?? 0) - 1;
  const arg = p.grammar.argument(p);
  const goesOn = p.token.kind === 'letter' || p.token.kind === 'number';
  if (!complete && (p.operator('^') || p.operator('!') || (goesOn && startsFactor(p) && !isDifferential(p)))) {
    return p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
  }
  return arg;
}

function isDifferential(p: Parser): boolean {
  return p.integral !== undefined && p.token.value === 'd' && p.peek(1).kind === 'letter';
}

/** Factors up to the next function, parenthesis or sign: `\sin 2x \cos x` is sin(2x)·cos(x). */
function bareArgument(p: Parser, fn: string): Expr {
  const first = p.pos;
  if (p.operator('-')) {
    p.pos++;
    const arg = bareArgument(p, fn);
    return { kind: 'negate', arg, span: p.spanFrom(first) };
  }
  if (!startsFactor(p) && !p.operator('|'))
    return p.fail(`“${fn}” without an argument`, p.spanOf(first - 1, first - 1));
  const factors: Expr[] = [p.grammar.factor(p)];
  while (p.failure === undefined && startsFactor(p) && continues(p, fn, factors, first))
    factors.push(p.grammar.factor(p));
  const [only] = factors;
  const whole: Expr =
    factors.length === 1 && only !== undefined
      ? only
      : { kind: 'product', factors, implicit: true, span: p.spanFrom(first) };
  return p.failure === undefined ? behindBare(p, fn, whole, first) : whole;
}

/** Whether the next factor still belongs to the argument. */
function continues(p: Parser, fn: string, factors: readonly Expr[], first: number): boolean {
  const token = p.token;
  if (token.kind === 'function' || token.kind === 'number' || token.kind === 'begin' || isDifferential(p)) return false;
  if (token.kind === 'command' && token.value !== 'frac' && token.value !== 'sqrt' && token.value !== 'infinity')
    return false;
  if (token.kind === 'open') {
    if (!endsInAngle(fn, factors)) p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
    return false;
  }
  const before = p.peek(-1);
  const wide = token.gap !== GAP.none && before.kind === 'letter' && p.text.charAt(before.start) !== '\\';
  if (wide && token.kind === 'letter' && token.value.length === 1 && p.text.charAt(token.start) !== '\\') {
    p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
    return false;
  }
  return !(token.kind === 'operator' && factors.length > 0);
}

const ANGLES: ReadonlySet<string> = new Set('x y z t u theta alpha beta gamma phi varphi psi omega A B C'.split(' '));

/** `\cos x(…)` is a product; `\sin 2(x+y)` and `\ln x(x+1)` can be read in two ways. */
function endsInAngle(fn: string, factors: readonly Expr[]): boolean {
  if (!TRIGONOMETRIC.has(fn)) return false;
  const last = factors.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'degree') return true;
  return last.kind === 'symbol' && ANGLES.has(last.name);
}

/** A sign right behind an argument without parentheses. */
function behindBare(p: Parser, fn: string, arg: Expr, first: number): Expr {
  if (p.token.kind !== 'operator') return arg;
  const sign = p.token.value;
  if (sign === '/' && p.peek(1).kind !== 'function') {
    if (!isAngleConstant(arg) || p.peek(1).kind !== 'number') {
      return p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
    }
    p.pos++;
    const denominator = p.grammar.factor(p);
    if (startsFactor(p) && p.peek(0).kind !== 'function')
      return p.failTwoWays('what stands under the slash', p.spanFrom(first));
    return { kind: 'quotient', numerator: arg, denominator, span: p.spanFrom(first) };
  }
  const times = sign === '·' || sign === '×' || sign === '*';
  if (times && arg.kind === 'number' && p.peek(1).kind === 'number') {
    return p.failTwoWays(`how far the argument of “${fn}” goes`, p.spanOf(first, p.pos));
  }
  return arg;
}

/** `\sin \pi/6`: nobody writes (sin π)/6 so. */
function isAngleConstant(arg: Expr): boolean {
  if (arg.kind === 'symbol') return arg.name === 'pi';
  return (
    arg.kind === 'product' &&
    arg.factors.every(factor => factor.kind === 'number' || (factor.kind === 'symbol' && factor.name === 'pi'))
  );
}

/** `sqrt(2)`, `√2`, `∛8`: without parentheses one factor. */
export function rootCall(p: Parser, degree: bigint, first: number): Expr {
  const at = p.at(first);
  const radicand = radicandOf(p, at.value);
  const index = integer(degree, { start: at.start, end: at.start });
  return { kind: 'root', radicand, index, span: p.spanFrom(first) };
}

function radicandOf(p: Parser, name: string): Expr {
  const token = p.token;
  if (isParenthesis(token)) {
    const [arg, more] = callArguments(p, false, false);
    return arg === undefined || more !== undefined ? p.fail(`“${name}” takes one argument`) : arg;
  }
  if (token.kind === 'number') return p.grammar.atom(p);
  return p.grammar.argument(p);
}
