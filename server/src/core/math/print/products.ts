/** Printing of products: which factors may stand side by side, and what parts the others. */
import type { Expr, ProductExpr } from '../expr.ts';
import type { Printed, Printer } from './printer.ts';
import type { Style } from './style.ts';

export function printProduct(p: Printer, { factors, implicit }: ProductExpr): Printed {
  if (implicit) return { text: sideBySide(p, factors), level: 5 };
  const sign = p.style === 'tex' ? ' \\cdot ' : p.style === 'text' ? '·' : '*';
  return { text: factors.map(factor => p.at(factor, 5)).join(sign), level: 4 };
}

function sideBySide(p: Printer, factors: readonly Expr[]): string {
  const pieces: string[] = [];
  factors.forEach((factor, index) => {
    const before = pieces.at(-1);
    const piece = pieceOf(p, factor, factors[index - 1], index === factors.length - 1);
    if (before !== undefined && needsBlank(before, piece, p.style, index === 1)) pieces.push(' ');
    pieces.push(piece);
  });
  return pieces.join('');
}

/** A factor with brackets where it would run into its neighbours: digits, a fraction behind a number, a sign, an operator that reaches on. */
function pieceOf(p: Printer, factor: Expr, before: Expr | undefined, last: boolean): string {
  if (!last && reachesOn(factor)) return p.brackets(p.free(factor));
  const text = p.at(factor, 6);
  if (before === undefined) return text;
  const mixing = before.kind === 'number' && factor.kind === 'quotient';
  return mixing || /^[-\d.|]/.test(text) ? p.brackets(p.free(factor)) : text;
}

/** A node whose end would take in what is printed behind it. */
export function reachesOn(expr: Expr): boolean {
  switch (expr.kind) {
    case 'bigOperator':
    case 'limit':
    case 'derivative':
    case 'integral':
    case 'words':
    case 'quantity':
      return true;
    default:
      return false;
  }
}

const LETTERS_AT_START = /^[A-Za-z\\]/;

function needsBlank(before: string, after: string, style: Style, second: boolean): boolean {
  if (!LETTERS_AT_START.test(after)) return false;
  switch (style) {
    case 'tex':
      return /[A-Za-z0-9}]$/.test(before);
    case 'plain':
      return !(second && /^\d+(?:\.\d+)?$/.test(before));
    case 'text':
      return (
        /[A-Za-z]$/.test(before) &&
        (/^[A-Za-z]{2}/.test(after) || /[A-Za-z]{2}$/.test(before)) &&
        !isLetters(before, after)
      );
  }
}

/** Single letters need no blank between them; names and functions do. */
function isLetters(before: string, after: string): boolean {
  const run = /[a-z]+$/.exec(before)?.[0] ?? '';
  return run.length > 0 && !/^[A-Za-z]{2}/.test(after) && !/(?:sin|cos|tan|ln|log|pi)$/.test(run);
}
