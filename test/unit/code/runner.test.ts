/** Running the code of solutions, with a sandbox whose Python is a few words. */
import { describe, expect, test } from 'vitest';
import { type CheckedDocument, DocumentChecker } from '../../../server/src/core/check.ts';
import { CodeRunner, placedCells, type RunOptions, superseded } from '../../../server/src/core/code/runner.ts';
import { defaultLimits, type RunResult } from '../../../server/src/core/code/sandbox.ts';
import { ScriptedSandbox, words } from './scripted.ts';

/** Solutions of steps, each step with one line of code. */
function document(...solutions: readonly (readonly string[])[]): CheckedDocument {
  const text = solutions.map(
    codes => `## Solution\n\n${codes.map(code => `Step.\n\n\`\`\`python\n${code}\n\`\`\``).join('\n\n')}`,
  );
  return new DocumentChecker(text.join('\n\n'), { format: 'markdown', wholeFile: false, severities: {} }).result;
}

const asked: RunOptions = { limits: defaultLimits, priority: 'asked' };
const idle: RunOptions = { limits: defaultLimits, priority: 'idle' };
const live = (): AbortSignal => new AbortController().signal;
const nothing = (): void => undefined;

/** The outcomes of a document's cells, in order: the value where there is one. */
function outcomes(runner: CodeRunner, checked: CheckedDocument): readonly (string | undefined)[] {
  return placedCells(checked).map(({ key }) => {
    const outcome = runner.outcomeOf(key);
    if (outcome?.kind !== 'done') return outcome?.kind;
    const { status, value } = outcome.result;
    return status === 'ok' ? (value ?? 'ok') : status;
  });
}

/** The codes of each request, the last one being what was asked for. */
function asks(sandbox: ScriptedSandbox): readonly string[] {
  return sandbox.requests.map(({ cells }) => cells.map(({ code }) => code).join('; '));
}

describe('one solution', () => {
  test('cells run in order, each after those before it', async () => {
    const sandbox = new ScriptedSandbox(words);
    const runner = new CodeRunner(sandbox);
    const checked = document(['a=1', 'a+1', 'a+2']);
    expect(await runner.run(checked, asked, live(), nothing)).toBe(3);
    expect(outcomes(runner, checked)).toEqual(['1', '2', '4']);
    expect(asks(sandbox)).toEqual(['a=1', 'a=1; a+1', 'a=1; a+1; a+2']);
  });

  test('what has an outcome is not run again, unless that is said', async () => {
    const sandbox = new ScriptedSandbox(words);
    const runner = new CodeRunner(sandbox);
    const checked = document(['a=1', 'a+1']);
    await runner.run(checked, idle, live(), nothing);
    expect(await runner.run(checked, asked, live(), nothing)).toBe(0);
    const last = placedCells(checked)[1];
    expect(
      await runner.run(checked, { ...asked, again: true, wants: cell => cell.key === last?.key }, live(), nothing),
    ).toBe(1);
    expect(asks(sandbox)).toEqual(['a=1', 'a=1; a+1', 'a=1; a+1']);
  });

  test('an edit of one cell runs it and those after it', async () => {
    const sandbox = new ScriptedSandbox(words);
    const runner = new CodeRunner(sandbox);
    await runner.run(document(['a=1', 'b=2', 'c=3', 'a+1']), idle, live(), nothing);
    const edited = document(['a=1', 'b=2', 'c=4', 'a+1']);
    expect(outcomes(runner, edited)).toEqual(['1', '2', undefined, undefined]);
    expect(await runner.run(edited, idle, live(), nothing)).toBe(2);
  });

  test('cells before a wanted one run with it, those after it do not', async () => {
    const runner = new CodeRunner(new ScriptedSandbox(words));
    const checked = document(['a=1', 'a+1', 'a+2']);
    const second = placedCells(checked)[1];
    await runner.run(checked, { ...asked, wants: cell => cell.key === second?.key }, live(), nothing);
    expect(outcomes(runner, checked)).toEqual(['1', '2', undefined]);
  });

  test('after a cell that was stopped the others run without it', async () => {
    const sandbox = new ScriptedSandbox(words);
    const runner = new CodeRunner(sandbox);
    const checked = document(['a=1', 'loop', 'a+1']);
    await runner.run(checked, idle, live(), nothing);
    expect(outcomes(runner, checked)).toEqual(['1', 'timeout', '2']);
    expect(asks(sandbox)).toEqual(['a=1', 'a=1; loop', 'a=1; a+1']);
  });

  test.each([
    ['a cell that was stopped is not run again by itself', idle, 0],
    ['but when it is asked for', asked, 1],
    ['or when there is more time', { ...idle, limits: { ...defaultLimits, timeMs: 9000 } }, 1],
    ['and not for more memory', { ...idle, limits: { ...defaultLimits, memoryMb: 900 } }, 0],
  ])('%s', async (_, options, count) => {
    const runner = new CodeRunner(new ScriptedSandbox(words));
    const checked = document(['loop', '7']);
    await runner.run(checked, idle, live(), nothing);
    expect(await runner.run(checked, options, live(), nothing)).toBe(count);
  });

  test('what was found without a cell is dropped when that cell runs after all', async () => {
    let slow = true;
    const runner = new CodeRunner(
      new ScriptedSandbox((request): Partial<RunResult> => {
        const last = request.cells.at(-1)?.code;
        if (last === 'a=5' && slow) return { status: 'timeout' };
        return words(request);
      }),
    );
    const checked = document(['a=5', 'a+1']);
    await runner.run(checked, idle, live(), nothing);
    expect(outcomes(runner, checked)).toEqual(['timeout', 'error']);
    slow = false;
    const [first] = placedCells(checked);
    await runner.run(checked, { ...asked, wants: cell => cell.key === first?.key }, live(), nothing);
    expect(outcomes(runner, checked)).toEqual(['5', undefined]);
    await runner.run(checked, idle, live(), nothing);
    expect(outcomes(runner, checked)).toEqual(['5', '6']);
  });

  test('an error that comes from an earlier cell names it among all cells', async () => {
    const runner = new CodeRunner(
      new ScriptedSandbox(request =>
        request.cells.at(-1)?.code === 'call'
          ? { status: 'error', error: { type: 'ValueError', message: 'no', line: 1, cell: 1 } }
          : words(request),
      ),
    );
    const checked = document(['loop', 'a=1', 'b=2', 'call']);
    await runner.run(checked, idle, live(), nothing);
    const last = placedCells(checked)[3];
    // The request left out the first cell, which was stopped.
    expect(runner.outcomeOf(last?.key ?? '')).toMatchObject({ result: { error: { cell: 2 } } });
  });
});

describe('several solutions', () => {
  test('share nothing, and run beside each other', async () => {
    const waiting: (() => void)[] = [];
    const sandbox = new ScriptedSandbox(async request => {
      await new Promise<void>(go => waiting.push(go));
      return words(request);
    });
    const runner = new CodeRunner(sandbox);
    const checked = document(['a=1', 'a+1'], ['a+1']);
    const ended = runner.run(checked, asked, live(), nothing);
    await turns();
    expect(outcomes(runner, checked)).toEqual(['running', undefined, 'running']);
    for (let go = waiting.shift(); go !== undefined; go = waiting.shift()) {
      go();
      await turns();
    }
    expect(await ended).toBe(3);
    expect(outcomes(runner, checked)).toEqual(['1', '2', 'error']);
  });
});

describe('stopping', () => {
  /** A sandbox that answers only when it is told to stop, or to go on. */
  function patient() {
    const go: (() => void)[] = [];
    const sandbox = new ScriptedSandbox(
      (request, signal) =>
        new Promise(resolve => {
          go.push(() => resolve(words(request)));
          signal.addEventListener('abort', () => resolve({ status: 'cancelled', ran: 1 }));
        }),
    );
    return { sandbox, runner: new CodeRunner(sandbox), go };
  }

  test('what a person stops is cancelled, and runs again only when asked for', async () => {
    const { runner, sandbox } = patient();
    const checked = document(['a=1', 'a+1']);
    const abort = new AbortController();
    let changes = 0;
    const ended = runner.run(checked, idle, abort.signal, () => changes++);
    await turns();
    abort.abort();
    await ended;
    expect(changes).toBe(2);
    expect(outcomes(runner, checked)).toEqual(['cancelled', undefined]);
    const wants = (cell: { readonly step: number }): boolean => cell.step === 0;
    expect(await runner.run(checked, { ...idle, wants }, live(), nothing)).toBe(0);
    void runner.run(checked, { ...asked, wants }, live(), nothing);
    expect(sandbox.requests).toHaveLength(2);
  });

  test('what is superseded leaves no outcome', async () => {
    const { runner } = patient();
    const checked = document(['a=1', 'a+1']);
    const abort = new AbortController();
    const ended = runner.run(checked, idle, abort.signal, nothing);
    await turns();
    abort.abort(superseded);
    expect(await ended).toBe(0);
    await turns();
    expect(outcomes(runner, checked)).toEqual([undefined, undefined]);
  });

  test('two runs share what runs now; that one is superseded does not stop the other', async () => {
    const { runner, sandbox, go } = patient();
    const checked = document(['a=1']);
    const abort = new AbortController();
    const first = runner.run(checked, idle, abort.signal, nothing);
    let told = 0;
    const second = runner.run(checked, asked, live(), () => told++);
    await turns();
    expect(sandbox.requests).toHaveLength(1);
    abort.abort(superseded);
    await first;
    go[0]?.();
    expect(await second).toBe(0);
    expect(told).toBe(2);
    expect(outcomes(runner, checked)).toEqual(['1']);
  });

  test('a second run that is stopped leaves the outcome of the first', async () => {
    const { runner, go } = patient();
    const checked = document(['a=1']);
    const first = runner.run(checked, idle, live(), nothing);
    await turns();
    go[0]?.();
    await first;
    const abort = new AbortController();
    const second = runner.run(checked, { ...asked, again: true }, abort.signal, nothing);
    await turns();
    expect(outcomes(runner, checked)).toEqual(['running']);
    abort.abort();
    await second;
    expect(outcomes(runner, checked)).toEqual(['1']);
  });

  test('a signal that is aborted before runs nothing', async () => {
    const { runner, sandbox } = patient();
    expect(await runner.run(document(['a=1']), asked, AbortSignal.abort(), nothing)).toBe(0);
    expect(sandbox.requests).toEqual([]);
  });
});

test('a sandbox that breaks its promise is unavailable', async () => {
  const runner = new CodeRunner(
    new ScriptedSandbox(() => {
      throw new Error('gone');
    }),
  );
  const checked = document(['a=1']);
  await runner.run(checked, asked, live(), nothing);
  expect(outcomes(runner, checked)).toEqual(['unavailable']);
});

/** Everything that can go on without the outside has gone on. */
function turns(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
