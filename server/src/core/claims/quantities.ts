/** Numbers that a text names, so that a number from nowhere can be noticed. */
import type { Chain, Expr, Rational } from '../math/expr.ts';
import { children } from '../math/traverse.ts';
import type { LedgerEffect } from './claim.ts';
import type { Line } from './line.ts';

/** `3/4`, `-7`: the text under which a quantity is known. */
export function quantityText(value: Rational): string {
  return value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`;
}

/** Every numeral in a relation. */
export function quantitiesOf(chain: Chain): readonly LedgerEffect[] {
  const values = new Set<string>();
  const walk = (expr: Expr): void => {
    if (expr.kind === 'number') values.add(quantityText(expr.value));
    for (const child of children(expr)) walk(child);
  };
  for (const side of chain.sides) walk(side);
  return [...values].map(value => ({ kind: 'quantity', value }));
}

const smallNumbers: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  half: '1/2',
  twice: '2',
  double: '2',
  triple: '3',
  third: '1/3',
  quarter: '1/4',
  dozen: '12',
};

/** Numerals and small number words in the words and formulas of a line. */
export function quantitiesIn(line: Line): readonly LedgerEffect[] {
  const values = new Set<string>();
  const texts = [line.words.text, ...[...line.formulas.values()].map(part => part.content.text)];
  for (const text of texts) {
    for (const match of text.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?|\.\d+/g)) {
      const value = decimalText(match[0].replaceAll(',', ''));
      if (value !== undefined) values.add(value);
    }
  }
  for (const match of line.words.text.toLowerCase().matchAll(/[a-z]+/g)) {
    const value = smallNumbers[match[0]];
    if (value !== undefined) values.add(value);
  }
  return [...values].map(value => ({ kind: 'quantity', value }));
}

function decimalText(text: string): string | undefined {
  if (text.length > 30) return undefined;
  const [whole = '', decimals = ''] = text.split('.');
  let n = BigInt(`${whole}${decimals}` || '0');
  let d = 10n ** BigInt(decimals.length);
  for (const p of [2n, 5n]) {
    while (d % p === 0n && n % p === 0n && d > 1n) {
      n /= p;
      d /= p;
    }
  }
  return quantityText({ n, d });
}
