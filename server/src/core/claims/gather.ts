/** What reading a step has found so far, and the ledger as it stands with it. */
import { fingerprint } from '../document/fingerprint.ts';
import { sourceSpan } from '../document/mapped.ts';
import type { Bare, Chain, Span } from '../math/expr.ts';
import type { WordCase } from './cases.ts';
import type { Binding, Claim, ClaimRole, LedgerEffect, LedgerView, Unread } from './claim.ts';
import type { Item } from './frame.ts';
import type { IsVariable } from './names.ts';
import { StepView } from './view.ts';

export interface Place {
  readonly stepIndex: number;
  readonly depth: number;
  readonly row?: { readonly index: number; readonly count: number; readonly group: string };
}

/** Inner scopes of single sentences lie below those of cases that words open, and these below "Case 1". */
const SENTENCE_DEPTH = 1000;
const CASE_DEPTH = 900;

export class Gather {
  readonly claims: Claim[] = [];
  readonly unread: Unread[] = [];
  readonly effects: LedgerEffect[] = [];
  readonly view: StepView;
  readonly place: Place;
  readonly isVariable: IsVariable;
  /** Effects that say the same again change nothing and are left out. */
  readonly #said = new Set<string>();
  /** End of the sentence for whose length values are put in: an offset in the frame. */
  #scopeUntil: number | undefined;
  /** End of the case that words have opened. */
  #caseUntil: number | undefined;
  /** Names with such a value. */
  readonly #putIn = new Set<string>();

  constructor(ledger: LedgerView, place: Place) {
    this.view = new StepView(ledger);
    this.place = place;
    this.isVariable = name => this.view.isVariable(name);
  }

  add(...effects: readonly LedgerEffect[]): void {
    for (const effect of effects) {
      const again = wordOf(effect);
      if (again !== undefined && this.#said.has(again)) continue;
      if (again !== undefined) this.#said.add(again);
      this.effects.push(effect);
      this.view.add(effect);
    }
  }

  /** Opens a scope up to `until` for values that are put in, unless one is open. */
  openSentence(until: number): void {
    if (this.#scopeUntil !== undefined) return;
    this.add({ kind: 'openScope', scope: 'case', depth: SENTENCE_DEPTH });
    this.#scopeUntil = until;
  }

  /** Closes that scope where the text has gone past its end. */
  closeSentence(at: number): void {
    if (this.#scopeUntil === undefined || at < this.#scopeUntil) return;
    this.#scopeUntil = undefined;
    this.#putIn.clear();
    this.add({ kind: 'closeScope', depth: SENTENCE_DEPTH });
  }

  /** Opens a case up to `until`, in place of one that is open. */
  openCase({ until, conditions }: WordCase): void {
    this.closeCase(Number.POSITIVE_INFINITY);
    this.add({ kind: 'openScope', scope: 'case', depth: CASE_DEPTH }, ...conditions);
    this.#caseUntil = until;
  }

  /** Closes that case where the text has gone past its end. */
  closeCase(at: number): void {
    if (this.#caseUntil === undefined || at < this.#caseUntil) return;
    this.closeSentence(Number.POSITIVE_INFINITY);
    this.#caseUntil = undefined;
    this.add({ kind: 'closeScope', depth: CASE_DEPTH });
  }

  /** Puts a value in for the rest of that scope. */
  putIn(binding: Binding): void {
    this.#putIn.add(binding.name);
    this.add({ kind: 'bind', binding });
  }

  /** A value is put in for the name where the text stands. */
  hasPutIn(name: string): boolean {
    return this.#putIn.has(name);
  }

  /** A claim at `span` of the item's formula. */
  claim(role: ClaimRole, body: Chain | Bare, item: Item, span: Span, more: Partial<Claim> = {}): void {
    const text = item.written ?? item.content.text.slice(span.start, span.end);
    this.claims.push({
      role,
      body,
      span: sourceSpan(item.content, span),
      locate: part => sourceSpan(item.content, part),
      text,
      source: item.source,
      effectsBefore: this.effects.length,
      key: fingerprint(`${role}|${text}`),
      ...more,
    });
  }
}

/** What an effect says, where saying it twice is saying it once. */
function wordOf(effect: LedgerEffect): string | undefined {
  switch (effect.kind) {
    case 'named':
    case 'variable':
    case 'function':
      return `${effect.kind} ${effect.name}`;
    case 'quantity':
      return `quantity ${effect.value}`;
    case 'modulus':
      return `modulus ${effect.modulus.value} ${effect.modulus.ring}`;
    case 'selects':
      return 'selects';
    default:
      return undefined;
  }
}
