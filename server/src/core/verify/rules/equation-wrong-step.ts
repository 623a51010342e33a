import { type Rule, steps } from './rule.ts';

export const wrongStep: Rule = {
  code: 'equation.wrong-step',
  title: 'Equation does not follow',
  severity: 'error',
  summary:
    'The equation does not follow from the one before it: one of them has a root that the other has not, in both directions.',
  examples: {
    bad: [steps('Solve $3x + 5 = 20$.', '$$\\begin{aligned} 3x + 5 &= 20 \\\\ 3x &= 25 \\end{aligned}$$')],
    good: [steps('Solve $3x + 5 = 20$.', '$$\\begin{aligned} 3x + 5 &= 20 \\\\ 3x &= 15 \\\\ x &= 5 \\end{aligned}$$')],
  },
};
