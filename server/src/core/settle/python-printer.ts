/** What the parts of the Python printer share. */
import type { Expr } from '../math/expr.ts';

/** How tight a printed node binds in Python: 0 anything, 1 sums, 2 signs, 3 products and quotients, 4 powers, 5 operands. */
export type Level = 0 | 1 | 2 | 3 | 4 | 5;

export interface Printed {
  readonly text: string;
  readonly level: Level;
  /** A plain int of Python: `1/3` of two of them would be a float. */
  readonly isInt?: true;
}

export interface Printer {
  print(expr: Expr): Printed;
  /** The text of a node, in brackets where it binds looser than `level`. */
  at(expr: Expr, level: Level): string;
  /** The text of a node that stands between delimiters of its own. */
  free(expr: Expr): string;
  /** The text of a node as an exact number of SymPy: an int is wrapped. */
  exact(expr: Expr, level: Level): string;
  /** Notes that there is no honest counterpart; what is printed then is thrown away. */
  refuse(reason: string): Printed;
  /** Notes that the code relies on a name of SymPy, and gives it. */
  uses(name: string): string;
  /** The identifier of a name that the formula binds or leaves free. `isInteger` where it counts the terms of a sum. */
  name(name: string, isInteger?: boolean): string;
  /** The identifier of a function of the document, where it has a definition. */
  functionName(name: string, arity: number): string | undefined;
  /** Prints what a node holds while `variable` is a name, even if it is `i` or `e`. */
  binding(variable: string, body: () => string): string;
  readonly logBase: 'e' | '10' | undefined;
  /** Sums, integrals and limits are left for the check to work out. */
  readonly delays: boolean;
}
