/** Printing of numerals. */
import type { NumberExpr } from '../expr.ts';
import type { Printed } from './printer.ts';
import { printRational, type Style } from './style.ts';

/** A numeral with the decimals that were written, repeating ones under a bar; any other fraction as a fraction. */
export function printNumber({ value, decimals }: NumberExpr, style: Style): Printed {
  const whole = value.d === 1n && decimals === undefined;
  if (whole) return { text: value.n.toString(), level: value.n < 0n ? 3 : 7 };
  const scale = 10n ** BigInt(decimals ?? 0);
  if (decimals !== undefined && scale % value.d === 0n) {
    return { text: decimal(value.n * (scale / value.d), decimals), level: value.n < 0n ? 3 : 7 };
  }
  const repeating = repeatingDecimal(value.n, value.d, decimals);
  if (repeating !== undefined) {
    const [head, tail] = repeating;
    const bar = style === 'text' ? [...tail].map(digit => `${digit}\u0305`).join('') : `\\overline{${tail}}`;
    return { text: head + bar, level: 7 };
  }
  if (style === 'tex') return { text: `\\frac{${value.n}}{${value.d}}`, level: 5 };
  return { text: printRational(value), level: 4 };
}

function decimal(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = scaled < 0n ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** A fraction as a repeating decimal with at most `limit` places: the digits before the bar and under it; `undefined` where that is not what it is. */
function repeatingDecimal(n: bigint, d: bigint, limit: number | undefined): readonly [string, string] | undefined {
  if (limit === undefined || n < 0n || limit > 60) return undefined;
  const seen = new Map<bigint, number>();
  let rest = n % d;
  let digits = '';
  while (!seen.has(rest) && digits.length <= limit) {
    seen.set(rest, digits.length);
    digits += ((rest * 10n) / d).toString();
    rest = (rest * 10n) % d;
  }
  const start = seen.get(rest);
  return start === undefined ? undefined : [`${n / d}.${digits.slice(0, start)}`, digits.slice(start)];
}
