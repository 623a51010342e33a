import { describe, expect, it } from 'vitest';
import {
  Budget,
  evaluateBall,
  evaluateComplex,
  evaluateDecimal,
  evaluateExact,
  evaluateModular,
  evaluateReal,
} from '../../../server/src/core/math/evaluate.ts';
import { rational } from '../../../server/src/core/math/rational.ts';
import { tex } from './tex.ts';

const budget = (): Budget => new Budget(200_000);

describe('exact values', () => {
  it.each([
    [String.raw`\frac{2}{3}+\frac14`, '11/12'],
    [String.raw`3\frac12`, '7/2'],
    [String.raw`25\%`, '1/4'],
    [String.raw`0.\overline{27}`, '3/11'],
    [String.raw`\sqrt{\frac{9}{16}}`, '3/4'],
    [String.raw`8^{2/3}`, '4'],
    [String.raw`\binom{10}{4}`, '210'],
    [String.raw`7!!`, '105'],
    [String.raw`\lfloor -\frac72\rfloor`, '-4'],
    [String.raw`(-17)\bmod 5`, '3'],
    [String.raw`\gcd(84,36)`, '12'],
    [String.raw`\log_8 4`, '2/3'],
    [String.raw`\sum_{k=1}^{10}\frac{1}{k(k+1)}`, '10/11'],
    [String.raw`\prod_{k=1}^{5}(2k-1)`, '945'],
    [String.raw`\int_0^2(x^2-x)\,dx`, '2/3'],
    [String.raw`\begin{vmatrix}1&2\\3&4\end{vmatrix}`, '-2'],
    [String.raw`\lim_{x\to 2}\frac{x^2+1}{x}`, '5/2'],
    [String.raw`|{-3}|+\max(2,5)`, '8'],
    // No value, none that is rational, or none that is certain.
    [String.raw`\sqrt{2}`, 'none'],
    [String.raw`\pi`, 'none'],
    [String.raw`\frac{1}{2-2}`, 'none'],
    [String.raw`(-8)^{1/3}`, 'none'],
    [String.raw`2^{2^{40}}`, 'none'],
    [String.raw`x+1`, 'none'],
  ])('%s is %s', (formula, expected) => {
    const value = evaluateExact(tex(formula), new Map(), budget());
    expect(value === undefined ? 'none' : value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`).toBe(expected);
  });

  it('takes names from the environment and stops with the budget', () => {
    const env = new Map([['x', rational(3, 2)]]);
    expect(evaluateExact(tex('x^2'), env, budget())).toEqual(rational(9, 4));
    expect(evaluateExact(tex(String.raw`\sum_{k=1}^{1000}k`), new Map(), new Budget(100))).toBeUndefined();
  });
});

describe('real values', () => {
  it.each([
    [String.raw`\sin\frac\pi6`, 0.5],
    [String.raw`\arctan 1`, Math.PI / 4],
    [String.raw`e^{\ln 7}`, 7],
    [String.raw`\sqrt[3]{-8}`, -2],
    [String.raw`\log_2 10`, Math.log2(10)],
    [String.raw`\cosh 1`, Math.cosh(1)],
    [String.raw`\int_0^{\pi}\sin x\,dx`, 2],
    [String.raw`\int_0^1\frac{1}{\sqrt x}\,dx`, 2],
    [String.raw`\int_{-\infty}^{\infty}e^{-x^2}\,dx`, Math.sqrt(Math.PI)],
    [String.raw`\int_0^1\ln x\,dx`, -1],
    [String.raw`\lim_{x\to 0}\frac{\sin x}{x}`, 1],
    [String.raw`\lim_{x\to\infty}\left(1+\frac3x\right)^x`, Math.exp(3)],
    [String.raw`\lim_{x\to 0^+}x^x`, 1],
    [String.raw`\sum_{k=1}^{\infty}\frac{1}{k^2}`, Math.PI ** 2 / 6],
    [String.raw`\sum_{k=1}^{\infty}\frac{(-1)^{k+1}}{k}`, Math.LN2],
    [String.raw`\sum_{k=0}^{\infty}\frac{1}{3^k}`, 1.5],
    [String.raw`\prod_{k=2}^{\infty}\left(1-\frac{1}{k^2}\right)`, 0.5],
    [String.raw`\left[x^2\right]_1^3`, 8],
    [String.raw`\int_1^{\infty}\frac1x\,dx`, Number.POSITIVE_INFINITY],
    // No value.
    [String.raw`\sqrt{-1}`, Number.NaN],
    [String.raw`\ln 0`, Number.NaN],
    [String.raw`\tan 90^\circ`, Number.NaN],
    [String.raw`(-8)^{1/3}`, Number.NaN],
    [String.raw`\lim_{x\to 0}\frac1x`, Number.NaN],
    [String.raw`\lim_{x\to 0}\sin\frac1x`, Number.NaN],
    [String.raw`\lim_{n\to\infty}(-1)^n`, Number.NaN],
    [String.raw`\sum_{k=1}^{\infty}\frac1k`, Number.POSITIVE_INFINITY],
    [String.raw`\sum_{k=0}^{\infty}(-1)^k`, Number.NaN],
    [String.raw`\int_{-1}^{1}\frac1x\,dx`, Number.NaN],
  ])('%s is %s', (formula, expected) => {
    const value = evaluateReal(tex(formula), new Map(), budget());
    if (Number.isFinite(expected)) expect(value).toBeCloseTo(expected, 8);
    else expect(value).toBe(expected);
  });

  it.each([
    [String.raw`\sqrt2\cdot\sqrt2`, 2],
    [String.raw`\sin^2 1+\cos^2 1`, 1],
    [String.raw`\left(\frac{1+\sqrt5}{2}\right)^2-\frac{1+\sqrt5}{2}`, 1],
    [String.raw`\int_0^1\frac{4}{1+x^2}\,dx`, Math.PI],
    [String.raw`\sum_{k=1}^{\infty}\frac{1}{k^4}`, Math.PI ** 4 / 90],
    [String.raw`\lim_{x\to 0}\frac{1-\cos x}{x^2}`, 0.5],
  ])('the radius of %s holds the true value', (formula, exact) => {
    const ball = evaluateBall(tex(formula), new Map(), budget());
    expect(ball).toBeDefined();
    if (ball !== undefined) expect(Math.abs(ball.v - exact)).toBeLessThanOrEqual(ball.e + 4e-16 * Math.abs(exact));
  });
});

describe('complex values', () => {
  it.each([
    [String.raw`(1+i)^2`, 0, 2],
    [String.raw`e^{i\pi}`, -1, 0],
    [String.raw`\frac{1}{1+i}`, 0.5, -0.5],
    [String.raw`\sqrt{-4}`, 0, 2],
    [String.raw`|3-4i|`, 5, 0],
    [String.raw`\overline{2+3i}`, 2, -3],
    [String.raw`(-8)^{1/3}`, 1, Math.sqrt(3)],
    [String.raw`i^i`, Math.exp(-Math.PI / 2), 0],
  ])('%s', (formula, re, im) => {
    const value = evaluateComplex(tex(formula), new Map(), budget());
    expect(value?.re).toBeCloseTo(re, 10);
    expect(value?.im).toBeCloseTo(im, 10);
  });
});

describe('sixty digits', () => {
  it.each([
    [String.raw`\pi`, '3.14159265358979323846264338327950288419716939937510'],
    [String.raw`e^{\pi\sqrt{163}}`, '262537412640768743.99999999999925007259719818568887'],
    [String.raw`\sin 1`, '0.84147098480789650665250232163029899962256306079837'],
  ])('%s', (formula, digits) => {
    expect(evaluateDecimal(tex(formula), new Map(), budget())?.toFixed().slice(0, digits.length)).toBe(digits);
  });

  it('refuses what would take long', () => {
    expect(evaluateDecimal(tex(String.raw`\sum_{k=1}^{5000}\sin k`), new Map(), budget())).toBeUndefined();
    expect(evaluateDecimal(tex(String.raw`e^{e^{e^{9}}}`), new Map(), budget())).toBeUndefined();
  });
});

describe('residues', () => {
  it('evaluates rational functions of any degree', () => {
    expect(evaluateModular(tex('(x+1)^{1000000}'), new Map([['x', 1]]), 2_147_483_647, budget())).toBe(
      Number(2n ** 1_000_000n % 2_147_483_647n),
    );
    expect(
      evaluateModular(tex(String.raw`\frac{1}{x-1}`), new Map([['x', 1]]), 2_147_483_647, budget()),
    ).toBeUndefined();
    expect(evaluateModular(tex(String.raw`\sin x`), new Map([['x', 1]]), 2_147_483_647, budget())).toBeUndefined();
  });
});
