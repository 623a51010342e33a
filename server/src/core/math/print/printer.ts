/** What the parts of the printer share. */
import type { Bare, Chain, Expr } from '../expr.ts';
import type { Style } from './style.ts';

/** How tight a printed node binds: 0 anything, 1 sets, 2 sums, 3 signs, 4 products with signs, 5 factors side by side, 6 powers, 7 operands. */
export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Printed {
  readonly text: string;
  readonly level: Level;
}

export interface Printer {
  readonly style: Style;
  print(expr: Expr): Printed;
  /** The text of a node, in brackets where it binds looser than `level`. */
  at(expr: Expr, level: Level): string;
  /** The text of a node that stands between delimiters of its own. */
  free(expr: Expr): string;
  brackets(text: string): string;
  statement(body: Chain | Bare): string;
}
