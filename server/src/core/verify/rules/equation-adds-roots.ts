import { type Rule, steps } from './rule.ts';

export const addsRoots: Rule = {
  code: 'equation.adds-roots',
  title: 'Equation may add roots',
  severity: 'hint',
  summary:
    'This equation follows from the earlier one but has roots that the earlier one has not: check the answers at the end.',
  examples: {
    bad: [steps('$$\\begin{aligned} \\sqrt{x + 3} &= x - 3 \\\\ x + 3 &= (x - 3)^2 \\end{aligned}$$')],
    good: [steps('$$\\begin{aligned} \\sqrt{x + 3} &= 4 \\\\ x + 3 &= 16 \\end{aligned}$$')],
  },
};
