import { type Rule, solution } from './rule.ts';

export const extraneousRoot: Rule = {
  code: 'answer.extraneous-root',
  title: 'Extraneous root',
  severity: 'warning',
  summary: 'The answer solves a later equation, but not the one that was to be solved.',
  examples: {
    bad: [solution('Solve $\\sqrt{x + 3} = x - 3$.', 'Squaring, $x + 3 = (x - 3)^2$.', 'The solution is $x = 1$.')],
    good: [solution('Solve $\\sqrt{x + 3} = x - 3$.', 'Squaring, $x + 3 = (x - 3)^2$.', 'The solution is $x = 6$.')],
  },
};
