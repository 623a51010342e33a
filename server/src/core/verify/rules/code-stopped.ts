import { coded, type Rule } from './rule.ts';

export const codeStopped: Rule = {
  code: 'code.stopped',
  title: 'Code was stopped',
  severity: 'information',
  summary: 'The code of the step took longer, or needed more memory, than it may.',
  examples: {
    bad: [coded('No prime is found.', 'while True: pass')],
    good: [coded('The next prime is near.', 'nextprime(100)')],
  },
};
