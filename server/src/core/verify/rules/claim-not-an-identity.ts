import { type Rule, step } from './rule.ts';

export const notAnIdentity: Rule = {
  code: 'claim.not-an-identity',
  title: 'Not an identity',
  severity: 'information',
  summary: 'The two sides are not the same for all values, but would be after one small change: was an identity meant?',
  examples: {
    bad: [step('$(x + 1.3)^2 = x^2 + 2.6x + 1.99$'), step('$a^2 - b^2 = (a - b)(a - b)$')],
    good: [step('$(x + 1.3)^2 = x^2 + 2.6x + 1.69$'), step('$x^2 = 2x$'), step('$x^2 + 3 = 4x$')],
  },
};
