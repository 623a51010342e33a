/** Matrices and values by cases. */
import type { Chain, Expr, Link } from '../expr.ts';
import { readChain } from './chains.ts';
import type { Parser } from './parser.ts';
import { startsClause } from './words.ts';

/** Reads the environment at the position as an operand. */
export function environment(p: Parser): Expr {
  const first = p.pos;
  const name = p.token.value;
  switch (name) {
    case 'matrix':
    case 'pmatrix':
    case 'bmatrix':
    case 'Bmatrix':
    case 'smallmatrix':
    case 'array':
      return matrix(p);
    case 'vmatrix': {
      const inside = matrix(p);
      return { kind: 'call', fn: 'det', args: [inside], span: p.spanFrom(first) };
    }
    case 'cases':
    case 'dcases':
      return piecewise(p);
    default:
      return p.fail(`the environment “${name}” cannot be read here`);
  }
}

/** Reads rows and cells between `\begin` and `\end`; `cell` reads one. */
function rowsOf<T>(p: Parser, cell: (column: number, end: number) => T): T[][] {
  const open = p.pos;
  const end = p.partner[open] ?? open;
  const outer = p.scope();
  if (!p.enter()) return [];
  p.restore({ bracket: open, inList: true, bars: 0, integral: undefined });
  p.pos++;
  const rows: T[][] = [];
  while (p.failure === undefined && p.pos < end) {
    if (p.token.kind === 'row') {
      p.pos++;
      continue;
    }
    const row: T[] = [cell(0, end)];
    while (p.failure === undefined && p.token.kind === 'align') {
      p.pos++;
      row.push(cell(row.length, end));
    }
    rows.push(row);
    if (p.failure === undefined && p.pos < end && p.peek(0).kind !== 'row') p.fail('a cell that cannot be read');
  }
  if (p.failure === undefined) p.pos = end + 1;
  p.restore(outer);
  p.leave();
  return rows;
}

function matrix(p: Parser): Expr {
  const first = p.pos;
  const rows = rowsOf(p, () => p.grammar.expression(p));
  if (p.failure !== undefined) return p.fail('');
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.some(row => row.length !== width))
    return p.fail('a matrix whose rows differ in length', p.spanFrom(first));
  return { kind: 'matrix', rows, span: p.spanFrom(first) };
}

interface Branch {
  readonly value: Expr;
  readonly condition?: Chain;
}

/** A value by cases. A row is a value, then its condition behind `&`, a comma or words. */
export function piecewise(p: Parser): Expr {
  const first = p.pos;
  const branches: Branch[] = [];
  const conditions = new Map<number, Chain | undefined>();
  const rows = rowsOf(p, column => {
    if (column === 0) {
      const value = p.grammar.expression(p);
      const comma = p.operator(',') || p.operator(';');
      if (comma) p.pos++;
      if (
        p.token.kind === 'text' ||
        (comma && p.token.kind !== 'align' && p.token.kind !== 'row' && p.token.kind !== 'end')
      ) {
        conditions.set(branches.length, condition(p));
      }
      branches.push({ value });
      return value;
    }
    conditions.set(branches.length - 1, condition(p));
    return undefined;
  });
  if (p.failure !== undefined) return p.fail('');
  if (rows.length === 0) return p.fail('cases without a case', p.spanFrom(first));
  const complete = branches.map(({ value }, index): Branch => {
    const found = conditions.get(index);
    return found === undefined ? { value } : { value, condition: found };
  });
  return { kind: 'piecewise', branches: complete, span: p.spanFrom(first) };
}

const OTHERWISE = /^(?:otherwise|else|in all other cases|elsewhere)[.,;]?$/i;

/** `x > 0`, `\text{if } x > 0`, `\text{otherwise}` (no condition). */
function condition(p: Parser): Chain | undefined {
  if (p.token.kind === 'text' && OTHERWISE.test(p.token.value)) {
    p.pos++;
    if (p.operator('.') || p.operator(',')) p.pos++;
    return undefined;
  }
  if (p.token.kind === 'text') {
    if (!startsClause(p.token.value)) p.fail('a condition in words');
    p.pos++;
  }
  const body = readChain(p);
  if (p.operator('.') || p.operator(',') || p.operator(';')) p.pos++;
  if (p.failure === undefined && body.kind !== 'chain') p.fail('a case without a condition', body.span);
  if (body.kind === 'chain') return body;
  const links: readonly Link[] = [];
  return { kind: 'chain', sides: [body.expr], links, continues: false, span: body.span };
}
