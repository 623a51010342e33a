import { coded, type Rule } from './rule.ts';

export const codeError: Rule = {
  code: 'code.error',
  title: 'Code raised an error',
  severity: 'warning',
  summary:
    'The code of the step ended with an exception that is no failed check: the code is at fault, and the mathematics is not judged by it.',
  examples: {
    bad: [coded('The mean follows.', 'values = []', 'sum(values) / len(values)')],
    good: [coded('The mean follows.', 'values = [1, 2, 3]', 'sum(values) / len(values)')],
  },
};
