import { type Rule, step } from './rule.ts';

export const falseMembership: Rule = {
  code: 'claim.false-membership',
  title: 'False membership',
  severity: 'error',
  summary: 'The element is not in the set, or is in it although the text says that it is not.',
  examples: {
    bad: [step('$7 \\in \\{1, 2, 3\\}$'), step('$\\frac12 \\in \\mathbb{Z}$')],
    good: [step('$2 \\in \\{1, 2, 3\\}$'), step('$\\frac12 \\in \\mathbb{Q}$')],
  },
};
