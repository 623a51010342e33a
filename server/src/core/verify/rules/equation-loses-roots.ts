import { type Rule, steps } from './rule.ts';

export const losesRoots: Rule = {
  code: 'equation.loses-roots',
  title: 'Equation loses roots',
  severity: 'warning',
  summary: 'A root of the earlier equation is not a root of this one.',
  examples: {
    bad: [steps('$$\\begin{aligned} x^2 &= 2x \\\\ x &= 2 \\end{aligned}$$')],
    good: [steps('$$\\begin{aligned} x^2 &= 2x \\\\ x^2 - 2x &= 0 \\\\ x(x - 2) &= 0 \\end{aligned}$$')],
  },
};
