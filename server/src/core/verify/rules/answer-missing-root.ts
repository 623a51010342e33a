import { type Rule, solution } from './rule.ts';

export const missingRoot: Rule = {
  code: 'answer.missing-root',
  title: 'Missing root',
  severity: 'warning',
  summary: 'The equation that was to be solved has another root that the answer does not name.',
  examples: {
    bad: [solution('Solve $x^2 = 5x - 6$.', 'The solution is $x = 2$.')],
    good: [
      solution('Solve $x^2 = 5x - 6$.', 'The solution is $x = 2$ or $x = 3$.'),
      solution('Find the positive solution of $x^2 = 49$.', 'The solution is $x = 7$.'),
    ],
  },
};
