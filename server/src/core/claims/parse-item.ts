/** Reads a formula or a run of arithmetic with what the ledger knows of its letters. */
import type { Chain, Expr, Formula, ParseResult, Span } from '../math/expr.ts';
import { parseFormula } from '../math/parse.ts';
import { mapChildren } from '../math/traverse.ts';
import type { LedgerView } from './claim.ts';
import type { Item } from './frame.ts';

/** Names that are constants unless somebody uses them otherwise. */
export const usualConstants: readonly string[] = ['e', 'i', 'pi'];

/** A formula written before its full stop or comma. Positions do not change: only the end is cut. */
export function parseItem(item: Item, ledger: LedgerView): ParseResult {
  const text = withoutRemarks(item.content.text).replace(/[\s.,;:，。；]*(?:\\[ ,;:!]|~)*[\s.,;:，。；]*$/u, '');
  return parseFormula(text, {
    notation: item.notation,
    functions: functionsIn(text, ledger),
    variables: variablesIn(text, ledger),
  });
}

const remark = /(?<=[\d}\s])\((\\text\s*\{[^{}]*\})\)(?=\s*(?:[-+=*]|\\times|\\cdot|\\div|$))/g;

/** `15 (\text{light blue}) + 45`: words in brackets after a value are blanked out; positions stay. */
function withoutRemarks(text: string): string {
  return text.includes('\\text') ? text.replace(remark, found => ' '.repeat(found.length)) : text;
}

const applied = /(\\[A-Za-z]+|[A-Za-z])(?:_\{?\w+\}?)?'*\s*(?:\\left\s*|\\big[lgr]*\s*)?\(/g;

function functionsIn(text: string, ledger: LedgerView): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(applied)) {
    const name = (match[1] ?? '').replace('\\', '');
    if (ledger.isFunction(name)) names.add(name);
  }
  return names;
}

function variablesIn(text: string, ledger: LedgerView): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of usualConstants) {
    if (text.includes(name) && ledger.isVariable(name)) names.add(name);
  }
  // Whether `P(1+r)` is a product and `lw` two names is a matter of which letters are names here.
  for (const match of text.matchAll(/([A-Za-z])(?=\s*(?:\\left\s*)?\()|(?<![A-Za-z\\])[A-Za-z]{2,3}(?![A-Za-z])/g)) {
    for (const letter of match[0]) {
      if (!usualConstants.includes(letter) && !ledger.isFunction(letter) && ledger.isNamed(letter)) names.add(letter);
    }
  }
  return names;
}

/** The expression as it stands elsewhere: all its spans are the empty one at `at`. */
export function displaced(expr: Expr, at: number): Expr {
  return { ...mapChildren(expr, child => displaced(child, at)), span: { start: at, end: at } };
}

/** A chain that begins with its relation sign, completed by the value that stood before it. */
export function completed(chain: Chain, before: Expr): Chain {
  return { ...chain, sides: [displaced(before, chain.span.start), ...chain.sides.slice(1)] };
}

/** The last value that a formula leaves: what a following "= …" goes on from. */
export function lastExpression(formula: Formula): Expr | undefined {
  const last = formula.statements[formula.statements.length - 1]?.body;
  return last === undefined ? undefined : last.kind === 'bare' ? last.expr : last.sides[last.sides.length - 1];
}

export function isBoxed(formula: Formula, span: Span): boolean {
  return formula.boxed.some(box => box.start < span.end && span.start < box.end);
}
