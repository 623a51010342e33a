import { type Rule, step } from './rule.ts';

export const falseIntegral: Rule = {
  code: 'claim.false-integral',
  title: 'False integral',
  severity: 'error',
  summary: 'The definite integral has another value.',
  examples: {
    bad: [step('$\\int_0^1 x^2 \\, dx = \\frac12$')],
    good: [step('$\\int_0^1 x^2 \\, dx = \\frac13$')],
  },
};
