/** What holds where. A `Ledger` is walked forward, step by step; what a step reads from it is recorded, so that results can be kept. */
import type { Binding, Domain, Fact, LastValue, Lead, LedgerEffect, LedgerView, Modulus, Solving } from './claim.ts';
import { anyReal, mergeBinding, narrow } from './merge.ts';
import { withModulus } from './moduli.ts';
import { namesOf } from './names.ts';

/** What a step asked the ledger and a fingerprint of each answer. Steps are counted from the step that asked, so a shift of all of them changes nothing. */
export interface Reads {
  readonly entries: ReadonlyMap<string, Answer>;
}

type Answer = string | number | boolean | undefined;

type Scope = 'case' | 'contradiction' | 'induction';

/** Facts about one name that are handed out at most, the latest. Bounds the work of a step in a long document. */
const FACTS_KEPT = 16;

interface OpenScope {
  readonly scope: Scope;
  readonly depth: number;
  readonly undo: (() => void)[];
}

/** Mutable: effects are applied in order of the text. Every question is answered for the step after the last one applied. */
export class Ledger implements LedgerView {
  readonly #bindings = new Map<string, Binding>();
  readonly #domains = new Map<string, Domain>();
  readonly #facts = new Map<string, Fact[]>();
  readonly #order = new Map<Fact, number>();
  readonly #quantities = new Set<string>();
  readonly #variables = new Set<string>();
  readonly #functions = new Set<string>();
  readonly #named = new Set<string>();
  readonly #scopes: OpenScope[] = [];
  #last: Fact | undefined;
  #lastValue: LastValue | undefined;
  #lead: Lead | undefined;
  #solving: Solving | undefined;
  #selects = false;
  #moduli: readonly Modulus[] = [];
  /** The step that is asking. */
  #now = 0;
  #recording: Map<string, Answer> | undefined;

  /** Carries the effects of a step (-1: the problem statement) into the ledger; afterwards the ledger stands before the next step. */
  apply(effects: readonly LedgerEffect[], stepIndex: number): void {
    for (const effect of effects) this.#applyOne(effect, stepIndex);
    this.#now = stepIndex + 1;
  }

  beginRecording(): void {
    this.#recording = new Map();
  }

  /** What was asked since `beginRecording`. */
  endRecording(): Reads {
    const entries = this.#recording ?? new Map<string, Answer>();
    this.#recording = undefined;
    return { entries };
  }

  /** True where every question of `reads` would be answered as it was. Records nothing. */
  stillHolds(reads: Reads): boolean {
    for (const [key, answer] of reads.entries) if (this.#answer(key) !== answer) return false;
    return true;
  }

  binding(name: string): Binding | undefined {
    this.#record(`b${name}`);
    return this.#bindings.get(name);
  }

  domain(name: string): Domain {
    this.#record(`d${name}`);
    return this.#domains.get(name) ?? anyReal;
  }

  facts(names: readonly string[]): readonly Fact[] {
    const found = new Set<Fact>();
    for (const name of names) {
      this.#record(`f${name}`);
      for (const fact of this.#factsOf(name)) found.add(fact);
    }
    return [...found].sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }

  last(): Fact | undefined {
    this.#record('l');
    return this.#last;
  }

  solving(): Solving | undefined {
    this.#record('s');
    return this.#solving;
  }

  selects(): boolean {
    this.#record('o');
    return this.#selects;
  }

  moduli(): readonly Modulus[] {
    this.#record('r');
    return this.#moduli;
  }

  hasQuantity(value: string): boolean {
    this.#record(`q${value}`);
    return this.#quantities.has(value);
  }

  isVariable(name: string): boolean {
    this.#record(`v${name}`);
    return this.#variables.has(name);
  }

  isFunction(name: string): boolean {
    this.#record(`n${name}`);
    return this.#functions.has(name);
  }

  isNamed(name: string): boolean {
    this.#record(`m${name}`);
    return this.#named.has(name);
  }

  lastValue(): LastValue | undefined {
    this.#record('e');
    return this.#lastValue;
  }

  lead(): Lead | undefined {
    this.#record('w');
    return this.#lead;
  }

  scope(): Scope | undefined {
    this.#record('c');
    return this.#scopes[this.#scopes.length - 1]?.scope;
  }

  inContradiction(): boolean {
    this.#record('x');
    return this.#scopes.some(({ scope }) => scope === 'contradiction');
  }

  #record(key: string): void {
    if (this.#recording !== undefined && !this.#recording.has(key)) this.#recording.set(key, this.#answer(key));
  }

  /** The fingerprint of the answer to a recorded question: its first letter says which question, the rest is the name. */
  #answer(key: string): Answer {
    const name = key.slice(1);
    switch (key[0]) {
      case 'b':
        return this.#placed(this.#bindings.get(name));
      case 'd':
        return domainKey(this.#domains.get(name));
      case 'f':
        return this.#factsAnswer(name);
      case 'l':
        return this.#placed(this.#last);
      case 's':
        return this.#solving && `${this.#placed(this.#solving.fact)} ${this.#solving.unknown}`;
      case 'o':
        return this.#selects;
      case 'r':
        return this.#moduli.map(({ value, ring }) => `${value}${ring}`).join();
      case 'q':
        return this.#quantities.has(name);
      case 'v':
        return this.#variables.has(name);
      case 'n':
        return this.#functions.has(name);
      case 'm':
        return this.#named.has(name);
      case 'e':
        return this.#placed(this.#lastValue);
      case 'w':
        return this.#placed(this.#lead);
      case 'c':
        return this.#scopes[this.#scopes.length - 1]?.scope;
      case 'x':
        return this.#scopes.some(({ scope }) => scope === 'contradiction');
      default:
        return undefined;
    }
  }

  #factsOf(name: string): readonly Fact[] {
    const facts = this.#facts.get(name);
    return facts === undefined ? [] : facts.length > FACTS_KEPT ? facts.slice(-FACTS_KEPT) : facts;
  }

  #factsAnswer(name: string): string | undefined {
    const facts = this.#facts.get(name);
    if (facts === undefined || facts.length === 0) return undefined;
    let answer = '';
    for (let k = Math.max(0, facts.length - FACTS_KEPT); k < facts.length; k++) answer += `${this.#placed(facts[k])};`;
    return answer;
  }

  /** Content and distance; what the problem says stands at no distance. */
  #placed(thing: { readonly key: string; readonly step?: number } | undefined): string | undefined {
    if (thing === undefined) return undefined;
    const { step } = thing;
    return step === undefined || step < 0 ? thing.key : `${thing.key}@${this.#now - step}`;
  }

  #applyOne(effect: LedgerEffect, stepIndex: number): void {
    switch (effect.kind) {
      case 'bind': {
        const { name } = effect.binding;
        this.#set(this.#bindings, name, mergeBinding(this.#bindings.get(name), bindingAt(effect.binding, stepIndex)));
        break;
      }
      case 'constrain':
        this.#set(this.#domains, effect.name, narrow(this.#domains.get(effect.name), effect.domain));
        break;
      case 'fact':
        this.#addFact(at(effect.fact, stepIndex));
        break;
      case 'quantity':
        this.#quantities.add(effect.value);
        break;
      case 'selects':
        this.#selects = true;
        break;
      case 'modulus':
        this.#moduli = withModulus(this.#moduli, effect.modulus);
        break;
      case 'variable':
        this.#variables.add(effect.name);
        break;
      case 'function':
        this.#functions.add(effect.name);
        break;
      case 'named':
        this.#named.add(effect.name);
        break;
      case 'value':
        this.#lastValue = at(effect.value, stepIndex);
        break;
      case 'lead':
        this.#lead = at(effect.lead, stepIndex);
        break;
      case 'solving':
        this.#solving = { ...effect, fact: at(effect.fact, stepIndex) };
        break;
      case 'openScope':
        this.#close(effect.depth, effect.scope === 'case');
        this.#scopes.push({ scope: effect.scope, depth: effect.depth, undo: [] });
        break;
      case 'closeScope':
        this.#close(effect.depth, true);
        break;
    }
  }

  #addFact(fact: Fact): void {
    const before = this.#last;
    this.#last = fact;
    this.#order.set(fact, this.#order.size);
    const touched = namesOf(fact.chain, name => this.#variables.has(name)).map(name => {
      const facts = this.#facts.get(name) ?? [];
      this.#facts.set(name, facts);
      facts.push(fact);
      return facts;
    });
    this.#undoable(() => {
      this.#last = before;
      for (const facts of touched) facts.splice(facts.lastIndexOf(fact), 1);
    });
  }

  #set<T>(map: Map<string, T>, name: string, value: T): void {
    const before = map.get(name);
    map.set(name, value);
    this.#undoable(() => {
      if (before === undefined) map.delete(name);
      else map.set(name, before);
    });
  }

  #undoable(undo: () => void): void {
    this.#scopes[this.#scopes.length - 1]?.undo.push(undo);
  }

  /** What was said in a scope that ends no longer holds; latest first. */
  #close(depth: number, all: boolean): void {
    for (;;) {
      const innermost = this.#scopes[this.#scopes.length - 1];
      if (innermost === undefined || innermost.depth < depth || (!all && innermost.depth === depth)) return;
      this.#scopes.pop();
      for (let k = innermost.undo.length - 1; k >= 0; k--) innermost.undo[k]?.();
    }
  }
}

/** An effect that was read when its step stood elsewhere belongs to where the step stands now. */
function at<T extends { readonly step: number }>(thing: T, step: number): T {
  return thing.step === step ? thing : { ...thing, step };
}

function bindingAt(binding: Binding, step: number): Binding {
  return binding.kind === 'ambiguous' ? binding : at(binding, step);
}

function domainKey(domain: Domain | undefined): string | undefined {
  if (domain === undefined) return undefined;
  const { lower, upper } = domain;
  const low = lower === undefined ? '' : `${lower.strict ? '>' : '≥'}${lower.value}`;
  const high = upper === undefined ? '' : `${upper.strict ? '<' : '≤'}${upper.value}`;
  return `${domain.type}${low}${high}${domain.nonzero ? '≠0' : ''}`;
}
