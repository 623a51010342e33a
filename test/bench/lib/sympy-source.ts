/** A formula as SymPy source, for timing SymPy where it has no LaTeX parser of its own. */
import type { Expr } from '../../../server/src/core/math/expr.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  ln: 'log',
  abs: 'Abs',
  ceil: 'ceiling',
  min: 'Min',
  max: 'Max',
  mod: 'Mod',
};

/** Functions that SymPy calls as we do. */
const SAME = new Set([
  'sin',
  'cos',
  'tan',
  'cot',
  'sec',
  'csc',
  'sinh',
  'cosh',
  'tanh',
  'exp',
  'floor',
  'gcd',
  'lcm',
  'binomial',
]);

/** Source in terms of names (`Symbol`) and SymPy functions; `undefined` for what it does not cover. */
export function sympySource(expr: Expr): string | undefined {
  const all = (parts: readonly Expr[], join: (texts: readonly string[]) => string): string | undefined => {
    const texts = parts.map(sympySource);
    return texts.every(text => text !== undefined) ? join(texts) : undefined;
  };
  switch (expr.kind) {
    case 'number':
      return `Rational(${expr.value.n}, ${expr.value.d})`;
    case 'symbol':
      return ({ pi: 'pi', e: 'E', i: 'I' } as Record<string, string>)[expr.name] ?? `Symbol('${expr.name}')`;
    case 'infinity':
      return 'oo';
    case 'negate':
      return all([expr.arg], ([x]) => `(-${x})`);
    case 'sum':
      return all(expr.terms, texts => `(${texts.join(' + ')})`);
    case 'product':
      return all(expr.factors, texts => `(${texts.join(' * ')})`);
    case 'quotient':
      return all([expr.numerator, expr.denominator], ([a, b]) => `(${a} / ${b})`);
    case 'mixed':
      return all([expr.whole, expr.fraction], ([a, b]) => `(${a} + ${b})`);
    case 'power':
      return all([expr.base, expr.exponent], ([a, b]) => `(${a} ** ${b})`);
    case 'root':
      return all([expr.radicand, expr.index], ([a, b]) => `real_root(${a}, ${b})`);
    case 'factorial':
      return expr.double ? undefined : all([expr.arg], ([x]) => `factorial(${x})`);
    case 'percent':
      return all([expr.arg], ([x]) => `(${x} / 100)`);
    case 'degree':
      return all([expr.arg], ([x]) => `(${x} * pi / 180)`);
    case 'call': {
      const name = FUNCTIONS[expr.fn] ?? (SAME.has(expr.fn) ? expr.fn : undefined);
      if (expr.fn === 'log') return all(expr.args, ([x, base]) => `log(${x}, ${base ?? '10'})`);
      if (expr.fn === 'det') return all(expr.args, ([x]) => `${x}.det()`);
      return name === undefined ? undefined : all(expr.args, texts => `${name}(${texts.join(', ')})`);
    }
    case 'bigOperator':
      return all(
        [expr.body, expr.lower, expr.upper],
        ([body, a, b]) => `${expr.op === 'sum' ? 'Sum' : 'Product'}(${body}, (Symbol('${expr.variable}'), ${a}, ${b}))`,
      );
    case 'integral': {
      const { lower, upper, body, variable } = expr;
      if (lower === undefined || upper === undefined)
        return all([body], ([f]) => `Integral(${f}, Symbol('${variable}'))`);
      return all([body, lower, upper], ([f, a, b]) => `Integral(${f}, (Symbol('${variable}'), ${a}, ${b}))`);
    }
    case 'derivative':
      return all([expr.body], ([f]) => `Derivative(${f}, (Symbol('${expr.variable}'), ${expr.order}))`);
    case 'limit':
      return all([expr.body, expr.target], ([f, a]) => `Limit(${f}, Symbol('${expr.variable}'), ${a})`);
    case 'matrix': {
      const rows = expr.rows.map(row => all(row, texts => `[${texts.join(', ')}]`));
      return rows.every(row => row !== undefined) ? `Matrix([${rows.join(', ')}])` : undefined;
    }
    default:
      return undefined;
  }
}
