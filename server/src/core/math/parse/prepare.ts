/** Between scanning and parsing: alignment marks, boxes and empty braces go, brackets find their partners. */
import type { Span } from '../expr.ts';
import type { Token } from './token.ts';
import { GAP } from './token.ts';

export interface Prepared {
  readonly tokens: readonly Token[];
  /** For each opening token the index of its partner and the other way round; -1 for all other tokens. */
  readonly partner: Int32Array;
  readonly boxed: readonly Span[];
  readonly failure: { readonly reason: string; readonly span: Span } | undefined;
}

/** Environments whose cells are read one by one. */
const CELLS: ReadonlySet<string> = new Set(
  'matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array cases dcases rcases tabular'.split(' '),
);

/** Environments that only line formulas up; between brackets they still matter, for there they are a system. */
const ALIGNING: ReadonlySet<string> = new Set(
  'align aligned alignat alignedat gather gathered split multline multlined eqnarray equation displaymath math flalign subequations center'.split(
    ' ',
  ),
);

export function isCellEnvironment(name: string): boolean {
  return CELLS.has(name);
}

export function isAligningEnvironment(name: string): boolean {
  return ALIGNING.has(name);
}

export function prepare(scanned: readonly Token[]): Prepared {
  const boxed: Span[] = [];
  const tokens = unbox(joinRows(withoutAlignment(withoutTags(scanned))), boxed);
  const partner = new Int32Array(tokens.length).fill(-1);
  const failure = pairBrackets(tokens, partner);
  return { tokens, partner, boxed, failure };
}

/**
 * Every second `&` of an aligned row parts two columns (a wide gap), the others only line up.
 * Marks in the cells of a matrix stay; so do those where the row is none of our making.
 */
function withoutAlignment(scanned: readonly Token[]): readonly Token[] {
  if (!scanned.some(token => token.kind === 'align' || token.kind === 'begin' || isEmptyBrace(token))) return scanned;
  const kept: Token[] = [];
  const aligned: ('columns' | 'rows' | 'cells')[] = [];
  let depth = 0;
  let marks = 0;
  let gap = 0;
  for (let index = 0; index < scanned.length; index++) {
    const token = scanned[index];
    if (token === undefined) break;
    if (token.kind === 'begin')
      aligned.push(!CELLS.has(token.value) ? 'columns' : isSystem(scanned, index) ? 'rows' : 'cells');
    const mode = aligned.at(-1) ?? 'columns';
    if (token.kind === 'end') aligned.pop();
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    if (token.kind === 'row') marks = 0;
    if (token.kind === 'align' && mode !== 'cells')
      gap = Math.max(gap, ++marks % 2 === 0 && mode === 'columns' ? GAP.quad : GAP.blank);
    else if (depth === 0 && (token.kind === 'begin' || token.kind === 'end') && ALIGNING.has(token.value))
      gap = GAP.blank;
    else if (isEmptyBrace(token) && isCloseBrace(scanned[index + 1]) && !takesArgument(kept.at(-1))) {
      depth--;
      index++;
    } else {
      kept.push(gap > token.gap ? { ...token, gap } : token);
      gap = 0;
    }
  }
  return kept;
}

const SYSTEMS: ReadonlySet<string> = new Set(['cases', 'dcases', 'rcases', 'array']);

/**
 * True for `cases` and `array` whose first row is a relation, not a value with a condition: a relation sign stands in its first cell,
 * or right at the start of a later one.
 */
function isSystem(tokens: readonly Token[], begin: number): boolean {
  if (!SYSTEMS.has(tokens[begin]?.value ?? '')) return false;
  let depth = 0;
  let column = 0;
  for (let index = begin + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'row' || (token.kind === 'end' && depth === 0)) return false;
    if (token.kind === 'open' || token.kind === 'begin') depth++;
    else if (token.kind === 'close' || token.kind === 'end') depth--;
    else if (depth > 0) continue;
    else if (token.kind === 'text' && column === 0) return false;
    else if (token.kind === 'align') column++;
    else if (token.kind === 'relation' && (column === 0 || tokens[index - 1]?.kind === 'align')) return true;
  }
  return false;
}

/** `x + y = 3 \\quad (1)`, `x + y = 3 \\cdots ①`: the number of an equation at the end of its row says nothing. */
function withoutTags(tokens: readonly Token[]): readonly Token[] {
  const dropped = new Set<number>();
  tokens.forEach((token, index) => {
    if (token.kind !== 'row' && token.kind !== 'eof' && token.kind !== 'end') return;
    let first = tagBefore(tokens, index);
    if (first === undefined) return;
    while (isEllipsis(tokens[first - 1]) && !isOperatorToken(tokens[first - 2])) first--;
    if (tokens[first - 1]?.kind === 'align') first--;
    const before = tokens[first - 1];
    if (before === undefined || before.kind === 'row' || before.kind === 'relation' || isOperatorToken(before)) return;
    for (let at = first; at < index; at++) dropped.add(at);
  });
  return dropped.size === 0 ? tokens : tokens.filter((_, index) => !dropped.has(index));
}

/** Where the tag that ends before `end` starts. In parentheses it stands behind a wide gap. */
function tagBefore(tokens: readonly Token[], end: number): number | undefined {
  const last = tokens[end - 1];
  if (last?.kind === 'command' && last.value === 'tag') return end - 1;
  const [open, inside] = [tokens[end - 3], tokens[end - 2]];
  if (open?.kind !== 'open' || open.value !== '(' || last?.kind !== 'close') return undefined;
  const numbered = inside?.kind === 'number' || (inside?.kind === 'operator' && inside.value === '*');
  if (!numbered) return undefined;
  return open.gap === GAP.quad || (tokens[end - 4]?.kind === 'align' && hasRelation(tokens, end - 4))
    ? end - 3
    : undefined;
}

/** True where the row up to `end` holds a relation: then its last cell is no entry of a matrix. */
function hasRelation(tokens: readonly Token[], end: number): boolean {
  for (let index = end; index >= 0; index--) {
    const kind = tokens[index]?.kind;
    if (kind === 'relation') return true;
    if (kind === 'row' || kind === 'begin') return false;
  }
  return false;
}

function isEllipsis(token: Token | undefined): boolean {
  return token?.kind === 'command' && token.value === 'ellipsis';
}

function isOperatorToken(token: Token | undefined): boolean {
  return token?.kind === 'operator' && !"!%',;.".includes(token.value);
}

/** A row that goes on with `+`, `\\cdot`, or with `-` and no relation, belongs to the row above; so does one behind an open sign. */
function joinRows(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(token => token.kind === 'row')) return tokens;
  let cells = 0;
  let gap = 0;
  const kept: Token[] = [];
  tokens.forEach((token, index) => {
    if (token.kind === 'begin') cells++;
    if (token.kind === 'end') cells--;
    if (token.kind === 'row' && cells === 0 && goesOn(tokens, index)) gap = GAP.blank;
    else {
      kept.push(gap > token.gap ? { ...token, gap } : token);
      gap = 0;
    }
  });
  return kept;
}

function goesOn(tokens: readonly Token[], row: number): boolean {
  const before = tokens[row - 1];
  if (before?.kind === 'operator' && '+-·×*'.includes(before.value)) return true;
  const next = tokens[row + 1];
  if (next?.kind !== 'operator') return false;
  if (next.value === '+' || next.value === '·' || next.value === '×') return true;
  if (next.value !== '-') return false;
  for (let index = row + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'relation') return false;
    if (token === undefined || token.kind === 'row') return true;
  }
  return true;
}

function isEmptyBrace(token: Token): boolean {
  return token.kind === 'open' && token.value === '{';
}

function isCloseBrace(token: Token | undefined): boolean {
  return token?.kind === 'close' && token.value === '}';
}

function takesArgument(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'operator') return token.value === '^' || token.value === '_';
  return token.kind === 'command' || (token.kind === 'close' && token.value === '}');
}

/** `\boxed{…}`: its inside is noted. Where the box stands for a whole side or more, its braces go too. */
function unbox(tokens: readonly Token[], boxed: Span[]): readonly Token[] {
  if (!tokens.some(isBox)) return tokens;
  const dropped = new Set<number>();
  tokens.forEach((token, index) => {
    const open = tokens[index + 1];
    if (!isBox(token) || open === undefined || !isEmptyBrace(open)) return;
    const close = closeOf(tokens, index + 1);
    const closing = tokens[close];
    if (closing === undefined) return;
    boxed.push({ start: open.end, end: closing.start });
    if (!standsAlone(tokens, index, close)) return;
    for (const at of [index, index + 1, close]) dropped.add(at);
  });
  return dropped.size === 0 ? tokens : tokens.filter((_, index) => !dropped.has(index));
}

function isBox(token: Token): boolean {
  return token.kind === 'command' && token.value === 'boxed';
}

function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'open' && token.value === '{') depth++;
    else if (token?.kind === 'close' && token.value === '}' && --depth === 0) return index;
  }
  return -1;
}

function standsAlone(tokens: readonly Token[], first: number, last: number): boolean {
  const before = tokens[first - 1];
  const after = tokens[last + 1];
  return (
    (before === undefined || before.kind === 'text' || isBoundary(before)) && (after === undefined || isBoundary(after))
  );
}

function isBoundary(token: Token): boolean {
  switch (token.kind) {
    case 'eof':
    case 'relation':
    case 'arrow':
    case 'row':
      return true;
    case 'operator':
      return token.value === ',' || token.value === ';' || token.value === '.';
    default:
      return false;
  }
}

function pairBrackets(tokens: readonly Token[], partner: Int32Array): Prepared['failure'] {
  const stack: number[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.kind === 'open' || token.kind === 'begin') stack.push(index);
    else if (token.kind === 'close' || token.kind === 'end') {
      const open = stack.pop();
      const opening = open === undefined ? undefined : tokens[open];
      if (open === undefined || opening === undefined) return problem(`“${token.value}” closes nothing`, token);
      if (!fits(opening, token)) {
        return problem(`“${opening.value}” and “${token.value}” do not belong together`, opening, token);
      }
      partner[open] = index;
      partner[index] = open;
    }
  }
  const open = stack.pop();
  const opening = open === undefined ? undefined : tokens[open];
  return opening === undefined ? undefined : problem(`“${opening.value}” is never closed`, opening);
}

/** `[0, 1)` is an interval; `{`, floors and environments close with their own kind; `\left` may take any `\right`. */
function fits(open: Token, close: Token): boolean {
  if (open.kind === 'begin' || close.kind === 'end')
    return open.kind === 'begin' && close.kind === 'end' && open.value === close.value;
  if (open.sized || close.sized) return open.sized === close.sized;
  switch (open.value) {
    case '(':
    case '[':
      return close.value === ')' || close.value === ']';
    case '{':
      return close.value === '}';
    case '\\{':
      return close.value === '\\}';
    case '⟨':
      return close.value === '⟩';
    case '⌊':
      return close.value === '⌋';
    case '⌈':
      return close.value === '⌉';
    default:
      return close.value === open.value;
  }
}

function problem(reason: string, first: Token, last: Token = first): NonNullable<Prepared['failure']> {
  return { reason, span: { start: first.start, end: Math.max(first.end, last.end) } };
}
