/** Outcomes of code without Python: what each code gives is written down beside it. */
import type { RunRequest, RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';

export function result(more: Partial<RunResult> = {}): RunResult {
  return { status: 'ok', stdout: '', cut: false, checks: [], ms: 3, ran: 1, ...more };
}

/** What the code of the rules' examples gives, as the sandbox tells it. */
export const outcomesOfExamples: Readonly<Record<string, Partial<RunResult>>> = {
  'check((x + 1)**2, x**2 + 1)': {
    status: 'failed',
    checks: [
      {
        line: 1,
        verdict: 'refuted',
        method: 'numbers put in',
        text: '(x + 1)**2 = x**2 + 1',
        counterexample: { x: '2' },
      },
    ],
    error: {
      type: 'CheckFailed',
      message: '(x + 1)**2 = x**2 + 1 is false at x = 2: the left side is 9, the right side 5',
      line: 1,
      counterexample: { x: '2' },
    },
  },
  'total = sum(k**2 for k in range(1, 11))\nassert total == 384': {
    status: 'failed',
    error: {
      type: 'AssertionError',
      message: 'total == 384 is false: the left side is 385, the right side 384',
      line: 2,
    },
  },
  'values = []\nsum(values) / len(values)': {
    status: 'error',
    error: { type: 'ZeroDivisionError', message: 'division by zero', line: 2 },
  },
  'while True: pass': {
    status: 'timeout',
    ms: 5004,
    error: { type: 'Timeout', message: 'stopped after 5 s', line: 1 },
  },
};

/** A sandbox that keeps what it was asked, and answers when the code of the last cell is told. */
export class ScriptedSandbox implements Sandbox {
  readonly requests: RunRequest[] = [];
  readonly #answer: (request: RunRequest, signal: AbortSignal) => Promise<Partial<RunResult>> | Partial<RunResult>;

  constructor(answer: (request: RunRequest, signal: AbortSignal) => Promise<Partial<RunResult>> | Partial<RunResult>) {
    this.#answer = answer;
  }

  async run(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
    this.requests.push(request);
    return result(await this.#answer(request, signal));
  }

  onState(): () => void {
    return () => undefined;
  }

  dispose(): void {}
}

/**
 * A Python of few words: `a=1` binds, `a+1` adds and is an error where `a` has no value, a number is its value, `fail` is a failed check, `loop` is stopped.
 * Pure: what the cells give hangs on the cells alone.
 */
export function words({ cells }: Pick<RunRequest, 'cells'>): Partial<RunResult> {
  const names = new Map<string, number>();
  let last: Partial<RunResult> = {};
  for (const { code } of cells) last = sayWord(code, names);
  return last;
}

function sayWord(code: string, names: Map<string, number>): Partial<RunResult> {
  if (code === 'loop') return { status: 'timeout', error: { type: 'Timeout', message: 'stopped' } };
  if (code === 'fail') return { status: 'failed', error: { type: 'CheckFailed', message: 'no', line: 1 } };
  const [, bound, value = ''] = /^([a-z])=(\d+)$/.exec(code) ?? [];
  if (bound !== undefined) {
    names.set(bound, Number(value));
    return { value };
  }
  const [, name = '', more] = /^([a-z])\+(\d+)$/.exec(code) ?? [];
  const known = names.get(name);
  if (known !== undefined) {
    names.set(name, known + Number(more));
    return { value: String(names.get(name)) };
  }
  return /^\d+$/.test(code)
    ? { value: code }
    : { status: 'error', error: { type: 'NameError', message: code, line: 1 } };
}
