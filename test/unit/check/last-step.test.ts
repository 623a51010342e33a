/** The last step of a solution gives the answer: it is put back into the equation that the problem asks to solve. */
import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';

const options = { format: 'markdown', wholeFile: false, severities: {} } as const;

function documentOf(problem: string, ...steps: readonly string[]): string {
  return `## Problem\n\n${problem}\n\n## Solution\n\n${steps.join('\n\n')}\n`;
}

function codes(checker: DocumentChecker): readonly string[] {
  return checker.result.findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule }) => rule);
}

const table: readonly (readonly [problem: string, steps: readonly string[], codes: readonly string[]])[] = [
  ['Solve $x^2 = 4$.', ['We take roots, so $x = 2$ or $x = -2$.'], []],
  ['Solve $x^2 = 4$.', ['We take roots, so $x = 2$ and $x = -2$.'], []],
  ['Solve $x^2 - 5x + 6 = 0$.', ['$(x-2)(x-3) = 0$.', 'Hence $x = 2$.'], ['answer.missing-root']],
  [
    'Solve $\\sqrt{x+6} = x$.',
    ['Squaring gives $x + 6 = x^2$.', 'Hence $x = 3$ or $x = -2$.'],
    ['answer.extraneous-root'],
  ],
  ['Solve $\\sqrt{x+6} = x$.', ['So $x = 3$ or $x = -2$.', 'Only $x = 3$ works, $x = -2$ is extraneous.'], []],
  ['Solve $3x + 5 = 20$.', ['$3x = 15$', '$x = 6$'], ['answer.not-a-solution']],
  [
    'Solve $\\cos 2x = \\sin x$ on $[0, \\pi]$.',
    [
      'With $s = \\sin x$: $1 - s^2 = s$, so $s^2 + s - 1 = 0$ and $s = \\frac{-1+\\sqrt5}{2}$.',
      'So $x \\approx 0.666$.',
    ],
    [],
  ],
  // What comes from a step that is refuted is no extraneous root.
  ['Solve $3(x - 2) - (x - 4) = 8$.', ['$3x - 6 - x - 4 = 8$', '$2x = 18$', '$x = 9$'], ['equation.wrong-step']],
  [
    'Solve $x^2 - 5x = 6$.',
    ['$x^2 - 5x - 6 = 0$', '$(x - 2)(x - 3) = 0$', '$x = 2$ or $x = 3$'],
    ['equation.wrong-step'],
  ],
  ['Solve $x^2 - 5x = 6$.', ['Hence $(x - 2)(x - 3) = 0$, so $x = 2$ or $x = 3$.'], ['equation.wrong-step']],
  ['Solve $3x + 5 = 20$.', ['$3x = 15$', '$x = 5$'], []],
  [
    'Solve $\\sin 2x = \\cos x$.',
    ['$\\cos x(2\\sin x - 1) = 0$.', 'Thus $\\cos x = 0$, i.e. $x = \\frac{\\pi}{2}$, or $\\sin x = \\frac12$.'],
    [],
  ],
  [
    'Integrate.',
    ['By parts with $u = x$, $dv = e^x dx$.', 'Then $\\frac{d}{dx}(x^2 \\sin x) = 2x \\cos x$.'],
    ['claim.false-derivative'],
  ],
  ['Find the sum of the roots of $x^2 - 5x + 6 = 0$.', ['One root is $x = 2$.'], []],
];

describe('±', () => {
  it.each([
    ['x = 3 +- sqrt(2)', []],
    ['x = 3 + sqrt(2)', ['answer.missing-root']],
    ['x = 3+-2', ['answer.not-a-solution']],
  ])('x^2 - 6x + 7 = 0: %s', (answer, expected) => {
    const text = `problem: Solve x^2 - 6x + 7 = 0\n\n${answer}\n`;
    expect(codes(new DocumentChecker(text, { ...options, format: 'steps' }))).toEqual(expected);
  });
});

describe('the answer in the last step', () => {
  for (const [problem, steps, expected] of table) {
    it(`${problem} ${steps.join(' ')}`, () => {
      expect(codes(new DocumentChecker(documentOf(problem, ...steps), options))).toEqual(expected);
    });
  }

  it('is an answer no longer once a step follows, and again when that step is gone', () => {
    const text = documentOf('Solve $\\sqrt{x+6} = x$.', 'Squaring gives $x + 6 = x^2$.', 'Hence $x = 3$ or $x = -2$.');
    const more = '\nSince a root is not negative, only $x = 3$ is left.\n';
    const checker = new DocumentChecker(text, options);
    expect(codes(checker)).toEqual(['answer.extraneous-root']);
    checker.change([{ span: { start: text.length, end: text.length }, text: more }]);
    expect(codes(checker)).toEqual([]);
    checker.change([{ span: { start: text.length, end: text.length + more.length }, text: '' }]);
    expect(codes(checker)).toEqual(['answer.extraneous-root']);
  });
});
