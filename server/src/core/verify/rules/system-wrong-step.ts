import type { Rule } from './rule.ts';

export const systemWrongStep: Rule = {
  code: 'system.wrong-step',
  title: 'Does not follow from the system',
  severity: 'error',
  summary: 'The equation does not follow from the equations in force.',
  examples: {
    bad: [],
    good: [],
  },
};
