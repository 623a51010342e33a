import { type Rule, steps } from './rule.ts';

export const contradictsStep: Rule = {
  code: 'answer.contradicts-step',
  title: 'Answer contradicts the solution',
  severity: 'warning',
  summary: 'The answer gives a name another value than the one that the solution has found for it.',
  examples: {
    bad: [steps('Dividing by 3, $x = 24$.', 'The answer is $x = 42$.')],
    good: [
      steps('Dividing by 3, $x = 24$.', 'The answer is $x = 24$.'),
      steps('So $x = 2$ or $x = 3$.', 'The answer is $x = 3$.'),
    ],
  },
};
