import { type Rule, step } from './rule.ts';

export const falseRounding: Rule = {
  code: 'claim.false-rounding',
  title: 'False rounding',
  severity: 'error',
  summary: 'The decimal is not the value rounded to the digits shown.',
  examples: {
    bad: [step('$\\sqrt{2} \\approx 1.514$'), step('$\\frac{22}{7} \\approx 3.41$')],
    good: [step('$\\sqrt{2} \\approx 1.414$'), step('$\\frac{22}{7} \\approx 3.14$'), step('$\\pi \\approx 3.14$')],
  },
};
