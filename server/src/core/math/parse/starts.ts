/** Whether the token at the position starts another factor. */
import type { Parser } from './parser.ts';
import { GAP } from './token.ts';

const FACTOR_COMMANDS: ReadonlySet<string> = new Set(
  'frac binom sqrt cbrt sum prod int oint lim overline bar hat widehat tilde widetilde vec dot ddot overrightarrow overleftarrow underline boxed cancel bcancel xcancel underbrace overbrace overarc angle measuredangle triangle abs norm floor ceil mathbb infinity ellipsis emptyset partial'.split(
    ' ',
  ),
);

export function startsFactor(p: Parser): boolean {
  const token = p.token;
  if (token.gap === GAP.quad && p.bracket < 0) return false;
  switch (token.kind) {
    case 'letter':
    case 'number':
    case 'function':
    case 'vulgar':
      return true;
    case 'open':
      if (token.value === '.') return p.at(p.partner[p.pos] ?? 0).value === '|';
      return !opensRemark(p);
    case 'begin':
      return true;
    case 'command':
      return FACTOR_COMMANDS.has(token.value);
    case 'operator':
      return (token.value === '|' || token.value === '‖') && p.bars === 0 && barOpens(p);
    default:
      return false;
  }
}

/** `(\text{since } x > 0)` and `(\bmod 5)` behind an operand are no factors. */
function opensRemark(p: Parser): boolean {
  const inside = p.peek(1);
  return inside.kind === 'text' || (inside.kind === 'operator' && inside.value.startsWith('mod'));
}

/** A bar behind an operand opens only where another one follows before the formula goes on to something else. */
function barOpens(p: Parser): boolean {
  const bar = p.token.value;
  const next = p.peek(1);
  if (next.kind === 'operator' && (next.value === '_' || next.value === '^')) return false;
  for (let index = p.pos + 1; index < p.tokens.length; index++) {
    const token = p.at(index);
    const partner = p.partner[index] ?? -1;
    if (partner > index) index = partner;
    else if (
      partner >= 0 ||
      token.kind === 'relation' ||
      token.kind === 'arrow' ||
      token.kind === 'row' ||
      token.kind === 'eof'
    )
      return false;
    else if (token.kind === 'operator' && (token.value === ',' || token.value === ';')) return false;
    else if (token.kind === 'operator' && token.value === bar) return true;
  }
  return false;
}
