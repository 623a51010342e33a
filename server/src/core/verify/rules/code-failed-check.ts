import { coded, type Rule } from './rule.ts';

export const failedCheck: Rule = {
  code: 'code.failed-check',
  title: 'Failed check',
  severity: 'error',
  summary: 'A `check` or an `assert` in the code of the step failed.',
  examples: {
    bad: [
      coded('The square of $x + 1$ follows.', 'check((x + 1)**2, x**2 + 1)'),
      coded('The first ten squares add up.', 'total = sum(k**2 for k in range(1, 11))', 'assert total == 384'),
    ],
    good: [coded('The square of $x + 1$ follows.', 'check((x + 1)**2, x**2 + 2*x + 1)')],
  },
};
