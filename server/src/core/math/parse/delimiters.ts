/** Brackets of every shape: groups, tuples, intervals, sets, bars, floors, evaluations between bounds. */
import type { Expr, TupleExpr } from '../expr.ts';
import { piecewise } from './environments.ts';
import { braceGroup, inside, unexpected } from './groups.ts';
import { isVector, withSpan } from './nodes.ts';
import type { Parser } from './parser.ts';
import { startsFactor } from './starts.ts';
import { GAP } from './token.ts';

/** Reads the bracket at the position. */
export function delimited(p: Parser): Expr {
  switch (p.token.value) {
    case '(':
    case '[':
      return parentheses(p);
    case '{':
      return texGroup(p);
    case '\\{':
      return braces(p);
    case '|':
      return sizedBars(p);
    case '‖':
      return wrapped(p, 'norm');
    case '⌊':
      return wrapped(p, 'floor');
    case '⌈':
      return wrapped(p, 'ceil');
    case '⟨':
      return angles(p);
    case '.':
      return leftOfBar(p);
    default:
      return p.fail(unexpected(p));
  }
}

function items(p: Parser, end: number): Expr[] {
  const list: Expr[] = [p.grammar.expression(p)];
  while (p.failure === undefined && p.pos < end && (p.operator(',') || p.operator(';'))) {
    p.pos++;
    list.push(p.grammar.expression(p));
  }
  return list;
}

function parentheses(p: Parser): Expr {
  const first = p.pos;
  const open = p.token.value === '[' ? '[' : '(';
  const list = inside(p, true, false, end => items(p, end)) ?? [];
  const close = p.peek(-1).value === ']' ? ']' : ')';
  const span = p.spanFrom(first);
  const [only] = list;
  if (p.failure !== undefined || only === undefined) return p.fail('brackets that cannot be read');
  if (list.length > 1) return { kind: 'tuple', items: list, open, close, span };
  if ((open === '(') !== (close === ')')) return p.fail('brackets that do not belong together', span);
  if (open === '[' && (p.operator('_') || p.operator('^')) && isEvaluation(p)) return bounds(p, only, first);
  if (open === '[' && couldBeFloor(p, only, first)) return bracketName(p, only, first);
  return withSpan(only, span);
}

/** `[x]` around something that needs no bracket is a name (`[ABC]`, an area) or the integer part. */
function couldBeFloor(p: Parser, only: Expr, first: number): boolean {
  const before = p.at(first - 1);
  if (before.kind === 'function' || (before.kind === 'close' && before.value === '}')) return false;
  switch (only.kind) {
    case 'sum':
    case 'negate':
    case 'plusMinus':
    case 'matrix':
      return false;
    case 'product':
    case 'quotient':
    case 'power':
      return !containsBracket(p, first);
    default:
      return true;
  }
}

function containsBracket(p: Parser, open: number): boolean {
  const end = p.partner[open] ?? open;
  for (let index = open + 1; index < end; index++) {
    const token = p.at(index);
    if (token.kind === 'function' || (token.kind === 'open' && token.value !== '{')) return true;
  }
  return false;
}

function bracketName(p: Parser, only: Expr, first: number): Expr {
  const span = p.spanFrom(first);
  const points = only.kind === 'product' && only.implicit ? only.factors.map(pointName).join('') : pointName(only);
  if (/^△?[A-Z]{2,}$/.test(points)) return { kind: 'symbol', name: `[${points.replace('△', '')}]`, span };
  return p.fail('brackets can also mean the integer part', span);
}

/** The name of points, or a blank for what is none. */
function pointName(expr: Expr): string {
  return expr.kind === 'symbol' ? expr.name : ' ';
}

/** A group of TeX as an operand. Its braces do not show, so it must not hold together what the page does not. */
function texGroup(p: Parser): Expr {
  const first = p.pos;
  const before = p.at(first - 1);
  const expr = braceGroup(p);
  if (p.failure !== undefined) return expr;
  const loose =
    expr.kind === 'sum' ||
    expr.kind === 'negate' ||
    expr.kind === 'plusMinus' ||
    (expr.kind === 'product' && !expr.implicit);
  const bracketed = p.at(first + 1).kind === 'open' && p.partner[first + 1] === p.pos - 2;
  if (!loose || bracketed) return expr;
  const touched =
    p.operator('^') || p.operator('!') || startsFactor(p) || ['letter', 'number', 'close'].includes(before.kind);
  return touched ? p.failTwoWays('a group in braces, which do not show,', p.spanFrom(first)) : expr;
}

/** A set, a set by a condition (kept as words), or the brace before cases. */
function braces(p: Parser): Expr {
  const first = p.pos;
  const end = p.partner[first] ?? first;
  if (p.at(end).value === '.') return piecewiseBrace(p);
  if (p.peek(1).kind === 'close') {
    p.pos += 2;
    return { kind: 'set', elements: [], span: p.spanFrom(first) };
  }
  const elements = p.attempt(() => inside(p, true, true, last => items(p, last)));
  if (elements !== undefined && !p.operator('_')) return { kind: 'set', elements, span: p.spanFrom(first) };
  if (elements !== undefined) return sequence(p, first);
  if (!hasCondition(p, first, end)) return p.fail('a set that cannot be read', p.spanOf(first, end));
  p.pos = end + 1;
  const span = p.spanFrom(first);
  return { kind: 'words', text: p.text.slice(span.start, span.end), span };
}

/** `\\{a_n\\}_{n \\ge 0}^{\\infty}`: kept as words. */
function sequence(p: Parser, first: number): Expr {
  while (p.operator('_') || p.operator('^')) {
    p.pos++;
    const partner = p.partner[p.pos] ?? -1;
    p.pos = partner > p.pos ? partner + 1 : p.pos + 1;
  }
  const span = p.spanFrom(first);
  return { kind: 'words', text: p.text.slice(span.start, span.end), span };
}

function hasCondition(p: Parser, first: number, end: number): boolean {
  for (let index = first + 1; index < end; index++) {
    const token = p.at(index);
    if (token.value === '∣' || token.value === '|' || token.value === ':') return true;
  }
  return false;
}

function piecewiseBrace(p: Parser): Expr {
  if (p.peek(1).kind !== 'begin') return p.fail('a brace that never closes');
  return inside(p, false, false, () => piecewise(p)) ?? p.fail('cases that cannot be read');
}

function sizedBars(p: Parser): Expr {
  const first = p.pos;
  if (p.at(p.partner[first] ?? first).value !== '|') return p.fail('bars that do not belong together', p.token);
  const arg = inside(p, true, false, () => p.grammar.expression(p)) ?? p.fail('bars that cannot be read');
  return p.operator('_') ? p.fail('a subscript here cannot be read') : absolute(p, arg, first);
}

/** `|…|` without sizes, at the opening bar. */
export function bars(p: Parser): Expr {
  const first = p.pos;
  const bar = p.token.value;
  if (!p.enter()) return p.fail('');
  p.pos++;
  p.bars++;
  const arg = p.grammar.expression(p);
  p.bars--;
  p.leave();
  if (p.failure !== undefined) return arg;
  if (!p.operator(bar)) return p.fail('a bar that never closes', p.spanOf(first, first));
  p.pos++;
  return bar === '‖' ? { kind: 'call', fn: 'norm', args: [arg], span: p.spanFrom(first) } : absolute(p, arg, first);
}

/** What bars mean depends on what they hold: a determinant, a number of elements, a length, an absolute value. */
function absolute(p: Parser, arg: Expr, first: number): Expr {
  const span = p.spanFrom(first);
  if (arg.kind === 'matrix' && !isVector(arg)) return { kind: 'call', fn: 'det', args: [arg], span };
  if (arg.kind === 'set' || arg.kind === 'setOperation') return { kind: 'call', fn: 'cardinality', args: [arg], span };
  if (isVector(arg) || arg.kind === 'tuple') return { kind: 'call', fn: 'norm', args: [arg], span };
  return { kind: 'call', fn: 'abs', args: [arg], span };
}

function wrapped(p: Parser, fn: 'norm' | 'floor' | 'ceil'): Expr {
  const first = p.pos;
  const arg = inside(p, true, false, () => p.grammar.expression(p)) ?? p.fail('brackets that cannot be read');
  return { kind: 'call', fn, args: [arg], span: p.spanFrom(first) };
}

function angles(p: Parser): Expr {
  const first = p.pos;
  const list = inside(p, true, true, end => items(p, end)) ?? [];
  const span = p.spanFrom(first);
  if (p.failure !== undefined || list.length < 2) return p.fail('angle brackets that cannot be read', span);
  const tuple: TupleExpr = { kind: 'tuple', items: list, open: '<', close: '>', span };
  return tuple;
}

/** `\left. F(x) \right|_a^b`. */
function leftOfBar(p: Parser): Expr {
  const first = p.pos;
  if (p.at(p.partner[first] ?? first).value !== '|') return p.fail('a delimiter that is not shown', p.token);
  const body = inside(p, true, false, () => p.grammar.expression(p)) ?? p.fail('brackets that cannot be read');
  return p.failure === undefined ? bounds(p, body, first) : body;
}

function isEvaluation(p: Parser): boolean {
  const width = p.peek(1).kind === 'open' ? (p.partner[p.pos + 1] ?? p.pos) + 1 - p.pos : 2;
  const other = p.peek(width);
  return other.kind === 'operator' && (other.value === '_' || other.value === '^') && other.value !== p.token.value;
}

/** `F(x)\Big|_a^b` at the bar: only where F(x) is all that stands before it, for how far the bar reaches is not written. */
export function evaluationBar(p: Parser, body: Expr, first: number): Expr {
  const before = p.at(first - 1);
  const whole =
    first === 0 ||
    before.kind === 'relation' ||
    before.kind === 'open' ||
    before.kind === 'row' ||
    before.kind === 'arrow';
  if (!whole) return p.failTwoWays('how far the bar reaches', p.spanOf(first, p.pos));
  p.pos++;
  return bounds(p, body, first);
}

/** Reads `_a^b` behind a body. */
function bounds(p: Parser, body: Expr, first: number): Expr {
  const read: { lower?: Expr; upper?: Expr } = {};
  let variable = onlyLetter(p, first);
  for (let count = 0; count < 2 && (p.operator('_') || p.operator('^')); count++) {
    const side = p.token.value === '_' ? 'lower' : 'upper';
    p.pos++;
    const named = p.is('open', '{') && p.peek(1).kind === 'letter' && p.peek(2).value === '=';
    if (named) variable = p.peek(1).value;
    read[side] = named ? (inside(p, false, false, () => afterEquals(p)) ?? p.fail('a bound')) : p.grammar.argument(p);
  }
  const { lower, upper } = read;
  if (p.failure !== undefined || lower === undefined || upper === undefined)
    return p.fail('a bar without two bounds', p.spanFrom(first));
  const span = p.spanFrom(first);
  return variable === undefined
    ? { kind: 'bracketEvaluation', lower, upper, body, span }
    : { kind: 'bracketEvaluation', variable, lower, upper, body, span };
}

function afterEquals(p: Parser): Expr {
  p.pos += 2;
  return p.grammar.expression(p);
}

const CONSTANTS: ReadonlySet<string> = new Set(['e', 'pi', 'i']);

/** The letter of what was read since the token `first`, where there is just one. */
function onlyLetter(p: Parser, first: number): string | undefined {
  let found: string | undefined;
  for (let index = first; index < p.pos; index++) {
    const token = p.at(index);
    if (token.kind !== 'letter' || CONSTANTS.has(token.value) || token.value === found) continue;
    if (p.at(index + 1).value === '(') continue;
    if (found !== undefined || p.at(index + 1).value === '_' || token.gap === GAP.quad) return undefined;
    found = token.value;
  }
  return found;
}
