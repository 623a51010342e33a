/** "x = 2 or x = 3", "x < -3 or x > 3": relations that hold one or the other. */
import type { Bare, Chain, ParseResult, RelationOp, Statement } from '../math/expr.ts';
import { some } from '../math/traverse.ts';
import type { Frame } from './frame.ts';

export interface Beside {
  /** The other relations beside it: about the same side, or, where "or" joins them, about any. */
  readonly chains: readonly Chain[];
  /** Commas and "and" alone join them: ranges among them may be meant to hold together. */
  readonly listed: boolean;
  /** It stands beside an earlier one, or beside something that may be a further solution (`x = 2, 3`): it does not follow on its own. */
  readonly partial: boolean;
}

const none: Beside = { chains: [], listed: false, partial: false };
const partial: Beside = { chains: [], listed: false, partial: true };

type Joint = 'or' | 'list';

/** A relation, or a value, with its left side as written. */
interface Placed {
  readonly body: Chain | Bare;
  readonly left: string;
}

/** What is joined to a relation. */
interface Joined {
  readonly joint: Joint;
  /** Absent where something stands there that is not read. */
  readonly placed: Placed | undefined;
  /** It begins another formula. */
  readonly elsewhere: boolean;
}

/** What stands beside relation `statement` of item `index`: in its own formula, and in the items after it joined by "or", "and" and commas. */
export function besides(parsed: readonly ParseResult[], frame: Frame, index: number, statement: number): Beside {
  const own = placedAt(parsed, frame, index, statement);
  if (own?.body.kind !== 'chain') return none;
  const first = { body: own.body, left: own.left };
  if (standsLater(parsed, frame, index, statement, first)) return partial;
  const chains: Chain[] = [];
  let listed = true;
  for (const { joint, placed, elsewhere } of joinedTo(parsed, frame, index, statement)) {
    if (placed?.body.kind !== 'chain') {
      if (joint === 'list' && elsewhere) break;
      return partial;
    }
    const relation = relate(first, placed, placed.body, joint);
    if (relation === 'unclear') return partial;
    if (relation === 'apart' && elsewhere) break;
    if (relation === 'apart') continue;
    chains.push(placed.body);
    listed &&= joint === 'list';
  }
  return { chains, listed: listed && chains.length > 0, partial: false };
}

interface First {
  readonly body: Chain;
  readonly left: string;
}

/** It stands beside one before it, or behind an "or" whose first part is not read. */
function standsLater(
  parsed: readonly ParseResult[],
  frame: Frame,
  index: number,
  statement: number,
  own: First,
): boolean {
  const isBeside = (before: Placed | undefined, joint: Joint): boolean =>
    before?.body.kind === 'chain' && relate({ body: before.body, left: before.left }, own, own.body, joint) !== 'apart';
  if (statement > 0) {
    const joint = jointOf(statementsOf(parsed, index)[statement]);
    return joint !== undefined && isBeside(placedAt(parsed, frame, index, statement - 1), joint);
  }
  const joint = jointAfter(frame, index - 1);
  const before = statementsOf(parsed, index - 1).map((_, k) => placedAt(parsed, frame, index - 1, k));
  if (joint !== undefined && before.some(each => isBeside(each, joint))) return true;
  return hasName(own.body) && /(?:\bor(?: else| also| even)?|或) ?$/u.test(wordsBefore(frame, index));
}

/** What follows the relation, as long as "or", "and" or a comma joins it. */
function* joinedTo(
  parsed: readonly ParseResult[],
  frame: Frame,
  index: number,
  statement: number,
): Generator<Joined, void> {
  let first = statement + 1;
  for (let item = index; ; item += 1) {
    const statements = statementsOf(parsed, item);
    for (let k = first; k < statements.length; k += 1) {
      const joint = jointOf(statements[k]);
      if (joint === undefined) return;
      yield { joint, placed: placedAt(parsed, frame, item, k), elsewhere: false };
    }
    const joint = jointAfter(frame, item);
    if (joint === undefined) {
      if (/^[ ,;]*(?:or\b|或)/u.test(wordsAfter(frame, item)))
        yield { joint: 'or', placed: undefined, elsewhere: true };
      return;
    }
    yield { joint, placed: placedAt(parsed, frame, item + 1, 0), elsewhere: true };
    first = 1;
  }
}

/**
 * - `beside`: the one holds or the other.
 * - `unclear`: they may, or the second is a condition on the first: `x = 3, x > 0`.
 * - `apart`: they have nothing to do with each other.
 */
function relate(
  first: First,
  { left }: Pick<Placed, 'left'>,
  body: Chain,
  joint: Joint,
): 'beside' | 'unclear' | 'apart' {
  const name = boundedBy(first.body);
  const same = left === first.left || (name !== undefined && name === boundedBy(body));
  if (joint === 'or') {
    if (same || (kindOf(first.body) !== undefined && kindOf(body) !== undefined)) return 'beside';
    return hasName(first.body) ? 'unclear' : 'apart';
  }
  if (!same) return 'apart';
  return kindOf(first.body) === kindOf(body) ? 'beside' : 'unclear';
}

const RANGES: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥']);

/** What can hold one or the other: each has a name in it, for a computation stands for itself. */
function kindOf(chain: Chain): 'equation' | 'range' | undefined {
  if (!hasName(chain)) return undefined;
  if (chain.links.every(({ op }) => RANGES.has(op))) return 'range';
  return chain.links.length === 1 && chain.links[0]?.op === '=' ? 'equation' : undefined;
}

/** The name that a range bounds: x in `-2 < x < 0`. */
function boundedBy(chain: Chain): string | undefined {
  const named = chain.sides.filter(side => some(side, part => part.kind === 'symbol'));
  const [only, second] = named;
  return kindOf(chain) === 'range' && only?.kind === 'symbol' && second === undefined ? only.name : undefined;
}

function hasName({ sides }: Chain): boolean {
  return sides.some(side => some(side, part => part.kind === 'symbol'));
}

function statementsOf(parsed: readonly ParseResult[], index: number): readonly Statement[] {
  const result = parsed[index];
  return result?.ok === true ? result.formula.statements : [];
}

function placedAt(parsed: readonly ParseResult[], frame: Frame, index: number, statement: number): Placed | undefined {
  const body = statementsOf(parsed, index)[statement]?.body;
  return body && { body, left: body.kind === 'chain' ? leftText(body, frame, index) : '' };
}

function jointOf(statement: Statement | undefined): Joint | undefined {
  switch (statement?.connective) {
    case 'or':
      return 'or';
    case 'and':
    case 'comma':
      return 'list';
    default:
      return undefined;
  }
}

/** How item `k` is joined to the next: only "or", "and" or a comma stands between them. */
function jointAfter(frame: Frame, k: number): Joint | undefined {
  const between = frame.items[k + 1] === undefined ? '' : wordsAfter(frame, k);
  if (frame.items[k] === undefined || between.length > 24 || between.trim() === '') return undefined;
  if (!/^ ?,? ?(?:(?:or|and)(?: else| also| even)?|[或和，])? ?$/u.test(between)) return undefined;
  return /\bor\b|或/u.test(between) ? 'or' : 'list';
}

/** From item `k` to the next one. */
function wordsAfter({ text, items }: Frame, k: number): string {
  const at = items[k]?.at;
  return at === undefined ? '' : text.slice(at + 1, items[k + 1]?.at);
}

/** From the item before item `k` to it. */
function wordsBefore({ text, items }: Frame, k: number): string {
  return text.slice((items[k - 1]?.at ?? -1) + 1, items[k]?.at);
}

/** The left side as written, without blanks. */
function leftText(chain: Chain, frame: Frame, index: number): string {
  const span = chain.sides[0]?.span;
  const text = frame.items[index]?.content.text ?? '';
  return span === undefined ? '' : text.slice(span.start, span.end).replace(/[\s&]/g, '');
}
