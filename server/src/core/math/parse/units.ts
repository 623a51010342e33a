/** Words behind an amount: `24 clips`, `5\text{ cm}^2`, `\$15/hour`. */
import type { Expr } from '../expr.ts';
import { integer } from './nodes.ts';
import type { Parser } from './parser.ts';
import type { Token } from './token.ts';
import { CURRENCIES } from './vocabulary.ts';
import { isUnit, tellsRemainder } from './words.ts';

/** Wraps an amount with the unit that follows it, if one does. */
export function unitAfter(p: Parser, amount: Expr, first: number): Expr {
  skipRemark(p);
  const token = p.token;
  if (token.kind === 'operator') {
    if (!CURRENCIES.has(token.value) || p.peek(1).kind === 'number' || amount.kind !== 'number') return amount;
    p.pos++;
    return quantity(p, amount, token.value, first);
  }
  if (token.kind !== 'text' || !isUnit(token.value) || isValueName(amount)) return amount;
  p.pos++;
  const unit = token.value + exponentOfUnit(p);
  const whole = quantity(p, amount, unit, first);
  skipRemark(p);
  return whole;
}

/** `15 (\\text{light blue}) + 45`: words in brackets behind an amount are a remark. */
function skipRemark(p: Parser): void {
  const bracketed = p.token.kind === 'open' && p.peek(1).kind === 'text' && p.partner[p.pos] === p.pos + 2;
  const text = bracketed ? `(${p.peek(1).value})` : p.token.value;
  if (!bracketed && (p.token.kind !== 'text' || !/^\(.*\)$/.test(text))) return;
  if (tellsRemainder(text)) {
    p.fail('a division with a remainder is no equality');
    return;
  }
  const width = bracketed ? 3 : 1;
  p.remarks.push({ text, span: p.spanOf(p.pos, p.pos + width - 1) });
  p.pos += width;
}

/** Names and words have no unit of their own: `\angle A \text{ degrees}` is left to the words. */
function isValueName(amount: Expr): boolean {
  return amount.kind === 'words' || amount.kind === 'set' || amount.kind === 'tuple';
}

/** `\text{ cm}^2`, `\text{ m}/\text{s}`. */
function exponentOfUnit(p: Parser): string {
  let unit = '';
  if (p.operator('^')) {
    const braces = p.peek(1).kind === 'open';
    const digits = p.peek(braces ? 2 : 1);
    if (digits.kind === 'number') {
      unit += `^${digits.value}`;
      p.pos += braces ? 4 : 2;
    }
  } else if (p.token.kind === 'script' && p.token.value.charAt(0) === '^') {
    unit += p.token.value;
    p.pos++;
  }
  if (p.operator('/') && (p.peek(1).kind === 'text' || isUnitLetter(p.peek(1)))) {
    unit += `/${p.peek(1).value}`;
    p.pos += 2;
    unit += exponentOfUnit(p);
  }
  return unit;
}

/** `km/h`, `ft/s`. */
function isUnitLetter(token: Token): boolean {
  return token.kind === 'letter' && token.gap === 0 && (token.value === 'h' || token.value === 's');
}

/** `15/hour` at the token behind the slash: the amount is counted per something. */
export function unitBelow(p: Parser, amount: Expr, first: number): Expr | undefined {
  const token = p.token;
  if (token.kind !== 'text' || !isUnit(token.value)) return undefined;
  if (amount.kind !== 'quantity' && amount.kind !== 'number' && amount.kind !== 'mixed') return undefined;
  p.pos++;
  const below = token.value + exponentOfUnit(p);
  if (amount.kind === 'quantity') return quantity(p, amount.arg, `${amount.unit}/${below}`, first);
  return quantity(p, amount, `/${below}`, first);
}

function quantity(p: Parser, arg: Expr, unit: string, first: number): Expr {
  return { kind: 'quantity', arg, unit, span: p.spanFrom(first) };
}

/** `\$36`, `$ 0.10`: the sign before the amount. */
export function currency(p: Parser): Expr {
  const first = p.pos;
  const sign = p.token.value;
  p.pos++;
  if (p.token.kind !== 'number') {
    const token = p.token;
    if (token.kind !== 'letter' && token.kind !== 'open') return p.fail(`“${sign}” without an amount`, token);
  }
  const arg = p.token.kind === 'number' ? p.grammar.atom(p) : p.grammar.factor(p);
  return p.failure === undefined ? quantity(p, arg, sign, first) : integer(0n, p.spanFrom(first));
}
