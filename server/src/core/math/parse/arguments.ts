/** Argument lists. */
import type { Expr } from '../expr.ts';
import type { Parser } from './parser.ts';

/**
 * Reads `(a, b, …)` at the position. With `opaque`, an argument that is no value (`P(X = 2)`, `P(A \mid B)`) is kept as words; without, it cannot be read.
 * Without `list` there is one argument, so that a comma between digits is a thousands sign.
 */
export function callArguments(p: Parser, opaque: boolean, list = true): readonly Expr[] {
  const open = p.pos;
  const end = p.partner[open] ?? open;
  const outer = p.scope();
  if (!p.enter()) return [];
  p.restore({ bracket: list ? open : -1, inList: list, bars: 0, integral: undefined });
  p.pos++;
  const args: Expr[] = [];
  while (p.failure === undefined) {
    args.push(argumentBefore(p, end, opaque));
    if (p.operator(',') || p.operator(';')) p.pos++;
    else break;
  }
  if (p.failure === undefined && p.pos !== end) p.fail('the arguments of a function');
  else if (p.failure === undefined) p.pos = end + 1;
  p.restore(outer);
  p.leave();
  return args;
}

function argumentBefore(p: Parser, end: number, opaque: boolean): Expr {
  const first = p.pos;
  const value = () => {
    const expr = p.grammar.expression(p);
    return p.pos === end || p.operator(',') || p.operator(';') ? expr : p.fail('an argument that cannot be read');
  };
  if (!opaque) return value();
  return p.attempt(value) ?? words(p, first, end);
}

/** Everything up to the next comma or the end, as words. */
function words(p: Parser, first: number, end: number): Expr {
  p.pos = first;
  while (p.pos < end && !p.operator(',')) {
    const partner = p.partner[p.pos] ?? -1;
    p.pos = partner > p.pos ? partner + 1 : p.pos + 1;
  }
  if (p.pos === first) return p.fail('an argument is missing');
  return { kind: 'words', text: p.raw(first, p.pos - 1), span: p.spanFrom(first) };
}
