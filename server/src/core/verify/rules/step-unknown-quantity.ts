import type { Rule } from './rule.ts';

export const unknownQuantity: Rule = {
  code: 'step.unknown-quantity',
  title: 'Number from nowhere',
  severity: 'hint',
  summary: 'A number in the computation is named neither by the problem nor by an earlier step.',
  examples: {
    bad: [],
    good: [],
  },
};
