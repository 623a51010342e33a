/** Numerals: thousands, decimals, repeating decimals, numerals in another base, mixed numbers. */
import type { Expr, NumberExpr, Rational, Span } from '../expr.ts';
import { integer } from './nodes.ts';
import type { Parser } from './parser.ts';
import { GAP, type Token } from './token.ts';

const POWERS: bigint[] = [1n];

function powerOfTen(exponent: number): bigint {
  for (let next = POWERS.length; next <= exponent; next++) POWERS.push((POWERS[next - 1] ?? 1n) * 10n);
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The fraction n/d in lowest terms; d is positive. */
export function lowestTerms(n: bigint, d: bigint): Rational {
  if (d === 1n) return { n, d };
  const common = n === 0n ? d : gcd(n, d);
  return { n: n / common, d: d / common };
}

/** Longer numerals than this are no part of a solution that anyone checks by hand. */
const MAX_DIGITS = 2000;

/** Reads the numeral at the position, with everything that belongs to it. */
export function numeral(p: Parser): Expr {
  const first = p.pos;
  let digits = groupedDigits(p);
  if (digits.length > MAX_DIGITS) return p.fail('the numeral is too long', p.spanFrom(first));
  let power = 0;
  if (p.options.notation === 'plain') power = scientificExponent(p);
  const repeating = repeatingDigits(p, digits);
  if (p.failure !== undefined) return p.fail('a numeral');
  if (digits.endsWith('.') && repeating === undefined) return p.fail('a number that ends with its point', p.at(first));
  const point = digits.indexOf('.');
  const decimals = point < 0 ? undefined : digits.length - point - 1;
  if (point >= 0) digits = digits.slice(0, point) + digits.slice(point + 1);
  const span = p.spanFrom(first);
  if (repeating !== undefined) {
    const value = repeatingValue(digits, decimals ?? 0, repeating);
    return { kind: 'number', value, decimals: (decimals ?? 0) + repeating.length, span };
  }
  if (decimals === undefined && power === 0) {
    const whole = baseNumeral(p, digits, first) ?? integer(BigInt(digits), span);
    return whole.kind === 'number' ? mixedNumber(p, whole, first) : whole;
  }
  const scale = power - (decimals ?? 0);
  const n = BigInt(digits === '' ? '0' : digits) * (scale > 0 ? powerOfTen(scale) : 1n);
  const value = lowestTerms(n, scale < 0 ? powerOfTen(-scale) : 1n);
  return decimals === undefined ? { kind: 'number', value, span } : { kind: 'number', value, decimals, span };
}

/** The digits with thousands signs taken out: `1{,}200`, `1,200.50`, `22,\!100`, `1\,000`. */
function groupedDigits(p: Parser): string {
  const token = p.token;
  p.pos++;
  let digits = token.value;
  if (digits.length > 3 || digits.includes('.')) return digits;
  if (p.operator('thousands')) return separated(p, digits, 1, canStartGroups(digits));
  if (!canStartGroups(digits)) return digits;
  if (p.token.kind === 'number' && p.token.gap === GAP.thin && isGroup(p.token)) return separated(p, digits, 0, true);
  if (!p.operator(',') || p.token.gap !== GAP.none || !isGroup(p.peek(1))) return digits;
  const gap = p.peek(1).gap;
  if (gap === GAP.thin && p.text.slice(p.token.end, p.peek(1).start).includes('\\!'))
    return separated(p, digits, 1, true);
  if (gap !== GAP.none) return digits;
  const use = commaUse(p);
  if (use === 'list') return digits;
  if (use === 'unclear') {
    p.failTwoWays('the comma', p.spanOf(p.pos - 1, p.pos + 1));
    return digits;
  }
  digits = separated(p, digits, 1, true);
  return digits;
}

function canStartGroups(digits: string): boolean {
  return digits.charAt(0) !== '0';
}

/** Exactly three digits, or the last group with decimals. */
function isGroup(token: Token): boolean {
  return (
    token.kind === 'number' &&
    (token.value.length === 3 || token.value.indexOf('.') === 3) &&
    token.value.charAt(0) !== '.'
  );
}

/** Takes groups while they come with the same separator (`width` tokens before each); `{,}` before another number of digits is a decimal comma. */
function separated(p: Parser, head: string, width: 0 | 1, thousands: boolean): string {
  if (width === 1 && p.operator('thousands') && (!thousands || !isGroup(p.peek(1)))) {
    const decimals = p.peek(1);
    if (decimals.kind !== 'number' || decimals.value.includes('.') || decimals.gap !== GAP.none) {
      p.fail('a comma in a number without digits behind it');
      return head;
    }
    p.pos += 2;
    return `${head}.${decimals.value}`;
  }
  let digits = head;
  const separator = width === 1 ? p.token.value : '';
  for (;;) {
    const group = p.peek(width);
    if (!isGroup(group) || digits.includes('.')) return digits;
    if (width === 1 && !p.operator(separator)) return digits;
    if (width === 0 && group.gap !== GAP.thin) return digits;
    if (width === 1 && separator === ',' && group.gap === GAP.blank) return digits;
    digits += group.value;
    p.pos += width + 1;
  }
}

/** What a comma between digits does here: `1,200` is a number, `gcd(12,180)` a list, `(1,200)` could be either. */
function commaUse(p: Parser): 'thousands' | 'list' | 'unclear' {
  if (p.inList) return 'list';
  const before = p.at(p.pos - 2);
  if (before.kind === 'operator' && before.value === ',' && p.at(p.pos - 1).gap === GAP.none) return 'list';
  if (p.bracket < 0 || !'([⟨'.includes(p.at(p.bracket).value)) return 'thousands';
  const end = p.partner[p.bracket] ?? 0;
  if (isListBracket(p, p.bracket, end)) return 'list';
  let calculates = false;
  for (let index = p.bracket + 1; index < end; index++) {
    const token = p.at(index);
    if (token.kind !== 'operator') continue;
    if (token.value === ',' && p.at(index + 1).gap !== GAP.none) return 'list';
    if ('+-·×*/÷'.includes(token.value)) calculates = true;
  }
  return calculates ? 'thousands' : 'unclear';
}

/** `x \\in [1,200]`, `[1,200)`, `(x, y) = (1,200)`. */
function isListBracket(p: Parser, open: number, end: number): boolean {
  if ((p.at(open).value === '(') !== (p.at(end).value === ')')) return true;
  const before = p.at(open - 1);
  if (before.kind === 'relation' && '∈∉⊂⊆'.includes(before.value)) return true;
  if (before.kind === 'operator' && '∪∩∖'.includes(before.value)) return true;
  const close = p.at(open - 2);
  if (before.kind !== 'relation' || close.kind !== 'close') return false;
  const start = p.partner[open - 2] ?? open;
  return p.tokens.slice(start, open).some(token => token.kind === 'operator' && token.value === ',');
}

/** `1.5e3` in plain notation: the exponent; 0 where there is none. */
function scientificExponent(p: Parser): number {
  const letter = p.token;
  if (letter.kind !== 'letter' || (letter.value !== 'e' && letter.value !== 'E') || letter.gap !== GAP.none) return 0;
  const signed = p.peek(1).kind === 'operator' && (p.peek(1).value === '-' || p.peek(1).value === '+');
  const digits = p.peek(signed ? 2 : 1);
  if (digits.kind !== 'number' || digits.gap !== GAP.none || digits.value.includes('.') || digits.value.length > 3)
    return 0;
  const power = Number(digits.value) * (signed && p.peek(1).value === '-' ? -1 : 1);
  p.pos += signed ? 3 : 2;
  return power;
}

/** `0.1\overline{6}`: the digits under the bar. */
function repeatingDigits(p: Parser, digits: string): string | undefined {
  const mark = p.token;
  if (mark.kind !== 'command' || !digits.includes('.') || mark.gap === GAP.quad) return undefined;
  if (mark.value !== 'overline' && mark.value !== 'bar' && mark.value !== 'dot') return undefined;
  const open = p.peek(1).kind === 'open' ? 1 : 0;
  const inside = p.peek(1 + open);
  if (inside.kind !== 'number' || inside.value.includes('.') || (open === 1 && p.peek(3).kind !== 'close'))
    return undefined;
  if (open === 0 && inside.value.length > 1) {
    p.failTwoWays('the repeating part', p.spanOf(p.pos, p.pos + 1));
    return undefined;
  }
  p.pos += open === 1 ? 4 : 2;
  return inside.value;
}

function repeatingValue(digits: string, decimals: number, repeating: string): Rational {
  const nines = powerOfTen(repeating.length) - 1n;
  const whole = BigInt(digits === '' ? '0' : digits);
  return lowestTerms(whole * nines + BigInt(repeating), nines * powerOfTen(decimals));
}

/** `1011_2`, `123_{5}`, `41_{(4)}`: a numeral in base 2 to 10. A numeral in base b (`16_b`) is kept as words. */
function baseNumeral(p: Parser, digits: string, first: number): Expr | undefined {
  const script = p.token.kind === 'script' && p.token.value.charAt(0) === '_';
  if (!script && !p.operator('_')) return undefined;
  const close = p.peek(1).value === '{' ? (p.partner[p.pos + 1] ?? -1) : p.pos + 1;
  const written = script ? p.token.value.slice(1) : p.raw(p.pos + 1, close).replace(/[{()}\s]/g, '');
  const bare = !script && p.peek(1).kind === 'number' && written.length > 1 && p.options.notation === 'tex';
  p.pos = script ? p.pos + 1 : close + 1;
  const span = p.spanFrom(first);
  if (/^[a-z]$/.test(written)) return { kind: 'words', text: p.text.slice(span.start, span.end), span };
  const base = Number(written);
  if (!/^\d{1,2}$/.test(written) || bare) return p.fail('a numeral whose base is not known', span);
  if (base < 2 || base > 10 || [...digits].some(digit => Number(digit) >= base)) {
    return p.fail(`digits that do not fit base ${written}`, span);
  }
  return integer(
    [...digits].reduce((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n),
    span,
  );
}

/** `3\frac12`, `3½` and, in plain notation, `3 1/2`; a fraction of 1 or more behind a number could be a product as well. */
function mixedNumber(p: Parser, whole: NumberExpr, first: number): Expr {
  const token = p.token;
  if (token.kind === 'vulgar') return mixedOf(p, whole, vulgarFraction(p), first);
  if (token.kind === 'command' && token.value === 'frac' && isNumeralFraction(p)) {
    p.pos++;
    const start = p.pos - 1;
    const numerator = p.grammar.argument(p);
    const denominator = p.grammar.argument(p);
    return mixedOf(p, whole, { kind: 'quotient', numerator, denominator, span: p.spanFrom(start) }, first);
  }
  if (p.options.notation !== 'plain' || token.kind !== 'number' || token.gap !== GAP.blank) return whole;
  const slash = p.peek(1);
  const below = p.peek(2);
  if (slash.kind !== 'operator' || slash.value !== '/' || slash.gap + below.gap > 0 || below.kind !== 'number')
    return whole;
  if (token.value.includes('.') || below.value.includes('.')) return whole;
  const numerator = integer(BigInt(token.value), spanOfToken(token));
  const denominator = integer(BigInt(below.value), spanOfToken(below));
  p.pos += 3;
  return mixedOf(p, whole, { kind: 'quotient', numerator, denominator, span: p.spanFrom(p.pos - 3) }, first);
}

function spanOfToken(token: Token): Span {
  return { start: token.start, end: token.end };
}

function mixedOf(p: Parser, whole: NumberExpr, part: Expr, first: number): Expr {
  if (part.kind !== 'quotient' || part.numerator.kind !== 'number' || part.denominator.kind !== 'number')
    return p.fail('a mixed number');
  if (part.numerator.value.n >= part.denominator.value.n || part.denominator.value.n === 0n) {
    return p.failTwoWays('a number before a fraction', p.spanFrom(first));
  }
  return { kind: 'mixed', whole, fraction: part, span: p.spanFrom(first) };
}

/** `½` at the position as a quotient. */
export function vulgarFraction(p: Parser): Expr {
  const token = p.token;
  const [above, below] = token.value.split('/');
  const span = spanOfToken(token);
  p.pos++;
  const numerator = integer(BigInt(above ?? '1'), span);
  return { kind: 'quotient', numerator, denominator: integer(BigInt(below ?? '1'), span), span };
}

/** True where both arguments of the `\frac` at the position are whole numerals. */
function isNumeralFraction(p: Parser): boolean {
  let at = p.pos + 1;
  let digits = 0;
  while (digits < 2) {
    const braces = p.at(at).kind === 'open' && p.at(at).value === '{';
    const token = p.at(braces ? at + 1 : at);
    if (token.kind !== 'number' || token.value.includes('.')) return false;
    if (braces && p.at(at + 2).kind !== 'close') return false;
    digits += braces ? 1 : token.value.length;
    at += braces ? 3 : 1;
  }
  return digits === 2;
}
