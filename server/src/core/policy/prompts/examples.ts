/** Worked examples that show a model the form; a caller may give its own. */
import type { WrittenStep } from '../policy.ts';

export interface WorkedExample {
  readonly problem: string;
  readonly steps: readonly WrittenStep[];
  /** What is written behind the last step, in its own words, with the answer in a box. */
  readonly answer: string;
}

/** One example does for both forms: short, with a step that uses what an earlier one found. */
export const workedExamples: readonly WorkedExample[] = [
  {
    problem:
      'A theatre sold 120 tickets for 1,050 dollars in all. A ticket costs 10 dollars for adults and 5 dollars for children. How many children came?',
    steps: [
      {
        text: 'Let $a$ be the number of adults and $c$ the number of children, so $a + c = 120$ and $10a + 5c = 1050$.',
        code: "from sympy import symbols, Eq, solve\na, c = symbols('a c')\ntickets = Eq(a + c, 120)\nmoney = Eq(10*a + 5*c, 1050)",
      },
      {
        text: 'From the first equation $a = 120 - c$, and in the second this gives $10(120 - c) + 5c = 1050$, so $1200 - 5c = 1050$.',
        code: 'adults = solve(tickets, a)[0]\nreduced = money.subs(a, adults)\nprint(reduced)',
        output: 'Eq(1200 - 5*c, 1050)',
      },
      {
        text: 'Then $5c = 150$ and $c = 30$, so \\boxed{30} children came.',
        code: 'children = solve(reduced, c)[0]\nprint(children)',
        output: '30',
      },
    ],
    answer: 'The answer is \\boxed{30}.',
  },
];
