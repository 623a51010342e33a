/** The text of a formula, in LaTeX or plain notation → what it says. */
import type { Formula, ParseResult, Statement } from './expr.ts';
import { atom } from './parse/atoms.ts';
import { factor } from './parse/factors.ts';
import { argument } from './parse/groups.ts';
import { type Grammar, Parser } from './parse/parser.ts';
import { prepare } from './parse/prepare.ts';
import { implicitProduct, signedTerm } from './parse/products.ts';
import { statements } from './parse/statements.ts';
import { expression, sum } from './parse/sums.ts';
import type { Notation } from './parse/token.ts';
import { tokenize } from './parse/tokenize.ts';

export interface ParseOptions {
  readonly notation: Notation;
  /** Names known to be functions here: `h(2)` is then a value of h. */
  readonly functions?: ReadonlySet<string>;
  /** Names known to be quantities: `h(b_1 + b_2)` is then a product, and `AB` one if A and B are both known. */
  readonly variables?: ReadonlySet<string>;
}

/** Longer texts are no formula; reading takes time in proportion to the length. */
const MAX_LENGTH = 20_000;

const GRAMMAR: Grammar = { expression, sum, term: signedTerm, implicitProduct, factor, atom, argument, statements };
const NONE: ReadonlySet<string> = new Set();

/**
 * Reads a formula. All spans are offsets in `text`; the span of a node holds those of its parts, and brackets around an operand belong to its span.
 *
 * What can be read in two ways in common use (`1/2x`, `\ln x(x+1)`, `(1,200)`, `h(a+b)`) is not read; nor is what is half typed, unknown or too
 * long. Then the result says why and where. Never throws.
 */
export function parseFormula(text: string, options: ParseOptions): ParseResult {
  if (text.length > MAX_LENGTH) return failed('the formula is too long', 0, text.length);
  const { notation, functions = NONE, variables = NONE } = options;
  const scan = tokenize(text, notation, variables);
  if (scan.failure !== undefined) return { ok: false, ...scan.failure };
  const prepared = prepare(scan.tokens);
  if (prepared.failure !== undefined) return { ok: false, ...prepared.failure };
  const parser = new Parser(text, prepared, { notation, functions, variables }, GRAMMAR);
  const list = statements(parser, prepared.tokens.length - 1);
  if (parser.failure !== undefined) return { ok: false, ...parser.failure };
  if (list.length === 0 && parser.remarks.length === 0) return failed('there is nothing to read', 0, text.length);
  return { ok: true, formula: formula(parser, list, prepared.boxed) };
}

function formula(parser: Parser, list: readonly Statement[], boxed: Formula['boxed']): Formula {
  const system = parser.system && list.length > 1 && list.slice(1).every(({ connective }) => connective === 'row');
  const { remarks, unread } = parser;
  return unread.length === 0
    ? { statements: list, boxed, system, remarks }
    : { statements: list, boxed, system, remarks, unread };
}

function failed(reason: string, start: number, end: number): ParseResult {
  return { ok: false, reason, span: { start, end } };
}
