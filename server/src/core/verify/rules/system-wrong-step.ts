import { type Rule, solution } from './rule.ts';

export const systemWrongStep: Rule = {
  code: 'system.wrong-step',
  title: 'Does not follow from the system',
  severity: 'error',
  summary: 'The equation does not follow from the equations in force.',
  examples: {
    bad: [solution('Solve the system $x + y = 10$ and $x - y = 4$.', 'Adding both, $x + y = 10 \\implies 2x = 16$.')],
    good: [solution('Solve the system $x + y = 10$ and $x - y = 4$.', 'Adding both, $x + y = 10 \\implies 2x = 14$.')],
  },
};
