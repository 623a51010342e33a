/** Nodes that bind a letter or hold others, as SymPy writes them: sums, integrals, derivatives, limits, matrices, sets, cases. */
import type { Chain, DerivativeExpr, Expr, LimitExpr, NumberSetExpr, PiecewiseExpr, RelationOp } from '../math/expr.ts';
import { bracketVariable, freeSymbols } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import type { Printed, Printer } from './python-printer.ts';

export type OperatorExpr = Extract<
  Expr,
  {
    readonly kind:
      | 'apply'
      | 'bigOperator'
      | 'integral'
      | 'bracketEvaluation'
      | 'derivative'
      | 'limit'
      | 'matrix'
      | 'tuple'
      | 'set'
      | 'numberSet'
      | 'setOperation'
      | 'piecewise';
  }
>;

export function printOperator(p: Printer, expr: OperatorExpr): Printed {
  switch (expr.kind) {
    case 'apply':
      return apply(p, expr);
    case 'bigOperator':
      return bigOperator(p, expr);
    case 'integral':
      return integral(p, expr);
    case 'bracketEvaluation':
      return evaluation(p, expr);
    case 'derivative':
      return derivative(p, expr);
    case 'limit':
      return limit(p, expr);
    case 'matrix': {
      const rows = expr.rows.map(row => `[${list(p, row)}]`);
      return operand(`${p.uses('Matrix')}([${rows.join(', ')}])`);
    }
    case 'tuple':
      if (expr.open === '[' || expr.close === ']') return p.refuse('a list that may be an interval');
      return operand(`${p.uses('Matrix')}([${list(p, expr.items)}])`);
    case 'set':
      return operand(`${p.uses('FiniteSet')}(${list(p, expr.elements)})`);
    case 'numberSet':
      return numberSet(p, expr);
    case 'setOperation': {
      const name = { union: 'Union', intersection: 'Intersection', difference: 'Complement' }[expr.op];
      return operand(`${p.uses(name)}(${p.free(expr.left)}, ${p.free(expr.right)})`);
    }
    case 'piecewise':
      return piecewise(p, expr);
  }
}

function operand(text: string): Printed {
  return { text, level: 5 };
}

function list(p: Printer, items: readonly Expr[]): string {
  return items.map(item => p.free(item)).join(', ');
}

function apply(p: Printer, expr: Extract<Expr, { readonly kind: 'apply' }>): Printed {
  const { name, args, primes, inverse } = expr;
  const f = inverse ? undefined : p.functionName(name, args.length);
  const [arg] = args;
  if (f === undefined || arg === undefined) return p.refuse(`${name} has no definition here`);
  if (primes === 0) return operand(`${f}(${list(p, args)})`);
  const times = primes === 1 ? '' : `, ${primes}`;
  if (arg.kind === 'symbol') {
    const variable = p.name(arg.name);
    return operand(`${p.uses('diff')}(${f}(${variable}), ${variable}${times})`);
  }
  // The letter must not stand in the argument.
  const letter = ['x', 't', 'u', 'z'].find(name => !freeSymbols(arg).has(name));
  if (letter === undefined || args.length > 1) return p.refuse('a derivative at a point with many names');
  const variable = p.name(letter);
  return operand(`${p.uses('diff')}(${f}(${variable}), ${variable}${times}).subs(${variable}, ${p.free(arg)})`);
}

function bigOperator(p: Printer, expr: Extract<Expr, { readonly kind: 'bigOperator' }>): Printed {
  const { variable, lower, upper, op } = expr;
  if (indexes(expr.body, variable)) return p.refuse('a sequence whose terms are names');
  const bounds = `${p.free(lower)}, ${p.free(upper)}`;
  const body = p.binding(variable, () => p.free(expr.body));
  const name = { sum: p.delays ? 'Sum' : 'summation', product: p.delays ? 'Product' : 'product' }[op];
  return operand(`${p.uses(name)}(${body}, (${p.name(variable, true)}, ${bounds}))`);
}

/** `P_i` under a sum over i: one name to the reader of formulas, but another for every i. */
function indexes(body: Expr, variable: string): boolean {
  return some(body, part => {
    if (part.kind !== 'symbol') return false;
    const line = part.name.indexOf('_');
    return line > 0 && part.name.slice(line).includes(variable);
  });
}

function integral(p: Printer, { variable, lower, upper, body }: Extract<Expr, { readonly kind: 'integral' }>): Printed {
  const integrate = p.uses(p.delays ? 'Integral' : 'integrate');
  const bounds = lower === undefined || upper === undefined ? undefined : `, ${p.free(lower)}, ${p.free(upper)}`;
  const f = p.binding(variable, () => p.free(body));
  const x = p.name(variable);
  return operand(bounds === undefined ? `${integrate}(${f}, ${x})` : `${integrate}(${f}, (${x}${bounds}))`);
}

function evaluation(p: Printer, expr: Extract<Expr, { readonly kind: 'bracketEvaluation' }>): Printed {
  const variable = bracketVariable(expr);
  if (variable === undefined) return p.refuse('a bracket that does not say for which name its bounds are put in');
  const x = p.name(variable);
  const body = p.binding(variable, () => p.exact(expr.body, 5));
  return { text: `${body}.subs(${x}, ${p.free(expr.upper)}) - ${body}.subs(${x}, ${p.free(expr.lower)})`, level: 1 };
}

/** Of a formula in its variable alone: what else it holds may depend on the variable, as y does in dy/dx. */
function derivative(p: Printer, { body, variable, order, partial }: DerivativeExpr): Printed {
  const names = freeSymbols(body, new Set([variable]));
  if (!names.has(variable) && names.size > 0) return p.refuse('the derivative of a name');
  if (!partial && [...names].some(name => name !== variable && DEPENDENT.test(name))) {
    return p.refuse('a name that may depend on the variable');
  }
  const x = p.name(variable);
  const f = p.binding(variable, () => p.free(body));
  return operand(`${p.uses('diff')}(${f}, ${x}${order === 1 ? '' : `, ${order}`})`);
}

/** Names that usually are functions of the variable: differentiating x² + y² by x is implicit. */
const DEPENDENT = /^[xyzuvw](?:_.*)?$/;

function limit(p: Printer, { body, variable, target, side }: LimitExpr): Printed {
  const to = p.free(target);
  const ends = target.kind === 'infinity' || (target.kind === 'negate' && target.arg.kind === 'infinity');
  const from = ends ? '' : { both: ", '+-'", right: ", '+'", left: ", '-'" }[side];
  const f = p.binding(variable, () => p.free(body));
  return operand(`${p.uses(p.delays ? 'Limit' : 'limit')}(${f}, ${p.name(variable)}, ${to}${from})`);
}

function numberSet(p: Printer, { set, restriction }: NumberSetExpr): Printed {
  if (set === 'Z' && restriction === 'positive') return operand(p.uses('Naturals'));
  if (set === 'Z' && restriction === 'nonnegative') return operand(p.uses('Naturals0'));
  if (set === 'R' && restriction !== undefined) return operand(reals(p, restriction));
  if (restriction !== undefined) return p.refuse('a set of numbers that SymPy has no name for');
  if (set === 'N') return p.refuse('whether 0 is a natural number is a matter of taste');
  return operand(p.uses({ Z: 'Integers', Q: 'Rationals', R: 'Reals', C: 'Complexes' }[set]));
}

function reals(p: Printer, restriction: NonNullable<NumberSetExpr['restriction']>): string {
  switch (restriction) {
    case 'positive':
      return `${p.uses('Interval')}.open(0, ${p.uses('oo')})`;
    case 'nonnegative':
      return `${p.uses('Interval')}(0, ${p.uses('oo')})`;
    case 'negative':
      return `${p.uses('Interval')}.open(-${p.uses('oo')}, 0)`;
    case 'nonzero':
      return `${p.uses('Complement')}(${p.uses('Reals')}, ${p.uses('FiniteSet')}(0))`;
  }
}

function piecewise(p: Printer, { branches }: PiecewiseExpr): Printed {
  const cases = branches.map(({ value, condition }) => {
    const when = condition === undefined ? 'True' : printCondition(p, condition);
    return when === undefined ? p.refuse('a condition that is no comparison').text : `(${p.free(value)}, ${when})`;
  });
  return operand(`${p.uses('Piecewise')}(${cases.join(', ')})`);
}

const COMPARISONS: Partial<Readonly<Record<RelationOp, string>>> = { '<': '<', '≤': '<=', '>': '>', '≥': '>=' };

/** A comparison as a relation of SymPy, which a comparison of two ints would not be; `undefined` for other relations. */
export function printCondition(p: Printer, chain: Chain): string | undefined {
  const parts: string[] = [];
  for (const [index, { op }] of chain.links.entries()) {
    const [left, right] = [chain.sides[index], chain.sides[index + 1]];
    if (left === undefined || right === undefined) return undefined;
    const sign = COMPARISONS[op];
    if (sign !== undefined) parts.push(`${p.exact(left, 1)} ${sign} ${p.at(right, 1)}`);
    else if (op === '=') parts.push(`${p.uses('Eq')}(${p.free(left)}, ${p.free(right)})`);
    else if (op === '≠') parts.push(`${p.uses('Ne')}(${p.free(left)}, ${p.free(right)})`);
    else return undefined;
  }
  const [only] = parts;
  return parts.length === 1 ? only : `${p.uses('And')}(${parts.join(', ')})`;
}
