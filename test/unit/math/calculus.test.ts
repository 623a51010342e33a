import { describe, expect, it } from 'vitest';
import {
  Budget,
  differentiate,
  evaluateReal,
  freeSymbols,
  structurallyEqual,
  substitute,
  toPolynomial,
} from '../../../server/src/core/math/evaluate.ts';
import { tex } from './tex.ts';

const at = (x: number): ReadonlyMap<string, number> =>
  new Map([
    ['x', x],
    ['a', 1.7],
  ]);

describe('derivatives agree with differences', () => {
  it.each([
    'x^5-3x',
    String.raw`\frac{x}{x^2+1}`,
    String.raw`\sqrt{x^2+1}`,
    String.raw`\sqrt[3]{x}`,
    String.raw`x^x`,
    String.raw`a^x`,
    String.raw`\sin(x^2)\cos x`,
    String.raw`\tan x+\sec x+\csc x+\cot x`,
    String.raw`\arcsin\frac x2+\arccos\frac x3+\arctan x`,
    String.raw`e^{-x^2}`,
    String.raw`\ln(x+\sqrt{x^2+1})`,
    String.raw`\log_3 x`,
    String.raw`\sinh x\tanh x`,
    String.raw`|x-5|`,
    String.raw`\int_1^{x^2}\sin t\,dt`,
    String.raw`\sum_{k=1}^{4}x^k`,
    String.raw`\frac{d}{dx}\left(x^3e^x\right)`,
  ])('%s', formula => {
    const expr = tex(formula);
    const derived = differentiate(expr, 'x');
    expect(derived).toBeDefined();
    if (derived === undefined) return;
    const h = 1e-5;
    const value = (x: number): number => evaluateReal(expr, at(x), new Budget(100_000));
    const slope = (value(1.3 + h) - value(1.3 - h)) / (2 * h);
    expect(evaluateReal(derived, at(1.3), new Budget(100_000))).toBeCloseTo(slope, 5);
  });

  it.each([String.raw`\lfloor x\rfloor`, 'x!', String.raw`f(x)`])('%s has none that is known', formula => {
    expect(differentiate(tex(formula), 'x')).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    ['ax^2+b', 'a b x'],
    [String.raw`e^{i\pi}`, ''],
    [String.raw`\sum_{k=1}^{n}k`, 'n'],
    [String.raw`\int_0^x t\,dt`, 'x'],
    [String.raw`\int t\,dt`, 't'],
    [String.raw`\lim_{h\to a}(x+h)`, 'a x'],
  ])('free in %s: %s', (formula, names) => {
    expect([...freeSymbols(tex(formula))].sort().join(' ')).toBe(names);
  });

  it.each([
    ['x^2+y', 'y', 'x+1', 'x^2+(x+1)'],
    [String.raw`\sum_{k=1}^{n}k`, 'k', '5', String.raw`\sum_{k=1}^{n}k`],
    [String.raw`\sum_{k=1}^{n}k`, 'n', '5', String.raw`\sum_{k=1}^{5}k`],
  ])('%s with %s = %s', (formula, name, value, expected) => {
    expect(structurallyEqual(substitute(tex(formula), new Map([[name, tex(value)]])), tex(expected))).toBe(true);
  });

  it('renames a bound name rather than catch a free one', () => {
    const result = substitute(tex(String.raw`\sum_{k=1}^{3}(k+x)`), new Map([['x', tex('k')]]));
    expect(evaluateReal(result, new Map([['k', 10]]), new Budget(1000))).toBe(36);
  });
});

describe('polynomials', () => {
  it('multiplies out', () => {
    const form = toPolynomial(tex(String.raw`\frac{(x+y)^2}{2}-xy`));
    const terms = form?.terms.map(t => `${t.coefficient.n}/${t.coefficient.d} ${t.exponents.join(',')}`).sort();
    expect(form?.variables).toEqual(['x', 'y']);
    expect(terms).toEqual(['1/2 0,2', '1/2 2,0']);
  });

  it.each([String.raw`\frac1x`, String.raw`\sqrt x`, String.raw`2^x`, String.raw`\sin x`, '(a+b+c+d)^{60}'])(
    '%s is none',
    formula => {
      expect(toPolynomial(tex(formula))).toBeUndefined();
    },
  );
});
