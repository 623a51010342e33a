import { describe, expect, it } from 'vitest';
import type { RunRequest, RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';
import { defaultLimits } from '../../../server/src/core/code/sandbox.ts';
import { positionOf, readSheet } from '../../../server/src/core/policy/symbolic/position.ts';
import { doubtQuestion } from '../../../server/src/core/policy/symbolic/python.ts';
import { createSymbolicPolicy, firstDoubt } from '../../../server/src/core/policy/symbolic/symbolic-policy.ts';

/** What is asked of Python, without its import: the aim and what was said. */
function callFor(problem: string, ...steps: readonly string[]): string | undefined {
  const solution = readSheet({ problem, steps: steps.map(text => ({ text })) });
  const position = solution === undefined ? undefined : positionOf(solution);
  const question = position === undefined ? undefined : doubtQuestion(position);
  return (
    question?.cell.code
      .split('\n')
      .at(-1)
      ?.replace(/^print\(_moves_(\w+)\.doubt\(_moves_\w+\.|\)\)$/g, '')
      // The expression as it stands in the problem, in TeX.
      .replace(/, "(?:[^"\\]|\\.)*"\)/, ')')
  );
}

describe('where a solution stands', () => {
  it.each<readonly [name: string, problem: string, steps: readonly string[], call: string | undefined]>([
    ['an equation', 'Solve $3x + 5 = 20$.', [], "Solve(x, [(3*x + 5, '=', Integer(20))], [], False, True), []"],
    [
      'an equation and what it became',
      'Solve $3x + 5 = 20$.',
      ['$3x = 15$'],
      "Solve(x, [(3*x + 5, '=', Integer(20))], [], False, True), [(False, False, [(3*x, '=', Integer(15))])]",
    ],
    [
      'roots',
      'Solve $x^2 = 4$.',
      ['So $x = 2$ or $x = -2$.'],
      "Solve(x, [(x**2, '=', Integer(4))], [], False, True), [(True, False, [(x, '=', Integer(2)), (x, '=', Integer(-2))])]",
    ],
    [
      'a case',
      'Solve $|x| = 4$.',
      ['Suppose $x \\ge 0$. Then $x = 4$.'],
      "Solve(x, [(Abs(x), '=', Integer(4))], [], False, False), [(False, True, [(x, '=', Integer(4))])]",
    ],
    [
      'an equation without a problem',
      '',
      ['$2x = 8$'],
      "Solve(x, [(2*x, '=', Integer(8))], [], False, True), [(False, False, [(2*x, '=', Integer(8))])]",
    ],
    [
      'a problem that states no relation: the equation that was set up',
      'Twice a number is 8. Find the number.',
      ['Let $x$ be the number.', '$2x = 8$'],
      "Solve(x, [(2*x, '=', Integer(8))], [], False, True), [(False, True, []), (False, False, [(2*x, '=', Integer(8))])]",
    ],
    ['work that is no equation says nothing of what is asked', 'How many apples are left?', ['$3 + 4 = 7$'], undefined],
    [
      'the name to solve for',
      'Make $t$ the subject of $v = u + at$.',
      [],
      "Solve(t, [(v, '=', u + a*t)], [], False, True), []",
    ],
    [
      'a formula in the words',
      'Solve 2y + 1 = 7 for y.',
      [],
      "Solve(y, [(2*y + 1, '=', Integer(7))], [], False, True), []",
    ],
    [
      'zeros',
      'Find the zeros of $f(t) = t^2 - 1$.',
      [],
      "Solve(t, [(t**2 - 1, '=', Integer(0))], [], False, True), []",
    ],
    [
      'bounds of the unknown',
      'Solve $\\sin x = 1$ on $[0, 2\\pi)$.',
      [],
      "Solve(x, [(sin(x), '=', Integer(1))], [(x, '≥', Integer(0)), (x, '<', 2*pi)], False, False), []",
    ],
    [
      'a system',
      'Solve $x + y = 10$, $x - y = 2$.',
      [],
      "System([x, y], [(x + y, '=', Integer(10)), (x - y, '=', Integer(2))], [x, y]), []",
    ],
    [
      'a system in a display',
      'Solve\n\\begin{align*} x + y &= 10 \\\\ x - y &= 2 \\end{align*}',
      [],
      "System([x, y], [(x + y, '=', Integer(10)), (x - y, '=', Integer(2))], [x, y]), []",
    ],
    [
      'an inequality',
      'Solve $x^2 > 4$.',
      ['$x^2 - 4 > 0$'],
      "Solve(x, [(x**2, '>', Integer(4))], [], False, True), [(False, False, [(x**2 - 4, '>', Integer(0))])]",
    ],
    ['a derivative in words', 'Differentiate $x^2$.', [], "WorkOut(Derivative(x**2, x, 1), 'value', None), []"],
    [
      'a derivative of a function with a name',
      "Let $h(s) = s^2$. Find $h'(s)$.",
      ["$h'(s) = 2s$"],
      "WorkOut(Derivative(s**2, s, 1), 'value', None), [(False, False, [(None, '=', 2*s)])]",
    ],
    [
      'a derivative as a formula',
      'Find $\\frac{d}{dx} x^2$.',
      [],
      "WorkOut(Derivative(x**2, x, 1), 'value', None), []",
    ],
    ['an integral', 'Find $\\int x^2 \\, dx$.', [], "WorkOut(Integral(x**2, x), 'value', None), []"],
    [
      'an integral in words',
      'Evaluate the integral of x^2 from 0 to 1.',
      [],
      "WorkOut(Integral(x**2, (x, 0, 1)), 'value', None), []",
    ],
    [
      'a limit in words',
      'Find the limit of sin(x)/x as x -> 0.',
      [],
      "WorkOut(Limit(sin(x)/x, x, 0, '+-'), 'value', None), []",
    ],
    ['an identity', 'Show that $(x+1)^2 = x^2 + 2x + 1$.', [], "WorkOut((x + 1)**2, 'value', x**2 + 2*x + 1), []"],
    [
      'an expression',
      'Simplify $x + x$.',
      ['$x + x = 2x$'],
      "WorkOut(x + x, 'value', None), [(False, False, [(x + x, '=', 2*x)])]",
    ],
    ['factors', 'Factorise $x^2 - 1$.', [], "WorkOut(x**2 - 1, 'factored', None), []"],
    ['a congruence', 'Solve $5x \\equiv 3 \\pmod{11}$.', [], 'Congruences(x, [(5*x, Integer(3), Integer(11))]), []'],
    [
      'a remainder',
      'Find the last digit of $2^{2023}$.',
      [],
      'Remainder((Integer(2), Integer(2023)), Integer(10)), []',
    ],
    ['a divisor', 'Show that $n^3 - n$ is divisible by 6.', [], 'Divides(Integer(6), n**3 - n, None), []'],
    [
      'induction',
      'Prove by induction that $1 + 2 + \\dots + n = \\frac{n(n+1)}{2}$ for all $n \\ge 1$.',
      [],
      "Prove((Sum(1 + (k + (-1)), (k, 1, n)), '=', n*(n + 1)/2), [(n, '≥', Integer(1))], (n, Integer(1))), []",
    ],
    ['words alone', 'How many ways are there?', [], undefined],
    ['nothing', '', [], undefined],
  ])('%s', (_, problem, steps, call) => {
    expect(callFor(problem, ...steps)).toBe(call);
  });
});

describe('the first step in doubt', () => {
  it.each<readonly [string, Partial<RunResult>, number | undefined]>([
    ['named', { stdout: '1' }, 1],
    ['none', { stdout: 'null' }, undefined],
    ['no index', { stdout: 'oops' }, undefined],
    ['too long', { status: 'timeout' }, undefined],
    ['cancelled', { status: 'cancelled' }, undefined],
  ])('%s', async (_, result, doubt) => {
    const partial = { problem: 'Solve $x^2 = 4$.', steps: [{ text: '$x^2 - 4 = 0$' }, { text: '$x = 2$' }] };
    const options = { sandbox: sandboxOf(result), limits: defaultLimits };
    expect(await firstDoubt(partial, options, new AbortController().signal)).toBe(doubt);
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
    const proposal = await propose(policyOf({ stdout: JSON.stringify({ known: null, moves: [move] }) }, notation));
    expect(proposal.ok && proposal.candidates.map(each => [each.text, each.logProbability, each.final])).toEqual([
      [text, -0.5, false],
    ]);
  });

  it('a final move states its answer', async () => {
    const final = { ...move, say: 'So the solution is', final: true };
    const proposal = await propose(policyOf({ stdout: JSON.stringify({ known: null, moves: [final] }) }));
    expect(proposal.ok && proposal.candidates[0]).toMatchObject({
      text: 'So the solution is $x = \\frac{1}{2}$.',
      final: true,
      answer: 'x = \\frac{1}{2}',
    });
  });

  it.each<readonly [string, Partial<RunResult>, string]>([
    ['no list', { stdout: 'oops' }, 'not-understood'],
    ['another shape', { stdout: '{"known": null, "moves": [{"say": 1}]}' }, 'not-understood'],
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
