/** Statements and what joins them. */
import type { Connective, Statement } from '../expr.ts';
import { readChain } from './chains.ts';
import { differentialRelation } from './differentials.ts';
import { unexpected } from './groups.ts';
import type { Parser } from './parser.ts';
import { clause, endOfClause, endOfQuantifier, leadingWords, parenthesisRemark, trailingWords } from './remarks.ts';
import { GAP } from './token.ts';

/** The more a connective says, the higher: of several in a row the strongest counts. */
const STRENGTH: Readonly<Record<Connective, number>> = {
  none: 0,
  comma: 1,
  row: 2,
  and: 3,
  or: 3,
  implies: 4,
  impliedBy: 4,
  iff: 4,
};

/** Reads statements up to the token `end`. */
export function statements(p: Parser, end: number): readonly Statement[] {
  const list: Statement[] = [];
  if (!p.enter()) return list;
  let pending: Connective = 'none';
  const read = (stop: number): readonly Statement[] => statements(p, stop);
  const join = (next: Connective): void => {
    if (STRENGTH[next] >= STRENGTH[pending]) pending = next;
  };
  // Set behind a statement, until a separator is met: words there belong to the statement.
  let behind = false;
  while (p.failure === undefined && p.pos < end) {
    const separator = separatorAt(p, list, end);
    if (separator !== undefined) {
      join(separator);
      behind = false;
    } else if (isQuantifier(p)) {
      clause(p, endOfQuantifier(p, end), read);
      if (p.operator(':')) p.pos++;
      behind = false;
    } else if (parenthesisRemark(p)) {
      behind = list.length > 0;
    } else if (behind && (p.token.kind === 'text' || p.token.kind === 'word')) {
      const connective = trailingWords(p, end, read);
      if (connective !== undefined) join(connective);
      behind = connective === undefined;
    } else if (behind && p.token.gap !== GAP.quad) {
      p.fail(unexpected(p));
    } else {
      if (behind) join('comma');
      behind = false;
      const leading =
        p.token.kind === 'text' || p.token.kind === 'word' ? leadingWords(p, end, list.length === 0, read) : undefined;
      if (leading?.kind === 'connective') join(leading.connective);
      else if (leading?.kind !== 'remark') {
        readInto(p, list, pending);
        pending = 'none';
        behind = true;
      }
    }
  }
  p.leave();
  return list;
}

function readInto(p: Parser, list: Statement[], pending: Connective): void {
  const connective: Connective =
    list.length > 0 ? (pending === 'none' ? 'comma' : pending) : STRENGTH[pending] >= 3 ? pending : 'none';
  if (opensSystem(p)) system(p, list, connective);
  else {
    const body = differentialRelation(p) ?? readChain(p, true);
    if (p.failure === undefined) list.push({ connective, body });
  }
}

/** The separator at the position, which moves behind it. */
function separatorAt(p: Parser, list: readonly Statement[], end: number): Connective | undefined {
  const token = p.token;
  switch (token.kind) {
    case 'row':
      p.pos++;
      return 'row';
    case 'arrow':
      return arrow(p, list, end);
    case 'operator':
      return punctuation(p);
    default:
      return undefined;
  }
}

function punctuation(p: Parser): Connective | undefined {
  switch (p.token.value) {
    case '.':
      // `.5` and `0&.nn` are no ends of sentences.
      if (
        p.peek(1).gap === GAP.none &&
        p.peek(1).kind !== 'eof' &&
        p.peek(1).kind !== 'row' &&
        p.peek(1).kind !== 'end'
      )
        return undefined;
      p.pos++;
      return 'comma';
    case ',':
    case ';':
      p.pos++;
      return 'comma';
    case '∧':
      p.pos++;
      return 'and';
    case '∨':
      p.pos++;
      return 'or';
    default:
      return undefined;
  }
}

/** `x \to 0` is no implication: there has to be a relation on either side. */
function arrow(p: Parser, list: readonly Statement[], end: number): Connective | undefined {
  const { value } = p.token;
  if (value === 'because') {
    clause(p, endOfClause(p, end), stop => statements(p, stop));
    return 'comma';
  }
  if (value === 'to' && list.at(-1)?.body.kind !== 'chain' && list.length > 0) {
    p.fail('an arrow that is no implication is not read');
    return undefined;
  }
  p.pos++;
  if (value === 'iff' || value === 'impliedBy') return value;
  return 'implies';
}

function isQuantifier(p: Parser): boolean {
  return p.token.kind === 'command' && (p.token.value === 'forall' || p.token.value === 'exists');
}

/** True at a brace or environment that holds relations in its rows. */
function opensSystem(p: Parser): boolean {
  const token = p.token;
  if (token.kind === 'open') {
    const close = p.at(p.partner[p.pos] ?? 0).value;
    const brace = (token.value === '\\{' && close === '.') || (token.value === '.' && close === '\\}');
    return brace && (p.peek(1).kind !== 'begin' || holdsRelations(p, p.pos + 1));
  }
  return token.kind === 'begin' && holdsRelations(p, p.pos);
}

/** Alignment marks are left only in environments whose cells are values. */
function holdsRelations(p: Parser, begin: number): boolean {
  const end = p.partner[begin] ?? begin;
  let relation = false;
  for (let index = begin + 1; index < end; index++) {
    const token = p.at(index);
    if (token.kind === 'align') return false;
    if (token.kind === 'relation') relation = true;
    const partner = p.partner[index] ?? -1;
    if (partner > index) index = partner;
  }
  return relation;
}

/** The rows of a brace are statements that hold together. */
function system(p: Parser, list: Statement[], connective: Connective): void {
  const first = p.pos;
  const end = p.partner[first] ?? first;
  const nested = p.token.kind === 'open' && p.peek(1).kind === 'begin' && p.partner[first + 1] === end - 1;
  p.pos = first + (nested ? 2 : 1);
  const rows = statements(p, nested ? end - 1 : end);
  if (p.failure !== undefined) return;
  p.pos = end + 1;
  p.system = true;
  for (const [index, row] of rows.entries()) list.push(index === 0 ? { ...row, connective } : row);
}
