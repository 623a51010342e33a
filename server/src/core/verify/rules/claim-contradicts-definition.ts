import { type Rule, steps } from './rule.ts';

export const contradictsDefinition: Rule = {
  code: 'claim.contradicts-definition',
  title: 'Contradicts a definition',
  severity: 'error',
  summary: 'With what the solution said a name or function means, the two sides differ.',
  examples: {
    bad: [steps('Let $f(x) = x^2 + 2$.', 'Then $f(3) = 12$.')],
    good: [steps('Let $f(x) = x^2 + 2$.', 'Then $f(3) = 11$.')],
  },
};
