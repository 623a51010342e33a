/** Operations that words name: what is divided out is lost, a sign that is not turned is a slip. */
import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';

function found(text: string, format: 'markdown' | 'steps' = 'markdown'): readonly string[] {
  const { findings } = new DocumentChecker(text, { format, wholeFile: true, severities: {} }).result;
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

const lost = 'equation.loses-roots';

describe('dividing, taking roots', () => {
  it.each<readonly [problem: string, solution: string, ...expected: string[]]>([
    ['x^3 = 4x', 'Dividing by $x$ gives $x^2 = 4$.', `${lost} x^2 = 4`],
    ['x^3 = 4x', 'Divide by $x$: $x^2 = 4$. So $x = \\pm 2$.', `${lost} x^2 = 4`],
    ['x^3 = 4x', 'We divide by $x$ and get $x^2 = 4$.', `${lost} x^2 = 4`],
    ['x^3 = 4x', 'Dividing by $x$ gives $x^2 = 4$, so $x = \\pm 2$. Also $x = 0$ is a solution.'],
    ['x^3 = 4x', 'Dividing by $x$ ($x \\ne 0$) gives $x^2 = 4$.'],
    ['x^3 = 4x', 'Since $x \\ne 0$, dividing by $x$ gives $x^2 = 4$.'],
    ['x^3 = 4x', 'Clearly 0 is a solution. Dividing by $x$ gives $x^2 = 4$, so $x = \\pm 2$.'],
    ['x^3 - 2x^2 - 5x + 6 = 0', 'We see that 1 is a root. Dividing by $x - 1$ gives $x^2 - x - 6 = 0$.'],
    ['6x = 18', 'Dividing by 6, $x = 3$.'],
    ['x^2 = 9', '$x^2 = 9$, so $x = 3$ since $x > 0$.'],
    ['x^2 \\ge 9', 'Taking roots, $x \\ge 3$.', `${lost} x \\ge 3`],
    ['x^2 \\ge 9', 'Taking roots, $|x| \\ge 3$, so $x \\ge 3$ or $x \\le -3$.'],
  ])('%s: %s', (problem, solution, ...expected) => {
    expect(found(`## Problem\n\nSolve $${problem}$.\n\n## Solution\n\n${solution}\n`)).toEqual(expected);
  });

  it.each<readonly [more: string, ...expected: string[]]>([
    ['so $\\sin x = \\frac12$.', `${lost} 2\\sin x = 1`],
    ['so $\\sin x = \\frac12$. If $\\cos x = 0$, then $x = \\frac{\\pi}{2}$.'],
  ])('by cos x, %s', (more, ...expected) => {
    const problem = '## Problem\n\nSolve $\\sin 2x = \\cos x$ for $0 \\le x \\le \\pi$.';
    const solution = `$2\\sin x\\cos x = \\cos x$. Dividing by $\\cos x$, $2\\sin x = 1$, ${more}`;
    expect(found(`${problem}\n\n## Solution\n\n${solution}\n`)).toEqual(expected);
  });
});

describe('an inequality whose sign has to be turned', () => {
  it.each<readonly [lines: readonly string[], expected: readonly string[]]>([
    [['-2x > 8', 'x > -4'], ['equation.wrong-step x > -4']],
    [['-2x > 8', 'divide by -2: x > -4'], ['equation.wrong-step x > -4']],
    [['-2x > 8', 'x < -4'], []],
    [['-2x > 8', 'divide by -2: x < -4'], []],
    // Lists of conditions, and cases.
    [['2x - 1 > 0', 'x < 3'], []],
    [['x - 3 < 2', 'x < 5', 'x - 3 > -2', 'x > 1'], []],
    [['x >= 3', 'x - 3 = 2', 'x = 5', 'x < 3', '3 - x = 2', 'x = 1'], []],
    [['2x - 6 >= 0', '2x - 6 < 0'], []],
  ])('%s', (lines, expected) => {
    expect(found(`problem: Which x fit?\n\n${lines.join('\n')}\n`, 'steps')).toEqual(expected);
  });
});

describe('branches that are taken up one after the other', () => {
  it.each<readonly [problem: string, lines: readonly string[], expected: readonly string[]]>([
    ['x^2 = 9', ['x = 3', 'x = -3'], []],
    ['(x-3)(x+3) = 0', ['x - 3 = 0', 'x = 3', 'x + 3 = 0', 'x = -3'], []],
    ['(3x+1)^2 = 25', ['3x + 1 = 5', '3x + 1 = -5', 'x = 4/3 or x = -2'], []],
    ['x^3 = 4x', ['x^2 = 4', 'x = 2 or x = -2', 'also x = 0'], []],
    ['(3x+1)^2 = 25', ['3x + 1 = 5', 'x = 4/3'], [`${lost} 3x + 1 = 5`]],
    ['x^3 = 4x', ['x^2 = 4', 'x = 2 or x = -2'], [`${lost} x^2 = 4`]],
  ])('%s: %s', (problem, lines, expected) => {
    expect(found(`problem: Solve ${problem}.\n\n${lines.join('\n')}\n`, 'steps')).toEqual(expected);
  });

  it.each<readonly [lines: readonly string[], expected: readonly string[]]>([
    [['$3x + 1 = 5$', '$x = 4/3$', '$3x + 1 = -5$', '$x = -2$'], []],
    [['$3x + 1 = 5$', '$x = 4/3$', 'The only solution is $x = 4/3$.'], [`${lost} 3x + 1 = 5`]],
  ])('of an absolute value: %s', (lines, expected) => {
    expect(found(`## Problem\n\nSolve $|3x + 1| = 5$.\n\n## Solution\n\n${lines.join('\n\n')}\n`)).toEqual(expected);
  });
});

describe('what stands after "Check:"', () => {
  const squared = 'Squaring gives $x + 3 = (x - 3)^2$.\n\n$x = 6$ or $x = 1$.';
  it.each<readonly [check: string, expected: readonly string[]]>([
    ['Check: $3\\cdot 5 + 5 = 21$.', ['claim.false-equality 21']],
    ['Check: 60 + 30 + 36 = 125.', ['claim.false-equality 125']],
    ['Check:\n\n$$60 + 30 + 36 = 125$$', ['claim.false-equality 125']],
    ['Check: $3\\cdot 5 + 5 = 20$.', []],
    // It fails, as a check may: words say so, or a candidate is put in.
    ['Check: $\\sqrt{1 + 3} = 1 - 3$, no.', []],
    ['Check: $7 = 8$ ✗.', []],
    ['Check: $\\sqrt{4} = -2$. This is not true.', []],
    ['Check: $\\sqrt{4} = -2$', []],
    ['Check: $\\sqrt{4} = -2$.\n\nSo $x = 1$ is not a solution.', []],
    ['Check: does $3\\cdot 5 + 5 = 21$?', []],
  ])('%s', (check, expected) => {
    const text = `## Problem\n\nSolve $\\sqrt{x + 3} = x - 3$.\n\n## Solution\n\n${squared}\n\n${check}\n\nHence $x = 6$.\n`;
    expect(found(text)).toEqual(expected);
  });
});
