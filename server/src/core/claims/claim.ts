/** What a step asserts, and what its words ask us to take it as. */
import type { Bare, Chain, Expr, Formula, Span } from '../math/expr.ts';

/**
 * - `assertion`: the step says that the relation holds (given the ledger).
 * - `definition`: gives a name its meaning; true by decree.
 * - `hypothesis`: taken for granted here: suppose, if, a case, towards a contradiction, a premise of the problem.
 * - `equation`: a relation with unknowns to be solved, stated as such (set up from words, "we need", "solve"). Not judged by itself.
 * - `transition`: follows from an earlier relation (`Claim.from`): next row, "so", "dividing by 3", ⇒.
 * - `substitution`: an earlier relation with values put in.
 * - `rounding`: equality or ≈ within the digits shown.
 * - `conclusion`: the answer: `\boxed`, "therefore", "the answer is".
 */
export type ClaimRole =
  | 'assertion'
  | 'definition'
  | 'hypothesis'
  | 'equation'
  | 'transition'
  | 'substitution'
  | 'rounding'
  | 'conclusion';

/** An earlier relation that a claim is said to follow from. */
export interface Origin {
  /** The relation, as read there. */
  readonly chain: Chain;
  /** Index of the step in its solution where it stands, and its span in that step's block. `step` -1 is the problem statement. */
  readonly step: number;
  readonly span: Span;
  /** How the text ties the two: a row under it, an implication sign, words ("dividing both sides by 3", "so"), or mere succession (weakest). */
  readonly tie: 'row' | 'implies' | 'iff' | 'words' | 'succession';
  /** The words name an operation on that relation alone ("dividing both sides by 3", "simplifying"): nothing else is used. */
  readonly rewrite?: boolean;
  /** The words say that both sides are divided by something. */
  readonly divides?: true;
}

/** One relation that a step asserts, or an answer that it gives. Immutable; positions are offsets in the step's block. */
export interface Claim {
  readonly role: ClaimRole;
  /** A relation; or a bare answer (`\boxed{5}`) in a conclusion. */
  readonly body: Chain | Bare;
  /** Position of the whole claim in the block. */
  readonly span: Span;
  /** Maps a span of the formula's text (the spans in `body`) to a span of the block. */
  readonly locate: (span: Span) => Span;
  /** The text that was read, as it stands. */
  readonly text: string;
  /** `claim` was read from a formula of the document, or from a run of words ("48/2 = 24 clips", "25% of 80 is 20"). */
  readonly source: 'formula' | 'words';
  /** For `transition` and `substitution`. */
  readonly from?: Origin;
  /** The relations that stand beside this one with "or" (or as further roots, "and"): they hold one or the other, and follow from `from` together. */
  readonly alternatives?: readonly Chain[];
  /** Commas and "and" alone join the alternatives: ranges among them may be meant to hold together. */
  readonly isList?: true;
  /** One of several relations that hold one or the other, and not the first of them: `x = -2` in `x = 3 or x = -2`. */
  readonly isAlternative?: true;
  /** What the step says further on of the values of its names, where it may have left some out: `x = 0` in "dividing by x, x^2 = 4; and x = 0 is a solution too". */
  readonly later?: readonly Chain[];
  /** It stands in the last step of its solution: nothing that is said later can take it back. */
  readonly isFinal?: true;
  /** "For all x > 0 we have …": one value inside the domain at which it fails refutes it. */
  readonly isUniversal?: true;
  /** It stands after "check:" and the like: a candidate may be put in, and may fail. */
  readonly isCheck?: true;
  /** Why a false outcome must not be reported, where it must not: units that differ, a remainder, "about". */
  readonly doubt?: string;
  /** How many of the step's effects are in force where the claim stands, none where absent: see `viewAt` in ledger.ts. */
  readonly effectsBefore?: number;
  /** Content fingerprint: role, text, origin. */
  readonly key: string;
}

/** Something that looked like mathematics and was left alone, with the reason. */
export interface Unread {
  readonly span: Span;
  readonly reason: string;
}

/** What reading a step gives. `effects` are carried into the ledger for the steps after it. */
export interface StepReading {
  readonly claims: readonly Claim[];
  readonly unread: readonly Unread[];
  readonly effects: readonly LedgerEffect[];
}

/** What is known of a name's values. All given conditions hold together; none given: any real number. */
export interface Domain {
  readonly type: 'integer' | 'rational' | 'real' | 'complex';
  readonly lower?: { readonly value: number; readonly strict: boolean };
  readonly upper?: { readonly value: number; readonly strict: boolean };
  readonly nonzero: boolean;
}

/** The meaning of a name. `params` for a function: f(x) = x^2 + 1 has params ['x']. */
export type Binding =
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly expr: Expr;
      readonly step: number;
      readonly span: Span;
      readonly key: string;
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly params: readonly string[];
      readonly expr: Expr;
      /** It is said for these values of the one parameter only: "for x ≤ 1". */
      readonly where?: Domain;
      readonly step: number;
      readonly span: Span;
      readonly key: string;
    }
  /** The name has two meanings in this solution, or its meaning depends on a case that has ended: nothing may be concluded from it. */
  | { readonly kind: 'ambiguous'; readonly name: string; readonly key: string };

/** A relation in force, with where it was said and in what standing. */
export interface Fact {
  readonly chain: Chain;
  readonly role: ClaimRole;
  /** -1: the problem statement. */
  readonly step: number;
  readonly span: Span;
  /** Known to be wrong: what comes from it is no news. */
  readonly isRefuted?: true;
  /** It holds, or another that stands beside it does: nothing follows from it alone. */
  readonly isAlternative?: true;
  readonly key: string;
}

/** An expression that stood last, or the last side of a relation. `expr` is absent where a formula stood last that could not be read. */
export interface LastValue {
  readonly expr?: Expr;
  readonly step: number;
  readonly display: boolean;
  /** Nothing but punctuation stands after it in its step. */
  readonly closes: boolean;
  readonly group?: string;
  readonly key: string;
}

/** The words that lead over to the rows of a display: "Adding the two equations:". */
export interface Lead {
  /** The step is one formula and nothing else: the next one of the kind stands under it like a row. */
  readonly isFormula: boolean;
  readonly text: string;
  readonly step: number;
  readonly key: string;
}

/** One change that a step makes to the ledger. */
export type LedgerEffect =
  | { readonly kind: 'bind'; readonly binding: Binding }
  | { readonly kind: 'constrain'; readonly name: string; readonly domain: Partial<Domain> }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** A number that the problem or a step names: `48`, `25%` as 25. */
  | { readonly kind: 'quantity'; readonly value: string }
  /** A name is used as a variable although it usually is a constant or a function (`e`, `i`, `d`, `P`). */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  /** A name occurs, in whatever role: it is no fresh name any more. */
  | { readonly kind: 'named'; readonly name: string }
  /** The value that stood last, for a formula that begins with its relation sign. `group` where it stands in an aligned display. */
  | { readonly kind: 'value'; readonly value: LastValue }
  | { readonly kind: 'lead'; readonly lead: Lead }
  /** The equation being solved from here on, for which unknown. */
  | ({ readonly kind: 'solving' } & Solving)
  /** The text counts modulo this number. */
  | { readonly kind: 'modulus'; readonly modulus: Modulus }
  /** Words of the problem may leave solutions out. */
  | { readonly kind: 'selects' }
  | { readonly kind: 'openScope'; readonly scope: 'case' | 'contradiction' | 'induction'; readonly depth: number }
  | { readonly kind: 'closeScope'; readonly depth: number };

/** A number that the text counts modulo. */
export interface Modulus {
  /** A whole number above 1. */
  readonly value: string;
  /** "In ℤ₇", "we work modulo 13": all is in this ring; else a congruence stands somewhere. */
  readonly ring: boolean;
}

/** What the problem wants solved. */
export interface Solving {
  /** The equation. */
  readonly fact: Fact;
  /** Absent where more is asked for than its solutions. */
  readonly unknown: string | undefined;
}

/**
 * What holds at a step. Every read is recorded by the ledger, so that a step's results are kept as long as all that it read is unchanged:
 * read only what you need, and read everything through these methods.
 */
export interface LedgerView {
  binding(name: string): Binding | undefined;
  domain(name: string): Domain;
  /** Relations in force that mention at least one of the names, oldest first. */
  facts(names: readonly string[]): readonly Fact[];
  /** The relation that stood last before this step in the same scope, for "so" and for rows. */
  last(): Fact | undefined;
  solving(): Solving | undefined;
  /** True where words of the problem may leave solutions out: the largest is asked for, or a length or a time, which is not negative. */
  selects(): boolean;
  /** The numbers that the text has counted modulo so far. */
  moduli(): readonly Modulus[];
  /** True where the problem or an earlier step names the number (canonical text of a rational, `3/4`). */
  hasQuantity(value: string): boolean;
  isVariable(name: string): boolean;
  isFunction(name: string): boolean;
  /** True where the name occurred before. */
  isNamed(name: string): boolean;
  /** The value that stood last before this step. */
  lastValue(): LastValue | undefined;
  /** The last words of the last step that has words. */
  lead(): Lead | undefined;
  /** Innermost open scope. */
  scope(): 'case' | 'contradiction' | 'induction' | undefined;
  /** True inside a proof by contradiction, where a false relation is the aim. */
  inContradiction(): boolean;
}

/** A formula read with its place, for those who extract claims. */
export interface LocatedFormula {
  readonly formula: Formula;
  readonly locate: (span: Span) => Span;
}
