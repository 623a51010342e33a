/** Names in a relation: what it is about. */
import type { Chain, Expr, Statement } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';

/** Says of a name that usually is a constant (`e`, `i`, `pi`) whether it is a variable here. */
export type IsVariable = (name: string) => boolean;

const cache = new WeakMap<Chain, { readonly names: readonly string[]; readonly constants: readonly string[] }>();

const usualConstants: ReadonlySet<string> = new Set(['e', 'i', 'pi']);

/** Free names of a chain, words that stand for values, and the names of functions applied in it, each once. */
export function namesOf(chain: Chain, isVariable: IsVariable = () => false): readonly string[] {
  let known = cache.get(chain);
  if (known === undefined) {
    const names = new Set<string>();
    const constants = new Set<string>();
    for (const side of chain.sides) collect(side, names, constants);
    known = { names: [...names], constants: [...constants] };
    cache.set(chain, known);
  }
  const used = known.constants.filter(isVariable);
  return used.length === 0 ? known.names : [...known.names, ...used];
}

function collect(side: Expr, names: Set<string>, constants: Set<string>): void {
  for (const name of freeSymbols(side, usualConstants)) {
    if (usualConstants.has(name)) constants.add(name);
    else names.add(name);
  }
  collectApplied(side, names);
}

function collectApplied(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'apply') names.add(expr.name);
  if (expr.kind === 'words') names.add(expr.text);
  for (const child of children(expr)) collectApplied(child, names);
}

/** True where no name, word or unknown function stands in any side: it can be computed. */
export function isConstant(statement: Statement['body'], isVariable: IsVariable = () => false): boolean {
  if (statement.kind === 'chain') return namesOf(statement, isVariable).length === 0;
  const names = new Set<string>();
  const constants = new Set<string>();
  collect(statement.expr, names, constants);
  return names.size === 0 && ![...constants].some(isVariable);
}

/** True where some node of the expression passes the test. */
export function some(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return test(expr) || children(expr).some(child => some(child, test));
}

/** Names that the way they are used shows to be variables though they usually are constants: `e = 37`, `1 \le i \le n`, `a_i`, `(i, j)`. */
export function variablesShown(body: Statement['body']): readonly string[] {
  const shown = new Set<string>();
  const walk = (expr: Expr): void => {
    if (expr.kind === 'symbol' && expr.index !== undefined)
      for (const name of freeSymbols(expr.index.at, usualConstants)) shown.add(name);
    if (expr.kind === 'tuple' && expr.items.every(item => item.kind === 'symbol'))
      for (const item of expr.items) walkLone(item);
    for (const child of children(expr)) walk(child);
  };
  const walkLone = (expr: Expr): void => {
    if (expr.kind === 'symbol') shown.add(expr.name);
  };
  if (body.kind === 'bare') walk(body.expr);
  else {
    for (const side of body.sides) walk(side);
    if (!definesConstant(body)) for (const side of body.sides) walkLone(side);
  }
  return [...shown].filter(name => name === 'e' || name === 'i');
}

/** `e \approx 2.718`, `i = \sqrt{-1}`, `z = i`: the constant itself. */
function definesConstant(chain: Chain): boolean {
  return chain.sides.some(
    side =>
      side.kind === 'root' ||
      side.kind === 'power' ||
      side.kind === 'apply' ||
      (side.kind === 'symbol' && side.name !== 'e' && side.name !== 'i') ||
      (side.kind === 'number' && side.decimals !== undefined && (side.value.n * 10n) / side.value.d === 27n),
  );
}
