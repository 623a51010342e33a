import { describe, expect, it } from 'vitest';
import {
  addRational,
  divideRational,
  exactRootOfInteger,
  floorRational,
  fromNumber,
  integerRoot,
  parseRational,
  powerRational,
  rational,
  rootRational,
  toNumber,
} from '../../../server/src/core/math/rational.ts';

const text = (value: { readonly n: bigint; readonly d: bigint } | undefined): string =>
  value === undefined ? 'none' : value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`;

describe('fractions', () => {
  it.each([
    ['6/-4 in lowest terms', rational(6, -4), '-3/2'],
    ['1/6 + 1/10', addRational(rational(1, 6), rational(1, 10)), '4/15'],
    ['1/2 : 0', divideRational(rational(1, 2), rational(0)), 'none'],
    ['(2/3)^-3', powerRational(rational(2, 3), -3n), '27/8'],
    ['(-2/3)^-3', powerRational(rational(-2, 3), -3n), '-27/8'],
    ['0^0', powerRational(rational(0), 0n), '1'],
    ['0^-1', powerRational(rational(0), -1n), 'none'],
    ['2^(10^9) is refused', powerRational(rational(2), 1_000_000_000n), 'none'],
    ['(-1)^(10^9 + 1)', powerRational(rational(-1), 1_000_000_001n), '-1'],
    ['cube root of -8/27', rootRational(rational(-8, 27), 3), '-2/3'],
    ['square root of 2', rootRational(rational(2), 2), 'none'],
    ['square root of -4', rootRational(rational(-4), 2), 'none'],
    ['0.125', parseRational('0.125'), '1/8'],
    ['-1.5e-3', parseRational('-1.5e-3'), '-3/2000'],
    ['3/0', parseRational('3/0'), 'none'],
    ['the double 0.1', fromNumber(0.1), '3602879701896397/36028797018963968'],
    ['infinity', fromNumber(Number.POSITIVE_INFINITY), 'none'],
  ])('%s', (_, value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it('rounds down, not towards zero', () => {
    expect([rational(-7, 2), rational(7, 2), rational(-4)].map(floorRational)).toEqual([-4n, 3n, -4n]);
  });

  it('gives doubles of fractions whose parts are beyond doubles', () => {
    expect(toNumber(rational(10n ** 400n, 3n * 10n ** 400n))).toBeCloseTo(1 / 3, 14);
  });

  it('takes whole roots of large numbers', () => {
    expect(integerRoot(10n ** 60n - 1n, 3)).toBe(10n ** 20n - 1n);
    expect(exactRootOfInteger(12345678987654321n, 2)).toBe(111111111n);
    expect(exactRootOfInteger(12345678987654322n, 2)).toBeUndefined();
  });
});
