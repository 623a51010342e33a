/** Derivatives by the rules of calculus. */
import {
  call,
  difference,
  isNumber,
  negate,
  number,
  one,
  power,
  product,
  quotient,
  squareRoot,
  sum,
  zero,
} from './build.ts';
import type { CallExpr, Expr, PowerExpr } from './expr.ts';
import { bracketVariable, freeSymbols, substitute } from './symbols.ts';
import { children } from './traverse.ts';

/**
 * d expr / d variable, every other name held constant. `undefined` where no rule applies (floor, gcd, factorial of the
 * variable, an application f(x) of a function that is not known, ±, words).
 */
export function differentiate(expr: Expr, variable: string): Expr | undefined {
  if (!dependsOn(expr, variable)) return hasValue(expr) ? zero : undefined;
  switch (expr.kind) {
    case 'symbol':
      return one;
    case 'negate':
      return map(differentiate(expr.arg, variable), negate);
    case 'percent':
      return map(differentiate(expr.arg, variable), d => quotient(d, number(100)));
    case 'sum': {
      const terms = all(expr.terms.map(term => differentiate(term, variable)));
      return terms && sum(...terms);
    }
    case 'product':
      return differentiateProduct(expr.factors, variable);
    case 'quotient':
      return differentiateQuotient(expr.numerator, expr.denominator, variable);
    case 'power':
      return differentiatePower(expr, variable);
    case 'root':
      if (dependsOn(expr.index, variable)) return undefined;
      return map(differentiate(expr.radicand, variable), d => {
        // d x^(1/k) = x^(1/k) / (k x): keeps the odd roots of negative numbers real.
        return quotient(product(d, expr), product(expr.index, expr.radicand));
      });
    case 'call':
      return differentiateCall(expr, variable);
    case 'bigOperator':
      if (expr.op !== 'sum' || dependsOn(expr.lower, variable) || dependsOn(expr.upper, variable)) return undefined;
      return map(differentiate(expr.body, variable), body => (body === zero ? zero : { ...expr, body }));
    case 'integral':
      return differentiateIntegral(expr, variable);
    case 'bracketEvaluation': {
      const expanded = expandBracket(expr);
      return expanded && differentiate(expanded, variable);
    }
    case 'derivative': {
      const inner = expandDerivative(expr);
      return inner && differentiate(inner, variable);
    }
    case 'matrix': {
      const rows = expr.rows.map(row => all(row.map(entry => differentiate(entry, variable))));
      return rows.every(row => row !== undefined) ? { ...expr, rows } : undefined;
    }
    case 'tuple': {
      const items = all(expr.items.map(item => differentiate(item, variable)));
      return items && { ...expr, items };
    }
    default:
      return undefined;
  }
}

/** The derivative node carried out. `undefined` where no rule applies, or where the body does not name the variable and is no constant: then it may depend on it unseen. */
export function expandDerivative(expr: Expr & { readonly kind: 'derivative' }): Expr | undefined {
  if (!dependsOn(expr.body, expr.variable) && freeSymbols(expr.body).size > 0) return undefined;
  let body: Expr | undefined = expr.body;
  for (let k = 0; k < expr.order && body !== undefined; k++) {
    body = differentiate(body, expr.variable);
    if (body !== undefined && sizeUpTo(body, LARGEST) >= LARGEST) return undefined;
  }
  return body;
}

/** Nodes of a derivative: those of products double with each order. */
const LARGEST = 4000;

/** Number of nodes, counted no further than `most`. */
function sizeUpTo(expr: Expr, most: number): number {
  let size = 1;
  for (const part of children(expr)) {
    if (size >= most) return most;
    size += sizeUpTo(part, most - size);
  }
  return size;
}

/** `[F]_a^b` as F(b) - F(a); `undefined` where the variable is not known or a bound is infinite. */
export function expandBracket(expr: Expr & { readonly kind: 'bracketEvaluation' }): Expr | undefined {
  const variable = bracketVariable(expr);
  if (variable === undefined) return undefined;
  const at = (value: Expr): Expr => substitute(expr.body, new Map([[variable, value]]));
  return difference(at(expr.upper), at(expr.lower));
}

export function dependsOn(expr: Expr, variable: string): boolean {
  return freeSymbols(expr, new Set([variable])).has(variable);
}

function hasValue(expr: Expr): boolean {
  return expr.kind !== 'words' && expr.kind !== 'ellipsis';
}

function map<T, U>(value: T | undefined, f: (value: T) => U): U | undefined {
  return value === undefined ? undefined : f(value);
}

function all(values: readonly (Expr | undefined)[]): readonly Expr[] | undefined {
  return values.every(value => value !== undefined) ? values : undefined;
}

function differentiateProduct(factors: readonly Expr[], variable: string): Expr | undefined {
  const terms: Expr[] = [];
  for (const [k, factor] of factors.entries()) {
    if (!dependsOn(factor, variable)) continue;
    const derived = differentiate(factor, variable);
    if (derived === undefined) return undefined;
    terms.push(product(...factors.slice(0, k), derived, ...factors.slice(k + 1)));
  }
  return sum(...terms);
}

function differentiateQuotient(top: Expr, bottom: Expr, variable: string): Expr | undefined {
  const dTop = differentiate(top, variable);
  const dBottom = differentiate(bottom, variable);
  if (dTop === undefined || dBottom === undefined) return undefined;
  if (isNumber(dBottom, 0n)) return quotient(dTop, bottom);
  return quotient(difference(product(dTop, bottom), product(top, dBottom)), power(bottom, 2));
}

function differentiatePower(expr: PowerExpr, variable: string): Expr | undefined {
  const { base, exponent } = expr;
  if (!dependsOn(exponent, variable)) {
    return map(differentiate(base, variable), d => product(exponent, power(base, difference(exponent, one)), d));
  }
  const dExponent = differentiate(exponent, variable);
  if (dExponent === undefined) return undefined;
  const isE = base.kind === 'symbol' && base.name === 'e';
  if (!dependsOn(base, variable)) return product(expr, isE ? one : call('ln', base), dExponent);
  const dBase = differentiate(base, variable);
  if (dBase === undefined) return undefined;
  return product(expr, sum(product(dExponent, call('ln', base)), quotient(product(exponent, dBase), base)));
}

function differentiateIntegral(expr: Expr & { readonly kind: 'integral' }, variable: string): Expr | undefined {
  const { lower, upper, body } = expr;
  if (lower === undefined || upper === undefined) return expr.variable === variable ? body : undefined;
  // Leibniz: f(b) b' - f(a) a' + ∫ ∂f.
  const edge = (bound: Expr): Expr | undefined =>
    dependsOn(bound, variable)
      ? map(differentiate(bound, variable), d => product(substitute(body, new Map([[expr.variable, bound]])), d))
      : zero;
  const top = edge(upper);
  const bottom = edge(lower);
  const inner = expr.variable !== variable && dependsOn(body, variable) ? differentiate(body, variable) : zero;
  if (top === undefined || bottom === undefined || inner === undefined) return undefined;
  return sum(top, negate(bottom), isNumber(inner, 0n) ? zero : { ...expr, body: inner });
}

const two = number(2);

/** Derivative of the outer function at u; `undefined` where there is none to give. */
const OUTER: Partial<Record<CallExpr['fn'], (u: Expr, self: Expr) => Expr>> = {
  sin: u => call('cos', u),
  cos: u => negate(call('sin', u)),
  tan: u => quotient(one, power(call('cos', u), 2)),
  cot: u => negate(quotient(one, power(call('sin', u), 2))),
  sec: (u, self) => product(self, call('tan', u)),
  csc: (u, self) => negate(product(self, call('cot', u))),
  arcsin: u => quotient(one, squareRoot(difference(one, power(u, two)))),
  arccos: u => negate(quotient(one, squareRoot(difference(one, power(u, two))))),
  arctan: u => quotient(one, sum(one, power(u, two))),
  arccot: u => negate(quotient(one, sum(one, power(u, two)))),
  arcsec: u => quotient(one, product(call('abs', u), squareRoot(difference(power(u, two), one)))),
  arccsc: u => negate(quotient(one, product(call('abs', u), squareRoot(difference(power(u, two), one))))),
  sinh: u => call('cosh', u),
  cosh: u => call('sinh', u),
  tanh: u => quotient(one, power(call('cosh', u), 2)),
  coth: u => negate(quotient(one, power(call('sinh', u), 2))),
  arsinh: u => quotient(one, squareRoot(sum(power(u, two), one))),
  arcosh: u => quotient(one, squareRoot(difference(power(u, two), one))),
  artanh: u => quotient(one, difference(one, power(u, two))),
  exp: (_u, self) => self,
  ln: u => quotient(one, u),
  abs: (u, self) => quotient(u, self),
};

function differentiateCall(expr: CallExpr, variable: string): Expr | undefined {
  const [u, base] = expr.args;
  if (u === undefined) return undefined;
  if (expr.fn === 'log') {
    if (base === undefined) return undefined;
    return differentiate(quotient(call('ln', u), call('ln', base)), variable);
  }
  const outer = OUTER[expr.fn];
  if (outer === undefined || expr.args.length !== 1) return undefined;
  return map(differentiate(u, variable), d => product(outer(u, expr), d));
}
