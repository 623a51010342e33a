/** What models are asked when their replies are recorded: problems of several kinds and languages, from the start and from the middle. */
import type { PartialSolution, ProposeOptions } from '../../../server/src/core/policy/policy.ts';

export interface AskedFor extends PartialSolution {
  readonly form: ProposeOptions['form'];
  /** The solution so far stands in the user's turn. */
  readonly turn: boolean;
  /** No worked example is shown: models then write more as they like. */
  readonly bare?: boolean;
}

const shop =
  'A shop sells pens at 3 dollars and notebooks at 5 dollars. Mia buys 7 things and pays 27 dollars. How many notebooks does she buy?';
const roots = 'Find all real $x$ with $x^2 - 5x + 6 = 0$.';
const limit = 'Compute $\\lim_{x \\to 0} \\frac{\\sin 3x}{x}$.';
const parity = 'Show that $n^2 + n$ is even for every integer $n$.';
const chinese = '一个长方形的长是宽的两倍，周长是 36 厘米。求它的面积。';
const spanish = 'Un tren recorre 180 km en 2,5 horas. ¿Cuál es su velocidad media en km/h?';
const german = 'Berechne $\\int_0^2 (3x^2 - 2x)\\,dx$.';
const squares = 'What is the sum of the squares of the first 12 positive integers?';

export const askedFor: readonly AskedFor[] = [
  { form: 'plain', turn: false, problem: shop, steps: [] },
  {
    form: 'plain',
    turn: false,
    problem: shop,
    steps: [
      { text: 'Let $p$ be the number of pens and $n$ the number of notebooks, so $p + n = 7$ and $3p + 5n = 27$.' },
    ],
  },
  { form: 'plain', turn: true, problem: shop, steps: [] },
  {
    form: 'plain',
    turn: false,
    problem: roots,
    steps: [{ text: 'We look for two numbers with the product 6 and the sum 5: they are 2 and 3.' }],
  },
  {
    form: 'plain',
    turn: true,
    problem: roots,
    steps: [{ text: 'We look for two numbers with the product 6 and the sum 5: they are 2 and 3.' }],
  },
  { form: 'plain', turn: false, problem: limit, steps: [] },
  { form: 'plain', turn: true, problem: parity, steps: [] },
  { form: 'plain', turn: false, problem: parity, steps: [{ text: 'We have $n^2 + n = n(n + 1)$.' }] },
  { form: 'plain', turn: false, problem: chinese, steps: [] },
  { form: 'plain', turn: false, problem: spanish, steps: [] },
  { form: 'code', turn: false, problem: shop, steps: [] },
  {
    form: 'code',
    turn: false,
    problem: shop,
    steps: [
      {
        text: 'Let p be the number of pens and n the number of notebooks.',
        code: "from sympy import symbols, Eq, solve\np, n = symbols('p n')\nthings = Eq(p + n, 7)\nmoney = Eq(3*p + 5*n, 27)",
      },
    ],
  },
  {
    form: 'code',
    turn: false,
    problem: squares,
    steps: [
      {
        text: 'Add the squares of the numbers from 1 to 12.',
        code: 'total = sum(k**2 for k in range(1, 13))\nprint(total)',
        output: '650',
      },
    ],
  },
  { form: 'code', turn: true, problem: squares, steps: [] },
  { form: 'code', turn: false, problem: roots, steps: [] },
  { form: 'code', turn: true, problem: roots, steps: [] },
  { form: 'code', turn: false, problem: german, steps: [] },
  { form: 'code', turn: false, problem: chinese, steps: [] },
  { form: 'code', turn: false, problem: limit, steps: [] },
  {
    form: 'code',
    turn: true,
    problem: shop,
    steps: [
      {
        text: 'Let p be the number of pens and n the number of notebooks.',
        code: "from sympy import symbols, Eq, solve\np, n = symbols('p n')\nthings = Eq(p + n, 7)\nmoney = Eq(3*p + 5*n, 27)",
      },
    ],
  },
  ...(
    [
      ['plain', shop],
      ['code', shop],
      ['plain', parity],
      ['code', chinese],
      ['plain', chinese],
      ['code', squares],
      ['plain', german],
      ['code', spanish],
    ] as const
  ).map(([form, problem]) => ({ form, problem, steps: [], turn: true, bare: true })),
];
