import { type Rule, step, steps } from './rule.ts';

export const falseDerivative: Rule = {
  code: 'claim.false-derivative',
  title: 'False derivative',
  severity: 'error',
  summary: 'Differentiating gives another function.',
  examples: {
    bad: [step('$\\frac{d}{dx} x^3 = 2x^2$'), steps('Let $f(x) = x^3 - 3x$.', "Then $f'(x) = 3x^2 - 2$.")],
    good: [step('$\\frac{d}{dx} x^3 = 3x^2$'), steps('Let $f(x) = x^3 - 3x$.', "Then $f'(x) = 3x^2 - 3$.")],
  },
};
