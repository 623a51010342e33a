/** The formulas in a sentence: found, and made readable without LaTeX's marks. */

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** TeX, without what encloses it. */
  | { readonly kind: 'formula'; readonly text: string; readonly display: boolean };

/** `$$…$$`, `\[…\]`, `\(…\)`, `$…$`; a dollar sign behind a backslash is none of these. */
const FORMULA = /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<!\\)\$((?:[^$\\]|\\[\s\S])+?)\$/g;

/** Whatever is no formula is text, in order; nothing is lost but the marks. */
export function piecesOf(sentence: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of sentence.matchAll(FORMULA)) {
    if (match.index > end) pieces.push({ kind: 'text', text: sentence.slice(end, match.index) });
    const [whole, dollars, brackets, parentheses, dollar] = match;
    const display = dollars !== undefined || brackets !== undefined;
    pieces.push({ kind: 'formula', text: dollars ?? brackets ?? parentheses ?? dollar ?? '', display });
    end = match.index + whole.length;
  }
  if (end < sentence.length) pieces.push({ kind: 'text', text: sentence.slice(end) });
  return pieces;
}

/** A sentence on one line for those who hear it, and for looking a row up by its first letters. */
export function readable(sentence: string): string {
  return piecesOf(sentence)
    .map(({ kind, text }) => (kind === 'text' ? text : spoken(text)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/\\(?:left|right|displaystyle|,|;|!|quad|qquad)(?![A-Za-z])/g, ' '],
  [/\\(?:d|t)?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '($1)/($2)'],
  [/\\sqrt\s*\{([^{}]*)\}/g, ' root of ($1)'],
  [/\\(?:text|mathrm|operatorname)\s*\{([^{}]*)\}/g, '$1'],
  [/\\(?:cdot|times)(?![A-Za-z])/g, '·'],
  [/\\pm(?![A-Za-z])/g, '±'],
  [/\\(?:leq?|leqslant)(?![A-Za-z])/g, '≤'],
  [/\\(?:geq?|geqslant)(?![A-Za-z])/g, '≥'],
  [/\\neq?(?![A-Za-z])/g, '≠'],
  [/\\(?:implies|Rightarrow)(?![A-Za-z])/g, '⟹'],
  [/\\infty(?![A-Za-z])/g, '∞'],
  [/\^\{([^{}]*)\}/g, '^($1)'],
  [/\^\(([\w])\)/g, '^$1'],
  [/\\([A-Za-z]+)/g, '$1'],
  [/[{}]/g, ''],
  [/\(\s+/g, '('],
  [/\s+\)/g, ')'],
];

function spoken(tex: string): string {
  return SPOKEN.reduce((text, [mark, instead]) => text.replace(mark, instead), tex);
}
