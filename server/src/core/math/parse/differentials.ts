/** `du = 2x\,dx`: a relation between differentials is one between a derivative and a value, `du/dx = 2x`. */
import type { Chain, Expr, Span } from '../expr.ts';
import { smallInteger } from './nodes.ts';
import type { Parser } from './parser.ts';

/** Letters that name the new variable of a substitution. */
const SUBSTITUTED: ReadonlySet<string> = new Set(['u', 'v', 'w']);

interface Side {
  readonly body: Expr;
  readonly variable: string;
  readonly span: Span;
}

/** Reads the whole relation at the position; `undefined` (and nothing read) where there is none of this kind. */
export function differentialRelation(p: Parser): Chain | undefined {
  if (p.options.variables.has('d') || p.integral !== undefined || !hasTwoDifferentials(p)) return undefined;
  const first = p.pos;
  return p.attempt(() => {
    const left = side(p);
    const sign = p.token;
    if (sign.kind !== 'relation' || sign.value !== '=') return fail(p, first);
    p.pos++;
    const right = side(p);
    if (left === undefined || right === undefined || left.variable === right.variable || !ends(p))
      return fail(p, first);
    const leftDepends = dependsOn(left.variable, right.variable);
    const sides = leftDepends
      ? [withDerivative(left, right.variable), right.body]
      : [left.body, withDerivative(right, left.variable)];
    const links = [{ op: '=' as const, span: { start: sign.start, end: sign.end } }];
    return { kind: 'chain' as const, sides, links, continues: false, span: p.spanOf(first, p.pos - 1) };
  });
}

function fail(p: Parser, first: number): undefined {
  p.fail('a differential outside of an integral is not read', p.at(first));
  return undefined;
}

function side(p: Parser): Side | undefined {
  const own: { variable: string | undefined } = { variable: undefined };
  const first = p.pos;
  p.integral = own;
  const body = p.grammar.sum(p);
  p.integral = undefined;
  return own.variable === undefined ? undefined : { body, variable: own.variable, span: p.spanOf(first, p.pos - 1) };
}

/** Which of the two is a function of the other: the new variable of a substitution, else the one on the left. */
function dependsOn(left: string, right: string): boolean {
  return SUBSTITUTED.has(left) || !SUBSTITUTED.has(right);
}

/** The side's value times the derivative of its variable by the other one. */
function withDerivative({ body, variable, span }: Side, by: string): Expr {
  const derivative: Expr = {
    kind: 'derivative',
    variable: by,
    order: 1,
    partial: false,
    body: { kind: 'symbol', name: variable, span },
    span,
  };
  return smallInteger(body) === 1
    ? derivative
    : { kind: 'product', factors: [body, derivative], implicit: false, span };
}

/** Just two pairs `dx` up to the end of the statement, and no integral, which would own them. */
function hasTwoDifferentials(p: Parser): boolean {
  let count = 0;
  for (let index = p.pos; index < p.tokens.length; index++) {
    const token = p.at(index);
    if (token.kind === 'command' && token.value === 'int') return false;
    if (token.kind === 'letter' && token.value === 'd' && p.at(index + 1).kind === 'letter') count++;
    if (token.kind === 'row' || (token.kind === 'operator' && (token.value === ',' || token.value === ';'))) break;
  }
  return count === 2;
}

function ends(p: Parser): boolean {
  const { kind, value } = p.token;
  if (kind === 'operator') return ',;.'.includes(value);
  return kind === 'eof' || kind === 'row' || kind === 'arrow' || kind === 'text' || kind === 'end' || p.token.gap === 3;
}
