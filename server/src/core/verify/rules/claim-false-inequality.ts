import { type Rule, step } from './rule.ts';

export const falseInequality: Rule = {
  code: 'claim.false-inequality',
  title: 'False inequality',
  severity: 'error',
  summary: 'The inequality does not hold: the two values, or a value of the unknown inside its domain, show it.',
  examples: {
    bad: [step('$\\frac{3}{7} > \\frac12$'), step('$2^{10} < 1000$')],
    good: [step('$\\frac{4}{7} > \\frac12$'), step('$2^{10} > 1000$'), step('$x > 3$')],
  },
};
