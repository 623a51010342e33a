/** Worked examples that show a model the form; a caller may give its own. */
import type { WrittenStep } from '../policy.ts';

export interface WorkedExample {
  readonly problem: string;
  readonly steps: readonly WrittenStep[];
  /** What is written behind the last step, in its own words, with the answer in a box. */
  readonly answer: string;
}

const rolls =
  'A baker makes 12 trays of 8 rolls. She sells three quarters of the rolls for half a dollar each and gives the rest away. How many dollars does she earn?';

const tickets =
  'A theatre sold 120 tickets for 1,050 dollars in all. A ticket costs 10 dollars for adults and 5 dollars for children. How many children came?';

/**
 * Short, with steps that use what earlier ones found. The last computes with the numbers given: a small model does as the example next to its problem does, and
 * makes equations of everything where that has equations.
 */
const plainExamples: readonly WorkedExample[] = [
  {
    problem: tickets,
    steps: [
      {
        text: 'Let $a$ be the number of adults and $c$ the number of children, so $a + c = 120$ and $10a + 5c = 1050$.',
      },
      {
        text: 'From the first equation $a = 120 - c$, and in the second this gives $10(120 - c) + 5c = 1050$, so $1200 - 5c = 1050$.',
      },
      { text: 'Then $5c = 150$ and $c = 30$, so \\boxed{30} children came.' },
    ],
    answer: 'The answer is \\boxed{30}.',
  },
  {
    problem: rolls,
    steps: [
      { text: 'There are $12 \\cdot 8 = 96$ rolls on the trays.' },
      { text: 'She sells $\\frac{3}{4} \\cdot 96 = 72$ of them.' },
      { text: 'These bring $72 \\cdot \\frac{1}{2} = 36$ dollars, so she earns \\boxed{36} dollars.' },
    ],
    answer: 'The answer is \\boxed{36}.',
  },
];

/** The sentences say what is done, and the code finds the numbers: a number that is said before the code has run is a guess. */
const codeExamples: readonly WorkedExample[] = [
  {
    problem: tickets,
    steps: [
      {
        text: 'Let $a$ be the number of adults and $c$ the number of children; the tickets and the money give an equation each.',
        code: "from sympy import symbols, Eq, solve\na, c = symbols('a c')\ncount = Eq(a + c, 120)\nmoney = Eq(10*a + 5*c, 1050)",
      },
      {
        text: 'Solve both equations together.',
        code: 'solution = solve([count, money], [a, c])\nprint(solution[c])',
        output: '30',
      },
    ],
    answer: 'So \\boxed{30} children came.',
  },
  {
    problem: rolls,
    steps: [
      { text: 'Count the rolls on all trays.', code: 'rolls = 12 * 8\nprint(rolls)', output: '96' },
      {
        text: 'Three quarters of the rolls are sold.',
        code: 'from sympy import Rational\nsold = Rational(3, 4) * rolls\nprint(sold)',
        output: '72',
      },
      {
        text: 'Each roll that is sold brings half a dollar.',
        code: 'earned = sold * Rational(1, 2)\nprint(earned)',
        output: '36',
      },
    ],
    answer: 'The baker earns \\boxed{36} dollars.',
  },
];

/** What a model is shown before the problem, by the form in which it is to write. */
export const workedExamples: Readonly<Record<'plain' | 'code', readonly WorkedExample[]>> = {
  plain: plainExamples,
  code: codeExamples,
};
