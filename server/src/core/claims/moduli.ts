/** Numbers that a text counts modulo: "in ℤ₇", "over F_2", "modulo 13". Equal numbers are then congruent ones. */
import { factorize } from '../math/integers.ts';
import type { LedgerEffect, Modulus } from './claim.ts';

/** A row ends with the number. `field`: it is the number of elements, a prime power. */
interface Words {
  readonly pattern: RegExp;
  readonly field: boolean;
  /** All that is computed is in this ring, names too. */
  readonly ring: boolean;
}

const bracket = '[\\s({]*(?:\\\\langle)?\\s*';
const integers = '(?:\\\\(?:mathbb|mathbf|Bbb)\\s*(?:\\{\\s*Z\\s*\\}|Z)|\\\\ZZ?\\b|[ℤ𝐙])';
const fields = '(?:\\\\(?:mathbb|mathbf|Bbb)\\s*(?:\\{\\s*F\\s*\\}|F)|\\\\FF?\\b|𝔽)';
const words: readonly Words[] = [
  { pattern: new RegExp(`${integers}\\s*[_/]${bracket}(\\d+)`, 'gu'), field: false, ring: true },
  { pattern: new RegExp(`${fields}\\s*_${bracket}(\\d+)`, 'gu'), field: true, ring: true },
  // Letters that are forces and impedances elsewhere.
  { pattern: /\b(?:in|over|ring|of)\s+Z\s*[_/][\s({]*(\d+)/gu, field: false, ring: true },
  { pattern: /\b(?:in|over|field)\s+(?:F\s*_[\s({]*|GF\s*\(\s*)(\d+)/gu, field: true, ring: true },
  { pattern: /\bfield\s+(?:with|of)\s+(\d+)\s+elements/giu, field: true, ring: true },
  {
    pattern:
      /\b(?:work|works|working|compute|computing|computations?|calculate|calculations?|arithmetic|everything|equations?|integers)\b[^.;:]{0,24}?\bmod(?:ulo)?\s*\(?(\d+)/giu,
    field: false,
    ring: true,
  },
  { pattern: /(?:\bmod(?:ulo|ulus)?|\\[pb]?mod)[\s({]*(\d+)/giu, field: false, ring: false },
];

export function modulusEffects(written: string): readonly LedgerEffect[] {
  const text = subscriptsLowered(written);
  return words.flatMap(({ pattern, field, ring }) =>
    [...text.matchAll(pattern)].flatMap(([, digits = '']) => {
      const size = BigInt(digits.slice(0, 18));
      if (size < 2n) return [];
      const prime = field ? factorize(size)?.keys().next().value : undefined;
      const value = prime ?? size;
      return [{ kind: 'modulus', modulus: { value: value.toString(), ring } } as const];
    }),
  );
}

function subscriptsLowered(text: string): string {
  return text.replace(/[₀-₉]+/gu, digits => `_${[...digits].map(sign => '₀₁₂₃₄₅₆₇₈₉'.indexOf(sign)).join('')}`);
}

/** What is known already and what is said, each once. */
export function withModulus(known: readonly Modulus[], more: Modulus): readonly Modulus[] {
  return known.some(({ value, ring }) => value === more.value && ring === more.ring) ? known : [...known, more];
}
