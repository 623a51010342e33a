import { describe, expect, it } from 'vitest';
import { judgeClaim } from '../../../server/src/core/verify/judge.ts';
import { describeFix, describe as words } from '../../../server/src/core/verify/message.ts';
import { type ClaimOptions, claim, type Known, ledger } from './claims.ts';

type Row = readonly [tex: string, expected: string, known?: Known | undefined, options?: ClaimOptions];

/** `proved`, `tested`, `unknown`; or the rule and what is underlined. */
function outcome(tex: string, known: Known | undefined, options: ClaimOptions | undefined): string {
  const verdict = judgeClaim(claim(tex, options), ledger(known));
  if (verdict.rule === undefined) return verdict.status;
  const { span } = verdict;
  return `${verdict.rule} @ ${span === undefined ? tex : tex.slice(span.start, span.end)}`;
}

const CONSTANTS: readonly Row[] = [
  ['3 \\cdot 7 = 21', 'proved'],
  ['3 \\cdot 7 = 24', 'claim.false-equality @ 24'],
  ['24 = 3 \\cdot 7', 'claim.false-equality @ 24'],
  ['2 + 3 \\cdot 4 = 20 = 4 \\cdot 5', 'claim.false-equality @ 20'],
  ['48 + 24 = 60 + 12 = 72', 'proved'],
  ['48 + 24 = 62 + 12 = 72', 'claim.false-equality @ 48 + 24 = 62 + 12'],
  ['\\frac23 + \\frac14 = \\frac{11}{12}', 'proved'],
  ['\\frac23 + \\frac14 = \\frac37', 'claim.false-equality @ \\frac37'],
  ['\\sqrt{50} = 5\\sqrt{2}', 'proved'],
  ['\\sqrt{50} = 2\\sqrt{5}', 'claim.false-equality @ \\sqrt{50} = 2\\sqrt{5}'],
  ['A = 3 \\cdot 4 = 14', 'claim.false-equality @ 14'],
  ['0 = 1', 'unknown'],
  ['5 = 6', 'unknown'],
  ['3 \\cdot 7 = 24', 'unknown', { contradiction: true }],
  ['2^{64} = 18446744073709551615', 'claim.false-equality @ 18446744073709551615'],
  ['\\binom{10}{3} = 120', 'proved'],
  ['\\gcd(12, 18) = 4', 'claim.false-equality @ 4'],
];

const ROUNDED: readonly Row[] = [
  ['\\sqrt{2} = 1.414', 'unknown'],
  ['\\sqrt{2} = 1.424', 'claim.false-equality @ 1.424'],
  ['\\frac38 = 0.38', 'unknown'],
  ['0.1 + 0.2 = 0.30000000000000004', 'claim.false-equality @ 0.30000000000000004'],
  ['\\frac23 = 0.66', 'unknown'],
  ['33.33 \\cdot 3 = 100', 'unknown'],
  ['12.5 \\cdot 4 = 51', 'claim.false-equality @ 51'],
  ['0.3 \\cdot 50 = 14', 'claim.false-equality @ 14'],
  ['\\sqrt{2} \\approx 1.41', 'proved'],
  ['\\sqrt{2} \\approx 1.514', 'claim.false-rounding @ \\sqrt{2} \\approx 1.514'],
  ['\\pi^2 \\approx 10', 'proved'],
];

const NAMES: readonly Row[] = [
  ['x^2 + 6x + 9 = (x+3)^2', 'proved'],
  ['x^2 + 6x + 8 = (x+3)^2', 'claim.not-an-identity @ x^2 + 6x + 8 = (x+3)^2'],
  ['x^2 = 2x', 'unknown'],
  ['E = x^2 + 6x + 9 = (x+3)^2', 'proved', undefined, { role: 'definition' }],
  ['E = x^2 + 6x + 9 = x^2 + 9', 'claim.false-equality @ x^2 + 9'],
  ['(x+3)^2 = (x+3)(x+3) = x^2 + 9', 'claim.false-equality @ x^2 + 9'],
  ['(x+3)^2 = (x+3)(x+3) = 25', 'unknown'],
  ['(x+y)^2 = (x+y)(x+y) = x^2 + y^2', 'tested', { facts: ['xy = 0'] }],
  ['\\sin^2 x + \\cos^2 x = 1', 'proved'],
  ['a + b = a + 5', 'proved', { values: { b: '5' } }],
  ['f(3) = 11', 'proved', { functions: { f: { params: ['x'], body: 'x^2 + 2' } } }, { functions: ['f'] }],
  [
    'f(3) = 12',
    'claim.contradicts-definition @ 12',
    { functions: { f: { params: ['x'], body: 'x^2 + 2' } } },
    { functions: ['f'] },
  ],
  ["f'(x) = 2x", 'proved', { functions: { f: { params: ['x'], body: 'x^2 + 2' } } }, { functions: ['f'] }],
  [
    "f'(x) = 3x",
    'claim.false-derivative @ 3x',
    { functions: { f: { params: ['x'], body: 'x^2 + 2' } } },
    { functions: ['f'] },
  ],
  ['x = 5', 'unknown', { values: { x: '3' } }],
];

const CALCULUS: readonly Row[] = [
  ['\\frac{d}{dx}(x^2 - 4x) = 0', 'unknown'],
  ['\\sum_{k=0}^{5} x^k = 0', 'unknown'],
  ['\\sum_{i=1}^{6} P_i = 1', 'unknown'],
  ['\\frac{d}{dx} x^3 = 3x^2', 'proved'],
  ['\\frac{d}{dx} x^3 = 2x^2', 'claim.false-derivative @ 2x^2'],
  ['\\int 2x \\, dx = x^2 + C', 'proved'],
  ['\\int 2x \\, dx = 2x^2 + C', 'claim.false-antiderivative @ 2x^2 + C'],
  ['\\int_0^1 x^2 \\, dx = \\frac13', 'proved'],
  ['\\int_0^1 x^2 \\, dx = \\frac12', 'claim.false-integral @ \\frac12'],
  ['\\sum_{k=1}^{10} k = 50', 'claim.false-sum @ 50'],
  [
    '\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}',
    'proved',
    { domains: { n: { type: 'integer', lower: { value: 1, strict: false } } } },
  ],
  ['\\lim_{x \\to 0} \\frac{\\sin 2x}{x} = 1', 'claim.false-limit @ 1'],
];

const OTHERS: readonly Row[] = [
  ['\\frac37 > \\frac12', 'claim.false-inequality @ \\frac37 > \\frac12'],
  ['\\frac47 > \\frac12', 'proved'],
  ['2^{10} < 1000', 'claim.false-inequality @ 2^{10} < 1000'],
  ['\\pi > 3', 'proved'],
  ['x^2 + y^2 \\geq 0', 'proved'],
  ['x^2 - 2x + 2 > 0', 'proved'],
  ['x > 3', 'unknown'],
  ['4x + \\frac{9}{x} \\geq 12', 'proved', { domains: { x: { lower: { value: 0, strict: true } } } }],
  ['4x + \\frac{9}{x} > 12', 'unknown', { domains: { x: { lower: { value: 0, strict: true } } } }],
  ['x^2 + x > 0', 'proved', { domains: { x: { lower: { value: 0, strict: true } } } }],
  ['\\frac{1}{x^2} > 0', 'proved'],
  ['17 \\equiv 2 \\pmod 5', 'proved'],
  ['17 \\equiv 3 \\pmod 5', 'claim.false-congruence @ 17 \\equiv 3'],
  ['7^{100} \\equiv 1 \\pmod{100}', 'proved'],
  ['7 \\in \\{1, 2, 3\\}', 'claim.false-membership @ 7 \\in \\{1, 2, 3\\}'],
  ['\\frac12 \\in \\mathbb{Q}', 'proved'],
  ['\\frac12 \\in \\mathbb{Z}', 'claim.false-membership @ \\frac12 \\in \\mathbb{Z}'],
  ['3 \\mid 14', 'claim.false-membership @ 3 \\mid 14'],
  ['6 \\mid n^3 - n', 'proved'],
  ['4 \\mid n^2 + n', 'unknown'],
  ['2 \\mid \\frac{n^2 + n}{2}', 'unknown'],
  ['5 \\mid a^5 b - a b^5', 'proved'],
  ['8 \\mid n^2 - 1', 'unknown'],
  ['1000003 \\mid n', 'unknown'],
  ['4 \\nmid n^2 + 1', 'unknown'],
  ['(2n + 1)^2 \\equiv 1 \\pmod{8}', 'proved'],
  ['n^2 \\equiv 1 \\pmod{8}', 'unknown'],
];

const ANSWERS: readonly Row[] = [
  ['x = 5', 'proved', { solving: '3x + 5 = 20', unknown: 'x' }, { role: 'conclusion' }],
  ['x = 4', 'answer.not-a-solution @ x = 4', { solving: '3x + 5 = 20', unknown: 'x' }, { role: 'conclusion' }],
  ['x = 2', 'answer.missing-root @ x = 2', { solving: 'x^2 = 5x - 6', unknown: 'x' }, { role: 'conclusion' }],
  ['x = 2, x = 3', 'proved', { solving: 'x^2 = 5x - 6', unknown: 'x' }, { role: 'conclusion' }],
  [
    'x = 1',
    'answer.extraneous-root @ x = 1',
    { solving: '\\sqrt{x+3} = x - 3', unknown: 'x', facts: ['x + 3 = (x-3)^2'] },
    { role: 'conclusion' },
  ],
  [
    'x = 1.41',
    'unknown',
    { solving: 'x^2 = 2', unknown: 'x', domains: { x: { lower: { value: 0, strict: true } } } },
    { role: 'conclusion' },
  ],
];

for (const [kind, rows] of Object.entries({ CONSTANTS, ROUNDED, NAMES, CALCULUS, OTHERS, ANSWERS })) {
  describe(`a claim by itself: ${kind.toLowerCase()}`, () => {
    for (const [tex, expected, known, options] of rows) {
      it(`${tex}: ${expected}${known === undefined ? '' : ` under ${JSON.stringify(known)}`}`, () => {
        expect(outcome(tex, known, options)).toBe(expected);
      });
    }
  });
}

describe('words for what was found', () => {
  const rows: readonly Row[] = [
    ['990^\\circ - 2 \\cdot 360^\\circ = 90^\\circ', '990° - 2·360° = 270°, not 90°.'],
    ['\\frac{652}{1485} = \\frac{92}{585}', '652/1485 is not 92/585.'],
    ['3 \\cdot 7 = 24', '3·7 = 21, not 24.'],
    ['x = 2', 'x = 0 solves x² = 2x but not x = 2: this root is lost.', undefined, { from: 'x^2 = 2x' }],
    ['3x = 25', 'x = 5 solves 3x + 5 = 20 but not 3x = 25, which has x = 25/3.', undefined, { from: '3x + 5 = 20' }],
    [
      'x = 4',
      'x = 4 put into 3x + 5 = 20 gives 17 on the left, 20 on the right.',
      { solving: '3x + 5 = 20', unknown: 'x' },
      { role: 'conclusion' },
    ],
    ['f(3) = 12', 'f(3) = 11, not 12.', { functions: { f: { params: ['x'], body: 'x^2 + 2' } } }, { functions: ['f'] }],
    ['7 \\in \\{1, 2, 3\\}', '7 is not in {1, 2, 3}.'],
    ['\\frac37 > \\frac12', '3/7 > 1/2 does not hold.'],
  ];
  for (const [tex, expected, known, options] of rows) {
    it(expected, () => {
      const made = claim(tex, options);
      expect(words(made, judgeClaim(made, ledger(known)))).toBe(expected);
    });
  }

  it('the right value is offered in the notation of the formula', () => {
    const made = claim('\\frac{7}{2} + 1 = 4');
    const { fix } = judgeClaim(made, ledger());
    expect(fix && describeFix(made, fix.correct)).toEqual({ title: 'Replace by 9/2', newText: '\\frac{9}{2}' });
  });
});
