/** What the context tells of names decides what cannot be told from the formula. */
import { describe, expect, test } from 'vitest';
import { read } from './tree.ts';

interface Known {
  readonly functions?: readonly string[];
  readonly variables?: readonly string[];
}

const CASES: readonly (readonly [text: string, known: Known, tree: string])[] = [
  ['h(b_1+b_2)', {}, '✗ “h(…)” can be a product or a value of the function h'],
  ['h(b_1+b_2)', { variables: ['h'] }, '(h (+ b_1 b_2))'],
  ['h(b_1+b_2)', { functions: ['h'] }, '(h@ (+ b_1 b_2))'],
  ['P(1+r)^t', { variables: ['P'] }, '(P (^ (+ 1 r) t))'],
  ['a(2)^2', {}, '(^ (a@ 2) 2)'],
  ['a(2)^2', { variables: ['a'] }, '(a (^ 2 2))'],
  ['x(x+1)', { functions: ['x'] }, '(x@ (+ x 1))'],
  ['AB', {}, 'AB'],
  ['AB', { variables: ['A', 'B'] }, '(A B)'],
  ['A^T', { variables: ['T'] }, '(^ A T)'],
  ['\\frac{dy}{dx}', { variables: ['d'] }, '(/ (d y) (d x))'],
  ['u^2(x)', { functions: ['u'] }, '✗ a power of a function can be read in two ways'],
  ['u^2(x)', {}, '((^ u 2) x)'],
];

describe('with names known', () => {
  test.each(CASES)('%s %o', (text, { functions = [], variables = [] }, tree) => {
    const options = { notation: 'tex', functions: new Set(functions), variables: new Set(variables) } as const;
    expect(read(text, options)).toBe(tree);
  });
});
