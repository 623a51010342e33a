import { describe, expect, it } from 'vitest';
import { numericRoots } from '../../../server/src/core/verify/roots/numeric-roots.ts';
import { commonDivisor, quotient, squarefree, without } from '../../../server/src/core/verify/roots/polynomial.ts';
import { type RealRoot, realRoots } from '../../../server/src/core/verify/roots/real-roots.ts';

/** Coefficients from the highest power down, as they are written. */
function polynomial(...coefficients: readonly number[]): readonly bigint[] {
  return coefficients.map(BigInt).reverse();
}

function text(root: RealRoot): string {
  switch (root.kind) {
    case 'rational':
      return root.exact.d === 1n ? String(root.exact.n) : `${root.exact.n}/${root.exact.d}`;
    case 'surd':
      return `(${root.p}+${root.q}√${root.r})/${root.d}`;
    case 'enclosed':
      return `≈${root.value.toFixed(6)}`;
  }
}

describe('real roots of a polynomial', () => {
  const rows: readonly (readonly [readonly bigint[], readonly string[]])[] = [
    [polynomial(2, -6), ['3']],
    [polynomial(2, 7), ['-7/2']],
    [polynomial(1, -5, 6), ['2', '3']],
    [polynomial(1, -4, 4), ['2']],
    [polynomial(1, 0, 1), []],
    [polynomial(1, -2, -1), ['(1+-1√2)/1', '(1+1√2)/1']],
    [polynomial(4, -4, -17), ['(1+-3√2)/2', '(1+3√2)/2']],
    [polynomial(1, 0, -1, 0), ['-1', '0', '1']],
    [polynomial(6, -5, -2, 1), ['-1/2', '1/3', '1']],
    [polynomial(1, 0, -2, -5), ['≈2.094551']],
    [polynomial(1, 0, 0, 0, -16), ['-2', '2']],
    [polynomial(1, 0, -5, 0, 6), ['≈-1.732051', '≈-1.414214', '≈1.414214', '≈1.732051']],
    [polynomial(7), []],
  ];
  for (const [p, expected] of rows) {
    it(`${p.join(' ')} (lowest first): ${expected.join(', ') || 'none'}`, () => {
      expect(realRoots(p)?.map(text)).toEqual(expected);
    });
  }

  it('gives up on polynomials that are too large, and on 0', () => {
    expect(realRoots(polynomial(1, ...new Array<number>(39).fill(0), -7))).toBeUndefined();
    expect(realRoots([])).toBeUndefined();
  });
});

it('divides, and takes common and repeated factors out', () => {
  expect(commonDivisor(polynomial(1, -5, 6), polynomial(1, -1, -2))).toEqual(polynomial(1, -2));
  expect(quotient(polynomial(2, -10, 12), polynomial(1, -3))).toEqual(polynomial(1, -2));
  expect(squarefree(polynomial(1, -7, 16, -12))).toEqual(polynomial(1, -5, 6));
  expect(without(polynomial(1, -5, 6), polynomial(1, -2))).toEqual(polynomial(1, -3));
});

describe('roots found numerically', () => {
  const rows: readonly (readonly [string, (x: number) => number, readonly number[]])[] = [
    ['cos x - x', x => Math.cos(x) - x, [0.7390851]],
    ['ln x - 2', x => Math.log(x) - 2, [Math.E ** 2]],
    ['a pole is no root: 1/x', x => 1 / x, []],
    ['a jump is no root: ⌊x - 0.3⌋ + 1/2', x => Math.floor(x - 0.3) + 0.5, []],
    ['a double root: (x - 2)²', x => (x - 2) ** 2, [2]],
    ['a minimum that is not 0: x² + 0.001', x => x * x + 0.001, []],
    ['√x - 3', x => Math.sqrt(x) - 3, [9]],
    ['0 on a stretch has none: |x| - x', x => Math.abs(x) - x, []],
    ['far out: ln x - 10', x => Math.log(x) - 10, [Math.E ** 10]],
  ];
  for (const [name, f, expected] of rows) {
    it(name, () => {
      const found = numericRoots(f).map(root => Number(root.toFixed(5)));
      expect(found).toEqual(expected.map(root => Number(root.toFixed(5))));
    });
  }

  it('tan x = 1 inside a window, poles left out', () => {
    const found = numericRoots(x => Math.tan(x) - 1, { lower: 0, upper: 6 });
    expect(found.map(root => root / Math.PI).map(turn => Number(turn.toFixed(9)))).toEqual([0.25, 1.25]);
  });
});
