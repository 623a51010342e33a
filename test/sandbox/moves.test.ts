/** The search with symbolic moves in the real sandbox: solved to the end, each step verified, also from behind a wrong step. */
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { defaultLimits, type Sandbox } from '../../server/src/core/code/sandbox.ts';
import { createSymbolicPolicy, firstDoubt } from '../../server/src/core/policy/symbolic/symbolic-policy.ts';
import { Continuations } from '../../server/src/core/search/continuations.ts';
import { withSandbox, withStorage } from '../bench/lib/sandbox.ts';

const limits = { ...defaultLimits, timeMs: 60_000 };
const never = new AbortController().signal;

/** What is proposed, best first. */
async function proposed(sandbox: Sandbox, n: number, problem: string, steps: readonly string[]) {
  const policy = createSymbolicPolicy({ sandbox, limits, notation: 'plain' });
  const partial = { problem, steps: steps.map(text => ({ text })) };
  const proposal = await policy.propose(partial, { n, form: 'plain', temperature: 0, maxTokens: 0 }, never);
  if (!proposal.ok) throw new Error(proposal.fault.message);
  return proposal.candidates;
}

/** The best move, in the words of the policy. */
async function moveFor(sandbox: Sandbox, problem: string, ...steps: readonly string[]): Promise<string> {
  return (await proposed(sandbox, 1, problem, steps))[0]?.text ?? '';
}

test('moves by the kind of problem', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, move: string])[] = [
    ['Solve $3x + 5 = 20$.', 'Subtract 5 from both sides: 3x = 15.'],
    ['Solve $x^2 - 5x + 6 = 0$.', 'Factor: (x - 3)(x - 2) = 0.'],
    ['Solve $\\sqrt{x + 3} = x - 3$.', 'Square both sides: x + 3 = x^2 - 6x + 9.'],
    ['Solve $2^x = 32$.', 'Since 32 = 2^5, the exponents are equal: x = 5.'],
    ['Solve $5 - 2x \\ge 1$.', 'Subtract 5 from both sides: -2x >= -4.'],
    ['Simplify $(x + 1)^2 - (x - 1)^2$.', 'Expand: (x + 1)^2 - (x - 1)^2 = 4x.'],
    ['Simplify $\\frac{x^2 - 5x + 6}{x^2 - 9}$.', 'Factor: (x^2 - 5x + 6)/(x^2 - 9) = (x - 2)/(x + 3).'],
    ['Make $t$ the subject of $v = u + at$.', 'Exchange the sides: a t + u = v.'],
    ['Solve $2\\sin x = 1$ for $0 \\le x < 2\\pi$.', 'Solve for sin(x): sin(x) = 1/2.'],
    ['Solve $3p + q = 5$, $p - q = 3$.', 'Solve the first equation for q: q = 5 - 3p.'],
    ['Solve $3a - 2b = 16$, $2a + 5b = -2$.', 'Add 5 times the first equation and 2 times the second: 19a = 76.'],
    ['Solve $x^2 + y^2 = 13$, $x^2 - y^2 = 5$.', 'Subtract the second from the first equation: 2y^2 = 8.'],
    [
      'Solve $\\frac1x + \\frac1y = \\frac56$, $\\frac1x - \\frac1y = \\frac16$.',
      'Subtract the second from the first equation: 2/y = 2/3.',
    ],
    ['Solve $2^x \\cdot 2^y = 32$, $x - y = 1$.', 'Since 32 = 2^5, the exponents are equal: x + y = 5.'],
    ['Solve $x^2 - xy = 6$, $xy - y^2 = 2$.', 'Divide the first equation by the second equation: x = 3y.'],
    ['Solve $5x \\equiv 3 \\pmod{11}$.', 'Since 5*9 = 45 ≡ 1 (mod 11), multiply by 9: x ≡ 5 (mod 11).'],
    ['Prove that $a^2 + b^2 \\ge 2ab$.', 'The difference of the two sides is a^2 - 2a b + b^2 = (a - b)^2.'],
    ['Rationalise $\\frac{1}{\\sqrt{3} - 1}$.', 'Make the denominator rational: 1/(sqrt(3) - 1) = (1 + sqrt(3))/2.'],
    [
      'Rationalise $\\frac{3 + \\sqrt{5}}{3 - \\sqrt{5}}$.',
      'Make the denominator rational: (3 + sqrt(5))/(3 - sqrt(5)) = (3sqrt(5) + 7)/2.',
    ],
    ['Find $\\int (2x + 1)^5 \\, dx$.', 'Substitute u = 2x + 1, and integrate: ∫ (2x + 1)^5 dx = C + (2x + 1)^6/12.'],
    [
      'Find $\\int \\frac{5x + 1}{(x - 1)(x + 2)} \\, dx$.',
      'Split into partial fractions: ∫ (5x + 1)/((x - 1)(x + 2)) dx = ∫ (3/(x + 2) + 2/(x - 1)) dx.',
    ],
    ['Solve $3(x - 2) = 3x + 1$.', 'Here x falls out and -7 ≠ 0, so the equation has no real solution.'],
    ['Solve $2(x + 1) = 2x + 2$.', 'Both sides are equal for every x, so x ∈ ℝ.'],
    ['How many ways are there to sit down?', ''],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const all: (readonly [string, string])[] = [];
      for (const [problem] of table) all.push([problem, await moveFor(sandbox, problem)]);
      return all;
    }),
  );
  expect(found).toEqual(table);
});

test('what ends a solution', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, step: string, end: string])[] = [
    ['If $x + y = 7$ and $x - y = 3$, find $x$.', 'Then $x = 5$.', 'So x = 5.'],
    [
      'Solve $x^2 = 4$ where $x \\ne 2$.',
      '$x = 2$ or $x = -2$',
      'Put back, 2 does not satisfy the conditions, so the solution is x = -2.',
    ],
    [
      'Solve $x^2 = 16$ given that $x$ is negative.',
      '$x = 4$ or $x = -4$',
      'Put back, 4 does not satisfy the conditions, so the solution is x = -4.',
    ],
    ['Solve $x + y = 3a$, $x - y = a$ for $x$ and $y$.', 'So $x = 2a$ and $y = a$.', 'So x = 2a and y = a.'],
    [
      'Solve $\\begin{cases} x + y = 3 \\\\ x^2 + y^2 = 5 \\end{cases}$ for $x > y$.',
      'Put $y = 3 - x$ into the second equation, so $x = 1$ or $x = 2$.',
      'Put each value back; where x > y this gives x = 2 and y = 1.',
    ],
    [
      'Find the coordinates of the points where the line $y = 2x - 1$ meets $y = x^2 - 4$.',
      '$x = -1$ or $x = 3$',
      'Put each value back, which gives x = -1 and y = -3, or x = 3 and y = 5.',
    ],
    [
      'Solve $2x - 4y = 6$, $-x + 2y = -3$.',
      '$x = 2y + 3$',
      'With any real y the other equation holds too, so the solutions are x = 2y + 3.',
    ],
    [
      'Solve $x + y = 3$, $x^2 + y^2 = 1$.',
      '$y^2 - 3y = -4$',
      'The discriminant of this is -7, and -7 < 0, so the system has no real solution.',
    ],
    ['Solve $x + y + z = 6$, $x - y = 1$, $z = 3$.', '$x = 2$, $y = 1$', 'So x = 2 and y = 1.'],
    ['Solve $\\sin x = 0$.', '$\\sin x = 0$', 'With any integer k the solutions are x = pi k.'],
    ['Solve $x^2 + 4x + 5 > 0$.', '$(x + 2)^2 + 1 > 0$', 'This holds for every real number, so x ∈ ℝ.'],
    ['Find the largest root of $x^2 - 5x + 6 = 0$.', '$x = 2$ or $x = 3$', 'The larger of them is x = 3.'],
    ['Find the sum of the roots of $x^2 + x = 6$.', '$x = -3$ or $x = 2$', 'Their sum is -3 + 2 = -1.'],
    ['Find the product of the real roots of $x^3 = 8$.', '$x = 2$', 'This is the only solution, so the product is 2.'],
    ['How many distinct real roots has $x^3 - 3x + 2 = 0$?', '$x = -2$ or $x = 1$', 'So there are 2 solutions.'],
    ["Find $f'(-2)$ if $f(x) = x^3$.", "$f'(x) = 3x^2$", "Put in x = -2: f'(-2) = 3(-2)^2 = 12."],
    ['Evaluate $a + b^2$ when $a = 2$ and $b = 3$.', 'We put them in.', 'Put in a = 2 and b = 3: 2 + 3^2 = 11.'],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const all: (readonly [string, string, string])[] = [];
      for (const [problem, step] of table) all.push([problem, step, await moveFor(sandbox, problem, step)]);
      return all;
    }),
  );
  expect(found).toEqual(table);
});

test('values are put back before anything else is tried', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, steps: readonly string[], moves: readonly string[]])[] = [
    ['Solve $x + y = 10$, $x - y = 4$.', ['$x = 10 - y$', '$y = 3$'], ['Put y = 3 into x = 10 - y, so x = 7.']],
    ['Solve $3p + q = 5$, $p - q = 3$.', ['$4p = 8$'], ['Divide both sides by 4: p = 2.']],
    ['Solve $x = 2$, $x + y = 5$.', ['We begin.'], ['Put x = 2 into the equation, so y = 3.']],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const all: (readonly [string, readonly string[], readonly string[]])[] = [];
      for (const [problem, steps] of table)
        all.push([problem, steps, (await proposed(sandbox, 1, problem, steps)).map(({ text }) => text)]);
      return all;
    }),
  );
  expect(found).toEqual(table);
});

test('what may be meant in two ways, or has no value, ends nothing', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, step: string])[] = [
    // A double root counts once or twice, complex roots count or do not.
    ['How many roots does $x^3 - 3x + 2 = 0$ have?', '$x = -2$ or $x = 1$'],
    ['Find the sum of the solutions of $x^3 = 8$.', '$x = 2$'],
    ['Given $f(x) = \\frac{1}{x - 2}$, find $f(2)$.', 'We put it in.'],
    ['Evaluate $\\sqrt{x}$ when $x = -4$.', 'We put it in.'],
    // Of two pairs of solutions one is not the whole.
    ['Solve $x + y = 3$, $x^2 + y^2 = 5$.', '$x = 1$, $y = 2$'],
    // More unknowns are free than were expressed, or one solution alone is given.
    ['Solve $x + y + z = 3$, $2x + 2y + 2z = 6$.', '$x = 1$'],
    // Whether there are solutions hangs on a.
    ['Solve $x + 2y = a$, $2x + 4y = 7$ for $x$ and $y$.', '$x = a - 2y$'],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const ends: string[] = [];
      for (const [problem, step] of table)
        ends.push(...(await proposed(sandbox, 8, problem, [step])).flatMap(({ final, text }) => (final ? [text] : [])));
      return ends;
    }),
  );
  expect(found).toEqual([]);
});

test('the first step that does not fit', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, steps: readonly string[], doubt: number | undefined])[] = [
    ['Solve $x^2 = 5x$.', ['$x = 5$'], 0],
    ['Solve $x^2 = 5x$.', ['$x(x - 5) = 0$', 'So $x = 0$ or $x = 5$.'], undefined],
    ['Solve $x + 3y = 4$, $2x + y = -2$.', ['$3x + 4y = 2$', '$x = 2$'], 1],
    ['Solve $\\sqrt{x + 3} = x - 3$.', ['$x + 3 = x^2 - 6x + 9$'], undefined],
    ['Solve $|x - 1| = 2$.', ['Case 1: $x \\ge 1$. Then $x - 1 = 2$.'], undefined],
    ['Solve $x^2 > 4$.', ['$x > 2$'], 0],
    ['Find $\\lim_{x \\to 0} \\frac{1 - \\cos x}{x^2}$.', ['$\\lim_{x \\to 0} \\frac{1 - \\cos x}{x^2} = 1$'], 0],
    ['Solve $4x \\equiv 7 \\pmod 9$.', ['$x \\equiv 3 \\pmod 9$'], 0],
    ['Find the largest root of $x^2 = 5x$.', ['$x(x - 5) = 0$', 'The largest is $x = 5$.'], undefined],
    ["Find $f'(2)$ if $f(x) = x^3$.", ["$f'(x) = 3x^2$", "$f'(2) = 3 \\cdot 2^2 = 12$"], undefined],
    ["Find $f'(2)$ if $f(x) = x^3$.", ["$f'(x) = 3x^2$", "So $f'(2) = 6$."], 1],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const all: (readonly [string, readonly string[], number | undefined])[] = [];
      for (const [problem, steps] of table) {
        const partial = { problem, steps: steps.map(text => ({ text })) };
        all.push([problem, steps, await firstDoubt(partial, { sandbox, limits }, never)]);
      }
      return all;
    }),
  );
  expect(found).toEqual(table);
});

/** What a search from the last step of a solution finds. */
async function searched(text: string) {
  const document = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const continuations = new Continuations({ sandbox, limits, now: () => performance.now() });
      const place = { document, solution: 0, after: 0 };
      return continuations.search(place, { timeMs: 120_000, nodes: 400 }, never, () => undefined);
    }),
  );
  const lines = found?.found.continuations.map(({ line }) => line) ?? [];
  return { after: found?.found.after, end: found?.result.end, lines };
}

test('an equation is solved from before the wrong step', { timeout: 300_000 }, async () => {
  const { after, end, lines } = await searched(
    '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. So $(x - 2)(x + 3) = 0$.\n',
  );
  const finished = lines.find(line => line.finished);
  expect([after, end]).toEqual([-1, 'settled']);
  expect(finished?.nodes.map(({ checked }) => checked)).toEqual(finished?.nodes.map(() => 'proved'));
  expect(finished?.steps.at(-1)?.text).toBe('So the solutions are $x = 2$ or $x = 3$.');
});

test('the solutions of an equation are steps, and no end, where something else is asked for', {
  timeout: 300_000,
}, async () => {
  const { end, lines } = await searched(
    '## Problem\n\nFind the sum of the squares of the roots of $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. We start from $x^2 - 5x + 6 = 0$.\n',
  );
  expect([end, lines.some(line => line.finished)]).toEqual(['settled', false]);
  expect(lines.map(({ steps }) => steps.at(-1)?.text)).toContain('So the solutions are $x = 2$ or $x = 3$.');
});
