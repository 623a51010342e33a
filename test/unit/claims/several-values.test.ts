/** A name with several values, a function that is asked about, a number that is put to the test: what is told of them, and what is not. */
import { describe, expect, test } from 'vitest';
import { checkText, claimsOf } from '../settle/documents.ts';

function rules(text: string): readonly string[] {
  return checkText(text).findings.map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

describe('values said one after the other contradict each other, unless they are told apart', () => {
  const given = 'From $\\lambda + \\mu = 4$ we know $2\\lambda + 3 = \\mu + \\lambda + 1$.';
  test.each<readonly [string, ...string[]]>([
    ['We get $\\lambda = 1$ and then $\\lambda = 3$.', 'equation.conflicts \\lambda = 3'],
    ['The first eigenvalue is $\\lambda = 1$ and the second is $\\lambda = 3$.'],
    ['The first eigenvalue is $\\lambda = 1$.\n\nThe other eigenvalue is $\\lambda = 3$.'],
    ['One solution is $\\lambda = 1$.\n\nWe get another solution: $\\lambda = 3$.'],
    ['The smaller value is $\\lambda = 1$, and the larger is $\\lambda = 3$.'],
    ['第一个特征值为 $\\lambda = 1$，第二个特征值为 $\\lambda = 3$。'],
    ['First, $\\lambda = 1$. One gets $\\lambda = 3$.', 'equation.conflicts \\lambda = 3'],
  ])('%s', (text, ...expected) => {
    expect(rules(`## Solution\n\n${given} ${text}\n`)).toEqual(expected);
  });
});

describe('a function is defined once; what it should be equal to is an equation', () => {
  test.each([
    'Let $f(x) = x^2 + 1$; find all $x$ with $f(x) = 5$.',
    'Let $f(x) = x^2 + 1$. Find all $x$ with $f(x) = 5$.',
    'Let $g(x) = 2x$ and $f(x) = x^2 + 1$.',
  ])('%s', problem => {
    const text = `## Problem\n\n${problem}\n\n## Solution\n\nWe have $f(3) = 10$.\n`;
    expect(claimsOf(checkText(text)).at(-1)?.verdict.status).toBe('proved');
  });
});

describe('a function that the problem asks about is given by it', () => {
  test.each<readonly [problem: string, step: string, status: string]>([
    ['Differentiate $f(x) = x^3 + x$.', "We get $f'(x) = 3x^2 + 1$.", 'proved'],
    ['Differentiate $f(x) = x^3 + x$.', "We get $f'(x) = 3x^2 + x$.", 'refuted'],
    ['Find the derivative of the function $g(t) = t^2$.', "Then $g'(t) = 3t$.", 'refuted'],
    ['Find the extrema of $f(x) = x^3 - 3x$ on $[0, 5]$.', "We have $f'(x) = 3x^2 - 2$.", 'refuted'],
    ['Sketch $f(x) = x^2 - 4x$.', 'Here $f(2) = -4$.', 'proved'],
    ['Find the zeros of $f(x) = x^2 - 4$.', 'Here $f(2) = 0$.', 'proved'],
    ['Differentiate $y = x^3 + x$.', '$\\frac{dy}{dx} = 3x^2 + x$', 'refuted'],
    ['If $y = x^2 e^x$, find $\\frac{dy}{dx}$.', "Then $y' = x e^x (2 + x)$.", 'proved'],
    ['Differentiate $y = x^x$.', "Here $\\ln y = x \\ln x$, so $\\frac{y'}{y} = \\ln x + 1$.", 'proved'],
    ['Find the tangent line to the curve $f(x) = x^2$ at $x = 3$.', 'Here $f(3) = 6$.', 'refuted'],
  ])('%s %s', (problem, step, status) => {
    const text = `## Problem\n\n${problem}\n\n## Solution\n\n${step}\n`;
    expect(claimsOf(checkText(text)).at(-1)?.verdict.status).toBe(status);
  });

  test.each([
    ['Find the zeros of $f(x) = x^2 - 4$.', 'We set $f(x) = 0$, so $x = 2$ or $x = -2$.'],
    ['Differentiate $y = x^2$ and $y = x^3$.', "First $y' = 2x$. Then $y' = 3x^2$."],
    ["Solve $y' = 2y$ with $y(0) = 3$.", "$\\frac{dy}{dx} = 2y$, so $y = 3e^{2x}$ and $y' = 6e^{2x}$."],
    ['Find $\\frac{dy}{dx}$ if $x^2 + y^2 = 25$.', "$2x + 2y y' = 0$, so $y' = -\\frac{x}{y}$."],
    ['Let $f$ be even. Which $f$ satisfy $f(x) = x f(1)$?', 'We try $f(1) = 2$.'],
  ])('%s %s', (problem, step) => {
    expect(rules(`## Problem\n\n${problem}\n\n## Solution\n\n${step}\n`)).toEqual([]);
  });
});

describe('a number from nowhere', () => {
  test.each<readonly [problem: string, solution: string, ...expected: string[]]>([
    ['Sam has 35 apples and buys 14 more.', 'He has 35 + 17 = 52 apples.', 'step.unknown-quantity 17'],
    ['Sam has 35 apples and buys 14 more.', 'He has 35 + 14 = 49 apples.'],
    // It is put to the test: what comes out is given.
    ['35 animals have 94 legs, 2 or 4 each.', 'Test: 23 + 12 = 35 heads and 2*23 + 4*12 = 94 legs.'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(`## Problem\n\n${problem}\n\n## Solution\n\n${solution}\n`)).toEqual(expected);
  });
});

describe('of several ranges one holds: together they are what follows', () => {
  const lost = 'equation.loses-roots';
  test.each<readonly [problem: string, solution: string, ...expected: string[]]>([
    ['x^2 > 9', 'So $x < -3$ or $x > 3$.'],
    ['x^2 > 9', 'So $x < -3 \\text{ or } x > 3$.'],
    ['x^2 > 9', 'So $x > 3 \\lor x < -3$.'],
    ['x^2 > 9', 'So $x < -3 \\quad\\text{or}\\quad x > 3$.'],
    ['x^2 > 9', 'So $x < -3, x > 3$.'],
    ['x^2 > 9', 'So $x < -3$ and $x > 3$.'],
    ['x^2 > 9', 'So $x < -3$ or else $3 < x$.'],
    ['x^2 > 9', '所以 $x < -3$ 或 $x > 3$。'],
    ['x^2 \\ge 9', 'So $x \\ge 3$ or $-x \\ge 3$.'],
    ['x^2 > 9', '$x^2 > 9 \\implies x > 3$ or $x < -3$.'],
    ['x^2 > 9', 'So $x > 3$ or $x < -3$. As $x$ must be positive, it follows that $x > 3$.'],
    ['x(x-1)(x+2) > 0', 'So $-2 < x < 0$ or $x > 1$.'],
    ['x(x-1)(x+2)(x-4)(x+5) > 0', 'So $x > 4$, $0 < x < 1$ or $-5 < x < -2$.'],
    ['x^2 > 9', 'So $x > 3$ or $x$ is less than $-3$.'],
    ['x^2 > 9', 'So $x > 3$ or $x \\in (-\\infty, -3)$.'],
    ['x^2 > 9', 'So $x > 3$.', `${lost} x > 3`],
    ['x^2 > 9', 'So $x > 3$ or $x < -4$.', `${lost} x > 3`],
    ['x^2 > 9', '$x^2 > 9 \\implies x > 3$ or $x < -4$.', `${lost} x > 3`],
    ['x^2 > 9', 'So $x > 3$ or $x > -3$.', 'equation.wrong-step x > 3'],
    ['x(x-1)(x+2)(x-4)(x+5) > 0', 'So $x > 5$, $0 < x < 1$ or $-5 < x < -2$.', `${lost} x > 5`],
    // A list of ranges that leave room for each other is a range with two ends.
    ['x^2 < 9', 'So $x > -3$ and $x < 3$.'],
    ['x^2 < 9', 'So $x > -2$ and $x < 3$.', 'equation.wrong-step x > -2'],
    // A condition is no second value.
    ['x^2 = 9', 'So $x = 3$, $x > 0$.'],
  ])('%s: %s', (problem, solution, ...expected) => {
    expect(rules(`## Problem\n\nSolve $${problem}$.\n\n## Solution\n\n${solution}\n`)).toEqual(expected);
  });

  test('in a .steps file, in LaTeX', () => {
    expect(rules('problem: Solve x^2 > 9.\n\nso x < -3 or x > 3\n')).toEqual([]);
  });
});

describe('a case that words open holds to its end', () => {
  const lost = 'equation.loses-roots';
  test.each<readonly [solution: string, ...expected: string[]]>([
    ['For negative $x$, $|x| = -x = 4$, so $x = -4$.'],
    ['For negative $x$ we have $x^2 = 16$. So $x = -4$. For positive $x$, $x^2 = 16$, so $x = 4$. So $x = \\pm 4$.'],
    ['When $x$ is negative, $x^2 = 16$ gives $x = -4$. If $x$ is positive, $x^2 = 16$ gives $x = 4$.'],
    ['For nonzero $z$, $z^3 = 4z$ gives $z^2 = 4$.'],
    ['In the second case $x^2 = 16$, so $x = -4$.'],
    ['For positive $x$, $x^2 = 16$, so $x = -4$.', 'equation.wrong-step -4'],
    ['For negative $x$, $x^2 = 16$, so $x = -4$. Otherwise $x^2 = 16$, so $x = -4$.', `${lost} x = -4`],
    ['For negative $x$, $y^2 = 16$, so $y = -4$.', `${lost} y = -4`],
    ['For nonzero $z$, $z^3 = 4z$ gives $z^2 = 4$. Otherwise $z^3 = 4z$, so $z^2 = 4$.', `${lost} z^2 = 4`],
    // "Non-negative" is not "negative".
    ['Let $x$ be a non-negative real number. $x^2 = 16$, so $x = 4$.'],
    ['Let $x$ be a non-positive integer. $x^2 = 16$, so $x = -4$.'],
    ['Let $x$ be a negative real number. $x^2 = 16$, so $x = 4$.', 'equation.wrong-step 4'],
  ])('%s', (solution, ...expected) => {
    expect(rules(`## Solution\n\n${solution}\n`)).toEqual(expected);
  });
});
