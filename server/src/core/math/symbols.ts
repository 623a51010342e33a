/** Names in formulas: which are free, putting values in for them, whether two formulas are written alike. */
import { symbol, unknownValue } from './build.ts';
import type { Expr } from './expr.ts';
import { equalRational } from './rational.ts';
import { bound, children, mapChildren } from './traverse.ts';

/** Names that are constants unless the context says that they are variables. */
export const CONSTANT_NAMES: ReadonlySet<string> = new Set(['pi', 'e', 'i']);

/**
 * Names whose value the formula depends on. `pi`, `e` and `i` are left out unless `variables` has them. The variable of an
 * indefinite integral and of a derivative counts; applications `f(x)` give the names in their arguments, not `f`.
 */
export function freeSymbols(expr: Expr, variables: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const names = new Set<string>();
  collect(expr, names, [], variables);
  return names;
}

function collect(expr: Expr, names: Set<string>, hidden: readonly string[], variables: ReadonlySet<string>): void {
  if (expr.kind === 'symbol') {
    const constant = CONSTANT_NAMES.has(expr.name) && !variables.has(expr.name);
    if (!constant && !hidden.includes(expr.name)) names.add(expr.name);
    return;
  }
  if (expr.kind === 'derivative' || (expr.kind === 'integral' && expr.lower === undefined)) {
    if (!hidden.includes(expr.variable)) names.add(expr.variable);
  }
  const binding = bound(expr);
  for (const part of children(expr)) {
    collect(part, names, binding?.inside === part ? [...hidden, binding.name] : hidden, variables);
  }
}

/** The variable of `[F(x)]_a^b`: the one named, else the only free name of F. */
export function bracketVariable(expr: Expr & { readonly kind: 'bracketEvaluation' }): string | undefined {
  if (expr.variable !== undefined) return expr.variable;
  const names = [...freeSymbols(expr.body)];
  return names.length === 1 ? names[0] : undefined;
}

/** Puts `values` in for free names. Bound names are renamed where they would catch a name of a value. */
export function substitute(expr: Expr, values: ReadonlyMap<string, Expr>): Expr {
  if (values.size === 0) return expr;
  if (expr.kind === 'symbol') return values.get(expr.name) ?? expr;
  if (expr.kind === 'derivative' && values.has(expr.variable)) return substituteDerivative(expr, values);
  if (expr.kind === 'integral' && expr.lower === undefined && values.has(expr.variable)) {
    const to = values.get(expr.variable);
    if (to?.kind !== 'symbol') return unknownValue('antiderivative at a point');
    return { ...expr, variable: to.name, body: substitute(expr.body, values) };
  }
  const binding = bound(expr);
  if (binding === undefined) return mapChildren(expr, part => substitute(part, values));
  return substituteUnder(expr, binding, values);
}

/** The derivative's value at a point other than a name: its limit there, which is the same wherever it is continuous. */
function substituteDerivative(expr: Expr & { readonly kind: 'derivative' }, values: ReadonlyMap<string, Expr>): Expr {
  const to = values.get(expr.variable);
  const inner = new Map(values);
  inner.delete(expr.variable);
  if (to === undefined) return expr;
  if (to.kind === 'symbol') return { ...expr, variable: to.name, body: substitute(expr.body, values) };
  const body = inner.size === 0 ? expr : { ...expr, body: substitute(expr.body, inner) };
  return { kind: 'limit', span: expr.span, variable: expr.variable, target: to, side: 'both', body };
}

function substituteUnder(
  expr: Expr,
  binding: { readonly name: string; readonly inside: Expr },
  values: ReadonlyMap<string, Expr>,
): Expr {
  const inner = new Map(values);
  inner.delete(binding.name);
  const caught = [...inner.values()].some(value => freeSymbols(value, new Set([binding.name])).has(binding.name));
  if (!caught) return mapChildren(expr, part => substitute(part, part === binding.inside ? inner : values));
  const fresh = `${binding.name}′`;
  inner.set(binding.name, symbol(fresh));
  const renamed = mapChildren(expr, part => substitute(part, part === binding.inside ? inner : values));
  return 'variable' in renamed ? { ...renamed, variable: fresh } : renamed;
}

/** True where the two formulas are the same tree; spans, written decimals and implicit multiplication signs do not count. */
export function structurallyEqual(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (!sameLabel(a, b)) return false;
  const left = children(a);
  const right = children(b);
  return left.length === right.length && left.every((part, k) => structurallyEqual(part, right[k] as Expr));
}

/** Compares what a node holds beside its parts. */
function sameLabel(a: Expr, b: Expr): boolean {
  if (a.kind === 'number' && b.kind === 'number') return equalRational(a.value, b.value);
  if (a.kind === 'integral' && b.kind === 'integral') {
    return a.variable === b.variable && (a.lower === undefined) === (b.lower === undefined);
  }
  if (a.kind === 'matrix' && b.kind === 'matrix') return a.rows.length === b.rows.length;
  if (a.kind === 'piecewise' && b.kind === 'piecewise') {
    return JSON.stringify(a.branches.map(conditionOps)) === JSON.stringify(b.branches.map(conditionOps));
  }
  const fields = LABELS[a.kind] ?? [];
  return fields.every(field => Reflect.get(a, field) === Reflect.get(b, field));
}

function conditionOps(branch: (Expr & { readonly kind: 'piecewise' })['branches'][number]): readonly string[] {
  return branch.condition === undefined ? ['otherwise'] : branch.condition.links.map(link => link.op);
}

const LABELS: Partial<Record<Expr['kind'], readonly string[]>> = {
  symbol: ['name'],
  call: ['fn'],
  apply: ['name', 'primes', 'inverse'],
  factorial: ['double'],
  quantity: ['unit'],
  plusMinus: ['sign'],
  bigOperator: ['op', 'variable'],
  bracketEvaluation: ['variable'],
  derivative: ['variable', 'order'],
  limit: ['variable', 'side'],
  tuple: ['open', 'close'],
  numberSet: ['set', 'restriction'],
  setOperation: ['op'],
  words: ['text'],
};
