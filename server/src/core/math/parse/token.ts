/**
 * What the scanner gives the parser: the formula as a row of tokens, in the order of the text.
 * Both notations give the same tokens, so that one grammar reads them.
 */
import type { Span } from '../expr.ts';

/**
 * - `number`: digits, with a point at most; the value is the text without blanks.
 * - `letter`: one letter or a Greek name: `x`, `theta`, `bold v`.
 * - `function`: a function with a meaning of its own: `sin`, `log`.
 * - `text`: words, in `\text{…}` or in plain notation; the value is trimmed.
 * - `word`: letters run together in TeX that can only be a word: `Area = …`.
 * - `operator`: everything between operands that is no relation, and the marks behind them.
 * - `relation`: the value is a RelationOp, or the name of a relation that is not read.
 * - `arrow`: `implies`, `iff`, `impliedBy`, `to`, `therefore`, `because`.
 * - `open`, `close`: `(`, `[`, `{` (a group of TeX, not seen by the reader), `\{`, `|`, `‖`, `⟨`, `⌊`, `⌈`, `.` (`\left.`).
 * - `script`: Unicode superscripts (`²`); the value is `^` or `_` and then the plain text: `^2`, `_10`.
 * - `vulgar`: `½`; the value is `1/2`.
 * - `command`: anything else with a meaning: `frac`, `sum`, `int`.
 * - `begin`, `end`: the value is the environment without its star.
 */
export type TokenKind =
  | 'number'
  | 'letter'
  | 'function'
  | 'text'
  | 'word'
  | 'operator'
  | 'relation'
  | 'arrow'
  | 'open'
  | 'close'
  | 'script'
  | 'vulgar'
  | 'command'
  | 'begin'
  | 'end'
  | 'row'
  | 'align'
  | 'eof';

/** White space before a token, as written: none, blanks, a thin space (`\,`, `\!`), a quad. The widest counts. */
export const GAP = { none: 0, blank: 1, thin: 2, quad: 3 } as const;

export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly gap: number;
  /** A delimiter with `\left`, `\right` or `\bigl`: it says by itself that it opens or closes. */
  readonly sized: boolean;
}

/** The tokens (the last one is `eof`), what was dropped with a meaning of its own, or why the text cannot be scanned. */
export interface Scan {
  readonly tokens: Token[];
  readonly failure: { readonly reason: string; readonly span: Span } | undefined;
}

export type Notation = 'tex' | 'plain';
