import type { Rule } from './rule.ts';

export const contradictsStep: Rule = {
  code: 'answer.contradicts-step',
  title: 'Answer contradicts the step',
  severity: 'warning',
  summary: 'The answer is not the value that the same step has just computed.',
  examples: {
    bad: [],
    good: [],
  },
};
