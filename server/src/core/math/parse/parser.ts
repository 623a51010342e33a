/**
 * The state of parsing. Reading goes on with a placeholder after the first failure, at the end of the tokens, where every loop ends:
 * so a failure is a value that is looked at once, and no function needs to pass it on.
 */
import type { Expr, Formula, Remark, Span } from '../expr.ts';
import type { Prepared } from './prepare.ts';
import type { Notation, Token, TokenKind } from './token.ts';

/** Operands, brackets and sums in each other, each counted; real formulas stay below 60. */
const MAX_DEPTH = 300;

/** Operations of one level that nest to the left: `a/b/c/…`. */
export const MAX_CHAIN = 200;

/** Options of `parseFormula`, with nothing left out. */
export interface ParserOptions {
  readonly notation: Notation;
  readonly functions: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

/** The levels of the grammar that stand in files below and need those above: brackets hold sums. */
export interface Grammar {
  /** Sums joined by ∪, ∩, ∖: anything that may stand as a side of a relation. */
  expression(p: Parser): Expr;
  /** Terms with + and -. */
  sum(p: Parser): Expr;
  /** A term of a sum with the signs in front of it. */
  term(p: Parser): Expr;
  /** Factors side by side, without a sign. */
  implicitProduct(p: Parser): Expr;
  /** One factor with all that is attached to it: powers, factorials. */
  factor(p: Parser): Expr;
  /** One operand. */
  atom(p: Parser): Expr;
  /** What TeX takes as one argument: a group in braces, one digit, one letter, one command. */
  argument(p: Parser): Expr;
  /** Statements up to (not including) the token `end`. */
  statements(p: Parser, end: number): Formula['statements'];
}

/** See `Parser.scope`. */
export interface Scope {
  readonly bracket: number;
  readonly inList: boolean;
  readonly bars: number;
  readonly integral: { variable: string | undefined } | undefined;
}

export class Parser {
  readonly text: string;
  readonly options: ParserOptions;
  readonly grammar: Grammar;
  readonly partner: Int32Array;
  readonly tokens: Token[];
  readonly remarks: Remark[] = [];
  readonly unread: { readonly reason: string; readonly span: Span }[] = [];
  pos = 0;
  depth = 0;
  failure: { readonly reason: string; readonly span: Span } | undefined;
  /** Index of the innermost open bracket, -1 outside of all. Braces of TeX do not count. */
  bracket = -1;
  /** Inside the arguments of a function or a set: a comma parts, it is no thousands sign. */
  inList = false;
  /** Number of open `|` without a size. */
  bars = 0;
  /** The innermost integral being read; `variable` is set once its `dx` was met. */
  integral: { variable: string | undefined } | undefined;
  /** The position behind the last `dx` read. */
  afterDifferential = -1;
  /** The chain being read has a ≡: a `mod` belongs to the chain. */
  congruence = false;
  /** How each letter before a parenthesis is taken; filled by `names.ts`. */
  roles: Map<string, 'function' | 'product' | 'unclear'> | undefined;
  /** Inside a clause that is being read. */
  inClause = false;
  /** Set where the statements are the rows of one brace. */
  system = false;
  readonly #eof: Token;

  constructor(text: string, prepared: Prepared, options: ParserOptions, grammar: Grammar) {
    this.text = text;
    this.options = options;
    this.grammar = grammar;
    this.tokens = prepared.tokens.slice();
    this.partner = prepared.partner;
    this.#eof = { kind: 'eof', value: '', start: text.length, end: text.length, gap: 0, sized: false };
  }

  get token(): Token {
    return this.tokens[this.pos] ?? this.#eof;
  }

  at(index: number): Token {
    return this.tokens[index] ?? this.#eof;
  }

  peek(distance: number): Token {
    return this.tokens[this.pos + distance] ?? this.#eof;
  }

  is(kind: TokenKind, value: string): boolean {
    const token = this.token;
    return token.kind === kind && token.value === value;
  }

  operator(value: string): boolean {
    return this.is('operator', value);
  }

  accept(kind: TokenKind, value: string): boolean {
    if (!this.is(kind, value)) return false;
    this.pos++;
    return true;
  }

  /** From the token `first` to the last one read; the differential at the end of what is integrated is left out. */
  spanFrom(first: number): Span {
    const start = this.at(first).start;
    const trailing = this.pos === this.afterDifferential && this.integral?.variable !== undefined;
    const last = trailing && first < this.pos - 2 ? this.pos - 3 : this.pos - 1;
    const end = this.pos > first ? this.at(last).end : start;
    return { start, end: Math.max(start, end) };
  }

  spanOf(first: number, last: number): Span {
    const start = this.at(first).start;
    return { start, end: Math.max(start, this.at(last).end) };
  }

  /** Notes why the formula cannot be read (the first reason stays) and moves to the end. */
  fail(reason: string, span: Span = this.token): Expr {
    this.failure ??= { reason, span: { start: span.start, end: span.end } };
    this.pos = this.tokens.length - 1;
    return { kind: 'ellipsis', span: { start: span.start, end: span.start } };
  }

  failTwoWays(what: string, span: Span): Expr {
    return this.fail(`${what} can be read in two ways`, span);
  }

  /** Goes one level down; false where the formula is nested too deeply to be read. */
  enter(): boolean {
    if (++this.depth <= MAX_DEPTH) return true;
    this.fail('the formula is nested too deeply');
    return false;
  }

  leave(): void {
    this.depth--;
  }

  /** What brackets hide from their inside, to be put back behind them. */
  scope(): Scope {
    return { bracket: this.bracket, inList: this.inList, bars: this.bars, integral: this.integral };
  }

  restore(scope: Scope): void {
    this.bracket = scope.bracket;
    this.inList = scope.inList;
    this.bars = scope.bars;
    this.integral = scope.integral;
  }

  /** Tries to read something; on failure the position and the absence of a failure are restored, and the failure is told to `failed`. */
  attempt<T>(
    read: () => T,
    failed?: (failure: { readonly reason: string; readonly span: Span }) => void,
  ): T | undefined {
    const { pos, depth, congruence, inClause } = this;
    const scope = this.scope();
    const remarks = this.remarks.length;
    const unread = this.unread.length;
    const result = read();
    if (this.failure === undefined) return result;
    failed?.(this.failure);
    this.failure = undefined;
    this.unread.length = unread;
    this.remarks.length = remarks;
    this.pos = pos;
    this.depth = depth;
    this.congruence = congruence;
    this.inClause = inClause;
    this.restore(scope);
    return undefined;
  }

  /** The text of the tokens from `first` to `last`, as written. */
  raw(first: number, last: number): string {
    return last < first ? '' : this.text.slice(this.at(first).start, this.at(last).end);
  }
}
