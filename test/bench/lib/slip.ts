/** One slip: a token of the mathematics written as a hasty person would write it. */
import type { Token } from './formula-tokens.ts';
import { sameValue } from './plain-value.ts';

export const slipKinds = ['number', 'digits', 'exponent', 'sign', 'operator', 'relation', 'root'] as const;
export type SlipKind = (typeof slipKinds)[number];

export interface Slip {
  readonly kind: SlipKind;
  readonly token: Token;
  readonly written: string;
}

type Random = () => number;

/** A slip at the token. The kinds that the token allows are drawn as the comment at the top of slips.ts says. */
export function slipAt(token: Token, random: Random): Slip {
  switch (token.kind) {
    case 'number': {
      const swapped = random() < 0.25 ? swapDigits(token.text, random) : undefined;
      if (swapped !== undefined) return { kind: 'digits', token, written: swapped };
      return { kind: 'number', token, written: changeNumber(token.text, random) };
    }
    case 'exponent':
      return { kind: 'exponent', token, written: changeNumber(token.text, random) };
    case 'plus':
    case 'minus':
      if (token.unary) return { kind: 'sign', token, written: '' };
      if (random() < 2 / 3) return { kind: 'sign', token, written: token.kind === 'plus' ? '-' : '+' };
      return { kind: 'operator', token, written: token.notation === 'tex' ? '\\cdot ' : '*' };
    case 'times':
      return { kind: 'operator', token, written: random() < 0.5 ? '+' : '/' };
    case 'divide':
      return { kind: 'operator', token, written: token.notation === 'tex' ? '\\cdot ' : '*' };
    case 'plusMinus':
      return { kind: 'root', token, written: random() < 0.5 ? '+' : '-' };
    case 'relation':
      return { kind: 'relation', token, written: turned[token.text] ?? '=' };
  }
}

const turned: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '≤': '≥',
  '≥': '≤',
  '<=': '>=',
  '>=': '<=',
  '\\le': '\\ge',
  '\\ge': '\\le',
  '\\leq': '\\geq',
  '\\geq': '\\leq',
  '\\lt': '\\gt',
  '\\gt': '\\lt',
  '\\leqslant': '\\geqslant',
  '\\geqslant': '\\leqslant',
};

/** Off by one in the last digit, or one digit miswritten, evenly. Never the same number. */
function changeNumber(text: string, random: Random): string {
  const places = [...text.matchAll(/\d/g)].map(match => match.index);
  const last = places.at(-1) as number;
  if (random() < 0.5) {
    const digit = Number(text[last]);
    const next = digit === 0 ? 1 : digit === 9 ? 8 : digit + (random() < 0.5 ? 1 : -1);
    return replaceAt(text, last, String(next));
  }
  const at = places[Math.floor(random() * places.length)] as number;
  const digit = Number(text[at]);
  let next = Math.floor(random() * 9);
  if (next >= digit) next += 1;
  // A leading zero would be no number that a person writes.
  if (next === 0 && at === places[0] && places.length > 1) next = digit === 9 ? 1 : digit + 1;
  return replaceAt(text, at, String(next));
}

/** Two neighbouring digits in the wrong order; undefined where there are no two different ones. */
function swapDigits(text: string, random: Random): string | undefined {
  const places: number[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) {
    if (/^\d\d$/.test(text.slice(at, at + 2)) && text[at] !== text[at + 1] && !(at === 0 && text[1] === '0'))
      places.push(at);
  }
  const at = places[Math.floor(random() * places.length)];
  return at === undefined ? undefined : `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
}

function replaceAt(text: string, at: number, written: string): string {
  return text.slice(0, at) + written + text.slice(at + 1);
}

/** The step with the slip in it. */
export function written(text: string, slip: Slip): string {
  return text.slice(0, slip.token.start) + slip.written + text.slice(slip.token.end);
}

/**
 * True where the change is clearly none: the side of the relation that holds it is worth the same as before (`5 + 0` → `5 - 0`,
 * `2 \cdot 2` → `2 + 2`). A side that cannot be computed here counts as changed.
 */
export function leavesValue(text: string, slip: Slip): boolean {
  if (slip.token.kind === 'relation') return false;
  const { side } = slip.token;
  const after = written(text, slip);
  const shift = after.length - text.length;
  return sameValue(text.slice(side.start, side.end), after.slice(side.start, side.end + shift));
}
