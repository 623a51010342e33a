import { type Rule, step } from './rule.ts';

export const falseCongruence: Rule = {
  code: 'claim.false-congruence',
  title: 'False congruence',
  severity: 'error',
  summary: 'The two sides leave different remainders.',
  examples: {
    bad: [step('$17 \\equiv 3 \\pmod 5$'), step('$2^{10} \\equiv 2 \\pmod{11}$')],
    good: [step('$17 \\equiv 2 \\pmod 5$'), step('$2^{10} \\equiv 1 \\pmod{11}$')],
  },
};
