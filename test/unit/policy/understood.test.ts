/** What a problem asks for: the moves end a solution only where every word of the question is understood. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { positionOf, readSheet } from '../../../server/src/core/policy/symbolic/position.ts';

function position(problem: string) {
  const solution = readSheet({ problem, steps: [{ text: 'We begin.' }] });
  return solution && positionOf(solution);
}

const other = readFileSync(new URL('../../fixtures/symbolic/other-questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line).problem as string);

/** Asked for in words that are understood. */
const answered = [
  'Compute the inverse of $5$ modulo $17$.',
  'Find the positive solution of $x^2 = 49$.',
  'Solve $x^2 = 16$ for negative $x$.',
  'Find the largest root of $x^2 - 5x + 6 = 0$.',
  'How many real solutions does $x^2 = 4$ have?',
  'Find the sum of the roots of $x^2 - 5x + 6 = 0$.',
  'Find the product of all solutions of $x^2 - 7x + 10 = 0$.',
  'Find the derivative of $f(x) = x^3$ at $x = 2$.',
  'Evaluate $a + b^2$ when $a = 2$ and $b = 3$.',
  'Find $f(3)$ if $f(x) = x^2 - 2x$.',
  "Find $f'(2)$ if $f(x) = x^3$.",
  'Evaluate $x^2 + 2x$ at $x = 3$.',
  'Solve $x^2 + y^2 = 25$, $x + y = 1$, $x > 0$.',
];

describe('a question that asks for more than the moves lead to', () => {
  test.each(other.filter(problem => !answered.includes(problem)))('%s', problem => {
    expect(position(problem)?.isMeans ?? true).toBe(true);
  });
});

test('an expression that is worked out proves nothing of it', () => {
  expect(position('Prove something about $n^2 + n$.')?.isMeans ?? true).toBe(true);
});

describe('a question that is understood', () => {
  test.each([
    ...answered,
    'Solve $x^2 = 16$.',
    'What number $y$ satisfies $8 - (3 - 2y) = 4y - 9$?',
    'Does $x^2 + 4 = 2x$ have real solutions? Solve it.',
    'A car needs $t$ hours, where $60t = 180$. Find $t$.',
    'Find the zeros of $f(x) = x^2 - 4$.',
    'Solve the simultaneous equations $x + y = 3$ and $x - y = 1$.',
    'Find $\\int x e^x \\, dx$ by parts.',
    'Differentiate $y = \\sin^3(2x)$ with respect to $x$.',
    'Simplify $\\frac{x^2 - 9}{x + 3}$.',
    'Prove that $\\tan x + \\cot x = \\sec x \\csc x$.',
    'Find the remainder when $7^{100}$ is divided by $13$.',
    'Show that $n^2 + n$ is even for every integer $n$.',
    'Prove that $(2n + 1)^2$ is odd for all integers $n$.',
    '解方程 $x^2 = 16$。',
    'Prove that $\\sin 2x \\equiv 2 \\sin x \\cos x$.',
    'Solve $x^2 = 4$, $x \\in \\mathbb{R}^+$.',
  ])('%s', problem => {
    expect(position(problem)).toMatchObject({ isMeans: false });
  });
});

test.each([
  ['Find the positive solution of $x^2 = 49$.', '>'],
  ['Solve $x^2 = 16$ for negative $x$.', '<'],
  ['Find all non-negative integers $n$ with $n^2 = 9$.', '≥'],
])('a sign that words give is a bound: %s', (problem, op) => {
  const aim = position(problem)?.aim;
  expect(aim?.kind === 'solve' && aim.domain.map(bound => bound.op)).toEqual([op]);
});

test('the inverse of a number is a congruence to be solved', () => {
  expect(position('Compute the inverse of $5$ modulo $17$.')?.aim).toMatchObject({ kind: 'congruences', unknown: 'x' });
});

test.each([
  ['Find the largest root of $x^2 - 5x + 6 = 0$.', { which: 'largest', distinct: false, real: false }],
  ['Solve $x^2 = 9$ and state the smaller solution.', { which: 'smallest', distinct: false, real: false }],
  [
    'What is the sum of the two values of $x$ for which $(x+3)^2 = 121$?',
    { which: 'sum', distinct: false, real: false },
  ],
  ['What is the product of the real roots of $x^3 - 8 = 0$?', { which: 'product', distinct: false, real: true }],
  ['How many distinct real roots does $x^3 - 3x + 2 = 0$ have?', { which: 'count', distinct: true, real: true }],
  ['How many integers $n$ satisfy $n^2 < 10$?', { which: 'count', distinct: false, real: false }],
  ['Find the number of solutions of $|x - 3| = 5$.', { which: 'count', distinct: true, real: false }],
])('what is asked of the solutions: %s', (problem, of) => {
  expect(position(problem)).toMatchObject({ isMeans: false, aim: { kind: 'solve', of } });
});

test.each([
  ['Find the slope of the tangent to $y = x^2$ at $x = 1$.', 1, undefined, 'derivative'],
  ['Find the gradient of the curve $y = \\sin x$ at the point where $x = 0$.', 1, undefined, 'derivative'],
  ['If $x = 2$ and $y = 5$, find $3x - y^2$.', 2, undefined, undefined],
  ['evaluate 2x^2 - 3x + 1 when x = -2', 1, undefined, undefined],
  ['The function $f$ is defined by $f(x) = 2x^2 - 1$. Find $f(-1)$.', 1, 0, undefined],
  ["Let $f(x) = x^3$. Find $f''(2)$.", 1, 2, 'derivative'],
  ['Find the derivative of $f(x) = x^3$ at $x = 2$.', 1, 1, 'derivative'],
])('the point at which a value is asked for: %s', (problem, values, primes, kind) => {
  const aim = position(problem)?.aim;
  expect(position(problem)?.isMeans).toBe(false);
  expect(aim?.kind === 'work-out' && aim.start.wrap?.kind).toBe(kind);
  expect(aim?.kind === 'work-out' && aim.at?.values.length).toBe(values);
  expect(aim?.kind === 'work-out' && aim.at?.name?.kind === 'apply' ? aim.at.name.primes : undefined).toBe(primes);
});

describe('a question of which a part is not understood ends nothing', () => {
  test.each([
    'Find the sum of the squares of the roots of $x^2 - 5x + 6 = 0$.',
    'Find the difference between the roots of $x^2 - 5x + 6 = 0$.',
    'The sum of two numbers is $x + y = 10$ and $x - y = 2$. Find the larger number.',
    'Find the largest value of $4x - x^2$.',
    'Find the sum of the roots of $x^2 - 5x + 6 = 0$ and their product.',
    'Evaluate $x^2 + y$ when $x = 3$.',
    'Evaluate $2x$ when $x = 3$ and simplify $y + y$.',
    'Simplify $2x + 3x$ and evaluate it when $x = 3$.',
    'Find the tangent line to $y = x^2$ at $x = 1$.',
    'Let $f(x) = x^2$ and $g(x) = x + 1$. Find $f(3)$.',
    'Let $f(x) = x^2 + k$. Find $f(3)$.',
    'If $f(x) = x^2$, find $f(f(2))$.',
    'If $f(2) = 5$ and $f(x) = kx + 1$, find $k$.',
    'Find $\\frac{dx}{dy}$ if $y = x^3 + x$.',
    'If $x = \\sin y$, find $\\frac{dy}{dx}$.',
    'Find $\\frac{dx}{dt}$ if $y = t^2 + 1$.',
    'Find the derivative of $f(x, y) = x^2 y$.',
    'Find the derivative of $x^3$ with respect to $x^2$.',
    'Differentiate $\\sin x$ with respect to $\\cos x$.',
    "Find $f''(x)$ and $f'''(x)$ for $f(x) = x^4$.",
    'Find the $n$th derivative of $f(x) = x^4$.',
    'Find the derivative of $\\sqrt{f(x)}$ where $f(x) = x^2 + 1$.',
    'Find the antiderivative of the derivative of $f(x) = x^3$.',
    'Differentiate $f(x) = x^2 + 3x$ from first principles.',
    'Solve $x^2 = 2$ where $x$ is rational.',
    'Solve $x^2 - 3x + 1 = 0$ for rational $x$.',
    'Solve $x^2 - 5x + 6 = 0$ modulo 7.',
    'Solve $z^3 = 8i$.',
  ])('%s', problem => {
    expect(position(problem)?.isMeans ?? true).toBe(true);
  });
});

test.each([
  ['Find $\\frac{\\partial f}{\\partial y}$ where $f(x, y) = x^2 y^3$.', 'y', 1],
  ['Find the partial derivative with respect to $y$ of $f(x, y) = x \\sin y$.', 'y', 1],
  ['Given $f(x, y) = x^2 y + y$, find the derivative with respect to $y$.', 'y', 1],
  ['Find $\\frac{d}{dx} f(x)$ if $f(x) = x^3$.', 'x', 1],
  ['Find the third derivative of $f(x) = x^5$.', 'x', 3],
  ['Differentiate $y = x^4$ twice.', 'x', 2],
  ["Find $y''$ for $y = t^3$.", 't', 2],
])('by what and how often it is differentiated: %s', (problem, variable, order) => {
  const aim = position(problem)?.aim;
  expect(position(problem)?.isMeans).toBe(false);
  expect(aim?.kind === 'work-out' && aim.start.wrap).toEqual({ kind: 'derivative', variable, order });
});

test('a set of positive integers is a bound and asks for integers', () => {
  const aim = position('Solve $x^2 - x - 6 = 0$, $x \\in \\mathbb{Z}^+$.')?.aim;
  expect(aim?.kind === 'solve' && [aim.integer, aim.domain.map(({ op }) => op)]).toEqual([true, ['>']]);
});
