/** What the solution says that a name means, where it says so once. */
import type { Binding, Fact, LedgerView } from '../claims/claim.ts';
import { bindingsOf, definedFunction } from '../claims/effects.ts';
import { structurallyEqual } from '../math/symbols.ts';

export type Definition = Exclude<Binding, { readonly kind: 'ambiguous' }>;
type FunctionDefinition = Extract<Definition, { readonly kind: 'function' }>;

/**
 * The definition of a name. That of a function may also be given with the problem ("the graph of f(x) = x^2"), or be said beside a question ("f(x) = x^2;
 * where is f(x) = 5?"), as long as nothing that is given says otherwise. `undefined` too where it is said for some values only.
 */
export function definitionOf(name: string, view: LedgerView): Definition | undefined {
  const binding = view.binding(name);
  if (binding?.kind === 'function' && binding.where !== undefined) return undefined;
  if (binding !== undefined) return binding.kind === 'ambiguous' ? undefined : binding;
  if (!view.isFunction(name)) return undefined;
  const given = view.facts([name]).flatMap(fact => functionGiven(name, fact));
  const [first] = given;
  return first !== undefined && given.every(other => sameFunction(first, other)) ? first : undefined;
}

function functionGiven(name: string, { chain, role, step, span, key }: Fact): readonly FunctionDefinition[] {
  if ((role !== 'definition' && role !== 'hypothesis') || definedFunction(chain) !== name) return [];
  return bindingsOf(chain, { step, span, key }).filter(binding => binding.kind === 'function');
}

function sameFunction(a: FunctionDefinition, b: FunctionDefinition): boolean {
  return a.params.join() === b.params.join() && structurallyEqual(a.expr, b.expr);
}
