/** What a notation decides; `printer.ts` decides where parentheses stand. */
import type { CallExpr, NumberSetExpr } from '../expr.ts';

/** How tightly a printed text holds together: a text of a lower level needs parentheses where a higher one is asked for. */
export const Level = {
  /** Relations, lists: only inside brackets of their own. */
  open: 0,
  sum: 1,
  product: 2,
  /** `-x`, and everything with a leading sign. */
  factor: 3,
  power: 4,
  atom: 5,
} as const;

export type Level = (typeof Level)[keyof typeof Level];

export interface Printed {
  readonly text: string;
  readonly level: Level;
}

export interface Notation {
  /** Between two factors of which the second could be misread without a sign. */
  readonly times: string;
  /** Between two factors that need no sign. */
  readonly juxtaposed: string;
  readonly plusMinus: Readonly<Record<'±' | '∓', string>>;
  readonly infinity: string;
  readonly ellipsis: string;
  readonly relations: Readonly<Record<string, string>>;
  /** A fraction of two finished texts; `numerator` and `denominator` stand in parentheses where the notation asked for them. */
  readonly fraction: (numerator: Printed, denominator: Printed) => Printed;
  readonly power: (base: string, exponent: Printed) => string;
  readonly root: (radicand: Printed, index: string | undefined) => Printed;
  readonly name: (name: string) => string;
  readonly words: (text: string) => string;
  readonly parentheses: (inner: string) => string;
  readonly brackets: (open: string, inner: string, close: string) => string;
  readonly call: (call: CallExpr, args: readonly Printed[]) => Printed;
  readonly percent: string;
  readonly degree: string;
  readonly quantity: (amount: string, unit: string) => string;
  readonly repeating: (whole: string, period: string) => string;
  readonly bigOperator: (op: 'sum' | 'product', variable: string, lower: string, upper: string, body: string) => string;
  readonly integral: (bounds: readonly [string, string] | undefined, body: string, variable: string) => string;
  readonly derivative: (body: string, variable: string, order: number, partial: boolean) => string;
  readonly limit: (variable: string, target: string, side: 'both' | 'left' | 'right', body: string) => string;
  readonly bracketEvaluation: (body: string, lower: string, upper: string) => string;
  readonly matrix: (rows: readonly (readonly string[])[]) => string;
  readonly piecewise: (
    branches: readonly { readonly value: string; readonly condition: string | undefined }[],
  ) => string;
  readonly numberSet: (set: NumberSetExpr) => string;
  readonly emptySet: string;
  readonly setOperations: Readonly<Record<'union' | 'intersection' | 'difference', string>>;
}
