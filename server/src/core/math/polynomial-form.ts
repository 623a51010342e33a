/** Polynomials with rational coefficients, for those who read coefficients: degrees, roots, comparing coefficients. */
import { Budget } from './budget.ts';
import type { Expr, Rational } from './expr.ts';
import { NormalForms } from './normal-form.ts';
import { constantOf, exponentOf } from './polynomial.ts';
import { rational } from './rational.ts';

export interface PolynomialForm {
  /** Names, in order of first use in the formula. */
  readonly variables: readonly string[];
  /** No coefficient is 0; `exponents[k]` belongs to `variables[k]`. No term at all: the polynomial 0. */
  readonly terms: readonly { readonly coefficient: Rational; readonly exponents: readonly number[] }[];
}

/** The formula multiplied out; `undefined` where it is no polynomial in its names with rational coefficients, or too large. */
export function toPolynomial(
  expr: Expr,
  budget = new Budget(50_000),
  variables: ReadonlySet<string> = new Set(),
): PolynomialForm | undefined {
  const forms = new NormalForms(variables);
  const form = forms.of(expr, budget);
  if (form === undefined || !forms.onlyNames) return undefined;
  const scale = constantOf(form.bottom);
  if (scale === undefined) return undefined;
  const names = [...forms.names.keys()].map(key => key.slice('name '.length));
  const terms = [...form.top.terms].map(([monomial, coefficient]) => ({
    coefficient: rational(coefficient, scale),
    exponents: names.map((_, index) => exponentOf(monomial, index)),
  }));
  return { variables: names, terms };
}
