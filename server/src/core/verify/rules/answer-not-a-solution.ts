import { type Rule, solution } from './rule.ts';

export const notASolution: Rule = {
  code: 'answer.not-a-solution',
  title: 'Not a solution',
  severity: 'error',
  summary: 'Put back into the equation that was to be solved, the answer does not fit.',
  examples: {
    bad: [solution('Solve $3x + 5 = 20$.', 'The solution is $x = 4$.')],
    good: [solution('Solve $3x + 5 = 20$.', 'The solution is $x = 5$.')],
  },
};
