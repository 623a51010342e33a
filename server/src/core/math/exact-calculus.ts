/** The part of calculus that is exact: integrals of polynomials, limits by putting in. */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import { differentiate, expandDerivative } from './differentiate.ts';
import type { CallExpr, Expr, IntegralExpr, Rational } from './expr.ts';
import { addRational, multiplyRational, ONE, powerRational, rational, subtractRational, ZERO } from './rational.ts';
import { children } from './traverse.ts';

const CONTINUOUS_CALLS: ReadonlySet<CallExpr['fn']> = new Set([
  'sin',
  'cos',
  'tan',
  'cot',
  'sec',
  'csc',
  'arcsin',
  'arccos',
  'arctan',
  'sinh',
  'cosh',
  'tanh',
  'coth',
  'arsinh',
  'arcosh',
  'artanh',
  'exp',
  'ln',
  'log',
  'abs',
  'min',
  'max',
]);

/** True where the formula is continuous wherever it and all its parts have a value: then a limit is found by putting in. */
export function isContinuous(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'symbol':
    case 'mixed':
      return true;
    case 'negate':
    case 'sum':
    case 'product':
    case 'quotient':
    case 'root':
    case 'percent':
    case 'degree':
    case 'quantity':
      return children(expr).every(isContinuous);
    case 'power': {
      // 0^x and 0^0 jump.
      const constantExponent = !children(expr.exponent).some(hasSymbol) && expr.exponent.kind !== 'symbol';
      return (
        isContinuous(expr.base) && isContinuous(expr.exponent) && (constantExponent || isPositiveConstant(expr.base))
      );
    }
    case 'call':
      return CONTINUOUS_CALLS.has(expr.fn) && expr.args.every(isContinuous);
    case 'derivative': {
      const expanded = expandDerivative(expr);
      return expanded !== undefined && isContinuous(expanded);
    }
    default:
      return false;
  }
}

function hasSymbol(expr: Expr): boolean {
  return expr.kind === 'symbol' || children(expr).some(hasSymbol);
}

function isPositiveConstant(expr: Expr): boolean {
  if (expr.kind === 'number') return expr.value.n > 0n;
  return expr.kind === 'symbol' && (expr.name === 'e' || expr.name === 'pi');
}

/** Polynomials of a higher degree are integrated numerically. */
const HIGHEST_DEGREE = 12;

/** ∫ of a polynomial with rational bounds, exactly: Taylor's formula about the lower bound. `undefined` for anything else. */
export function exactIntegral(
  expr: IntegralExpr,
  env: Env<Rational>,
  budget: Budget,
  a: Arithmetic<Rational>,
): Rational | undefined {
  if (expr.lower === undefined || expr.upper === undefined || !isPolynomial(expr.body, expr.variable)) return undefined;
  const lower = evaluateWith(expr.lower, env, a, budget);
  const upper = evaluateWith(expr.upper, env, a, budget);
  if (lower === undefined || upper === undefined) return undefined;
  const at = new Map([...env, [expr.variable, lower]]);
  const width = subtractRational(upper, lower);
  let total = ZERO;
  let factorial = ONE;
  let derived: Expr | undefined = expr.body;
  for (let k = 0; k <= HIGHEST_DEGREE; k++) {
    const value = derived && evaluateWith(derived, at, a, budget);
    const step = powerRational(width, BigInt(k + 1));
    if (value === undefined || step === undefined) return undefined;
    factorial = multiplyRational(factorial, rational(1, k + 1));
    total = addRational(total, multiplyRational(multiplyRational(value, step), factorial));
    derived = derived && differentiate(derived, expr.variable);
    if (derived?.kind === 'number' && derived.value.n === 0n) return total;
  }
  return undefined;
}

/** A polynomial in the variable as written: sums, products and whole powers of at most HIGHEST_DEGREE in all. */
function isPolynomial(expr: Expr, variable: string): boolean {
  const degree = degreeOf(expr, variable);
  return degree !== undefined && degree <= HIGHEST_DEGREE;
}

function degreeOf(expr: Expr, variable: string): number | undefined {
  switch (expr.kind) {
    case 'number':
    case 'mixed':
      return 0;
    case 'symbol':
      return expr.name === variable ? 1 : 0;
    case 'negate':
    case 'percent':
      return degreeOf(expr.arg, variable);
    case 'sum': {
      const degrees = expr.terms.map(term => degreeOf(term, variable));
      return degrees.every(d => d !== undefined) ? Math.max(...degrees) : undefined;
    }
    case 'product': {
      const degrees = expr.factors.map(factor => degreeOf(factor, variable));
      return degrees.every(d => d !== undefined) ? degrees.reduce((s, d) => s + d, 0) : undefined;
    }
    case 'quotient':
      return degreeOf(expr.denominator, variable) === 0 ? degreeOf(expr.numerator, variable) : undefined;
    case 'power': {
      const { exponent } = expr;
      if (exponent.kind !== 'number' || exponent.value.d !== 1n || exponent.value.n < 0n) return undefined;
      const degree = degreeOf(expr.base, variable);
      return degree === undefined ? undefined : degree * Number(exponent.value.n);
    }
    default:
      return undefined;
  }
}
