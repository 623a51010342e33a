/** Names in a relation: what it is about. */
import type { Chain, Expr, Statement } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';

const cache = new WeakMap<Chain, readonly string[]>();

/** Free names of a chain and the names of functions applied in it, each once. */
export function namesOf(chain: Chain): readonly string[] {
  const known = cache.get(chain);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const side of chain.sides) {
    for (const name of freeSymbols(side)) names.add(name);
    collectApplied(side, names);
  }
  const list = [...names];
  cache.set(chain, list);
  return list;
}

function collectApplied(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'apply') names.add(expr.name);
  if (expr.kind === 'words') names.add(expr.text);
  for (const child of children(expr)) collectApplied(child, names);
}

/** True where no name, word or unknown function stands in any side: it can be computed. */
export function isConstant(statement: Statement['body']): boolean {
  if (statement.kind === 'chain') return namesOf(statement).length === 0;
  const names = new Set<string>(freeSymbols(statement.expr));
  collectApplied(statement.expr, names);
  return names.size === 0;
}

/** True where some node of the expression passes the test. */
export function some(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return test(expr) || children(expr).some(child => some(child, test));
}
