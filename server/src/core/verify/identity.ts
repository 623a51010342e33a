/**
 * Whether two sides are equal wherever both have a value. Exact methods come first: only they give `equal`. A difference needs a
 * point inside the domain where both sides have values that are apart for certain.
 */
import type { Domain } from '../claims/claim.ts';
import type { Budget } from '../math/budget.ts';
import { withoutEllipsis } from '../math/ellipsis.ts';
import { evaluateExact } from '../math/exact.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { structurallyEqual } from '../math/symbols.ts';
import { decideAntiderivative } from './identity-antiderivative.ts';
import { type Features, featuresOf } from './identity-features.ts';
import { decideFunctions } from './identity-functions.ts';
import { firstReading, otherReadings, type Reading } from './identity-readings.ts';
import { decideStructure } from './identity-structure.ts';
import { decideUnits } from './identity-units.ts';
import { undecided } from './identity-values.ts';
import type { Assignment } from './verdict.ts';

export interface EqualityContext {
  readonly domain: (name: string) => Domain;
  /** Those of `pi`, `e`, `i` that are variables. */
  readonly variables: ReadonlySet<string>;
  readonly budget: Budget;
  /** Same seed, same points. */
  readonly seed: number;
}

/** A point where the two sides differ for certain, both having a value there. */
export interface Difference {
  readonly kind: 'different';
  /** Of two matrices: the row and the column, counted from 1, at which the values stand. */
  readonly entry?: readonly [number, number];
  /** What to put in; none for constants. */
  readonly at: readonly Assignment[];
  /** The values of the sides there, printed: exactly where they are rational, else rounded with `≈`. */
  readonly left: string;
  readonly right: string;
  /** The values where they are rational and were computed exactly. */
  readonly leftValue?: Rational;
  readonly rightValue?: Rational;
  /** The sides agreed at every positive point tried: the difference may vanish under a condition that the text leaves unsaid. */
  readonly onlyNegative: boolean;
  /** `derivatives`: the values are those of the derivatives, for antiderivatives. */
  readonly of: 'sides' | 'derivatives';
}

/**
 * - `equal`: by an exact method.
 * - `tested`: agreed at `points` points. For residues (`domain` "prime field") `errorBound` is the bound of Schwartz and Zippel. For
 *   real and complex points it is a convention, not a theorem: a thousandth for each point that agreed to nine digits or more, never below
 *   10^-12; it means "no one has to fear this", and functions made to agree at random points are outside it.
 * - `different`: certain.
 * - `undecided`: with the reason for the person.
 */
export type EqualityDecision =
  | { readonly kind: 'equal'; readonly method: string }
  | { readonly kind: 'tested'; readonly points: number; readonly errorBound: number; readonly domain: string }
  | Difference
  | { readonly kind: 'undecided'; readonly reason: string };

/** Decides `left = right`. Deterministic; ends when the budget does, then with `undecided`. Never throws. */
export function decideEquality(left: Expr, right: Expr, context: EqualityContext): EqualityDecision {
  const features = featuresOf(left, right);
  if (features.valueless === undefined && structurallyEqual(left, right)) {
    return { kind: 'equal', method: 'both sides are the same' };
  }
  if (features.valueless !== undefined) return decideFilled(left, right, features.valueless, context);
  const byStructure = decideStructure(left, right, features, context, decideEquality);
  if (byStructure !== undefined) return byStructure;
  return decideReadings(left, right, features, context);
}

/** An ellipsis whose terms can be told is filled in; other parts without a value stay undecided. */
function decideFilled(left: Expr, right: Expr, reason: string, context: EqualityContext): EqualityDecision {
  const filledLeft = withoutEllipsis(left, context.budget);
  const filledRight = withoutEllipsis(right, context.budget);
  if (filledLeft === undefined || filledRight === undefined) return undecided(reason);
  if (filledLeft === left && filledRight === right) return undecided(reason);
  return decideEquality(filledLeft, filledRight, context);
}

/** A difference counts only if it stands in every reading of the formula. */
function decideReadings(left: Expr, right: Expr, features: Features, context: EqualityContext): EqualityDecision {
  const original: Reading = { label: '', left, right, variables: context.variables };
  const first = firstReading(left, right, features, context.variables);
  const decision = decideOne(first, features, context);
  if (decision.kind !== 'different') return decision;
  if (namesValue(left, right, context) || namesValue(right, left, context)) {
    return undecided('the letter may stand for a value of its own');
  }
  for (const reading of otherReadings(first, original, features, decision.at.length === 0)) {
    const other = decideOne(reading, features, context);
    if (other.kind === 'equal' || other.kind === 'tested') return other;
    if (other.kind === 'undecided') return undecided(`it is not certain whether the sides agree ${reading.label}`);
  }
  if (features.quantities) return decideUnits(left, right, decision, context);
  return decision;
}

/** `i = 0`, `e = -3`: nobody says that of the constants. */
function namesValue(name: Expr, value: Expr, context: EqualityContext): boolean {
  if (name.kind !== 'symbol' || (name.name !== 'e' && name.name !== 'i') || context.variables.has(name.name))
    return false;
  return evaluateExact(value, new Map(), context.budget) !== undefined;
}

function decideOne(reading: Reading, features: Features, context: EqualityContext): EqualityDecision {
  const inner = { ...context, variables: reading.variables };
  if (features.indefinite) return decideAntiderivative(reading.left, reading.right, features, inner);
  return decideFunctions(reading.left, reading.right, features, inner);
}
