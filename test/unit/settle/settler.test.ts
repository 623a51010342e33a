/** What the settler asks, in which order, and what it makes of the answers. */
import { describe, expect, test } from 'vitest';
import type { CheckRecord, RunResult } from '../../../server/src/core/code/sandbox.ts';
import { defaultLimits } from '../../../server/src/core/code/sandbox.ts';
import { Settler } from '../../../server/src/core/settle/settler.ts';
import { ScriptedSandbox } from '../code/scripted.ts';
import { checkText, claimsOf } from './documents.ts';

const integral = '\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}';
const limit = '\\lim_{x\\to 0}\\frac{1-\\cos x}{x^2} = \\frac12';
const document = `$${integral}$\n\n$${limit}$\n`;

function record(verdict: CheckRecord['verdict'], more: Partial<CheckRecord> = {}): Partial<RunResult> {
  return { checks: [{ line: 1, verdict, method: 'a method', text: 'lhs = rhs', ...more }] };
}

async function settled(text: string, answer: (code: string) => Partial<RunResult>, at?: number) {
  const checked = checkText(text);
  const log: string[] = [];
  const sandbox = new ScriptedSandbox(({ cells }) => answer(cells[0]?.code ?? ''));
  const settler = new Settler(sandbox, message => log.push(message));
  const inView = at === undefined ? [] : [{ start: at, end: at + 1 }];
  const again = () =>
    settler.settle(checked, { limits: defaultLimits, inView }, new AbortController().signal, () => undefined);
  await again();
  const verdicts = claimsOf(checked).map(({ task }) => settler.verdictOf(task?.key ?? ''));
  return { verdicts, log, sandbox, again };
}

describe('answers', () => {
  test('a proof settles the claim, with its method', async () => {
    const { verdicts } = await settled(document, () => record('proved'));
    expect(verdicts[0]).toMatchObject({
      status: 'proved',
      checker: 'sympy',
      evidence: { kind: 'method', method: 'SymPy: a method' },
    });
  });

  test.each([
    ['held at points', record('tested')],
    ['not decided', record('unknown')],
    ['an error', { status: 'error', error: { type: 'TypeError', message: 'no' } }],
    ['too slow', { status: 'timeout' }],
    ['nothing at all', {}],
  ] as const)('%s: the claim stays as it was', async (_what, answer) => {
    const { verdicts, sandbox } = await settled(document, () => answer);
    expect(verdicts).toEqual([undefined, undefined]);
    expect(sandbox.requests).toHaveLength(2);
  });

  test('a counterexample at which the claim holds is a disagreement, and refutes nothing', async () => {
    const text = 'For all real $x$ and $y$ we have $x^4 + y^4 \\ge x^3 y + x y^3$.';
    const { verdicts, log } = await settled(text, () => record('refuted', { counterexample: { x: '1', y: '2' } }));
    expect(verdicts).toEqual([undefined]);
    expect(log).toEqual([expect.stringContaining('The engines disagree')]);
  });

  test('a counterexample that cannot be read refutes nothing', async () => {
    const text = 'For all real $x$ and $y$ we have $x^4 + y^4 \\ge x^3 y + x y^3$.';
    const { verdicts } = await settled(text, () => record('refuted', { counterexample: { x: 'CRootOf(x**5, 0)' } }));
    expect(verdicts).toEqual([undefined]);
  });
});

describe('order', () => {
  const codes = ({ requests }: ScriptedSandbox) => requests.map(({ cells }) => cells[0]?.code.slice(0, 11));

  test('in order of the text', async () => {
    expect(codes((await settled(document, () => ({}))).sandbox)).toEqual(['check(Integ', 'check(Limit']);
  });

  test('steps in view first', async () => {
    const { sandbox } = await settled(document, () => ({}), document.indexOf('lim'));
    expect(codes(sandbox)).toEqual(['check(Limit', 'check(Integ']);
  });

  test('what was answered is not asked again', async () => {
    const { sandbox, again } = await settled(document, () => record('unknown'));
    await again();
    expect(sandbox.requests).toHaveLength(2);
  });

  test('what was cancelled is asked again; without a sandbox the rest is not asked', async () => {
    const cancelled = await settled(document, () => ({ status: 'cancelled' }));
    await cancelled.again();
    expect(cancelled.sandbox.requests).toHaveLength(4);
  });
});
