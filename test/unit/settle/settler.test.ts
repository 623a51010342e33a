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

describe('what lies outside', () => {
  const run = (
    settler: Settler,
    text: string,
    { signal = new AbortController().signal, ...more }: { signal?: AbortSignal; pause?: () => Promise<void> } = {},
  ): Promise<number> => {
    let changes = 0;
    const options = { limits: defaultLimits, inView: [], ...more };
    return settler.settle(checkText(text), options, signal, () => void changes++).then(() => changes);
  };
  const many = Array.from(
    { length: 9 },
    (_, k) => `$\\int_0^\\infty e^{-${k + 2}x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2\\sqrt{${k + 2}}}$`,
  ).join('\n\n');
  const verdictsOf = (settler: Settler, text: string) =>
    claimsOf(checkText(text)).map(({ task }) => settler.verdictOf(task?.key ?? '')?.status);

  test('no sandbox to be had: those under way are the last that are asked, and later all are asked again', async () => {
    let isThere = false;
    const sandbox = new ScriptedSandbox(() => (isThere ? record('proved') : { status: 'unavailable' }));
    const settler = new Settler(sandbox, () => undefined);
    expect(await run(settler, many)).toBe(0);
    expect(sandbox.requests).toHaveLength(2);
    isThere = true;
    expect(await run(settler, many)).toBe(9);
    expect(new Set(verdictsOf(settler, many))).toEqual(new Set(['proved']));
  });

  test('aborted in mid-run: nothing more is asked, what was found is kept', async () => {
    const abort = new AbortController();
    const sandbox: ScriptedSandbox = new ScriptedSandbox(() => {
      if (sandbox.requests.length < 3) return record('proved');
      abort.abort();
      return { status: 'cancelled' };
    });
    const settler = new Settler(sandbox, () => undefined);
    await run(settler, many, { signal: abort.signal });
    const asked = sandbox.requests.length;
    expect(asked).toBeLessThanOrEqual(4);
    expect(verdictsOf(settler, many).filter(status => status === 'proved').length).toBeGreaterThan(0);
    expect(verdictsOf(settler, many).filter(status => status === undefined).length).toBeGreaterThanOrEqual(6);
  });

  test('aborted while an answer is read: it is not told, and asked for again', async () => {
    const abort = new AbortController();
    const sandbox = new ScriptedSandbox(() => record('proved'));
    const settler = new Settler(sandbox, () => undefined);
    // The second turn is the one between the answer and its reading.
    let turns = 0;
    const pause = async (): Promise<void> => {
      if (++turns === 2) abort.abort();
    };
    const text = `$${integral}$\n`;
    expect(await run(settler, text, { signal: abort.signal, pause })).toBe(0);
    expect(verdictsOf(settler, text)).toEqual([undefined]);
    expect(await run(settler, text)).toBe(1);
    expect(sandbox.requests).toHaveLength(2);
  });

  test('other work has its turn before each check is written and before each answer is read', async () => {
    let turns = 0;
    const pause = async (): Promise<void> => void turns++;
    const settler = new Settler(new ScriptedSandbox(() => record('proved')), () => undefined);
    await run(settler, document, { pause });
    expect(turns).toBe(4);
  });

  test('a text that has changed meanwhile: an answer to the old one says nothing of the new one', async () => {
    const settler = new Settler(new ScriptedSandbox(() => record('proved')), () => undefined);
    await run(settler, `$${integral}$\n`);
    expect(verdictsOf(settler, `$${integral}$ as said\n`)).toEqual(['proved']);
    expect(verdictsOf(settler, `$${integral.replace('2}$', '3}$').replace('{2}', '{3}')}$\n`)).toEqual([undefined]);
  });
});
