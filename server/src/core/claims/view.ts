/** The ledger as it stands within a step: what came before, and the step's own effects up to some place. */
import type {
  Binding,
  Claim,
  Domain,
  Fact,
  LastValue,
  Lead,
  LedgerEffect,
  LedgerView,
  Modulus,
  Solving,
} from './claim.ts';
import { mergeBinding, narrow } from './merge.ts';
import { withModulus } from './moduli.ts';
import { namesOf } from './names.ts';

/** The view handed out last for a step's effects: the claims of a step are judged in order, and the next one goes on from it. */
const latest = new WeakMap<readonly LedgerEffect[], { before: LedgerView; count: number; view: StepView }>();

/**
 * What holds just before a claim of a step. Reads go through `before`, so they are recorded there. The view is good until the next
 * one for the same effects is asked for.
 */
export function viewAt(before: LedgerView, effects: readonly LedgerEffect[], claim: Claim): LedgerView {
  const count = claim.effectsBefore ?? 0;
  if (count === 0) return before;
  const known = latest.get(effects);
  const from = known !== undefined && known.before === before && known.count <= count ? known : undefined;
  const view = from?.view ?? new StepView(before);
  for (let k = from?.count ?? 0; k < count; k++) {
    const effect = effects[k];
    if (effect !== undefined) view.add(effect);
  }
  latest.set(effects, { before, count, view });
  return view;
}

/** A ledger with effects on top that are kept apart from it. */
export class StepView implements LedgerView {
  readonly #before: LedgerView;
  /** What ends with its scope. */
  #effects: LedgerEffect[] = [];
  /** What stays said: `named x`, `quantity 3/4`. */
  readonly #said = new Set<string>();
  readonly #moduli: Modulus[] = [];

  constructor(before: LedgerView, effects: readonly LedgerEffect[] = []) {
    this.#before = before;
    for (const effect of effects) this.add(effect);
  }

  add(effect: LedgerEffect): void {
    switch (effect.kind) {
      case 'named':
      case 'variable':
      case 'function':
        this.#said.add(`${effect.kind} ${effect.name}`);
        return;
      case 'quantity':
        this.#said.add(`quantity ${effect.value}`);
        return;
      case 'selects':
        this.#said.add('selects');
        return;
      case 'modulus':
        this.#moduli.push(effect.modulus);
        return;
      case 'closeScope':
        this.#close(effect);
        return;
      default:
        this.#effects.push(effect);
    }
  }

  /** A scope opened in this step ends with all that was said in it; one opened before is left to the ledger. */
  #close(effect: LedgerEffect & { readonly kind: 'closeScope' }): void {
    const opened = this.#effects.findIndex(known => known.kind === 'openScope' && known.depth >= effect.depth);
    if (opened === -1) this.#effects.push(effect);
    else this.#effects.length = opened;
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
    const own = this.#effects.findLast(effect => effect.kind === 'fact');
    return own?.fact ?? this.#before.last();
  }

  solving(): Solving | undefined {
    const own = this.#effects.findLast(effect => effect.kind === 'solving');
    return own ?? this.#before.solving();
  }

  selects(): boolean {
    return this.#said.has('selects') || this.#before.selects();
  }

  moduli(): readonly Modulus[] {
    return this.#moduli.reduce(withModulus, this.#before.moduli());
  }

  hasQuantity(value: string): boolean {
    return this.#said.has(`quantity ${value}`) || this.#before.hasQuantity(value);
  }

  isVariable(name: string): boolean {
    return this.#said.has(`variable ${name}`) || this.#before.isVariable(name);
  }

  isFunction(name: string): boolean {
    return this.#said.has(`function ${name}`) || this.#before.isFunction(name);
  }

  isNamed(name: string): boolean {
    return this.#said.has(`named ${name}`) || this.#before.isNamed(name);
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
