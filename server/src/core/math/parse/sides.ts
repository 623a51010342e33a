/** Sides of a relation; one that cannot be read is kept as words where the rest of the chain says enough without it. */
import type { Expr } from '../expr.ts';
import { unexpected } from './groups.ts';
import type { Parser } from './parser.ts';
import { GAP } from './token.ts';
import { connectiveOf, startsClause } from './words.ts';

/** Reads one side. A side that cannot be read is noted in `p.unread` and becomes words up to the next relation or separator. */
export function readSide(p: Parser): Expr {
  const first = p.pos;
  let failure = { reason: '', span: { start: 0, end: 0 } };
  const side = p.attempt(
    () => {
      const expr = p.grammar.expression(p);
      return isBoundary(p) ? expr : p.fail(unexpected(p));
    },
    found => {
      failure = found;
    },
  );
  if (side !== undefined) return side;
  p.pos = nextBoundary(p);
  if (p.pos === first || isSized(p)) {
    p.pos = first;
    return p.fail(failure.reason, failure.span);
  }
  p.unread.push(failure);
  const span = p.spanFrom(first);
  return { kind: 'words', text: p.text.slice(span.start, span.end), span };
}

/** Tokens at which a side may end. */
function isBoundary(p: Parser): boolean {
  const token = p.token;
  switch (token.kind) {
    case 'number':
    case 'letter':
    case 'function':
    case 'script':
    case 'vulgar':
    case 'begin':
      return token.gap === GAP.quad;
    case 'open':
      return token.gap === GAP.quad || p.peek(1).kind === 'text' || p.peek(1).value.includes('mod');
    case 'command':
      return token.gap === GAP.quad || token.value === 'forall' || token.value === 'exists';
    case 'operator':
      if (token.value === '|') return p.bars === 0;
      return ',;.∧∨'.includes(token.value) || token.value.includes('mod') || token.gap === GAP.quad;
    default:
      return true;
  }
}

/** Where a side that cannot be read ends. */
function nextBoundary(p: Parser): number {
  for (let index = p.pos; index < p.tokens.length; index++) {
    const token = p.at(index);
    const partner = p.partner[index] ?? -1;
    if (token.kind === 'relation' || token.kind === 'row' || token.kind === 'align' || token.kind === 'eof')
      return index;
    if (token.kind === 'arrow' || (token.gap === GAP.quad && index > p.pos)) return index;
    if (token.kind === 'operator' && (token.value === ',' || token.value === ';')) return index;
    if (token.kind === 'text' && (connectiveOf(token.value) !== undefined || startsClause(token.value))) return index;
    if (partner > index) index = partner;
    else if (partner >= 0) return index;
  }
  return p.tokens.length - 1;
}

/** Inside sized bars and the like a relation is no boundary. */
function isSized(p: Parser): boolean {
  return p.token.kind === 'relation' && p.token.value === '∣';
}
