import { type Rule, step } from './rule.ts';

export const lowScore: Rule = {
  code: 'step.low-score',
  title: 'Low score',
  severity: 'warning',
  summary:
    'A reward model gives the step a low score, and no evidence has settled it. A score is an opinion with a probability, not a proof.',
  examples: {
    bad: [step('Hence every continuous function is differentiable somewhere.')],
    good: [step('Hence the function is bounded on the closed interval.')],
  },
};
