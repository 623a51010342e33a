/** The real roots of an equation in one unknown: exactly where it is a quotient of polynomials, else found numerically. */

import { negate, number, product, quotient, squareRoot, sum } from '../../math/build.ts';
import type { Expr } from '../../math/expr.ts';
import { printText } from '../../math/print.ts';
import { rational } from '../../math/rational.ts';
import { asFunction, domainOf, exactValue, insideDomain, type Judging, namesOf } from '../judging.ts';
import type { Assignment } from '../verdict.ts';
import { numericRoots, type RealFunction } from './numeric-roots.ts';
import { degree, product as multiply, type Polynomial, without } from './polynomial.ts';
import { difference, toRationalFunction } from './rational-function.ts';
import { type RealRoot, realRoots } from './real-roots.ts';

/** One equation, or several joined by "or" (`x = 2 ± 3`): it holds where one of them does. */
export interface Equation {
  readonly alternatives: readonly { readonly left: Expr; readonly right: Expr }[];
}

export interface Root {
  readonly name: string;
  readonly value: number;
  /** `-7/2`, `√2`, `≈ 1.3247`. */
  readonly text: string;
  /** The exact value, where it is one that people write. */
  readonly exact?: Expr;
  /** What the other names were set to. */
  readonly others?: readonly Assignment[];
}

export interface RootSet {
  /** Roots inside the domain of the unknown. */
  readonly roots: readonly Root[];
  /** Exactly all real roots were found. */
  readonly complete: boolean;
  /** Vanishes exactly at the complex roots, each once; absent where the equation is no quotient of polynomials. */
  readonly polynomial?: Polynomial;
}

/** Splits ± at the top of a side into the alternatives it stands for. */
export function equationOf(left: Expr, right: Expr): Equation {
  const lefts = signs(left);
  const rights = signs(right);
  return { alternatives: lefts.flatMap(l => rights.map(r => ({ left: l, right: r }))) };
}

/** A formula with ± as its two meanings (all ± alike, ∓ the other way). */
export function signs(expr: Expr): readonly Expr[] {
  const choose = (part: Expr, upper: boolean): Expr => {
    switch (part.kind) {
      case 'plusMinus': {
        const plus = (part.sign === '±') === upper;
        const right = choose(part.right, upper);
        return sum(choose(part.left, upper), plus ? right : product(number(-1), right));
      }
      case 'quotient':
        return { ...part, numerator: choose(part.numerator, upper), denominator: choose(part.denominator, upper) };
      case 'sum':
        return { ...part, terms: part.terms.map(term => choose(term, upper)) };
      case 'product':
        return { ...part, factors: part.factors.map(factor => choose(factor, upper)) };
      case 'negate':
        return { ...part, arg: choose(part.arg, upper) };
      default:
        return part;
    }
  };
  const plus = choose(expr, true);
  return plus === expr || !hasSign(expr) ? [expr] : [plus, choose(expr, false)];
}

function hasSign(expr: Expr): boolean {
  switch (expr.kind) {
    case 'plusMinus':
      return true;
    case 'quotient':
      return hasSign(expr.numerator) || hasSign(expr.denominator);
    case 'sum':
      return expr.terms.some(hasSign);
    case 'product':
      return expr.factors.some(hasSign);
    case 'negate':
      return hasSign(expr.arg);
    default:
      return false;
  }
}

/** The polynomial that vanishes exactly at the complex roots of the equation; `[]` where every number is one. */
export function rootPolynomial(equation: Equation, unknown: string, judging: Judging): Polynomial | undefined {
  let all: Polynomial = [1n];
  const constant = (part: Expr) => (namesOf(part, judging).size > 0 ? undefined : exactValue(part, judging));
  for (const { left, right } of equation.alternatives) {
    const f = difference(toRationalFunction(left, unknown, constant), toRationalFunction(right, unknown, constant));
    if (f === undefined) return undefined;
    all = multiply(all, f.numerator.length === 0 ? [] : without(f.numerator, f.poles));
  }
  return all;
}

export function solve(equation: Equation, unknown: string, judging: Judging): RootSet {
  const domain = domainOf(unknown, judging);
  const polynomial = rootPolynomial(equation, unknown, judging);
  const exact = polynomial === undefined ? undefined : realRoots(polynomial);
  if (polynomial !== undefined && exact !== undefined) {
    const roots = exact.filter(root => insideDomain(root.value, domain)).map(root => describeRoot(root, unknown));
    return { roots, complete: true, polynomial };
  }
  const window = {
    lower: domain.lower?.value ?? Number.NEGATIVE_INFINITY,
    upper: domain.upper?.value ?? Number.POSITIVE_INFINITY,
  };
  const found = equation.alternatives.flatMap(({ left, right }) => {
    const [l, r] = [asFunction(left, unknown, judging), asFunction(right, unknown, judging)];
    return numericRoots(x => l(x) - r(x), window).map(value => recognized(value, unknown, x => l(x) - r(x)));
  });
  const roots = found.filter(root => insideDomain(root.value, domain)).sort((a, b) => a.value - b.value);
  return { roots, complete: false, ...(polynomial === undefined ? {} : { polynomial }) };
}

export function describeRoot(root: RealRoot, name: string): Root {
  switch (root.kind) {
    case 'rational': {
      const exact = number(root.exact);
      return { name, value: root.value, text: printText(exact), exact };
    }
    case 'surd': {
      const exact = surdExpr(root);
      return { name, value: root.value, text: printText(exact), exact };
    }
    case 'enclosed':
      return { name, value: root.value, text: approximately(root.value) };
  }
}

function surdExpr({ p, q, r, d }: Extract<RealRoot, { kind: 'surd' }>): Expr {
  const size = product(number(q < 0n ? -q : q), squareRoot(number(r)));
  const irrational = q < 0n ? negate(size) : size;
  return quotient(p === 0n ? irrational : sum(number(p), irrational), number(d));
}

/** A root that is a simple fraction for certain (the function is 0 there in doubles) is written as one. */
function recognized(value: number, name: string, f: RealFunction): Root {
  for (const d of [1, 2, 3, 4, 5, 6, 8, 10]) {
    const n = Math.round(value * d);
    if (Math.abs(n) > 1e9 || Math.abs(n / d - value) > 1e-9 * Math.max(1, Math.abs(value))) continue;
    if (Math.abs(f(n / d)) > Math.abs(f(value)) * 4 + 1e-14) continue;
    const exact = number(rational(n, d));
    return { name, value: n / d, text: printText(exact), exact };
  }
  return { name, value, text: approximately(value) };
}

/** `≈ 1.3247`: five significant digits, which is what a person can put in. */
export function approximately(value: number): string {
  return `≈ ${String(Number(value.toPrecision(5))).replace('-', '−')}`;
}

export function hasRoots(polynomial: Polynomial): boolean {
  return degree(polynomial) > 0;
}
