/** What a text means by its signs: bases of logarithms, pieces of a function, rings, units. A finding must stand in all that may be meant. */
import { describe, expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import type { Finding } from '../../../server/src/core/findings.ts';

function documentOf(problem: string, solution: string): string {
  return `## Problem\n\n${problem}\n\n## Solution\n\n${solution}\n`;
}

function findingsIn(text: string): readonly Finding[] {
  return new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result.findings;
}

/** The rules that have something to say of a solution, with what is underlined; hints are left out. */
function rules(problem: string, solution: string): readonly string[] {
  const text = documentOf(problem, solution);
  return findingsIn(text)
    .filter(({ severity }) => severity !== 'hint')
    .map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

type Row = readonly [problem: string, solution: string, ...expected: string[]];

describe('log without a base', () => {
  const sum = 'Solve $\\log x + \\log(x+3) = 1$.';
  test.each<Row>([
    ['Solve $\\log(x) = 2$.', '$x = 100$.'],
    ['Solve $\\log(x) = 2$.', '$x = e^2$.'],
    ['Solve $\\log(x) = 2$.', '$x = 50$.', 'answer.not-a-solution x = 50'],
    [sum, '$x = 2$ is the solution.'],
    [sum, '$x^2 + 3x = 10$, $(x-2)(x+5) = 0$.\n\n$x = 2$, since $x > 0$.'],
    [sum, '$x = 3$ is the solution.', 'answer.not-a-solution x = 3'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('a definition holds where it is said to', () => {
  const pieces = 'Let $f(x) = x^2$ for $x \\le 1$ and $f(x) = 2x - 1$ for $x > 1$.';
  test.each<Row>([
    [pieces, '$f(3) = 5$ and $f(0) = 0$.'],
    ['Consider functions.', `${pieces} Then $f(3) = 5$.`],
    ['Let $f(x) = e^{-x}$ for $x \\ge 0$ and $f(x) = 0$ otherwise.', '$f(-1) = 0$.'],
    ['Let $f(x) = x^2$ on $[0, 1]$, extended as an odd function.', '$f(-1) = -f(1) = -1$.'],
    ['Let $f(x) = x^2$ for $0 \\le x \\le 1$; $f$ has period 1.', '$f(2.5) = f(0.5) = 0.25$.'],
    ['Let $f(x) = x^2$ for rational $x$ and $f(x) = -x$ otherwise.', '$f(\\sqrt 2) = -\\sqrt 2$.'],
    ['Let $f(x) = 2x + 1$ in part (a), and $f(x) = x^2$ in part (b).', '(b) $f(3) = 9$.'],
    ['Let $f(x) = x^2 - 4x + 7$; let then $f(x) = x^2 + 2x$ instead.', 'The second has the minimum $f(-1) = -1$.'],
    ["$u(x) = e^x$ solves $u'' - u = 0$. Find another.", 'It is $u(x) = e^x + e^{-x}$, and $u(0) = 2$.'],
    ["Let $u(x) = e^x$ be one solution of $u'' = u$.", '$u(0) = 2$ holds for another.'],
    ["$u(x) = e^x$ satisfies $u'' = u$.", '$u(0) = 2$ holds for another.'],
    ['Let $f(x) = x^2$ for $x \\le 1$.', '$f(-3) = 6$.', 'claim.contradicts-definition 6'],
    ['Let $f(x) = x^2$ on $[0, 1]$.', '$f(1) = 2$.', 'claim.contradicts-definition 2'],
    ['Let $f(x) = \\sin x$ for $x > 0$.', "$f'(x) = -\\cos x$.", 'claim.false-derivative -\\cos x'],
    ['Let $f(x) = x^2 + 1$ for all real $x$.', '$f(2) = 4$.', 'claim.contradicts-definition 4'],
    ['Let $f(x) = ax^2$ where $a > 0$ and $g(x) = x^2$.', '$g(2) = 5$.', 'claim.contradicts-definition 5'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('roundings to the digits shown', () => {
  const planck = '$E = 6.63\\times10^{-34}\\cdot 6.00\\times10^{14}';
  const given = 'Multiply.';
  test.each<Row>([
    [given, `${planck} = 3.98\\times10^{-19}\\text{ J}$.`],
    [given, `${planck} = 3.98\\times10^{-19}$ J.`],
    [given, `${planck} = 4.98\\times10^{-19}\\text{ J}$.`, 'claim.false-equality 4.98\\times10^{-19}\\text{ J}'],
    [given, '$6.63\\times10^{-3}\\cdot6.00\\times10^{4} = 398\\text{ J}$.'],
    [given, '$6.63\\cdot60.0 = 398$.'],
    [given, '$6.63\\cdot60.0 = 389$.', 'claim.false-equality 389'],
    [given, '$1.5\\cdot 1.5 = 2$.', 'claim.false-equality 2'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('who writes decimals is told decimals', () => {
  test.each([
    ['$4.5\\cdot 9.81 = 45.145$.', '4.5·9.81 = 44.145, not 45.145.'],
    ['$1.5\\cdot 1.5 = 2$.', '1.5·1.5 = 2.25, not 2.'],
    ['$6.63\\times10^{-3}\\cdot 2 = 1.5\\times10^{-2}\\text{ J}$.', '6.63·10⁻³·2 = 1.326·10⁻² J, not 1.5·10⁻² J.'],
    ['$\\frac14 + \\frac13 = \\frac27$.', '1/4 + 1/3 = 7/12, not 2/7.'],
  ])('%s', (solution, message) => {
    expect(findingsIn(documentOf('Multiply.', solution)).map(finding => finding.message)).toEqual([message]);
  });
});

describe('where a text counts modulo a number, equal numbers are congruent ones', () => {
  const matrices =
    '$2\\begin{pmatrix}4&-2\\\\-3&1\\end{pmatrix} = \\begin{pmatrix}8&-4\\\\-6&2\\end{pmatrix} = \\begin{pmatrix}3&1\\\\4&2\\end{pmatrix}$.';
  test.each<Row>([
    ['Compute.', 'Over $\\mathbb F_2$ we have $1 + 1 = 0$.'],
    ['Compute.', 'In $\\mathbb{Z}_7$, $3\\cdot 5 = 1$.'],
    ['Compute in $\\mathbb{Z}/7\\mathbb{Z}$.', '$3\\cdot 5 = 1$ and $3^{-1} = 5$.'],
    ['Compute in $\\mathbb{Z}/7\\mathbb{Z}$.', '$3\\cdot 5 = 2$.', 'claim.false-equality 2'],
    ['Compute.', 'In ℤ₇ we have $3 + 5 = 1$ and $3\\cdot 5 = 2$.', 'claim.false-equality 2'],
    ['Compute.', 'We work modulo $13$. Then $5^2 = 25 = -1$, so $5^4 = 1$.'],
    ['Compute.', 'We work modulo $13$. Then $5^4 = 2$.', 'claim.false-equality 2'],
    ['Compute.', 'The field with 4 elements has $1 + 1 = 0$.'],
    ['Calculate $3/5$ mod 7.', '5 * 3 = 15 = 1 mod 7, so $5^{-1} = 3$ mod 7.'],
    ['Calculate $3/5$ mod 7.', 'First, $5\\cdot 3 = 16$.', 'claim.false-equality 16'],
    ['Solve $3x + 4 = 1$ in $\\mathbb{Z}_7$.', '$3x = -3 = 4$, and $3^{-1} = 5$, so $x = 20 = 6$.'],
    ['Invert the matrix over $\\mathbb{Z}_5$.', matrices],
    [
      'Invert the matrix.',
      matrices,
      'claim.false-matrix \\begin{pmatrix}8&-4\\\\-6&2\\end{pmatrix} = \\begin{pmatrix}3&1\\\\4&2\\end{pmatrix}',
    ],
    ['Compute.', 'We have $3\\cdot 5 = 1$.', 'claim.false-equality 1'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('a value that is put in holds at its own place', () => {
  test.each<Row>([
    ['Discuss.', 'The maximum is $22$ at $x = 5$, the minimum $2$ at $x \\in \\{0, 3\\}$.'],
    ['Discuss.', 'It has its maximum at $x = 5$ and its minimum at the points $x \\in \\{0, 3\\}$.'],
    ['Discuss.', 'Largest at $n = 4$, smallest at $n \\in \\{1, 2\\}$.'],
    ['Discuss.', 'The function is zero at $x = 7$, $x \\in [8, 9]$.'],
    ['Discuss.', 'At $x = 4$ we leave the range $x \\le 3$.'],
    ['Discuss.', 'For $x = 5$: $x \\in \\{0, 3\\}$.', 'claim.false-membership x \\in \\{0, 3\\}'],
    ['Discuss.', 'For $x = 2$ we have $x^2 > 7$.', 'claim.false-inequality x^2 > 7'],
    ['Discuss.', 'At $x = 2$ we have $x \\in [3, 4]$.', 'claim.false-membership x \\in [3, 4]'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('an operation that the text defines', () => {
  test.each<Row>([
    ['Define $a * b = ab + 1$. Compute $2 * 3$.', '$2 * 3 = 7$, and $(1 * 2) * 3 = 3 * 3 = 10$.'],
    ['Let $a \\circ b = a + 2b$.', '$2 \\circ 3 = 8$.'],
    ['Let a * b = a + 2b. Find 2 * 3.', '2 * 3 = 2 + 6 = 8'],
    ['Define $a * b = ab + 1$.', '$2\\cdot 3 = 7$.', 'claim.false-equality 7'],
    ['Let $a * b = 12$ and $a = 3$.', '$2 * 3 = 7$.', 'claim.false-equality 7'],
    ['Compute.', '$2 * 3 = 7$.', 'claim.false-equality 7'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });
});

describe('a percentage that is added is of what stands before it', () => {
  test.each<Row>([
    ['A sale.', 'The price rises to 80 + 25% = 100.'],
    ['A sale.', 'It is €60 - 15% = €51, and then €51 + 20% = €61.20.'],
    ['A sale.', '$50 + 10\\% = 55$ and $10\\% + 5\\% = 15\\%$ and $1 + 5\\% = 1.05$.'],
    ['A sale.', '$80 + 25\\% = 105$.', 'claim.false-equality 105'],
    ['A sale.', '$10\\% + 5\\% = 18\\%$.', 'claim.false-equality 18\\%'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });

  test('the message counts so too', () => {
    const [finding] = findingsIn(documentOf('A sale.', '$80 + 25\\% = 105$.'));
    expect(finding?.message).toBe('80 + 25% = 100, not 105.');
  });
});

describe('amounts in two units', () => {
  test.each<Row>([
    ['Convert.', 'First 1 m = 100 cm, and 1 m = 1000 mm.'],
    ['Convert.', 'We know that 1 m = 100 cm and 1 m = 1000 mm or so.'],
    ['Convert.', '90 km/h = 25 m/s, 2 h = 7200 s, 100 km/h = 27.8 m/s.'],
    ['Convert.', 'First convert: 90 km/h = 90 · 3.6 m/s = 324 m/s.', 'claim.false-equality 90 · 3.6 m/s'],
    ['Convert.', '2 h 30 min = 2.5 h'],
    ['Convert.', '2 h and 30 min = 2.5 h'],
    ['Convert.', 'An hour and 30 min = 90 min; 3 times 20 min = 1 h; half of 1 h = 30 min.'],
    ['Convert.', '2 h, 30 min = 2.5 h. Now $2\\text{ h } 30\\text{ min} = 2.5\\text{ h}$.'],
    ['Convert.', '2 h = 120 s', 'claim.false-equality 120 s'],
    ['Convert.', '3 kg = 300 g', 'claim.false-equality 300 g'],
    ['Convert.', '$3600\\text{ L} = 36\\text{ m}^3$', 'claim.false-equality 36\\text{ m}^3'],
    ['Draw a map.', '1 cm = 5 km'],
    ['Let $h$ and $s$ be numbers.', 'Then $2h = 120s$ and $h = 60s$ and so 2 h = 120 s.'],
  ])('%s %s', (problem, solution, ...expected) => {
    expect(rules(problem, solution)).toEqual(expected);
  });

  test.each([
    ['3600 L = 36 m^3', '3600 L = 3.6 m^3, not 36 m^3.', '3.6 m^3'],
    ['90 km/h = 324 m/s', '90 km/h = 25 m/s, not 324 m/s.', '25 m/s'],
  ])('%s in plain notation', (line, message, newText) => {
    const options = { format: 'steps', wholeFile: false, severities: {} } as const;
    const { findings } = new DocumentChecker(`problem: Convert.\n\n1 m = 100 cm\n1 m = 1000 mm\n${line}\n`, options)
      .result;
    expect(findings.map(finding => [finding.message, finding.fix?.newText])).toEqual([[message, newText]]);
  });
});
