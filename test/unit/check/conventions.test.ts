/** What a text means by its signs: bases of logarithms, pieces of a function, rings, units. A finding must stand in all that may be meant. */
import { describe, expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';

/** The rules that have something to say of a solution, with what is underlined; hints are left out. */
function rules(problem: string, solution: string): readonly string[] {
  const text = `## Problem\n\n${problem}\n\n## Solution\n\n${solution}\n`;
  const { findings } = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  return findings
    .filter(({ severity }) => severity !== 'hint')
    .map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

type Row = readonly [problem: string, solution: string, ...expected: string[]];

describe('log without a base', () => {
  const sum = 'Solve $\\log x + \\log(x+3) = 1$.';
  test.each<Row>([
    ['Solve $\\log(x) = 2$.', '$x = 100$.'],
    ['Solve $\\log(x) = 2$.', '$x = e^2$.'],
    ['Solve $\\log(x) = 2$.', '$x = 50$.', 'answer.not-a-solution x = 50'],
    [sum, '$x = 2$ is the solution.'],
    [sum, '$x^2 + 3x = 10$, $(x-2)(x+5) = 0$.\n\n$x = 2$, since $x > 0$.'],
    [sum, '$x = 3$ is the solution.', 'answer.not-a-solution x = 3'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});
