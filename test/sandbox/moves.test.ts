/** The search with symbolic moves in the real sandbox: solved to the end, each step verified, also from behind a wrong step. */
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { defaultLimits, type Sandbox } from '../../server/src/core/code/sandbox.ts';
import { createSymbolicPolicy } from '../../server/src/core/policy/symbolic/symbolic-policy.ts';
import { Continuations } from '../../server/src/core/search/continuations.ts';
import { withSandbox, withStorage } from '../bench/lib/sandbox.ts';

const limits = { ...defaultLimits, timeMs: 60_000 };
const never = new AbortController().signal;

/** The first moves that are proposed, in the words of the policy. */
async function movesFor(sandbox: Sandbox, problem: string, ...steps: readonly string[]): Promise<readonly string[]> {
  const policy = createSymbolicPolicy({ sandbox, limits, notation: 'plain' });
  const partial = { problem, steps: steps.map(text => ({ text })) };
  const proposal = await policy.propose(partial, { n: 1, form: 'plain', temperature: 0, maxTokens: 0 }, never);
  return proposal.ok ? proposal.candidates.map(({ text }) => text) : [proposal.fault.message];
}

test('moves by the kind of problem', { timeout: 300_000 }, async () => {
  const table: readonly (readonly [problem: string, move: string])[] = [
    ['Solve $3x + 5 = 20$.', 'Subtract 5 from both sides: 3x = 15.'],
    ['Solve $x^2 - 5x + 6 = 0$.', 'Factor: (x - 3)(x - 2) = 0.'],
    ['Solve $\\sqrt{x + 3} = x - 3$.', 'Square both sides: x + 3 = x^2 - 6x + 9.'],
    ['Solve $2^x = 32$.', 'Since 32 = 2^5, the exponents are equal: x = 5.'],
    ['Solve $5 - 2x \\ge 1$.', 'Subtract 5 from both sides: -2x >= -4.'],
    ['Simplify $(x + 1)^2 - (x - 1)^2$.', 'Expand: -(x - 1)^2 + (x + 1)^2 = 4x.'],
    ['How many ways are there to sit down?', ''],
  ];
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const all: (readonly [string, string])[] = [];
      for (const [problem] of table) all.push([problem, (await movesFor(sandbox, problem))[0] ?? '']);
      return all;
    }),
  );
  expect(found).toEqual(table);
});

test('an equation is solved from before the wrong step', { timeout: 300_000 }, async () => {
  const text = '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. So $(x - 2)(x + 3) = 0$.\n';
  const document = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  const found = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const continuations = new Continuations({ sandbox, limits, now: () => performance.now() });
      const place = { document, solution: 0, after: 0 };
      return continuations.search(place, { timeMs: 120_000, nodes: 400 }, never, () => undefined);
    }),
  );
  const finished = found?.found.continuations.find(({ line }) => line.finished);
  expect([found?.found.after, found?.result.end]).toEqual([-1, 'settled']);
  expect(finished?.line.nodes.map(({ checked }) => checked)).toEqual(finished?.line.nodes.map(() => 'proved'));
  expect(finished?.line.steps.at(-1)?.text).toBe('So the solutions are $x = 2$ or $x = 3$.');
});
