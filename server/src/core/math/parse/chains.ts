/** Relations: `s0 = s1 \le s2 \pmod n`, or one expression alone. */
import type { Bare, Chain, Expr, Link, RelationOp } from '../expr.ts';
import { unexpected } from './groups.ts';
import type { Parser } from './parser.ts';
import { readSide } from './sides.ts';
import type { Token } from './token.ts';

const RELATIONS: ReadonlySet<string> = new Set([
  '=',
  '≠',
  '<',
  '≤',
  '>',
  '≥',
  '≈',
  '≡',
  '∈',
  '∉',
  '⊂',
  '⊆',
  '∣',
  '∤',
  ':=',
]);

function isRelationOp(value: string): value is RelationOp {
  return RELATIONS.has(value);
}

/**
 * Reads sides and relation signs up to the first token that is neither. With `tolerant`, sides that cannot be read are kept as words, as long as
 * one link stands between two sides that are read.
 */
export function readChain(p: Parser, tolerant = false): Chain | Bare {
  const first = p.pos;
  const continues = p.token.kind === 'relation';
  const sides: Expr[] = [];
  const links: Link[] = [];
  const outer = p.congruence;
  const unread = p.unread.length;
  const side = tolerant ? readSide : p.grammar.expression;
  p.congruence = false;
  let modulus: Expr | undefined;
  if (continues) sides.push({ kind: 'ellipsis', span: { start: p.token.start, end: p.token.start } });
  else sides.push(side(p));
  modulus = modulusAt(p) ?? modulus;
  for (let op = relationAt(p); op !== undefined && p.failure === undefined; op = relationAt(p)) {
    const { start, end } = p.token;
    links.push({ op, span: { start, end } });
    if (op === '≡') p.congruence = true;
    p.pos++;
    sides.push(side(p));
    modulus = modulusAt(p) ?? modulus;
  }
  p.congruence = outer;
  if (p.failure === undefined && p.unread.length > unread) requireLink(p, sides, unread);
  const span = p.spanFrom(first);
  const [only] = sides;
  if (links.length > 0 || only === undefined) {
    return modulus === undefined
      ? { kind: 'chain', sides, links, continues, span }
      : { kind: 'chain', sides, links, modulus, continues, span };
  }
  if (modulus !== undefined) return { kind: 'bare', expr: p.fail('a modulus without a congruence', span), span };
  return { kind: 'bare', expr: only, span };
}

/** The relation at the position; one that is not known makes reading fail. */
function relationAt(p: Parser): RelationOp | undefined {
  const token = p.token;
  if (token.kind === 'operator' && token.value === '|' && p.bars === 0) return '∣';
  if (token.kind !== 'relation') return undefined;
  if (isRelationOp(token.value)) return token.value;
  p.fail(
    token.value === 'asked' ? unexpected(p) : `the relation “${p.text.slice(token.start, token.end)}” is not checked`,
  );
  return undefined;
}

/** `\pmod{n}`, `(\bmod n)`, `\mod n`, `(mod n)` at the position. */
function modulusAt(p: Parser): Expr | undefined {
  const token = p.token;
  if (isModWord(token) && token.value !== 'mod') {
    if (token.value === 'modulo' && !p.congruence) return undefined;
    p.pos++;
    return token.value === 'pmod' && p.token.kind === 'open' && p.token.value === '{'
      ? p.grammar.argument(p)
      : p.grammar.factor(p);
  }
  if (token.kind !== 'open' || !isModWord(p.peek(1))) return undefined;
  const end = p.partner[p.pos] ?? -1;
  p.pos += 2;
  const modulus = p.grammar.expression(p);
  if (p.failure === undefined && p.pos !== end) p.fail('a modulus that cannot be read');
  else if (p.failure === undefined) p.pos = end + 1;
  return modulus;
}

function isModWord(token: Token): boolean {
  return token.kind === 'operator' && (token.value === 'modulo' || token.value === 'mod' || token.value === 'pmod');
}

/** Fails with the first reason where no two neighbouring sides could be read. */
function requireLink(p: Parser, sides: readonly Expr[], unread: number): void {
  const lost = p.unread.slice(unread);
  const isRead = (side: Expr | undefined): boolean =>
    side !== undefined && side.kind !== 'words' && side.span.end > side.span.start;
  if (sides.some((side, index) => isRead(side) && isRead(sides[index + 1]))) return;
  const [first] = lost;
  p.unread.length = unread;
  if (first !== undefined) p.fail(first.reason, first.span);
}
