/** Small makers of nodes. */
import type { Expr, NumberExpr, Span } from '../expr.ts';

export function withSpan<T extends Expr>(expr: T, span: Span): T {
  return { ...expr, span };
}

export function integer(value: bigint, span: Span): NumberExpr {
  return { kind: 'number', value: { n: value, d: 1n }, span };
}

/** The whole number that a node is, where it is one; `undefined` for all else. */
export function smallInteger(expr: Expr): number | undefined {
  if (expr.kind !== 'number' || expr.value.d !== 1n || expr.value.n > 1_000_000n) return undefined;
  return Number(expr.value.n);
}

export function isMinusOne(expr: Expr): boolean {
  return expr.kind === 'negate' && smallInteger(expr.arg) === 1;
}

/** Names made by `\vec` and `\mathbf`, `⟨…⟩`, columns, and their sums and multiples: what · and × treat as vectors. */
export function isVector(expr: Expr): boolean {
  switch (expr.kind) {
    case 'symbol':
      return expr.name.startsWith('vec ') || /^bold [a-z]/.test(expr.name);
    case 'tuple':
      return expr.open === '<';
    case 'matrix':
      return expr.rows.length > 1 && expr.rows.every(row => row.length === 1);
    case 'call':
      return expr.fn === 'cross';
    case 'negate':
      return isVector(expr.arg);
    case 'sum':
      return expr.terms.some(isVector);
    case 'product':
      return expr.factors.filter(isVector).length === 1;
    case 'quotient':
      return isVector(expr.numerator) && !isVector(expr.denominator);
    default:
      return false;
  }
}
