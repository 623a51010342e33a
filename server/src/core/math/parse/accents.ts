/** Names with something above them, names of figures, number sets. */
import type { Expr, NumberSetExpr } from '../expr.ts';
import { callArguments } from './arguments.ts';
import { argument } from './groups.ts';
import { subscript } from './names.ts';
import type { Parser } from './parser.ts';
import { GAP } from './token.ts';

const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['overline', 'overline'],
  ['bar', 'bar'],
  ['hat', 'hat'],
  ['widehat', 'hat'],
  ['tilde', 'tilde'],
  ['widetilde', 'tilde'],
  ['vec', 'vec'],
  ['overrightarrow', 'vec'],
  ['overleftarrow', 'overleft'],
  ['overleftrightarrow', 'line'],
  ['dot', 'dot'],
  ['ddot', 'ddot'],
]);

/** Letters that stand for complex numbers by habit: a bar over them is the conjugate. */
const COMPLEX = /^(?:z|w|omega)(?:_.*)?$/;

/** `\vec{v}`, `\bar x`, `\overline{AB}`; `undefined` where the command at the position is no accent. */
export function accent(p: Parser): Expr | undefined {
  const kind = ACCENTS.get(p.token.value);
  if (kind === undefined) return undefined;
  const first = p.pos;
  p.pos++;
  const written = textBelow(p);
  const inside = argument(p);
  if (p.failure !== undefined) return inside;
  const bar = kind === 'overline' || kind === 'bar';
  if (bar && isComplex(inside)) return { kind: 'call', fn: 'conjugate', args: [inside], span: p.spanFrom(first) };
  if (inside.kind !== 'symbol' && !/^[A-Za-z0-9]+$/.test(written)) {
    return p.fail('an accent over more than a name', p.spanFrom(first));
  }
  const name = inside.kind === 'symbol' ? inside.name : written;
  const full = `${kind === 'overline' && /^[a-zA-Z](?:_|$)/.test(name) ? 'bar' : kind} ${name}`;
  if (!p.operator('_')) return { kind: 'symbol', name: full, span: p.spanFrom(first) };
  const { text, at } = subscript(p);
  const symbol: Expr = { kind: 'symbol', name: `${full}_${text}`, span: p.spanFrom(first) };
  return at === undefined ? symbol : { ...symbol, index: { base: full, at } };
}

/** The letters and digits under an accent as written, without blanks. */
function textBelow(p: Parser): string {
  const end = p.is('open', '{') ? (p.partner[p.pos] ?? p.pos) : p.pos;
  let text = '';
  for (let index = p.pos; index <= end; index++) {
    const token = p.at(index);
    if (token.kind !== 'open' && token.kind !== 'close') text += token.value;
  }
  return text;
}

function isComplex(expr: Expr): boolean {
  switch (expr.kind) {
    case 'symbol':
      return COMPLEX.test(expr.name);
    case 'sum':
    case 'quotient':
    case 'negate':
      return true;
    case 'product':
      return expr.factors.some(
        factor => factor.kind === 'symbol' && (factor.name === 'i' || COMPLEX.test(factor.name)),
      );
    case 'power':
      return isComplex(expr.base);
    default:
      return false;
  }
}

const FIGURES: ReadonlyMap<string, { readonly sign: string; readonly points: number }> = new Map([
  ['angle', { sign: '∠', points: 3 }],
  ['measuredangle', { sign: '∠', points: 3 }],
  ['triangle', { sign: '△', points: 3 }],
  ['square', { sign: '□', points: 4 }],
  ['overarc', { sign: '⌒', points: 3 }],
]);

/** `\angle ABC`, `\triangle ABC`: one name. */
export function figure(p: Parser, command: string): Expr {
  const first = p.pos;
  const { sign, points } = FIGURES.get(command) ?? { sign: '∠', points: 3 };
  p.pos++;
  const braces = p.is('open', '{');
  const end = braces ? (p.partner[p.pos] ?? p.pos) : p.tokens.length;
  if (braces) p.pos++;
  let name = sign;
  if (p.token.kind === 'number' && command !== 'triangle') {
    name += p.token.value;
    p.pos++;
  } else name += pointsBehind(p, points, end);
  if (braces && p.failure === undefined) {
    if (p.pos !== end) return p.fail('the name of a figure', p.spanFrom(first));
    p.pos++;
  }
  if (name === sign && (sign === '∠' || sign === '⌒')) return p.fail('a figure without a name', p.at(first));
  return { kind: 'symbol', name, span: p.spanFrom(first) };
}

function pointsBehind(p: Parser, most: number, end: number): string {
  let name = '';
  for (let count = 0; count < most && p.pos < end; count++) {
    const token = p.token;
    const capital = token.kind === 'letter' && (/^[A-Z]$/.test(token.value) || (count === 0 && token.value.length > 0));
    if (!capital || (count > 0 && token.gap > GAP.blank)) break;
    name += token.value;
    p.pos++;
    if (p.operator('_')) name += `_${subscript(p).text}`;
    while (p.operator("'")) {
      name += "'";
      p.pos++;
    }
    if (!/^[A-Z]$/.test(token.value)) break;
  }
  return name;
}

/** `\mathbb{R}`, `\mathbb{Z}^+`, `\mathbb{R}_{\ge 0}`; other blackboard letters are names. */
export function numberSet(p: Parser): Expr {
  const first = p.pos;
  const value = p.token.value;
  p.pos++;
  let set = value.slice('numberSet:'.length);
  if (value === 'mathbb') {
    const inside = argument(p);
    if (inside.kind !== 'symbol') return p.fail('a number set', p.spanFrom(first));
    set = inside.name;
  }
  if (!isNumberSet(set)) {
    if ((set !== 'E' && set !== 'P') || p.token.kind !== 'open')
      return { kind: 'symbol', name: set, span: p.spanFrom(first) };
    return {
      kind: 'apply',
      name: set,
      primes: 0,
      inverse: false,
      args: callArguments(p, true),
      span: p.spanFrom(first),
    };
  }
  const restriction = restrictionBelow(p);
  if (p.failure !== undefined) return p.fail('');
  const span = p.spanFrom(first);
  return restriction === undefined ? { kind: 'numberSet', set, span } : { kind: 'numberSet', set, restriction, span };
}

function isNumberSet(name: string): name is NumberSetExpr['set'] {
  return name === 'N' || name === 'Z' || name === 'Q' || name === 'R' || name === 'C';
}

/** `_{>0}`, `_{\ge 0}`, `_+`. */
function restrictionBelow(p: Parser): NumberSetExpr['restriction'] {
  if (!p.operator('_')) return undefined;
  const end = p.peek(1).kind === 'open' ? (p.partner[p.pos + 1] ?? p.pos) : p.pos + 1;
  let text = '';
  for (let index = p.pos + 1; index <= end; index++) {
    const token = p.at(index);
    if (token.kind !== 'open' && token.kind !== 'close') text += token.value;
  }
  const known = RESTRICTIONS.get(text);
  if (known === undefined) p.fail('a number set with a subscript', p.spanOf(p.pos, end));
  else p.pos = end + 1;
  return known;
}

const RESTRICTIONS: ReadonlyMap<string, NonNullable<NumberSetExpr['restriction']>> = new Map([
  ['>0', 'positive'],
  ['+', 'positive'],
  ['<0', 'negative'],
  ['-', 'negative'],
  ['≥0', 'nonnegative'],
  ['≠0', 'nonzero'],
]);
