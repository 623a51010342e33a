import { type Rule, step } from './rule.ts';

export const falseAntiderivative: Rule = {
  code: 'claim.false-antiderivative',
  title: 'False antiderivative',
  severity: 'error',
  summary: 'Differentiating the right side does not give the integrand back.',
  examples: {
    bad: [step('$\\int 2x \\, dx = 2x^2 + C$')],
    good: [step('$\\int 2x \\, dx = x^2 + C$'), step('$\\int \\frac{1}{x} \\, dx = \\ln|x| + C$')],
  },
};
