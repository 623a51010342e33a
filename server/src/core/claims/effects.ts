/** What a claim or a mention leaves in the ledger. */
import type { Chain, Expr } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';
import type { Binding, ClaimRole, LedgerEffect } from './claim.ts';
import { chainDomains } from './domains.ts';
import { type IsVariable, namesOf, some } from './names.ts';

export interface Placed {
  readonly step: number;
  readonly span: { readonly start: number; readonly end: number };
  readonly key: string;
  readonly isAlternative?: true;
}

/** Bindings by a definition: each name on the left gets what stands right of it. */
export function bindingsOf(chain: Chain, placed: Placed): readonly Binding[] {
  const [left, right] = chain.sides;
  const op = chain.links[0]?.op;
  if (left === undefined || right === undefined || (op !== '=' && op !== ':=')) return [];
  return pairs(left, right).flatMap(([name, value]) => bindingOf(name, value, placed));
}

function pairs(left: Expr, right: Expr): readonly (readonly [Expr, Expr])[] {
  if (left.kind !== 'tuple') return [[left, right]];
  if (right.kind !== 'tuple' || right.items.length !== left.items.length) return [];
  return left.items.map((item, k) => [item, right.items[k] ?? item] as const);
}

function bindingOf(left: Expr, expr: Expr, { step, span, key }: Placed): readonly Binding[] {
  if (some(expr, isOpen)) return [];
  if (left.kind === 'symbol') {
    if (mentions(expr, left.name)) return [];
    return [{ kind: 'value', name: left.name, expr, step, span, key }];
  }
  if (left.kind !== 'apply' || left.primes > 0 || left.inverse || mentions(expr, left.name)) return [];
  const params = left.args.flatMap(arg => (arg.kind === 'symbol' ? [arg.name] : []));
  if (params.length !== left.args.length || new Set(params).size !== params.length) return [];
  return [{ kind: 'function', name: left.name, params, expr, step, span, key }];
}

/** Words, dots, ± and the like: no meaning that could be computed with. */
function isOpen(expr: Expr): boolean {
  return expr.kind === 'words' || expr.kind === 'plusMinus' || expr.kind === 'ellipsis';
}

function mentions(expr: Expr, name: string): boolean {
  return some(expr, node => (node.kind === 'symbol' || node.kind === 'apply') && node.name === name);
}

/** The fact itself and, where it is taken for granted, what it says of the values of its names. */
export function factEffects(
  chain: Chain,
  role: ClaimRole,
  placed: Placed,
  isVariable: IsVariable,
): readonly LedgerEffect[] {
  const effects: LedgerEffect[] = [];
  if (namesOf(chain, isVariable).length > 0) effects.push({ kind: 'fact', fact: { chain, role, ...placed } });
  if (role === 'hypothesis' || role === 'definition') effects.push(...chainDomains(chain));
  return effects;
}

/** The name under which the ledger keeps that a log without a base occurred. */
export const BARE_LOG = 'log without a base';

/** Names of an expression, functions applied in it, and letters used in a way that tells that they are variables. */
export function nameEffects(expr: Expr): readonly LedgerEffect[] {
  const effects: LedgerEffect[] = [];
  const walk = (node: Expr): void => {
    if (node.kind === 'symbol') effects.push({ kind: 'named', name: node.name });
    if (node.kind === 'apply') effects.push({ kind: 'named', name: node.name }, { kind: 'function', name: node.name });
    if (node.kind === 'call' && node.fn === 'log' && node.args.length === 1)
      effects.push({ kind: 'named', name: BARE_LOG });
    for (const child of children(node)) walk(child);
  };
  walk(expr);
  return effects;
}

/** The name of the function that the relation defines: `f(x) = 5x^2 + 3x + 4`, with its parameters on the right. */
export function definedFunction(chain: Chain): string | undefined {
  const [left, right] = chain.sides;
  if (left?.kind !== 'apply' || right === undefined) return undefined;
  const [binding] = bindingsOf(chain, { step: -1, span: chain.span, key: '' });
  if (binding?.kind !== 'function') return undefined;
  const names = freeSymbols(right);
  return binding.params.every(param => names.has(param)) ? left.name : undefined;
}
