/**
 * Formulas as plain functions of doubles, for the searches that evaluate one formula thousands of times. No error bounds: what is found
 * this way is confirmed by other means. Kinds of formulas that are not here go through the evaluator with bounds.
 */
import type { Budget } from '../math/budget.ts';
import type { CallExpr, Expr } from '../math/expr.ts';
import { toNumber } from '../math/rational.ts';
import { evaluateReal } from '../math/real.ts';

export type Values = ReadonlyMap<string, number>;

/** NaN where the formula has no real value, a name has none, or the budget is used up. */
export type Compiled = (at: Values, budget: Budget) => number;

const known = new WeakMap<Expr, Compiled>();

export function compile(expr: Expr): Compiled {
  let compiled = known.get(expr);
  if (compiled === undefined) {
    compiled = build(expr) ?? ((at, budget) => evaluateReal(expr, at, budget));
    known.set(expr, compiled);
  }
  return compiled;
}

function build(expr: Expr): Compiled | undefined {
  switch (expr.kind) {
    case 'number': {
      const value = toNumber(expr.value);
      return () => value;
    }
    case 'symbol':
      return symbolValue(expr.name);
    case 'negate':
    case 'quantity':
    case 'percent':
    case 'degree': {
      const arg = compile(expr.arg);
      const factor = { negate: -1, quantity: 1, percent: 0.01, degree: Math.PI / 180 }[expr.kind];
      return (at, budget) => factor * arg(at, budget);
    }
    case 'sum':
      return folded(expr.terms, 0, (a, b) => a + b);
    case 'product':
      return folded(expr.factors, 1, (a, b) => a * b);
    case 'mixed':
      return folded([expr.whole, expr.fraction], 0, (a, b) => a + b);
    case 'quotient': {
      const [top, bottom] = [compile(expr.numerator), compile(expr.denominator)];
      return (at, budget) => {
        const divisor = bottom(at, budget);
        return divisor === 0 ? Number.NaN : top(at, budget) / divisor;
      };
    }
    case 'power':
      return powerValue(compile(expr.base), compile(expr.exponent));
    case 'root':
      return rootValue(compile(expr.radicand), compile(expr.index));
    case 'call':
      return callValue(expr);
    default:
      return undefined;
  }
}

function symbolValue(name: string): Compiled {
  const constant = name === 'pi' ? Math.PI : name === 'e' ? Math.E : Number.NaN;
  return (at, budget) => (budget.spend() ? (at.get(name) ?? constant) : Number.NaN);
}

function folded(parts: readonly Expr[], start: number, join: (a: number, b: number) => number): Compiled {
  const compiled = parts.map(compile);
  return (at, budget) => {
    let total = start;
    for (const part of compiled) total = join(total, part(at, budget));
    return total;
  };
}

function powerValue(base: Compiled, exponent: Compiled): Compiled {
  return (at, budget) => {
    const [b, e] = [base(at, budget), exponent(at, budget)];
    if (b === 0 && e <= 0) return e === 0 ? 1 : Number.NaN;
    return finite(b ** e);
  };
}

function rootValue(radicand: Compiled, index: Compiled): Compiled {
  return (at, budget) => {
    const [r, k] = [radicand(at, budget), index(at, budget)];
    if (k === 2) return Math.sqrt(r);
    if (k === 3) return Math.cbrt(r);
    return r < 0 && Math.abs(k % 2) === 1 ? -((-r) ** (1 / k)) : r ** (1 / k);
  };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

const FUNCTIONS: Partial<Readonly<Record<CallExpr['fn'], (x: number) => number>>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: x => 1 / Math.tan(x),
  sec: x => 1 / Math.cos(x),
  csc: x => 1 / Math.sin(x),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  exp: x => finite(Math.exp(x)),
  ln: x => finite(Math.log(x)),
  abs: Math.abs,
};

function callValue(expr: CallExpr): Compiled | undefined {
  const [first, second, third] = expr.args;
  if (first === undefined || third !== undefined) return undefined;
  if (expr.fn === 'log' && second !== undefined) {
    const [x, base] = [compile(first), compile(second)];
    return (at, budget) => finite(Math.log(x(at, budget)) / Math.log(base(at, budget)));
  }
  const f = FUNCTIONS[expr.fn];
  if (f === undefined || second !== undefined) return undefined;
  const x = compile(first);
  return (at, budget) => f(x(at, budget));
}
