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
