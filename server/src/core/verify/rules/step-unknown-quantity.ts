import { type Rule, solution } from './rule.ts';

export const unknownQuantity: Rule = {
  code: 'step.unknown-quantity',
  title: 'Number from nowhere',
  severity: 'hint',
  summary: 'A number in the computation is named neither by the problem nor by an earlier step.',
  examples: {
    bad: [solution('Tom has 12 apples and buys 7 more.', 'He has 12 + 9 = 21 apples.')],
    good: [
      solution('Tom has 12 apples and buys 7 more.', 'He has 12 + 7 = 19 apples.'),
      solution('Ann earns $15 an hour.', 'In a week of 40 hours she earns 40 * 15 = $600.'),
    ],
  },
};
