import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../../server/src/core/verify/judge.ts';
import type { Verdict } from '../../../server/src/core/verify/verdict.ts';
import { claim, type Known, ledger } from './claims.ts';

type Outcome = 'follows' | 'adds' | 'loses' | 'wrong' | 'open';

function outcome({ status, rule }: Verdict): Outcome {
  if (status === 'refuted') return 'wrong';
  if (rule === 'equation.loses-roots') return 'loses';
  if (rule === 'equation.adds-roots') return 'adds';
  return status === 'unknown' ? 'open' : 'follows';
}

type Row = readonly [from: string, to: string, expected: Outcome, known?: Known];

const ONE_UNKNOWN: readonly Row[] = [
  ['7x - 3 = 2x + 12', '5x = 15', 'follows'],
  ['7x - 3 = 2x + 12', '5x = 9', 'wrong'],
  ['\\frac{x}{3} - \\frac{x}{4} = 2', '4x - 3x = 24', 'follows'],
  ['\\frac{x}{3} - \\frac{x}{4} = 2', '4x - 3x = 2', 'wrong'],
  ['x^2 - 2x - 1 = 0', 'x = 1 \\pm \\sqrt{2}', 'follows'],
  ['x^2 - 2x - 1 = 0', 'x = 1 \\pm \\sqrt{3}', 'wrong'],
  ['x^2 - 2x - 1 = 0', 'x = \\frac{2 \\pm \\sqrt{4 + 4}}{2}', 'follows'],
  ['x^2 = 9', 'x = 3, x = -3', 'follows'],
  ['x^2 = 9', 'x = \\pm 3', 'follows'],
  ['x^3 = 8x', 'x^2 = 8', 'loses'],
  ['x^3 = 8', 'x = 2', 'follows'],
  ['x^3 - 2x - 5 = 0', 'x^3 = 2x + 5', 'follows'],
  ['x^3 - 2x - 5 = 0', 'x^3 = 2x - 5', 'wrong'],
  ['(x-1)(x+2) = 0', 'x + 2 = 0', 'loses'],
  ['\\frac{6}{x} = x + 1', 'x^2 + x - 6 = 0', 'follows'],
  ['\\frac{6}{x} = x + 1', 'x^2 + x + 6 = 0', 'wrong'],
  ['\\frac{x^2}{x-2} = \\frac{4}{x-2}', 'x^2 = 4', 'adds'],
  ['x^2 + 4 = 0', 'x^2 = -4', 'follows'],
  ['2x + 6 = 2x + 1', '6 = 1', 'follows'],
  ['x(x+1) = x^2 + 5', 'x = 5', 'follows'],
];

const RADICALS_AND_ABSOLUTE_VALUES: readonly Row[] = [
  ['\\sqrt{2x + 1} = 5', '2x + 1 = 25', 'follows'],
  ['\\sqrt{2x + 1} = 5', '2x + 1 = 5', 'wrong'],
  ['\\sqrt{x} = x - 2', 'x = (x - 2)^2', 'adds'],
  ['\\sqrt[3]{x} = 2', 'x = 8', 'follows'],
  ['\\sqrt[3]{x} = 2', 'x = 6', 'wrong'],
  ['|2x - 1| = 7', '2x - 1 = \\pm 7', 'follows'],
  ['|2x - 1| = 7', '2x - 1 = 7', 'loses'],
  ['|2x - 1| = 7', '2x = 6', 'wrong'],
  ['|x| = 4', 'x^2 = 16', 'follows'],
];

const LOGARITHMS_AND_POWERS: readonly Row[] = [
  ['\\ln(x+1) = 0', 'x + 1 = 1', 'follows'],
  ['\\ln(x+1) = 0', 'x + 1 = 0', 'wrong'],
  ['\\log_3 x = 4', 'x = 81', 'follows'],
  ['\\log_3 x = 4', 'x = 64', 'wrong'],
  ['3^{2x} = 27', '2x = 3', 'follows'],
  ['3^{2x} = 27', '2x = 9', 'wrong'],
  ['e^x = 5', 'x = \\ln 5', 'follows'],
  ['e^{2x} - 3e^x + 2 = 0', '(e^x - 1)(e^x - 2) = 0', 'follows'],
  ['\\log_2 x + \\log_2 (x - 2) = 3', 'x(x - 2) = 8', 'adds'],
  ['2 \\ln x = \\ln 9', 'x^2 = 9', 'adds'],
  ['4^x = 8', 'x = 2', 'wrong'],
];

const ROUNDED_AND_ANEW: readonly Row[] = [
  ['h^2 = 17600', 'h = 132.66', 'open'],
  ['h^2 = 17600', 'h = 133.66', 'wrong'],
  ['x = \\pm 1', 'x^2 = 9', 'open'],
  ['x + 64^\\circ = 180^\\circ', 'x = 116', 'follows'],
  ['3p + e = 124', '5p + e = 182', 'open'],
  ['\\log_5 (x+3) + \\log_5 (x-1) = \\log_5 ((x+3)(x-1))', '\\log_5 ((x+3)(x-1)) = 1', 'open'],
];

const TRIGONOMETRY: readonly Row[] = [
  [
    '\\sin x = \\frac12',
    'x = \\frac{\\pi}{6}',
    'loses',
    { domains: { x: { lower: { value: 0, strict: false }, upper: { value: Math.PI, strict: false } } } },
  ],
  [
    '\\sin x = \\frac12',
    'x = \\frac{\\pi}{6}',
    'follows',
    { domains: { x: { lower: { value: 0, strict: true }, upper: { value: 1.5, strict: true } } } },
  ],
  [
    '\\sin x = \\frac12',
    'x = \\frac{\\pi}{3}',
    'wrong',
    { domains: { x: { lower: { value: 0, strict: true }, upper: { value: 1.5, strict: true } } } },
  ],
  ['2\\cos x - 1 = 0', '\\cos x = \\frac12', 'follows'],
  ['2\\cos x - 1 = 0', '\\cos x = 2', 'open'],
  ['2\\sin^2 x + \\sin x = 1', '(2\\sin x - 1)(\\sin x + 1) = 0', 'follows'],
  ['\\tan x = 1', '\\sin x = \\cos x', 'follows'],
];

const DOMAINS_AND_FACTS: readonly Row[] = [
  ['x^2 = 9', 'x = 3', 'follows', { domains: { x: { lower: { value: 0, strict: true } } } }],
  ['x^2 = 9', 'x = 3', 'open', { facts: ['x > 0'] }],
  ['x^2 = 2x', 'x = 2', 'follows', { domains: { x: { nonzero: true } } }],
  ['x^2 = 2x', 'x = 2', 'open', { facts: ['x \\neq 0'] }],
  // Of a name that stands for something the root must be a value.
  ['s^2 + s - 1 = 0', 's = \\frac{-1 + \\sqrt{5}}{2}', 'follows', { facts: ['s = \\sin x'] }],
  ['2s^2 + s - 1 = 0', 's = \\frac{1}{2}', 'loses', { facts: ['s = \\sin x'] }],
  ['v^2 - 3v - 4 = 0', 'v = 4', 'loses', { facts: ['v = y^3'] }],
  ['n^2 + n = 12', 'n = 3', 'follows', { domains: { n: { type: 'integer', lower: { value: 1, strict: false } } } }],
  ['x + y = 10', 'x = 7', 'follows', { facts: ['y = 3'] }],
  ['x + y = 10', 'x = 8', 'wrong', { facts: ['y = 3'] }],
  ['x + y = 10', 'x + 3 = 10', 'follows', { values: { y: '3' } }],
];

const SEVERAL_UNKNOWNS: readonly Row[] = [
  ['2x + 3y = 12', '3y = 12 - 2x', 'follows'],
  ['2x + 3y = 12', 'y = 4 - \\frac{2x}{3}', 'follows'],
  ['2x + 3y = 12', '3y = 12 + 2x', 'wrong'],
  ['2x + 3y = 12', 'y = 4 - 2x', 'wrong'],
  ['ax + b = c', 'x = \\frac{c - b}{a}', 'follows'],
  ['ax + b = c', 'ax = c - b', 'follows'],
  ['xy = 0', 'x = 0', 'open'],
  ['x + y = 10', '2x = 14', 'follows', { facts: ['x - y = 4'] }],
  ['x + y = 10', '2x = 16', 'wrong', { facts: ['x - y = 4'] }],
  ['x + y = 10', 'x - y = 2', 'open'],
  ['A = \\pi r^2', 'r = \\sqrt{\\frac{A}{\\pi}}', 'follows', { domains: { r: { lower: { value: 0, strict: true } } } }],
  ['x^2 + y^2 = 25', 'xy = 12', 'open'],
];

const INEQUALITIES: readonly Row[] = [
  ['-2x < 6', 'x > -3', 'follows'],
  ['-2x < 6', 'x < -3', 'wrong'],
  ['3x - 1 \\geq 8', 'x \\geq 3', 'follows'],
  ['3x - 1 \\geq 8', 'x \\leq 3', 'wrong'],
  ['x > 5', 'x > 3', 'follows'],
  ['x^2 < 9', '-3 < x', 'follows'],
];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'one unknown': ONE_UNKNOWN,
  'radicals and absolute values': RADICALS_AND_ABSOLUTE_VALUES,
  'logarithms and powers': LOGARITHMS_AND_POWERS,
  'roundings, degrees, new equations': ROUNDED_AND_ANEW,
  trigonometry: TRIGONOMETRY,
  'domains and facts': DOMAINS_AND_FACTS,
  'several unknowns': SEVERAL_UNKNOWNS,
  inequalities: INEQUALITIES,
};

for (const [kind, rows] of Object.entries(TABLES)) {
  describe(`equation after equation: ${kind}`, () => {
    for (const [from, to, expected, known] of rows) {
      const under = known === undefined ? '' : ` (${JSON.stringify(known)})`;
      it(`${from}  →  ${to}: ${expected}${under}`, () => {
        expect(outcome(judgeClaim(claim(to, { from }), ledger(known)))).toBe(expected);
      });
    }
  });
}

it('mere succession is no reason to call an equation wrong', () => {
  expect(judgeClaim(claim('3x = 25', { from: '3x + 5 = 20', tie: 'succession' }), ledger()).status).toBe('unknown');
});
