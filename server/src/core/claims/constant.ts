/** Rough values of bounds and of given numbers; the judges compute exactly. */
import type { Expr } from '../math/expr.ts';

/** Value of an expression of numerals, π and e as a double; `undefined` where it has names or anything out of the ordinary. */
export function evaluateConstant(expr: Expr): number | undefined {
  switch (expr.kind) {
    case 'number':
      return Number(expr.value.n) / Number(expr.value.d);
    case 'symbol':
      return expr.name === 'pi' ? Math.PI : expr.name === 'e' ? Math.E : undefined;
    case 'negate':
      return map([expr.arg], ([a = 0]) => -a);
    case 'sum':
      return map(expr.terms, values => values.reduce((sum, value) => sum + value, 0));
    case 'product':
      return map(expr.factors, values => values.reduce((product, value) => product * value, 1));
    case 'quotient':
      return map([expr.numerator, expr.denominator], ([a = 0, b = 1]) => a / b);
    case 'mixed':
      return map([expr.whole, expr.fraction], ([a = 0, b = 0]) => a + b);
    case 'power':
      return map([expr.base, expr.exponent], ([a = 0, b = 1]) => a ** b);
    case 'root':
      return map([expr.radicand, expr.index], ([a = 0, n = 2]) => (a < 0 ? Number.NaN : a ** (1 / n)));
    case 'quantity':
      return evaluateConstant(expr.arg);
    case 'percent':
      return map([expr.arg], ([a = 0]) => a / 100);
    default:
      return undefined;
  }
}

function map(parts: readonly Expr[], f: (values: readonly number[]) => number): number | undefined {
  const values: number[] = [];
  for (const part of parts) {
    const value = evaluateConstant(part);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const value = f(values);
  return Number.isFinite(value) ? value : undefined;
}
