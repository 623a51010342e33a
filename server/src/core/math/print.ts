/** Formula trees → text, with just the brackets that are needed to read the same tree again. */
import type { Bare, Chain, Expr } from './expr.ts';
import { print } from './print/print-expr.ts';

export { printRational } from './print/style.ts';

/** Readable Unicode for messages: `x² + 3x`, `7/2`, `√2`. */
export function printText(expr: Expr | Chain | Bare): string {
  return print(expr, 'text');
}

/** LaTeX without delimiters: `x^{2} + 3 x`, `\frac{7}{2}`. */
export function printTex(expr: Expr | Chain | Bare): string {
  return print(expr, 'tex');
}

/** Plain notation: `x^2 + 3*x`, `7/2`, `sqrt(2)`. What plain notation has no sign for is printed as LaTeX, which may stand in it. */
export function printPlain(expr: Expr | Chain | Bare): string {
  return print(expr, 'plain');
}
