/** Capitals in a row: the name of a segment, a triangle, or a product. */
import type { Parser } from './parser.ts';
import { GAP } from './token.ts';

/**
 * Two or more capitals in a row name points: `AB`, `ABC`. They are a product where the formula treats them as factors: both letters stand alone too,
 * are known as variables, or the last one has an exponent that only matrices have.
 */
export function pointsName(p: Parser): string {
  const first = p.token.value;
  if (!isCapital(first)) return first;
  let name = first;
  for (
    let next = p.peek(1);
    next.kind === 'letter' && next.gap === GAP.none && isCapital(next.value);
    next = p.peek(name.length)
  ) {
    name += next.value;
  }
  if (name.length === 1) return name;
  const letters = [...name];
  if (letters.every(one => p.options.variables.has(one)) || letters.every(one => standsAlone(p, one))) return first;
  const raised = p.peek(name.length);
  const mark = p.peek(name.length + (p.peek(name.length + 1).kind === 'open' ? 2 : 1));
  if (raised.kind === 'operator' && raised.value === '^' && (mark.value === 'T' || mark.value === '-')) return first;
  return name;
}

export function isCapital(value: string): boolean {
  return value.length === 1 && value >= 'A' && value <= 'Z';
}

/** True where the capital is an operand of its own somewhere: not in `AB`, `\sin A`, `\angle A`, `P(A)`, `_A`. */
function standsAlone(p: Parser, capital: string): boolean {
  return p.tokens.some((token, index) => {
    if (token.kind !== 'letter' || token.value !== capital) return false;
    const before = p.at(index - 1);
    const after = p.at(index + 1);
    if (after.kind === 'letter' && after.gap === GAP.none && isCapital(after.value)) return false;
    if (before.kind === 'letter' && token.gap === GAP.none && isCapital(before.value)) return false;
    if (before.kind === 'function' || before.kind === 'command' || (before.kind === 'operator' && before.value === '_'))
      return false;
    return !(before.kind === 'open' && after.kind === 'close');
  });
}
