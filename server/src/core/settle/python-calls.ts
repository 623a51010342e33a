/** Functions with a meaning of their own, as SymPy writes them. */
import type { CallExpr, Expr, FunctionName } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import type { Printed, Printer } from './python-printer.ts';

/** Functions that differ in their names alone. */
const PLAIN: Partial<Readonly<Record<FunctionName, string>>> = {
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  cot: 'cot',
  sec: 'sec',
  csc: 'csc',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  arcsec: 'asec',
  arccsc: 'acsc',
  sinh: 'sinh',
  cosh: 'cosh',
  tanh: 'tanh',
  coth: 'coth',
  arsinh: 'asinh',
  arcosh: 'acosh',
  artanh: 'atanh',
  exp: 'exp',
  ln: 'log',
  abs: 'Abs',
  sign: 'sign',
  floor: 'floor',
  ceil: 'ceiling',
  fractionalPart: 'frac',
  min: 'Min',
  max: 'Max',
  mod: 'Mod',
  binomial: 'binomial',
  permutations: 'ff',
  totient: 'totient',
  divisorCount: 'divisor_count',
  divisorSum: 'divisor_sigma',
  fibonacci: 'fibonacci',
  gamma: 'gamma',
  re: 're',
  im: 'im',
  conjugate: 'conjugate',
  arg: 'arg',
};

const METHODS: Partial<Readonly<Record<FunctionName, string>>> = {
  det: '.det()',
  trace: '.trace()',
  rank: '.rank()',
  transpose: '.T',
};

/** Of polynomials, not of numbers, where SymPy is given names. */
const OF_NUMBERS: ReadonlySet<FunctionName> = new Set(['gcd', 'lcm', 'divisorCount']);

export function printCall(p: Printer, expr: CallExpr): Printed {
  const { fn, args } = expr;
  const [first, second] = args;
  if (first === undefined) return p.refuse(`${fn} without an argument`);
  if (OF_NUMBERS.has(fn) && args.some(arg => freeSymbols(arg).size > 0)) {
    return p.refuse(`SymPy takes ${fn} of names as that of polynomials`);
  }
  const plain = PLAIN[fn];
  if (plain !== undefined) return called(p, plain, args);
  switch (fn) {
    case 'log':
      return logarithm(p, first, second);
    case 'gcd':
    case 'lcm':
      if (args.length === 2) return called(p, fn, args);
      return { text: `${p.uses(fn)}([${list(p, args)}])`, level: 5 };
    case 'round':
      return nearest(p, first);
    case 'det':
    case 'trace':
    case 'rank':
    case 'transpose':
      return isMatrix(first) ? { text: p.at(first, 5) + METHODS[fn], level: 5 } : p.refuse(`${fn} of a name`);
    case 'norm':
      return isMatrix(first) ? { text: `${column(p, first)}.norm()`, level: 5 } : p.refuse('the norm of a name');
    case 'dot':
    case 'cross':
      return vectorProduct(p, fn, first, second);
    case 'cardinality':
      if (first.kind !== 'set') return p.refuse('the size of a set that is not written out');
      return { text: `len(${p.free(first)})`, level: 5, isInt: true };
    default:
      return p.refuse(`SymPy has no counterpart of ${fn} with the same values`);
  }
}

function called(p: Printer, name: string, args: readonly Expr[]): Printed {
  return { text: `${p.uses(name)}(${list(p, args)})`, level: 5 };
}

function list(p: Printer, items: readonly Expr[]): string {
  return items.map(item => p.free(item)).join(', ');
}

function logarithm(p: Printer, x: Expr, base: Expr | undefined): Printed {
  const log = p.uses('log');
  if (base !== undefined) return { text: `${log}(${p.free(x)}, ${p.free(base)})`, level: 5 };
  if (p.logBase === undefined) return p.refuse('log without a base');
  return { text: p.logBase === 'e' ? `${log}(${p.free(x)})` : `${log}(${p.free(x)}, 10)`, level: 5 };
}

/** Half away from zero is half up for what is not negative; Python's own `round` goes to even. */
function nearest(p: Printer, x: Expr): Printed {
  if (freeSymbols(x).size > 0 || some(x, part => part.kind === 'negate')) return p.refuse('rounding of a name');
  return { text: `${p.uses('floor')}(${p.at(x, 1)} + ${p.uses('Rational')}(1, 2))`, level: 5 };
}

/** A matrix, a vector, or what is made of them alone. */
export function isMatrix(expr: Expr): boolean {
  switch (expr.kind) {
    case 'matrix':
      return true;
    case 'tuple':
      return expr.open !== '[' && expr.close !== ']';
    case 'negate':
      return isMatrix(expr.arg);
    case 'sum':
      return expr.terms.every(isMatrix);
    case 'product':
      return expr.factors.some(isMatrix);
    case 'quotient':
      return isMatrix(expr.numerator);
    case 'power':
      return isMatrix(expr.base);
    case 'call':
      return expr.fn === 'transpose' || expr.fn === 'cross';
    default:
      return false;
  }
}

/** A vector that is written in a row is a column to SymPy all the same. */
function column(p: Printer, vector: Expr): string {
  return vector.kind === 'tuple' ? `${p.uses('Matrix')}([${list(p, vector.items)}])` : p.at(vector, 5);
}

function vectorProduct(p: Printer, fn: 'dot' | 'cross', left: Expr, right: Expr | undefined): Printed {
  if (right === undefined || !isMatrix(left) || !isMatrix(right))
    return p.refuse('a product of vectors that are names');
  return { text: `${column(p, left)}.${fn}(${column(p, right)})`, level: 5 };
}
