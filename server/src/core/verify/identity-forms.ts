/** Equality by normal forms: exact, in one or two attempts, for functions and for constants. */
import { Budget } from '../math/budget.ts';
import { equalFraction } from '../math/fraction.ts';
import { NormalForms } from '../math/normal-form.ts';
import { evaluateBall } from '../math/real.ts';
import type { EqualityContext } from './identity.ts';
import type { Sides } from './identity-values.ts';

export interface FormComparison {
  /** `undefined`: a form would be too large, or a side has none. */
  readonly equal: boolean | undefined;
  /** Both sides are quotients of polynomials in names alone: then unequal forms are different functions. */
  readonly decisive: boolean;
}

/** Steps that a normal form may cost: more than this and points are faster. */
const FORM_STEPS = 40_000;

export function compareForms(sides: Sides, context: EqualityContext): FormComparison {
  const forms = new NormalForms(context.variables);
  const first = compareIn(forms, sides, context, 1);
  if (first === true || forms.commonAngle === undefined) return { equal: first, decisive: forms.onlyNames };
  const second = compareIn(new NormalForms(context.variables, forms.commonAngle), sides, context, 1);
  return { equal: second === true ? true : first, decisive: false };
}

function compareIn(forms: NormalForms, sides: Sides, context: EqualityContext, power: 1 | 2): boolean | undefined {
  const budget = new Budget(Math.min(FORM_STEPS, context.budget.left));
  const start = budget.left;
  const left = forms.of(sides.left, budget);
  const right = left && forms.of(sides.right, budget);
  context.budget.spend(start - budget.left);
  if (left === undefined || right === undefined) return undefined;
  if (power === 1) return equalFraction(left, right, forms.reduce);
  const [a, b] = [forms.power(left, 2n), forms.power(right, 2n)];
  return a && b && equalFraction(a, b, forms.reduce);
}

/**
 * Constants whose squares are equal and whose sum is not 0 are equal: √(3 + 2√2) = 1 + √2. Only for sides that doubles cannot tell
 * apart, so the sign is certain.
 */
export function equalBySquares(sides: Sides, context: EqualityContext): boolean {
  const [a, b] = [sides.left, sides.right].map(side => evaluateBall(side, new Map(), context.budget));
  if (a === undefined || b === undefined) return false;
  if (Math.abs(a.v + b.v) <= 8 * (a.e + b.e) + 1e-9 * Math.abs(a.v)) return false;
  return compareIn(new NormalForms(context.variables), sides, context, 2) === true;
}
