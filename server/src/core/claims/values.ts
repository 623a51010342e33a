/** Values that stood before: what a formula that begins with its relation sign goes on from, and what a name was said to be worth. */
import { fingerprint } from '../document/fingerprint.ts';
import type { Chain, Expr } from '../math/expr.ts';
import { freeSymbols, structurallyEqual } from '../math/symbols.ts';
import { children } from '../math/traverse.ts';
import type { Fact, LastValue, LedgerView } from './claim.ts';
import { rewrites, usesMore } from './cues/transition.ts';
import type { Frame, Item } from './frame.ts';
import { some } from './names.ts';
import { completed } from './parse-item.ts';

interface Place {
  readonly stepIndex: number;
  readonly row?: { readonly group: string };
}

interface Value {
  readonly expr: Expr;
  readonly index: number;
  readonly display: boolean;
  /** Offset in the frame behind its item. */
  readonly after: number;
}

/** The values of one step, kept while it is read. */
export class Values {
  readonly #ledger: LedgerView;
  readonly #place: Place;
  #last: Value | undefined;
  readonly #subjects = new Map<string, Expr>();

  constructor(ledger: LedgerView, place: Place) {
    this.#ledger = ledger;
    this.#place = place;
  }

  /** A formula stood here that was not read: nothing goes on from it. */
  forget(): void {
    this.#last = undefined;
  }

  note(expr: Expr | undefined, item: Item, index: number): void {
    this.#last = expr === undefined ? undefined : { expr, index, display: item.display, after: item.at + 1 };
  }

  /** The chain with its first side; `undefined` where nothing stands before it that it could go on from. */
  complete(chain: Chain, item: Item, index: number, frame: Frame): Chain | undefined {
    const expr = chain.continues ? this.#before(item, index, frame) : undefined;
    if (chain.continues && expr === undefined) return undefined;
    const whole = expr === undefined ? chain : completed(chain, expr);
    this.note(whole.sides[whole.sides.length - 1], item, index);
    return whole;
  }

  #before(item: Item, index: number, frame: Frame): Expr | undefined {
    const own = this.#last;
    if (own !== undefined) {
      if (own.index === index) return own.expr;
      const words = frame.text.slice(own.after, item.at);
      const near = own.index === index - 1 && (words.trim() === '' || (own.display && item.display));
      return near ? own.expr : undefined;
    }
    if (index > 0) return undefined;
    const value = this.#ledger.lastValue();
    const { row, stepIndex } = this.#place;
    if (value === undefined || value.step !== stepIndex - 1 || !value.closes) return undefined;
    if (row !== undefined && value.group === row.group) return value.expr;
    const words = frame.text.slice(0, item.at);
    return words.trim() === '' || (value.display && item.display) ? value.expr : undefined;
  }

  /** What the step after this one may go on from. */
  lastOf(item: Item, expr: Expr | undefined, frame: Frame): LastValue {
    const { row, stepIndex } = this.#place;
    return {
      step: stepIndex,
      display: item.display,
      closes: /^[\s.,;:]*$/.test(frame.text.slice(item.at + 1)),
      key: fingerprint(item.content.text),
      ...(expr === undefined ? {} : { expr }),
      ...(row === undefined ? {} : { group: row.group }),
    };
  }

  /**
   * "Total = 4 + 1. Total = 5": what the words were said to be worth is said again, worked out. Gives 4 + 1 = 5; `undefined` where nothing is compared.
   * `chain` is the relation with words on its left, or without a left side where the words stand outside of it.
   */
  sayAgain(chain: Chain, subject: string | undefined): Chain | undefined {
    const [first, second, third] = chain.sides;
    const name = subject ?? (first?.kind === 'words' ? first.text.toLowerCase() : undefined);
    if (name === undefined || second === undefined || third !== undefined || chain.links[0]?.op !== '=')
      return undefined;
    const known = this.#subjects.get(name);
    this.#subjects.set(name, second);
    if (known === undefined || freeNames(known).length > 0 || freeNames(second).length > 0) return undefined;
    return size(second) < size(known) && isPlain(known) && isPlain(second) ? goOn(chain, known) : undefined;
  }
}

/**
 * "V = (x + 1)^2", then "V = x^2 + 2x + 1": the same left side, rewritten right sides. Gives the equality of the two right sides;
 * `undefined` where the words between say more than that something is worked out, or the right sides are about other names.
 */
export function rewriteOf(chain: Chain, before: Fact, words: string): Chain | undefined {
  if (/[^\s.,;:]/.test(words) && (!rewrites.test(words) || usesMore.test(words))) return undefined;
  const [left, right] = chain.sides;
  const [leftBefore] = before.chain.sides;
  const known = before.chain.sides[before.chain.sides.length - 1];
  if (left === undefined || right === undefined || leftBefore === undefined || known === undefined) return undefined;
  if ((left.kind !== 'symbol' && left.kind !== 'apply') || !structurallyEqual(left, leftBefore)) return undefined;
  if (chain.links[0]?.op !== '=' || before.chain.links.some(link => link.op !== '=')) return undefined;
  if (!isPlain(known) || !isPlain(right) || [known, right].some(side => some(side, node => isNamed(node, left.name))))
    return undefined;
  const [old, now] = [freeNames(known), freeNames(right)];
  const same = old.length === now.length && old.every(name => now.includes(name));
  return same && size(right) < size(known) ? goOn(chain, known) : undefined;
}

function goOn(chain: Chain, known: Expr): Chain {
  return { ...completed(chain, known), continues: true };
}

function isNamed(node: Expr, name: string): boolean {
  return (node.kind === 'symbol' || node.kind === 'apply') && node.name === name;
}

function freeNames(expr: Expr): readonly string[] {
  return [...freeSymbols(expr)];
}

function isPlain(expr: Expr): boolean {
  return !some(
    expr,
    node => node.kind === 'plusMinus' || node.kind === 'words' || node.kind === 'ellipsis' || node.kind === 'apply',
  );
}

/** Number of nodes. */
function size(expr: Expr): number {
  return children(expr).reduce((sum, child) => sum + size(child), 1);
}
