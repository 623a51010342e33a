import { type Rule, step } from './rule.ts';

export const falseEquality: Rule = {
  code: 'claim.false-equality',
  title: 'False equality',
  severity: 'error',
  summary: 'Both sides of an equality were computed and they differ.',
  examples: {
    bad: [
      step('$3 \\cdot 7 = 24$'),
      step('$\\frac{2}{3} + \\frac{1}{4} = \\frac{3}{7}$'),
      step('She has 48/2 = 26 clips left.'),
      step('$A = 3 \\cdot 4 = 14$'),
      step('$x^2 + 6x + 9 = (x + 3)(x + 3) = x^2 + 9$'),
      step('$\\sqrt{50} = 2\\sqrt{5}$'),
    ],
    good: [
      step('$3 \\cdot 7 = 21$'),
      step('$\\sqrt{2} = 1.414$'),
      step('She has 48/2 = 24 clips left.'),
      step('$x^2 = 2x$'),
      step('$25\\% \\cdot 80 = 20$'),
      step('$\\sin^2 x + \\cos^2 x = 1$'),
      step('$x^2 + 6x + 9 = (x + 3)(x + 3) = (x + 3)^2$'),
    ],
  },
};
