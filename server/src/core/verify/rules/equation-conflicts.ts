import { type Rule, steps } from './rule.ts';

export const conflicts: Rule = {
  code: 'equation.conflicts',
  title: 'Conflicts with earlier equations',
  severity: 'information',
  summary: 'The equations in force settle the values of the unknowns, and at these values this equation fails.',
  examples: {
    bad: [steps('We have $2x + 6 = 20$.', 'There are $3x = 24$ wins.')],
    good: [steps('We have $2x + 6 = 20$.', 'There are $3x = 21$ wins.')],
  },
};
