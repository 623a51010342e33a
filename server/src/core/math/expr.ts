/**
 * The tree of a formula. The parser (`parse.ts`) makes it, every judge reads it; nobody changes it.
 * A node says what stands in the text, not what it is worth: `6/4` stays a quotient.
 */

/** A half-open range of UTF-16 offsets. In this module: offsets in the text of the formula that was parsed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An exact fraction in lowest terms; the denominator `d` is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

interface Node {
  readonly span: Span;
}

/** A numeral. `1{,}200`, `0.25`, `0.\overline{3}`, `1011_2` and `1.5e3` are all numerals with an exact value. */
export interface NumberExpr extends Node {
  readonly kind: 'number';
  readonly value: Rational;
  /** Digits written after the decimal point; `undefined` where there is no point. `2.50` has 2: this says how far a rounding goes. */
  readonly decimals?: number;
}

/**
 * A name: `x`, `x_1`, `theta`, `v_max`, `a_{n+1}`, `y'`, `AB` (a segment), `∠ABC`, `△ABC`, `[ABC]`, `vec v`, `bold v`, `hat x`, `bar x`, `overline AB`.
 * Also `pi`, `e` and `i`, which are constants unless the ledger says they are variables.
 */
export interface SymbolExpr extends Node {
  readonly kind: 'symbol';
  readonly name: string;
  /**
   * What stands below, where that is a value: `a_5`, `a_{n+1}` have the base `a`. A name whose index holds a variable stands for many values.
   * Absent for a subscript that only tells names apart: `v_{max}`.
   */
  readonly index?: { readonly base: string; readonly at: Expr };
}

export interface InfinityExpr extends Node {
  readonly kind: 'infinity';
}

export interface NegateExpr extends Node {
  readonly kind: 'negate';
  readonly arg: Expr;
}

/** `a + b - c` has the terms a, b, negate(c). At least two terms. */
export interface SumExpr extends Node {
  readonly kind: 'sum';
  readonly terms: readonly Expr[];
}

/** At least two factors. `implicit` where no sign is written between any two of them: `2x(x+1)`. */
export interface ProductExpr extends Node {
  readonly kind: 'product';
  readonly factors: readonly Expr[];
  readonly implicit: boolean;
}

/** A fraction, a slash or a division sign. */
export interface QuotientExpr extends Node {
  readonly kind: 'quotient';
  readonly numerator: Expr;
  readonly denominator: Expr;
}

/** A whole number before a fraction of numerals: `3\frac12`. Worth whole + fraction. */
export interface MixedNumberExpr extends Node {
  readonly kind: 'mixed';
  readonly whole: NumberExpr;
  readonly fraction: QuotientExpr;
}

export interface PowerExpr extends Node {
  readonly kind: 'power';
  readonly base: Expr;
  readonly exponent: Expr;
}

/** `\sqrt[index]{radicand}`; index 2 is written as a number node too. */
export interface RootExpr extends Node {
  readonly kind: 'root';
  readonly radicand: Expr;
  readonly index: Expr;
}

/** `left ± right`; a missing left side is the number 0. */
export interface PlusMinusExpr extends Node {
  readonly kind: 'plusMinus';
  readonly sign: '±' | '∓';
  readonly left: Expr;
  readonly right: Expr;
}

/** Functions that have a meaning of their own. `log` has the base as second argument where one is written; without one its base is a matter of context. */
export type FunctionName =
  | 'sin'
  | 'cos'
  | 'tan'
  | 'cot'
  | 'sec'
  | 'csc'
  | 'arcsin'
  | 'arccos'
  | 'arctan'
  | 'arccot'
  | 'arcsec'
  | 'arccsc'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'coth'
  | 'arsinh'
  | 'arcosh'
  | 'artanh'
  | 'exp'
  | 'ln'
  | 'log'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'fractionalPart'
  | 'min'
  | 'max'
  | 'gcd'
  | 'lcm'
  | 'mod'
  | 'binomial'
  | 'permutations'
  | 'totient'
  | 'divisorCount'
  | 'divisorSum'
  | 'fibonacci'
  | 'gamma'
  | 're'
  | 'im'
  | 'conjugate'
  | 'arg'
  | 'det'
  | 'trace'
  | 'rank'
  | 'transpose'
  | 'norm'
  | 'dot'
  | 'cross'
  | 'cardinality';

export interface CallExpr extends Node {
  readonly kind: 'call';
  readonly fn: FunctionName;
  readonly args: readonly Expr[];
}

/** A function that the text itself names: `f(x)`, `f'(2)`, `P(A)`, `g^{-1}(3)`. */
export interface ApplyExpr extends Node {
  readonly kind: 'apply';
  readonly name: string;
  /** Number of primes: 2 in `f''(x)`. */
  readonly primes: number;
  readonly inverse: boolean;
  readonly args: readonly Expr[];
}

export interface FactorialExpr extends Node {
  readonly kind: 'factorial';
  readonly arg: Expr;
  readonly double: boolean;
}

/** `25\%`: worth arg/100. */
export interface PercentExpr extends Node {
  readonly kind: 'percent';
  readonly arg: Expr;
}

/** `30^\circ`: worth arg·π/180 inside a function, compared as plain degrees where both sides have the sign or one side has dropped it. */
export interface DegreeExpr extends Node {
  readonly kind: 'degree';
  readonly arg: Expr;
}

/** An amount with what is counted or measured: `24 clips`, `\$36`, `5\text{ cm}`. `unit` is the text, trimmed. Nothing is converted here. */
export interface QuantityExpr extends Node {
  readonly kind: 'quantity';
  readonly arg: Expr;
  readonly unit: string;
}

export interface BigOperatorExpr extends Node {
  readonly kind: 'bigOperator';
  readonly op: 'sum' | 'product';
  readonly variable: string;
  readonly lower: Expr;
  readonly upper: Expr;
  readonly body: Expr;
}

/** Indefinite where both bounds are absent. */
export interface IntegralExpr extends Node {
  readonly kind: 'integral';
  readonly variable: string;
  readonly lower?: Expr;
  readonly upper?: Expr;
  readonly body: Expr;
}

/** `[F(x)]_a^b`, `F(x)|_a^b`: worth F(upper) - F(lower). `variable` is absent where the text does not name it and the body has several. */
export interface BracketEvaluationExpr extends Node {
  readonly kind: 'bracketEvaluation';
  readonly variable?: string;
  readonly lower: Expr;
  readonly upper: Expr;
  readonly body: Expr;
}

/** `\frac{d^n}{dx^n} body`, `\frac{dy}{dx}` (body is the symbol y), `\partial` alike. */
export interface DerivativeExpr extends Node {
  readonly kind: 'derivative';
  readonly variable: string;
  readonly order: number;
  readonly partial: boolean;
  readonly body: Expr;
}

export interface LimitExpr extends Node {
  readonly kind: 'limit';
  readonly variable: string;
  readonly target: Expr;
  readonly side: 'both' | 'left' | 'right';
  readonly body: Expr;
}

/** All rows have the same length, at least 1. A column vector has rows of length 1. `vmatrix` arrives as call `det`. */
export interface MatrixExpr extends Node {
  readonly kind: 'matrix';
  readonly rows: readonly (readonly Expr[])[];
}

/** `(3, \pi/2)`, `\langle 1, 2\rangle`: an ordered list; at least two items. Whether `(0,1)` is a point or an interval is a matter of context. */
export interface TupleExpr extends Node {
  readonly kind: 'tuple';
  readonly items: readonly Expr[];
  readonly open: '(' | '[' | '<';
  readonly close: ')' | ']' | '>';
}

/** `\{1, 2, 3\}`, `\emptyset` (no elements). A set with an ellipsis holds an ellipsis node. */
export interface SetExpr extends Node {
  readonly kind: 'set';
  readonly elements: readonly Expr[];
}

/** `\mathbb{R}`, `\mathbb{Z}^+`, … */
export interface NumberSetExpr extends Node {
  readonly kind: 'numberSet';
  readonly set: 'N' | 'Z' | 'Q' | 'R' | 'C';
  readonly restriction?: 'positive' | 'negative' | 'nonnegative' | 'nonzero';
}

export interface SetOperationExpr extends Node {
  readonly kind: 'setOperation';
  readonly op: 'union' | 'intersection' | 'difference';
  readonly left: Expr;
  readonly right: Expr;
}

/** A value by cases: `\begin{cases} x & x > 0 \\ -x & \text{otherwise} \end{cases}`. No condition means otherwise. */
export interface PiecewiseExpr extends Node {
  readonly kind: 'piecewise';
  readonly branches: readonly { readonly value: Expr; readonly condition?: Chain }[];
}

/** `\dots` among terms, factors or elements: a value that only a person fills in. */
export interface EllipsisExpr extends Node {
  readonly kind: 'ellipsis';
}

/** Words standing where a value is expected: `\text{area}`, `Cost per gallon`. It has a name, not a value. */
export interface WordsExpr extends Node {
  readonly kind: 'words';
  readonly text: string;
}

export type Expr =
  | NumberExpr
  | SymbolExpr
  | InfinityExpr
  | NegateExpr
  | SumExpr
  | ProductExpr
  | QuotientExpr
  | MixedNumberExpr
  | PowerExpr
  | RootExpr
  | PlusMinusExpr
  | CallExpr
  | ApplyExpr
  | FactorialExpr
  | PercentExpr
  | DegreeExpr
  | QuantityExpr
  | BigOperatorExpr
  | IntegralExpr
  | BracketEvaluationExpr
  | DerivativeExpr
  | LimitExpr
  | MatrixExpr
  | TupleExpr
  | SetExpr
  | NumberSetExpr
  | SetOperationExpr
  | PiecewiseExpr
  | EllipsisExpr
  | WordsExpr;

export type ExprKind = Expr['kind'];

/** `divides` is `a \mid b`. `defined` is `:=`. */
export type RelationOp = '=' | '≠' | '<' | '≤' | '>' | '≥' | '≈' | '≡' | '∈' | '∉' | '⊂' | '⊆' | '∣' | '∤' | ':=';

export interface Link {
  readonly op: RelationOp;
  /** Where the relation sign stands. */
  readonly span: Span;
}

/**
 * `s0 op0 s1 op1 s2 …`: one more side than links, at least one link. A row that starts with a relation sign has an
 * absent first side: `continues` is true then and `sides[0]` is to be taken from the row above (here an ellipsis node of width 0).
 */
export interface Chain {
  readonly kind: 'chain';
  readonly sides: readonly Expr[];
  readonly links: readonly Link[];
  /** `\pmod{n}` at the end: holds for every `≡` (and `=`) of the chain. */
  readonly modulus?: Expr;
  readonly continues: boolean;
  readonly span: Span;
}

/** A formula without a relation. */
export interface Bare {
  readonly kind: 'bare';
  readonly expr: Expr;
  readonly span: Span;
}

/** How a statement hangs on the one before it. `none` for the first; `row` for a new row of a display or of `cases`. */
export type Connective = 'none' | 'comma' | 'and' | 'or' | 'implies' | 'impliedBy' | 'iff' | 'row';

export interface Statement {
  readonly connective: Connective;
  readonly body: Chain | Bare;
}

/** What a formula says: its statements in order. */
export interface Formula {
  readonly statements: readonly Statement[];
  /** Contents of every `\boxed{…}`. */
  readonly boxed: readonly Span[];
  /** The statements are the rows of one `cases` brace: they hold together. */
  readonly system: boolean;
  /** Sides of chains that could not be read, with the reason. They stand in their chain as words, so that the other links can be judged. */
  readonly unread?: readonly { readonly reason: string; readonly span: Span }[];
  /** Words in the formula that are not a value, in order of the text. */
  readonly remarks: readonly Remark[];
}

/**
 * Words that steer a formula, without `\text`, together with what they govern: `if x > 0`. `clause` is what they govern, read, where it can be
 * read; it is no statement of the formula: `y = 1 \text{ if } x > 0` states y = 1 only, and only for x > 0.
 * Words in front of a statement (`\text{Let }`, `\text{We have }`) are a remark that ends before the statement.
 */
export interface Remark {
  readonly text: string;
  readonly span: Span;
  readonly clause?: readonly Statement[];
}

/** Reading a formula never throws: what cannot be read with certainty is a reason, for the hover. */
export type ParseResult =
  | { readonly ok: true; readonly formula: Formula }
  | { readonly ok: false; readonly reason: string; readonly span: Span };
