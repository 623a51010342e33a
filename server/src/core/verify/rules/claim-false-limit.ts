import { type Rule, step } from './rule.ts';

export const falseLimit: Rule = {
  code: 'claim.false-limit',
  title: 'False limit',
  severity: 'error',
  summary: 'The limit has another value.',
  examples: {
    bad: [step('$\\lim_{x \\to 0} \\frac{\\sin 2x}{x} = 1$')],
    good: [step('$\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1$')],
  },
};
