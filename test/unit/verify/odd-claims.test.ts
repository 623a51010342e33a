import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../../server/src/core/verify/judge.ts';
import { claim, ledger } from './claims.ts';

/** From, to: what nobody writes, or what grows without bound. Every one gets a verdict, and soon. */
const ODD: readonly (readonly [from: string | undefined, to: string])[] = [
  [undefined, '2^{2^{2^{2^{9}}}} = 1'],
  [undefined, '\\frac{1}{0} = 5'],
  [undefined, '0^0 = 1'],
  [undefined, '\\frac{x}{0} = \\frac{x}{0}'],
  ['x^{200} = 2^{5000}', 'x^{100} = 2^{2500}'],
  ['(10^{400} x + 1)^{30} = 0', 'x = 10^{-400}'],
  ['x = x', 'x = 5'],
  ['0 = 0', 'x = 5'],
  ['\\sin(\\frac{1}{x}) = 0', '\\frac{1}{x} = \\pi'],
  ['e^{e^{e^x}} = 5', 'e^{e^x} = \\ln 4'],
  ['x^{x^x} = 2', 'x = 3'],
  ['\\tan(\\tan(\\tan x)) = x', 'x = 1'],
  ['|||x| - 1| - 1| = 0', 'x = 7'],
  ['\\sqrt{x + \\sqrt{x + \\sqrt{x + 1}}} = 2', 'x = 3'],
  ['x^{24} - x^{23} + x^{19} - 7x^{11} + 3 = 0', 'x^{24} - x^{23} + x^{19} - 7x^{11} + 4 = 0'],
  ['\\sum_{k=1}^{1000000} k x = 3', 'x = 2'],
  ['abcdefgh = 1', 'a = b'],
  ['a+b+c+d+f+g+h+j+k = 1', 'a+b+c+d+f+g+h+j+k = 2'],
  ['-x < x', 'x < -x'],
  ['\\frac{1}{x - \\frac{1}{x - \\frac{1}{x - 1}}} > 0', 'x < -5'],
];

describe('odd claims get a verdict', () => {
  for (const [from, to] of ODD) {
    it(`${from ?? ''}  →  ${to}`, () => {
      const verdict = judgeClaim(claim(to, from === undefined ? {} : { from, tie: 'implies' }), ledger());
      expect(['proved', 'refuted', 'tested', 'unknown']).toContain(verdict.status);
    }, 1_000);
  }
});

it('the same claim gets the same verdict', () => {
  const judge = () =>
    JSON.stringify(judgeClaim(claim('ax = b + 1', { from: 'ax - b = 2' }), ledger()), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  expect(judge()).toBe(judge());
});
