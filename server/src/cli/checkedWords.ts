/** How far a step was checked, in words. */
import type { CheckedHow } from '../core/search/move.ts';

export const checkedWords: Readonly<Record<CheckedHow, string>> = {
  proved: 'proved',
  tested: 'tested at points',
  unchecked: 'not checked',
};
