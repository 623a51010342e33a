/** What the ledger knew of some names when it was asked: it moves on, and a check is written and confirmed later. */
import type { Binding, Domain, Fact, LedgerView, Modulus } from '../claims/claim.ts';
import { anyReal } from '../claims/merge.ts';
import { namesOf } from '../claims/names.ts';
import type { Chain, Expr } from '../math/expr.ts';
import { CONSTANT_NAMES, freeSymbols } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';

/** More names than this stand in no check that anyone could read. */
const MOST_NAMES = 40;

/** `names`: their meanings and domains. `facts`: relations about them, too, and about the names of those. */
export type Depth = 'names' | 'facts';

/**
 * Reads of `view` all that a check of these relations can need, and keeps it. Every read is recorded by the ledger as if the check were
 * made at once. `undefined` where too many names hang together.
 */
export function hold(relations: readonly Chain[], view: LedgerView, depth: Depth): Held | undefined {
  const held = new Held(view);
  let fresh = new Set<string>();
  for (const chain of relations) for (const side of sidesOf(chain)) collect(side, fresh);
  for (let round = 0; fresh.size > 0; round += 1) {
    const found = held.take(fresh, depth === 'facts' && round < FACT_ROUNDS, view);
    if (held.size > MOST_NAMES) return undefined;
    fresh = found;
  }
  return held;
}

/** Relations about the names, and about the names in those relations: as far as the instant judges look. */
const FACT_ROUNDS = 2;

export class Held implements LedgerView {
  readonly #bindings = new Map<string, Binding | undefined>();
  readonly #domains = new Map<string, Domain>();
  readonly #variables: ReadonlySet<string>;
  readonly #solving: ReturnType<LedgerView['solving']>;
  readonly #scope: ReturnType<LedgerView['scope']>;
  readonly #inContradiction: boolean;
  #facts: readonly Fact[] = [];

  constructor(view: LedgerView) {
    this.#variables = new Set([...CONSTANT_NAMES].filter(name => view.isVariable(name)));
    this.#solving = view.solving();
    this.#scope = view.scope();
    this.#inContradiction = view.inContradiction();
  }

  /** Every name that was looked up. */
  get names(): Iterable<string> {
    return this.#bindings.keys();
  }

  get size(): number {
    return this.#bindings.size;
  }

  /** Looks these names up; gives the names that come with what was found. */
  take(names: ReadonlySet<string>, withFacts: boolean, view: LedgerView): Set<string> {
    const found = new Set<string>();
    for (const name of names) {
      const binding = view.binding(name);
      this.#bindings.set(name, binding);
      this.#domains.set(name, view.domain(name));
      if (binding !== undefined && binding.kind !== 'ambiguous') collect(binding.expr, found);
    }
    if (withFacts) {
      const known = new Set(this.#facts);
      const facts = view.facts([...names]).filter(fact => !known.has(fact));
      this.#facts = [...this.#facts, ...facts].sort((a, b) => a.step - b.step);
      for (const fact of facts) for (const name of this.#namesOf(fact)) found.add(name);
    }
    for (const name of found) if (this.#bindings.has(name)) found.delete(name);
    return found;
  }

  /** Content of all that is held. */
  get key(): string {
    const parts: string[] = [];
    for (const [name, binding] of this.#bindings) {
      parts.push(`${name}:${binding?.key ?? ''}:${JSON.stringify(this.#domains.get(name))}`);
    }
    for (const fact of this.#facts) parts.push(`${fact.key}${fact.isAlternative ? '|' : ''}`);
    parts.push([...this.#variables].join(), this.#solving?.fact.key ?? '', this.#solving?.unknown ?? '');
    parts.push(this.#scope ?? '', this.#inContradiction ? 'x' : '');
    return parts.join(';');
  }

  binding(name: string): Binding | undefined {
    return this.#bindings.get(name);
  }

  domain(name: string): Domain {
    return this.#domains.get(name) ?? anyReal;
  }

  facts(names: readonly string[]): readonly Fact[] {
    return this.#facts.filter(fact => this.#namesOf(fact).some(name => names.includes(name)));
  }

  solving(): ReturnType<LedgerView['solving']> {
    return this.#solving;
  }

  isVariable(name: string): boolean {
    return this.#variables.has(name);
  }

  /** A function without a definition stands in no check, and a letter that is one elsewhere is a number where it stands alone. */
  isFunction(): boolean {
    return false;
  }

  /** The claim itself names them. */
  isNamed(name: string): boolean {
    return this.#bindings.has(name);
  }

  scope(): ReturnType<LedgerView['scope']> {
    return this.#scope;
  }

  inContradiction(): boolean {
    return this.#inContradiction;
  }

  /** Of no use to a claim that has been read. */
  last(): undefined {
    return undefined;
  }

  lastValue(): undefined {
    return undefined;
  }

  lead(): undefined {
    return undefined;
  }

  /** Only remarks on roots that are left out ask for it. */
  moduli(): readonly Modulus[] {
    return [];
  }

  selects(): boolean {
    return false;
  }

  /** Only remarks on where a number comes from ask for it. */
  hasQuantity(): boolean {
    return true;
  }

  #namesOf({ chain }: Fact): readonly string[] {
    return namesOf(chain, name => this.#variables.has(name));
  }
}

function sidesOf({ sides, modulus }: Chain): readonly Expr[] {
  return modulus === undefined ? sides : [...sides, modulus];
}

/** Every name that may have to be declared: bound ones and the constants' names included. */
function collect(expr: Expr, names: Set<string>): void {
  for (const name of freeSymbols(expr, CONSTANT_NAMES)) names.add(name);
  walk(expr, names);
}

function walk(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'apply') names.add(expr.name);
  if ('variable' in expr && expr.variable !== undefined) names.add(expr.variable);
  for (const child of children(expr)) walk(child, names);
}
