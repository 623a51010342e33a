/** What a change of some steps can have changed in the ledger for the steps after them, without walking it. */
import type { LedgerEffect } from './claim.ts';
import type { Reads } from './ledger.ts';
import { namesOf } from './names.ts';

/** Questions about the latest of something: a later effect of the kind settles them again. */
const latest: Partial<Readonly<Record<LedgerEffect['kind'], string>>> = {
  fact: 'l',
  value: 'e',
  lead: 'w',
  solving: 's',
};

/**
 * Walked along with two versions of a solution that have as many steps each. A question that is not disturbed is answered for a step
 * as it was before; of one that is, nothing is known. Keys are those of `Reads`.
 */
export class Disturbance {
  readonly #keys = new Set<string>();
  /** A latest one that is settled now may come back when a scope ends. */
  readonly #latest = new Set<string>();
  #everything = false;

  /** A step has other effects than it had. */
  replace(before: readonly LedgerEffect[], now: readonly LedgerEffect[]): void {
    if (before.length === now.length && before.every((effect, index) => sameEffect(effect, now[index]))) {
      this.pass(now);
      return;
    }
    for (const effect of [...before, ...now]) this.#disturb(effect);
  }

  /** A step has the effects that it had. */
  pass(effects: readonly LedgerEffect[]): void {
    if (this.#keys.size === 0 && this.#latest.size === 0) return;
    for (const { kind } of effects) {
      const key = latest[kind];
      if (key !== undefined) this.#keys.delete(key);
      if (kind === 'openScope' || kind === 'closeScope') for (const known of this.#latest) this.#keys.add(known);
    }
  }

  /** True where one of the questions may be answered otherwise now. */
  touches(reads: Reads): boolean {
    if (this.#everything) return true;
    if (this.#keys.size === 0) return false;
    for (const key of reads.entries.keys()) if (this.#keys.has(key)) return true;
    return false;
  }

  #disturb(effect: LedgerEffect): void {
    const key = latest[effect.kind];
    if (key !== undefined) {
      this.#keys.add(key);
      this.#latest.add(key);
    }
    switch (effect.kind) {
      case 'bind':
        this.#keys.add(`b${effect.binding.name}`);
        break;
      case 'constrain':
        this.#keys.add(`d${effect.name}`);
        break;
      case 'fact':
        for (const name of namesOf(effect.fact.chain, () => true)) this.#keys.add(`f${name}`);
        break;
      case 'quantity':
        this.#keys.add(`q${effect.value}`);
        break;
      case 'selects':
        this.#keys.add('o');
        break;
      case 'modulus':
        this.#keys.add('r');
        break;
      case 'function':
        this.#keys.add(`n${effect.name}`);
        break;
      case 'named':
        this.#keys.add(`m${effect.name}`);
        break;
      case 'value':
      case 'lead':
      case 'solving':
        break;
      // Which names a fact is about hangs on the variables; what a scope holds, on where it begins and ends.
      case 'variable':
      case 'openScope':
      case 'closeScope':
        this.#everything = true;
        break;
    }
  }
}

/** By the same fingerprints as the ledger's answers. */
function sameEffect(a: LedgerEffect, b: LedgerEffect | undefined): boolean {
  switch (a.kind) {
    case 'bind':
      return b?.kind === 'bind' && a.binding.name === b.binding.name && a.binding.key === b.binding.key;
    case 'fact':
      return b?.kind === 'fact' && a.fact.key === b.fact.key;
    case 'solving':
      return b?.kind === 'solving' && a.fact.key === b.fact.key && a.unknown === b.unknown;
    case 'value':
      return b?.kind === 'value' && a.value.key === b.value.key;
    case 'lead':
      return b?.kind === 'lead' && a.lead.key === b.lead.key;
    case 'quantity':
      return b?.kind === 'quantity' && a.value === b.value;
    case 'selects':
      return b?.kind === 'selects';
    case 'variable':
    case 'function':
    case 'named':
      return b?.kind === a.kind && a.name === b.name;
    case 'modulus':
    case 'constrain':
    case 'openScope':
    case 'closeScope':
      // Other kinds hold formulas, whose numbers are no JSON.
      return b?.kind === a.kind && JSON.stringify(a) === JSON.stringify(b);
  }
}
