import { describe, expect, it } from 'vitest';
import type { RunRequest, RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';
import { defaultLimits } from '../../../server/src/core/code/sandbox.ts';
import { positionOf, readSheet } from '../../../server/src/core/policy/symbolic/position.ts';
import { cellFor } from '../../../server/src/core/policy/symbolic/python.ts';
import { createSymbolicPolicy } from '../../../server/src/core/policy/symbolic/symbolic-policy.ts';

/** The call that asks for moves, without its import. */
function callFor(problem: string, ...steps: readonly string[]): string | undefined {
  const solution = readSheet({ problem, steps: steps.map(text => ({ text })) });
  const position = solution === undefined ? undefined : positionOf(solution);
  const cell = position === undefined ? undefined : cellFor(position, 1);
  return cell?.code
    .split('\n')
    .at(-1)
    ?.replace(/^print\(_moves\.told\(_moves_\w+\.|, 5\)\)$/g, '');
}

describe('where a solution stands', () => {
  it.each<readonly [name: string, problem: string, steps: readonly string[], call: string | undefined]>([
    ['an equation', 'Solve $3x + 5 = 20$.', [], 'solving([(3*x + 5, Integer(20))], [(3*x + 5, Integer(20))], x)'],
    [
      'an equation and what it became',
      'Solve $3x + 5 = 20$.',
      ['$3x = 15$'],
      'solving([(3*x, Integer(15))], [(3*x + 5, Integer(20))], x)',
    ],
    [
      'roots',
      'Solve $x^2 = 4$.',
      ['So $x = 2$ or $x = -2$.'],
      'solving([(x, Integer(2)), (x, Integer(-2))], [(x**2, Integer(4))], x)',
    ],
    [
      'words that come between',
      'Solve $x^2 = 4$.',
      ['$x^2 - 4 = 0$', 'We think.'],
      'solving([(x**2 - 4, Integer(0))], [(x**2, Integer(4))], x)',
    ],
    ['an equation without a problem', '', ['$2x = 8$'], 'solving([(2*x, Integer(8))], [(2*x, Integer(8))], x)'],
    [
      'a system',
      'Solve $x + y = 10$, $x - y = 2$.',
      [],
      'eliminating([(x + y, Integer(10)), (x - y, Integer(2))], [(x + y, Integer(10)), (x - y, Integer(2))], [x, y])',
    ],
    [
      'an inequality',
      'Solve $x^2 > 4$.',
      ['$x^2 - 4 > 0$'],
      "comparing(x**2 - 4, '>', Integer(0), (x**2, '>', Integer(4)), x)",
    ],
    [
      'a derivative in words',
      'Differentiate $x^2$.',
      [],
      'working_out(Derivative(x**2, x), Derivative(x**2, x), None)',
    ],
    [
      'a derivative as a formula',
      'Find $\\frac{d}{dx} x^2$.',
      [],
      'working_out(Derivative(x**2, x, 1), Derivative(x**2, x, 1), None)',
    ],
    ['an integral', 'Find $\\int x^2 \\, dx$.', [], 'working_out(Integral(x**2, x), Integral(x**2, x), None)'],
    ['an identity', 'Show that $(x+1)^2 = x^2 + 2x + 1$.', [], 'working_out((x + 1)**2, (x + 1)**2, x**2 + 2*x + 1)'],
    ['an expression', 'Simplify $x + x$.', ['$x + x = 2x$'], 'working_out(x + x, 2*x, None)'],
    ['words alone', 'How many ways are there?', [], undefined],
    ['nothing', '', [], undefined],
  ])('%s', (_, problem, steps, call) => {
    expect(callFor(problem, ...steps)).toBe(call);
  });
});

describe('what comes back', () => {
  const move = {
    say: 'Divide both sides by $2$',
    relations: [['x', '=', '\\frac{1}{2}']],
    join: 'and',
    final: false,
    rank: 0.5,
  };
  const policyOf = (result: Partial<RunResult>, notation: 'tex' | 'plain' = 'tex') =>
    createSymbolicPolicy({ sandbox: sandboxOf(result), limits: defaultLimits, notation });
  const propose = (policy: ReturnType<typeof policyOf>) =>
    policy.propose(
      { problem: 'Solve $2x = 1$.', steps: [] },
      { n: 4, form: 'plain', temperature: 0, maxTokens: 0 },
      new AbortController().signal,
    );

  it.each([
    ['tex', 'Divide both sides by $2$: $x = \\frac{1}{2}$.'],
    ['plain', 'Divide both sides by 2: x = 1/2.'],
  ] as const)('is written in the notation of the document: %s', async (notation, text) => {
    const proposal = await propose(policyOf({ stdout: JSON.stringify([move]) }, notation));
    expect(proposal.ok && proposal.candidates.map(each => [each.text, each.logProbability, each.final])).toEqual([
      [text, -0.5, false],
    ]);
  });

  it('a final move states its answer', async () => {
    const final = { ...move, say: 'So the solution is', final: true };
    const proposal = await propose(policyOf({ stdout: JSON.stringify([final]) }));
    expect(proposal.ok && proposal.candidates[0]).toMatchObject({
      text: 'So the solution is $x = \\frac{1}{2}$.',
      final: true,
      answer: 'x = \\frac{1}{2}',
    });
  });

  it.each<readonly [string, Partial<RunResult>, string]>([
    ['no list', { stdout: 'oops' }, 'not-understood'],
    ['another shape', { stdout: '[{"say": 1}]' }, 'not-understood'],
    ['no sandbox', { status: 'unavailable', error: { type: 'Sandbox', message: 'It does not start.' } }, 'unreachable'],
    ['cancelled', { status: 'cancelled' }, 'cancelled'],
    ['too long', { status: 'timeout' }, 'none'],
    ['SymPy gives up', { status: 'error', error: { type: 'NotImplementedError', message: '' } }, 'none'],
  ])('%s', async (_, result, kind) => {
    const proposal = await propose(policyOf(result));
    expect(proposal.ok ? 'none' : proposal.fault.kind).toBe(kind);
  });
});

function sandboxOf(result: Partial<RunResult>): Sandbox {
  return {
    run: (_request: RunRequest) =>
      Promise.resolve({ status: 'ok', stdout: '', cut: false, checks: [], ms: 1, ran: 1, ...result }),
    onState: () => () => {},
    dispose: () => {},
  };
}
