/** `stepwise search` in this process, with a sandbox that gives the moves a test wants. */
import { describe, expect, test } from 'vitest';
import type { RunResult, Sandbox } from '../../server/src/core/code/sandbox.ts';
import { type Outcome, stepwiseIn } from './inProcess.ts';

const text = 'problem: Solve 3x + 5 = 20.\n\n3x + 5 = 20\n';

const moves = JSON.stringify({
  known: null,
  moves: [
    { say: 'Subtract $5$ from both sides', relations: [['3x', '=', '15']], join: 'and', final: false, rank: 0 },
    { say: 'So', relations: [['x', '=', '5']], join: 'and', final: true, rank: 1 },
    { say: 'So', relations: [['x', '=', '6']], join: 'and', final: true, rank: 2 },
  ],
});

function stepwise(
  args: readonly string[],
  stdin: string,
  result: Partial<RunResult> = { stdout: moves },
): Promise<Outcome> {
  const sandbox: Sandbox = {
    run: () => Promise.resolve({ status: 'ok', stdout: '', cut: false, checks: [], ms: 1, ran: 1, ...result }),
    onState: () => () => {},
    dispose: () => {},
  };
  return stepwiseIn(['search', '--language', 'steps', ...args], { stdin, createSandbox: () => sandbox });
}

describe('stepwise search', () => {
  test('prints the steps that could come next, how each was checked, and the way to the end', async () => {
    const { code, out } = await stepwise(['-'], text);
    expect(out).toContain('<stdin>, after step 1:\n');
    expect(out).toMatch(/\d\. Subtract 5 from both sides: 3x = 15\. \(proved/);
    expect(out).toMatch(/\d\. So x = 5\. \(proved, leads to the end in 1 step\)/);
    expect(out).not.toContain('x = 6');
    expect(code).toBe(0);
  });

  test('goes on from before a refuted step', async () => {
    const { out } = await stepwise(['-'], `${text}3x = 25\n`);
    expect(out).toContain('after step 1 (step 2 is refuted):');
  });

  test('goes on from the problem', async () => {
    const { out } = await stepwise(['-', '--step', '0'], text);
    expect(out).toContain('from the problem:');
  });

  test('as JSON, with the tree', async () => {
    const { out } = await stepwise(['-', '--json'], text);
    const report = JSON.parse(out) as {
      files: readonly { solutions: readonly { after: number; tree: { children: unknown[] } }[] }[];
    };
    const [solution] = report.files[0]?.solutions ?? [];
    expect([solution?.after, solution?.tree.children.length]).toEqual([1, 1]);
  });

  test.each<readonly [string, readonly string[], string, Partial<RunResult>, number, string]>([
    ['nothing known', ['-'], 'We think.\n', {}, 1, 'no next step was found'],
    ['no such step', ['-', '--step', '9'], text, {}, 2, 'there is no step 9: a solution has 1'],
    ['no solution', ['-'], '', {}, 2, 'no solution found'],
    [
      'no solution in Markdown',
      ['-', '--language', 'markdown'],
      '# Exercise\n\nSolve it.\n\n1. So $x = 1$.\n',
      {},
      2,
      'no solution found: a heading such as "Solution" marks one',
    ],
    [
      'no solution in LaTeX',
      ['-', '--language', 'latex'],
      '\\section{Exercise}\nSolve it.\n',
      {},
      2,
      'or \\textbf{Solution.} above the steps',
    ],
    [
      'no sandbox',
      ['-'],
      text,
      { status: 'unavailable', error: { type: 'Sandbox', message: 'It does not start.' } },
      2,
      'It does not start.',
    ],
    ['a step that is no number', ['-', '--step', 'x'], text, {}, 2, '--step takes the number of a step'],
  ])('%s', async (_, args, stdin, result, code, words) => {
    const outcome = await stepwise(args, stdin, result);
    expect(outcome.out + outcome.err).toContain(words);
    expect(outcome.code).toBe(code);
  });
});
