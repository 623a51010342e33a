import { type Rule, step } from './rule.ts';

export const falseSum: Rule = {
  code: 'claim.false-sum',
  title: 'False sum or product',
  severity: 'error',
  summary: 'The sum or product over an index has another value.',
  examples: {
    bad: [step('$\\sum_{k=1}^{10} k = 50$'), step('$\\sum_{k=1}^{n} k = \\frac{n(n-1)}{2}$')],
    good: [step('$\\sum_{k=1}^{10} k = 55$'), step('$\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}$')],
  },
};
