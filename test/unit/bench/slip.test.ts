import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../bench/harness.ts';
import { tokensOf } from '../../bench/lib/formula-tokens.ts';
import { leavesValue, type Slip, slipAt, written } from '../../bench/lib/slip.ts';

describe('the mathematics of a step that can be changed', () => {
  test.each([
    ['Natalia sold 48/2 = 24 clips in May.', '48 / 2 24'],
    ['She earned 0.2 x 50 = $10, and 3 apples are left.', '0.2 x 50 10'],
    ['Her 15-year-old son paid $1,200 + $36 = $1,236.', '1,200 + 36 1,236'],
    ['3 boxes * 4 apples per box = 12 apples', '3 * 4 12'],
    ['We need $5 and $7 for it.', ''],
    ['There are $3$ of them, so $x \\ge 2$.', '\\ge 2'],
    ['$a_1 + 2d = 11$', '+ 2 11'],
    ['$x^{2} - 5 = \\text{area 7}$', '^2 - 5'],
    ['\\[ x = -3 \\pm \\sqrt{2} \\]', '-u 3 \\pm 2'],
    ['\\begin{align*} 3x &= 12 \\\\ x &\\equiv 4 \\pmod{5} \\end{align*}', '3 12 4'],
    ['$n = 2$\n\\begin{asy} draw((0,0)--(1=2)); \\end{asy}', '2'],
  ])('%s', (text, expected) => {
    const shown = tokensOf(text).map(
      token =>
        `${token.kind === 'exponent' ? '^' : ''}${token.text}${token.unary && token.kind === 'minus' ? 'u' : ''}`,
    );
    expect(shown.join(' ')).toBe(expected);
  });
});

describe('a slip', () => {
  const slipsOf = (text: string): readonly Slip[] => {
    const random = seededRandom(1);
    const tokens = tokensOf(text);
    return Array.from({ length: 200 }, (_, at) => slipAt(tokens[at % tokens.length] as Slip['token'], random));
  };

  test('is always a change of one token', () => {
    const text = 'Now $x^2 - 10 \\cdot 7 \\le -3 \\pm 99$ holds.';
    for (const slip of slipsOf(text)) {
      expect(written(text, slip)).not.toBe(text);
      expect(written(text, slip).replace(slip.written, '')).toHaveLength(text.length - slip.token.text.length);
    }
  });

  test('a number never gets a leading zero', () => {
    for (const slip of slipsOf('10 + 91 = 101')) expect(slip.written).not.toMatch(/^0\d/);
  });

  test.each([
    ['5 + 0 = 5', '+', '-', true],
    ['2 * 2 = 4', '*', '+', true],
    ['3 * 2 = 6', '*', '+', false],
    ['$x + 0 = x$', '+', '-', true],
    ['$\\frac{2}{4} = \\frac{1}{2}$', '4', '5', false],
  ])('%s with %s as %s leaves the value: %s', (text, from, to, expected) => {
    const token = tokensOf(text).find(token => token.text === from) as Slip['token'];
    expect(leavesValue(text, { kind: 'operator', token, written: to })).toBe(expected);
  });
});
