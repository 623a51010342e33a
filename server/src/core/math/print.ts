/** Formulas as text. Three notations of one tree; parsing what is printed gives the same tree up to spans. */
import type { Expr, Rational } from './expr.ts';
import { plainNotation } from './print/plain.ts';
import { printIn } from './print/printer.ts';
import { texNotation } from './print/tex.ts';
import { textNotation } from './print/text.ts';

/** For messages: readable Unicode on one line, such as `x² + 3x`, `7/2`, `√2`. */
export function printText(expr: Expr): string {
  return printIn(expr, textNotation);
}

/** For LaTeX and the formulas of Markdown, without delimiters: `x^{2} + 3 x`. */
export function printTex(expr: Expr): string {
  return printIn(expr, texNotation);
}

/** For plain notation, as typed on a keyboard: `x^2 + 3x`. */
export function printPlain(expr: Expr): string {
  return printIn(expr, plainNotation);
}

/** `3`, `-7/2`. */
export function printRational({ n, d }: Rational): string {
  return d === 1n ? String(n) : `${n}/${d}`;
}
