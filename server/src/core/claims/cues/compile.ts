/**
 * Cue words are tables of small regular expressions over the words around a relation, in lower case, with one sign for every
 * formula or run of arithmetic: write `∎` for it. Blanks are single.
 */

/** Stands for a relation or formula in the words around another; from the private use area. */
export const MARK = '\uE001';

/** One expression that matches where any row does. `end`: the row must reach the end of the words before the relation. */
export function cue(rows: readonly string[], place: 'end' | 'start' | 'anywhere'): RegExp {
  const body = rows.map(row => row.replaceAll('∎', MARK)).join('|');
  switch (place) {
    case 'end':
      return new RegExp(`(?:${body})$`, 'u');
    case 'start':
      return new RegExp(`^(?:${body})`, 'u');
    case 'anywhere':
      return new RegExp(body, 'u');
  }
}
