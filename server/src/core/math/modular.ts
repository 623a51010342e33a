/** Arithmetic in a prime field: rational functions of any degree at a random point, without growing numbers. */
import type { Arithmetic, Env } from './arithmetic.ts';
import { evaluateWith } from './arithmetic.ts';
import type { Budget } from './budget.ts';
import type { Expr, Rational } from './expr.ts';

/** Primes below 2^31: two of them, so that coefficients that happen to be multiples of one are still seen. */
export const PRIMES = [2_147_483_647, 2_147_483_629] as const;

/** The formula's residue mod `prime`, names as residues; `undefined` for anything but rational functions with whole exponents, and where a denominator vanishes. */
export function evaluateModular(expr: Expr, env: Env<number>, prime: number, budget: Budget): number | undefined {
  return evaluateWith(expr, env, arithmeticOf(prime), budget);
}

const arithmetics = new Map<number, Arithmetic<number>>();

function arithmeticOf(p: number): Arithmetic<number> {
  let known = arithmetics.get(p);
  if (known === undefined) {
    known = modularArithmetic(p);
    arithmetics.set(p, known);
  }
  return known;
}

/** a·b mod p for residues below 2^31, in doubles: the high half first, so that nothing exceeds 2^53. */
function multiply(a: number, b: number, p: number): number {
  const high = Math.floor(a / 65536);
  const low = a & 0xffff;
  return (((((high * b) % p) * 65536) % p) + low * b) % p;
}

function power(base: number, exponent: number, p: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square, p);
    square = multiply(square, square, p);
  }
  return result;
}

function modularArithmetic(p: number): Arithmetic<number> {
  const big = BigInt(p);
  const residue = (n: bigint): number => {
    const r = Number(n % big);
    return r < 0 ? r + p : r;
  };
  const divide = (a: number, b: number): number | undefined =>
    b === 0 ? undefined : multiply(a, power(b, p - 2, p), p);
  return {
    rational: (value: Rational) => divide(residue(value.n), residue(value.d)),
    constant: () => undefined,
    add: (a, b) => (a + b) % p,
    negate: a => (a === 0 ? 0 : p - a),
    multiply: (a, b) => multiply(a, b, p),
    divide,
    // Only whole exponents that are written as such: residues have no fractional or symbolic powers.
    power: () => undefined,
    wholePower: (base, exponent) => {
      if (exponent === 0n) return 1;
      if (base === 0) return exponent > 0n ? 0 : undefined;
      const k = Number((exponent < 0n ? -exponent : exponent) % BigInt(p - 1));
      const result = power(base, k, p);
      return exponent < 0n ? divide(1, result) : result;
    },
    root: () => undefined,
    call: () => undefined,
    factorial: () => undefined,
    compare: () => undefined,
    whole: () => undefined,
  };
}

/**
 * A bound on the degree of the numerator of left - right as one fraction, for the chance that a random point hides a difference
 * (Schwartz 1980, Zippel 1979: at most degree/p).
 */
export function degreeBound(expr: Expr): number {
  switch (expr.kind) {
    case 'symbol':
      return 1;
    case 'sum':
      return expr.terms.reduce((s, term) => s + degreeBound(term), 0);
    case 'product':
      return expr.factors.reduce((s, factor) => s + degreeBound(factor), 0);
    case 'quotient':
      return degreeBound(expr.numerator) + degreeBound(expr.denominator);
    case 'negate':
    case 'percent':
    case 'degree':
    case 'quantity':
      return degreeBound(expr.arg);
    case 'power': {
      const k = expr.exponent.kind === 'negate' ? expr.exponent.arg : expr.exponent;
      return k.kind === 'number' ? degreeBound(expr.base) * Math.abs(Number(k.value.n)) : Number.POSITIVE_INFINITY;
    }
    case 'derivative':
    case 'bracketEvaluation':
      return 4 * degreeBound(expr.body) + 4;
    default:
      return 0;
  }
}
