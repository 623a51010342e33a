/** "For all x": one value inside the domain refutes. Without these words an inequality between names may be a condition. */
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';

function rulesOf(solution: string): readonly string[] {
  const options = { format: 'markdown', wholeFile: false, severities: {} } as const;
  const { findings } = new DocumentChecker(`## Solution\n\n${solution}\n`, options).result;
  return findings.map(({ rule }) => rule);
}

test.each([
  'For all $x > 0$ we have $4x + \\frac{9}{x} \\ge 13$.',
  'For every positive $x$, $x + \\frac{1}{x} > 2.5$.',
  '$(a + b)^2 \\ge 5ab$ for all real numbers $a$ and $b$.',
  '对任意 $x > 0$，有 $x + \\frac{1}{x} \\ge 3$。',
])('refuted: %s', text => {
  expect(rulesOf(text)).toEqual(['claim.false-inequality']);
});

test.each([
  'For all $x > 0$ we have $4x + \\frac{9}{x} \\ge 12$.',
  '$a^2 + b^2 \\ge 2ab$ for all real $a$, $b$.',
  'So $4x + \\frac{9}{x} \\ge 13$.',
  'For all $x > 0$ we have $ax + 1 \\ge x$.',
  'Find $c$ such that $x^2 + c \\ge 1$ for all real $x$.',
  'For all $x > 4$ we have $x^2 > 3x$.',
  'If $x^2 \\ge 2x$ for all real $x$, then we are done.',
])('left alone: %s', text => {
  expect(rulesOf(text)).toEqual([]);
});
