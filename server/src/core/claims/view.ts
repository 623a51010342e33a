/** The ledger as it stands within a step: what came before, and the step's own effects up to some place. */
import type { Binding, Claim, Domain, Fact, LastValue, Lead, LedgerEffect, LedgerView } from './claim.ts';
import { mergeBinding, narrow } from './merge.ts';
import { namesOf } from './names.ts';

/** What holds just before a claim of a step. Reads go through `before`, so they are recorded there. */
export function viewAt(before: LedgerView, effects: readonly LedgerEffect[], claim: Claim): LedgerView {
  const own = effects.slice(0, claim.effectsBefore ?? 0);
  return own.length === 0 ? before : new StepView(before, own);
}

/** A ledger with effects on top that are kept apart from it. */
export class StepView implements LedgerView {
  readonly #before: LedgerView;
  #effects: LedgerEffect[];

  constructor(before: LedgerView, effects: readonly LedgerEffect[] = []) {
    this.#before = before;
    this.#effects = [];
    for (const effect of effects) this.add(effect);
  }

  add(effect: LedgerEffect): void {
    if (effect.kind !== 'closeScope') {
      this.#effects.push(effect);
      return;
    }
    // A scope opened in this step ends with all that was said in it; one opened before is left to the ledger.
    const opened = this.#effects.findIndex(known => known.kind === 'openScope' && known.depth >= effect.depth);
    if (opened === -1) this.#effects.push(effect);
    else this.#effects = [...this.#effects.slice(0, opened), ...this.#effects.slice(opened).filter(keepsAfterScope)];
  }

  binding(name: string): Binding | undefined {
    let binding = this.#before.binding(name);
    for (const effect of this.#effects) {
      if (effect.kind === 'bind' && effect.binding.name === name) binding = mergeBinding(binding, effect.binding);
    }
    return binding;
  }

  domain(name: string): Domain {
    let domain = this.#before.domain(name);
    for (const effect of this.#effects) {
      if (effect.kind === 'constrain' && effect.name === name) domain = narrow(domain, effect.domain);
    }
    return domain;
  }

  facts(names: readonly string[]): readonly Fact[] {
    const own = this.#ownFacts().filter(fact =>
      namesOf(fact.chain, name => this.isVariable(name)).some(name => names.includes(name)),
    );
    return [...this.#before.facts(names), ...own];
  }

  last(): Fact | undefined {
    return this.#ownFacts().at(-1) ?? this.#before.last();
  }

  solving(): { readonly fact: Fact; readonly unknown: string | undefined } | undefined {
    const own = this.#effects.findLast(effect => effect.kind === 'solving');
    return own ?? this.#before.solving();
  }

  hasQuantity(value: string): boolean {
    return (
      this.#effects.some(effect => effect.kind === 'quantity' && effect.value === value) ||
      this.#before.hasQuantity(value)
    );
  }

  isVariable(name: string): boolean {
    return (
      this.#effects.some(effect => effect.kind === 'variable' && effect.name === name) || this.#before.isVariable(name)
    );
  }

  isFunction(name: string): boolean {
    return (
      this.#effects.some(effect => effect.kind === 'function' && effect.name === name) || this.#before.isFunction(name)
    );
  }

  isNamed(name: string): boolean {
    return this.#effects.some(effect => effect.kind === 'named' && effect.name === name) || this.#before.isNamed(name);
  }

  lastValue(): LastValue | undefined {
    const own = this.#effects.findLast(effect => effect.kind === 'value');
    return own?.value ?? this.#before.lastValue();
  }

  lead(): Lead | undefined {
    return this.#before.lead();
  }

  scope(): 'case' | 'contradiction' | 'induction' | undefined {
    const own = this.#effects.findLast(effect => effect.kind === 'openScope');
    return own?.scope ?? this.#before.scope();
  }

  inContradiction(): boolean {
    const own = this.#effects.some(effect => effect.kind === 'openScope' && effect.scope === 'contradiction');
    return own || this.#before.inContradiction();
  }

  #ownFacts(): readonly Fact[] {
    return this.#effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []));
  }
}

function keepsAfterScope(effect: LedgerEffect): boolean {
  return (
    effect.kind === 'quantity' || effect.kind === 'variable' || effect.kind === 'function' || effect.kind === 'named'
  );
}
