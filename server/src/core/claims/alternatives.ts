/** "x = 2 or x = 3": relations that hold one or the other. */
import type { Chain, Formula, ParseResult, RelationOp, Statement } from '../math/expr.ts';
import { some } from '../math/traverse.ts';
import { MARK } from './cues/compile.ts';
import type { Frame } from './frame.ts';

export interface Beside {
  /** The other relations beside the first of the formula: with the same left side, or, where "or" joins them, any equations. */
  readonly chains: readonly Chain[];
  /** It stands beside an earlier one, or beside something that may be a further root (`x = 2, 3`): it does not follow on its own. */
  readonly partial: boolean;
}

const none: Beside = { chains: [], partial: false };
const partial: Beside = { chains: [], partial: true };

/** What stands beside relation `statement` of item `index`: in its own formula, and for the first in the items after it joined by "or" and "and". */
export function besides(parsed: readonly ParseResult[], frame: Frame, index: number, statement: number): Beside {
  return statement === 0 ? besideFirst(parsed, frame, index) : besideLater(parsed, frame, index, statement);
}

/** `0 = (x + 4)(x - 1) \Rightarrow x = -4 \text{ or } x = 1`: the roots stand behind the arrow. */
function besideLater(parsed: readonly ParseResult[], frame: Frame, index: number, k: number): Beside {
  const result = parsed[index];
  const statements = result?.ok === true ? result.formula.statements : [];
  const [before, own] = [statements[k - 1], statements[k]];
  if (own?.body.kind !== 'chain') return none;
  const left = leftText(own.body, frame, index);
  if (joinsRoots(own) && before?.body.kind === 'chain' && belongs(own, before.body, left, frame, index)) return partial;
  const chains: Chain[] = [];
  for (const next of statements.slice(k + 1)) {
    if (!joinsRoots(next)) break;
    if (next.body.kind === 'bare') return partial;
    if (!belongs(next, own.body, left, frame, index)) break;
    chains.push(next.body);
  }
  return { chains, partial: false };
}

/** Beside a relation stands one about the same side, or any that "or" joins to it: `x - 2 = 0 \text{ or } x - 3 = 0`. */
function belongs({ connective, body }: Statement, first: Chain, left: string, frame: Frame, index: number): boolean {
  if (body.kind !== 'chain') return false;
  return leftText(body, frame, index) === left || (connective === 'or' && areEquations(first, body));
}

/** Each with a name in it: a computation stands for itself. */
function areEquations(...chains: readonly Chain[]): boolean {
  return chains.every(
    ({ links, sides }) =>
      links.length === 1 && links[0]?.op === '=' && sides.some(side => some(side, part => part.kind === 'symbol')),
  );
}

function joinsRoots({ connective }: Statement): boolean {
  return connective === 'or' || connective === 'comma' || connective === 'and';
}

function besideFirst(parsed: readonly ParseResult[], frame: Frame, index: number): Beside {
  const own = parsed[index];
  const first = own?.ok === true ? own.formula.statements[0]?.body : undefined;
  if (own?.ok !== true || first?.kind !== 'chain') return none;
  const name = leftText(first, frame, index);
  if (joins(frame, index - 1) && stands(parsed, frame, index - 1, first, name)) return partial;
  if (isOneRange(parsed, frame, index - 1, first) || isOneRange(parsed, frame, index, first)) return partial;
  const chains = inFormula(own.formula, frame, index, name);
  if (chains === undefined) return partial;
  let last = index;
  while (joins(frame, last)) {
    const next = parsed[last + 1];
    if (next?.ok !== true || !stands(parsed, frame, last + 1, first, name, last)) break;
    const more = inFormula(next.formula, frame, last + 1, name);
    const body = next.formula.statements[0]?.body;
    if (more === undefined || body?.kind !== 'chain') return partial;
    chains.push(body, ...more);
    last += 1;
  }
  return { chains, partial: false };
}

function inFormula(formula: Formula, frame: Frame, index: number, name: string): Chain[] | undefined {
  const chains: Chain[] = [];
  const first = formula.statements[0]?.body;
  for (const { connective, body } of formula.statements.slice(1)) {
    if (connective !== 'or' && connective !== 'comma' && connective !== 'and') break;
    if (body.kind === 'bare') return undefined;
    const joined = { connective, body };
    if (first?.kind === 'chain' && belongs(joined, first, name, frame, index)) chains.push(body);
  }
  return chains;
}

/** Item `k` begins with a relation about the same side, or with an equation that "or" joins to this one; `or` stands behind item `before`. */
function stands(
  parsed: readonly ParseResult[],
  frame: Frame,
  k: number,
  first: Chain,
  name: string,
  before = k,
): boolean {
  const result = parsed[k];
  const body = result?.ok === true ? result.formula.statements[0]?.body : undefined;
  if (body?.kind !== 'chain') return false;
  return leftText(body, frame, k) === name || (isOr(frame, before) && areEquations(first, body));
}

/** "-2 < x < 0 or x > 2": "or" stands between items `k` and `k + 1`, both are ranges, and one of them is a chain: neither follows on its own. */
function isOneRange(parsed: readonly ParseResult[], frame: Frame, k: number, first: Chain): boolean {
  const [one, other] = [parsed[k], parsed[k + 1]].map(each =>
    each?.ok === true ? each.formula.statements[0]?.body : undefined,
  );
  if (one?.kind !== 'chain' || other?.kind !== 'chain' || !joins(frame, k) || !isOr(frame, k)) return false;
  const ranges = [one, other, first].every(({ links }) => links.every(({ op }) => RANGES.has(op)));
  return ranges && [one, other].some(({ links }) => links.length > 1);
}

const RANGES: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥']);

function isOr(frame: Frame, k: number): boolean {
  const [item, next] = [frame.items[k], frame.items[k + 1]];
  return item !== undefined && next !== undefined && /\bor\b|或/u.test(frame.text.slice(item.at + 1, next.at));
}

/** Only "or", "and" or a comma stands between item `k` and the next. */
function joins(frame: Frame, k: number): boolean {
  const [item, next] = [frame.items[k], frame.items[k + 1]];
  if (item === undefined || next === undefined || next.at - item.at > 24) return false;
  const between = frame.text.slice(item.at + 1, next.at);
  if (between.includes(MARK) || between.trim() === '') return false;
  return /^,? ?(?:(?:or|and)(?: else| also)?|或|和|,)? $/u.test(between);
}

/** The left side as written, without blanks. */
function leftText(chain: Chain, frame: Frame, index: number): string {
  const span = chain.sides[0]?.span;
  const text = frame.items[index]?.content.text ?? '';
  return span === undefined ? '' : text.slice(span.start, span.end).replace(/[\s&]/g, '');
}
