/**
 * One walk over formulas for every kind of value: exact fractions, balls, complex balls, doubles, decimals, residues, formulas.
 * An `Arithmetic<V>` says how values of that kind are computed with; `undefined` means "no value" and spreads.
 */
import type { Budget } from './budget.ts';
import { expandBracket, expandDerivative } from './differentiate.ts';
import type {
  BigOperatorExpr,
  CallExpr,
  Chain,
  Expr,
  IntegralExpr,
  LimitExpr,
  PiecewiseExpr,
  PowerExpr,
  Rational,
  RootExpr,
} from './expr.ts';
import { evaluateMatrixCall } from './matrix.ts';
import { addRational, rational } from './rational.ts';

export type Env<V> = ReadonlyMap<string, V>;

export interface Arithmetic<V> {
  readonly rational: (value: Rational) => V | undefined;
  readonly constant: (name: 'pi' | 'e' | 'i') => V | undefined;
  readonly infinity?: V;
  readonly add: (a: V, b: V) => V | undefined;
  readonly negate: (a: V) => V;
  readonly multiply: (a: V, b: V) => V | undefined;
  readonly divide: (a: V, b: V) => V | undefined;
  /** `exponent` is the formula, for arithmetics that must know whether it is a fraction. */
  readonly power: (base: V, exponent: V, formula: PowerExpr) => V | undefined;
  /** `x^k` for a whole k, where the arithmetic has a better way than `power`: `exponent` need not be a value of V then. */
  readonly wholePower?: (base: V, exponent: bigint) => V | undefined;
  readonly root: (radicand: V, index: V, formula: RootExpr) => V | undefined;
  readonly call: (fn: CallExpr['fn'], args: readonly V[]) => V | undefined;
  readonly factorial: (arg: V, double: boolean) => V | undefined;
  /** Order of two values; `undefined` where it is not certain. */
  readonly compare: (a: V, b: V) => -1 | 0 | 1 | undefined;
  /** The whole number that the value certainly is. */
  readonly whole: (a: V) => bigint | undefined;
  /** Integrals, limits and sums without end, for arithmetics that can. */
  readonly integral?: (expr: IntegralExpr, env: Env<V>, budget: Budget) => V | undefined;
  readonly limit?: (expr: LimitExpr, env: Env<V>, budget: Budget) => V | undefined;
  readonly endless?: (expr: BigOperatorExpr, lower: bigint, env: Env<V>, budget: Budget) => V | undefined;
  /** What stands for a node that the walk cannot carry out: a formula arithmetic keeps it as an atom. */
  readonly opaque?: (expr: Expr, env: Env<V>) => V | undefined;
  /** What a value costs beyond its node: long integers cost more. */
  readonly cost?: (value: V) => number;
}

const HUNDREDTH = rational(1, 100);

/** The formula's value, every name taken from `env`. `undefined`: no value in this arithmetic, a name without one, or the budget is used up. */
export function evaluateWith<V>(expr: Expr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  if (!budget.spend()) return undefined;
  const value = evaluateNode(expr, env, a, budget);
  if (value === undefined) return undefined;
  if (a.cost !== undefined && !budget.spend(a.cost(value))) return undefined;
  return value;
}

function evaluateNode<V>(expr: Expr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  switch (expr.kind) {
    case 'number':
      return a.rational(expr.value);
    case 'symbol': {
      const value = env.get(expr.name);
      if (value !== undefined) return value;
      const { name } = expr;
      return name === 'pi' || name === 'e' || name === 'i' ? a.constant(name) : a.opaque?.(expr, env);
    }
    case 'infinity':
      return a.infinity;
    case 'negate': {
      const value = evaluateWith(expr.arg, env, a, budget);
      return value === undefined ? undefined : a.negate(value);
    }
    case 'sum':
      return fold(expr.terms, a.add, env, a, budget);
    case 'product':
      return fold(expr.factors, a.multiply, env, a, budget);
    case 'quotient': {
      const top = evaluateWith(expr.numerator, env, a, budget);
      if (top === undefined) return undefined;
      const bottom = evaluateWith(expr.denominator, env, a, budget);
      return bottom === undefined ? undefined : a.divide(top, bottom);
    }
    case 'mixed': {
      const { numerator, denominator } = expr.fraction;
      if (numerator.kind !== 'number' || denominator.kind !== 'number' || denominator.value.n === 0n) return undefined;
      const part = rational(numerator.value.n * denominator.value.d, numerator.value.d * denominator.value.n);
      return a.rational(addRational(expr.whole.value, part));
    }
    case 'power':
      return evaluatePower(expr, env, a, budget);
    case 'root': {
      const radicand = evaluateWith(expr.radicand, env, a, budget);
      const index = evaluateWith(expr.index, env, a, budget);
      return radicand === undefined || index === undefined ? undefined : a.root(radicand, index, expr);
    }
    case 'call':
      return evaluateCall(expr, env, a, budget);
    case 'factorial': {
      const value = evaluateWith(expr.arg, env, a, budget);
      return value === undefined ? undefined : a.factorial(value, expr.double);
    }
    case 'percent': {
      const value = evaluateWith(expr.arg, env, a, budget);
      const hundredth = a.rational(HUNDREDTH);
      return value === undefined || hundredth === undefined ? undefined : a.multiply(value, hundredth);
    }
    case 'degree': {
      const value = evaluateWith(expr.arg, env, a, budget);
      const pi = a.constant('pi');
      const factor = a.rational(rational(1, 180));
      if (value === undefined || pi === undefined || factor === undefined) return undefined;
      const scaled = a.multiply(value, factor);
      return scaled === undefined ? undefined : a.multiply(scaled, pi);
    }
    case 'quantity':
      return evaluateWith(expr.arg, env, a, budget);
    case 'bigOperator':
      return evaluateBigOperator(expr, env, a, budget);
    case 'integral':
      return a.integral?.(expr, env, budget);
    case 'limit':
      return a.limit?.(expr, env, budget);
    case 'bracketEvaluation':
      return evaluateExpansion(expr, expandBracket, env, a, budget);
    case 'derivative':
      return evaluateExpansion(expr, expandDerivative, env, a, budget);
    case 'piecewise':
      return evaluatePiecewise(expr, env, a, budget);
    case 'apply':
      return a.opaque?.(expr, env);
    case 'plusMinus':
    case 'matrix':
    case 'tuple':
    case 'set':
    case 'numberSet':
    case 'setOperation':
    case 'ellipsis':
    case 'words':
      return undefined;
  }
}

function fold<V>(
  parts: readonly Expr[],
  join: (a: V, b: V) => V | undefined,
  env: Env<V>,
  a: Arithmetic<V>,
  budget: Budget,
): V | undefined {
  let result: V | undefined;
  for (const [k, part] of parts.entries()) {
    const value = evaluateWith(part, env, a, budget);
    if (value === undefined) return undefined;
    result = k === 0 || result === undefined ? value : join(result, value);
    if (result === undefined) return undefined;
  }
  return result;
}

function evaluatePower<V>(expr: PowerExpr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  const base = evaluateWith(expr.base, env, a, budget);
  if (base === undefined) return undefined;
  if (a.wholePower !== undefined) {
    const k = wholeExponent(expr.exponent);
    if (k !== undefined) return a.wholePower(base, k);
  }
  const exponent = evaluateWith(expr.exponent, env, a, budget);
  return exponent === undefined ? undefined : a.power(base, exponent, expr);
}

function wholeExponent(expr: Expr): bigint | undefined {
  if (expr.kind === 'number') return expr.value.d === 1n ? expr.value.n : undefined;
  if (expr.kind === 'negate') {
    const k = wholeExponent(expr.arg);
    return k === undefined ? undefined : -k;
  }
  return undefined;
}

/** Functions whose arguments are matrices or vectors. */
const MATRIX_FUNCTIONS: ReadonlySet<CallExpr['fn']> = new Set(['det', 'trace', 'rank', 'norm', 'dot', 'cardinality']);

function evaluateCall<V>(expr: CallExpr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  if (MATRIX_FUNCTIONS.has(expr.fn)) return evaluateMatrixCall(expr, env, a, budget, evaluateWith);
  const args: V[] = [];
  for (const arg of expr.args) {
    const value = evaluateWith(arg, env, a, budget);
    if (value === undefined) {
      // |v| of a vector is its length.
      return expr.fn === 'abs' ? evaluateMatrixCall({ ...expr, fn: 'norm' }, env, a, budget, evaluateWith) : undefined;
    }
    args.push(value);
  }
  return a.call(expr.fn, args);
}

/** More terms than this are not added one by one. */
const LONGEST_SUM = 100_000n;

function evaluateBigOperator<V>(expr: BigOperatorExpr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  const from = evaluateWith(expr.lower, env, a, budget);
  const lower = from === undefined ? undefined : a.whole(from);
  if (lower === undefined) return undefined;
  if (expr.upper.kind === 'infinity') return a.endless?.(expr, lower, env, budget);
  const to = evaluateWith(expr.upper, env, a, budget);
  const upper = to === undefined ? undefined : a.whole(to);
  if (upper === undefined || upper - lower > LONGEST_SUM) return undefined;
  const join = expr.op === 'sum' ? a.add : a.multiply;
  let result = a.rational(rational(expr.op === 'sum' ? 0 : 1));
  // An empty sum is 0 by convention, but bounds that run backwards by more are more likely a slip of ours.
  if (upper < lower - 1n) return undefined;
  const inner = new Map(env);
  for (let k = lower; k <= upper && result !== undefined; k++) {
    const index = a.rational(rational(k));
    if (index === undefined) return undefined;
    inner.set(expr.variable, index);
    const term = evaluateWith(expr.body, inner, a, budget);
    if (term === undefined) return undefined;
    result = join(result, term);
    if (result !== undefined && a.cost !== undefined && !budget.spend(a.cost(result))) return undefined;
  }
  return result;
}

/** Derivatives and brackets are carried out once a formula, not once a point. */
const expansions = new WeakMap<Expr, { readonly expr: Expr | undefined }>();

function evaluateExpansion<E extends Expr, V>(
  expr: E,
  expand: (expr: E) => Expr | undefined,
  env: Env<V>,
  a: Arithmetic<V>,
  budget: Budget,
): V | undefined {
  let known = expansions.get(expr);
  if (known === undefined) {
    known = { expr: expand(expr) };
    expansions.set(expr, known);
  }
  return known.expr === undefined ? a.opaque?.(expr, env) : evaluateWith(known.expr, env, a, budget);
}

function evaluatePiecewise<V>(expr: PiecewiseExpr, env: Env<V>, a: Arithmetic<V>, budget: Budget): V | undefined {
  for (const branch of expr.branches) {
    const holds = branch.condition === undefined ? true : chainHolds(branch.condition, env, a, budget);
    if (holds === undefined) return undefined;
    if (holds) return evaluateWith(branch.value, env, a, budget);
  }
  return undefined;
}

/** Whether an order relation holds at a point; `undefined` where that is not certain or the relation is of another kind. */
export function chainHolds<V>(chain: Chain, env: Env<V>, a: Arithmetic<V>, budget: Budget): boolean | undefined {
  const values = chain.sides.map(side => evaluateWith(side, env, a, budget));
  for (const [k, link] of chain.links.entries()) {
    const left = values[k];
    const right = values[k + 1];
    const order = left === undefined || right === undefined ? undefined : a.compare(left, right);
    if (order === undefined) return undefined;
    const holds = {
      '=': order === 0,
      '≠': order !== 0,
      '<': order < 0,
      '≤': order <= 0,
      '>': order > 0,
      '≥': order >= 0,
    };
    const result = Object.entries(holds).find(([op]) => op === link.op)?.[1];
    if (result !== true) return result;
  }
  return true;
}
