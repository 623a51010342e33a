/** The commands that run code, with a sandbox whose Python is a few words. */
import { expect, test } from 'vitest';
import { reportSchema, runReportSchema } from '../../server/src/cli/report-schema.ts';
import type { RunResult } from '../../server/src/core/code/sandbox.ts';
import { ScriptedSandbox, words } from '../unit/code/scripted.ts';
import { stepwiseIn } from './inProcess.ts';

function solution(...codes: readonly string[]): string {
  return `## Solution\n\n${codes.map(code => `Step.\n\n\`\`\`python\n${code}\n\`\`\``).join('\n\n')}\n`;
}

function stepwise(
  args: readonly string[],
  stdin: string,
  signal = new AbortController().signal,
  answer: ConstructorParameters<typeof ScriptedSandbox>[0] = words,
) {
  return stepwiseIn(args, { stdin, signal, createSandbox: () => new ScriptedSandbox(answer) });
}

const unavailable = (): Partial<RunResult> => ({
  status: 'unavailable',
  error: { type: 'Sandbox', message: 'no room' },
});

test.each([
  ['run', solution('a=1', 'a+1'), 0],
  ['run', solution('a=1', 'fail'), 1],
  ['run', solution('b+1'), 1],
  ['run', solution('loop'), 1],
  ['run', 'No solution.\n', 0],
  ['check --code', solution('a=1'), 0],
  ['check --code', solution('fail'), 1],
  ['check --code', solution('b+1'), 1],
  ['check --code', solution('loop'), 0],
  ['check', solution('fail'), 0],
])('%s, %j: exit code %i', async (command, text, code) => {
  expect((await stepwise([...command.split(' '), '-'], text)).code).toBe(code);
});

test('each outcome is printed, an error with its line', async () => {
  const { out } = await stepwise(['run', '-'], solution('a=1', 'b+1'));
  expect(out).toMatch(/✓ ok .* Step\.\n\s+= 1\n/);
  expect(out).toMatch(/! error .* Step\.\n\s+<stdin>:12: NameError: b\+1\n/);
  expect(out).toMatch(/2 pieces of code: 1 ok, 1 with an error\n$/);
});

test('JSON of both commands is what the schema says', async () => {
  const text = solution('a=1', 'fail');
  const ran = runReportSchema.parse(JSON.parse((await stepwise(['run', '--json', '-'], text)).out));
  expect(ran.summary).toMatchObject({ code: 2, ok: 1, failed: 1 });
  const checked = reportSchema.parse(
    JSON.parse((await stepwise(['check', '--code', '--format', 'json', '-'], text)).out),
  );
  expect(checked.summary.verdicts.refuted).toBe(1);
  expect(JSON.stringify(checked)).toContain('code.failed-check');
});

test('without Python: said, and exit code 2', async () => {
  for (const command of [['run'], ['check', '--code']]) {
    const { code, err } = await stepwise([...command, '-'], solution('a=1'), undefined, unavailable);
    expect(err).toBe('stepwise: code was not run: no room\n');
    expect(code).toBe(2);
  }
});

test('without Python that says why: said all the same', async () => {
  const silent = (): Partial<RunResult> => ({ status: 'unavailable', error: { type: 'Sandbox', message: '' } });
  const { out, err } = await stepwise(['run', '-'], solution('a=1'), undefined, silent);
  expect(err).toBe('stepwise: code was not run: Python could not be started, and gave no reason.\n');
  expect(out).toMatch(/· not run .* Step\.\n\s+Python could not be started, and gave no reason\.\n/);
});

test.each<readonly [status: RunResult['status'], line: RegExp]>([
  ['timeout', /■ stopped .* Step\.\n\s+The code was stopped after 5 s\. .*\s+.*--time-limit\)\.\n/],
  ['memory', /■ stopped .* Step\.\n\s+The code was stopped: it needs more memory .*\s+.*--memory-limit\)\.\n/],
  ['cancelled', /■ cancelled .* Step\.\n\s+Stopped before it was done\.\n/],
])('run says why code has no outcome: %s', async (status, line) => {
  const { out } = await stepwise(['run', '-'], solution('loop'), undefined, () => ({ status, ms: 5000 }));
  expect(out).toMatch(line);
});

test('check --code: what is behind a finding stands under it, further in', async () => {
  const { out } = await stepwise(['check', '--code', '-'], solution('loop'), undefined, () => ({
    status: 'timeout',
    ms: 5000,
    stdout: 'so far\n',
  }));
  expect(out.split('\n').map(line => line.trimEnd())).toEqual([
    '<stdin>',
    '    3:1  · unknown Step.',
    '                   information: The code was stopped after 5 s. Make the work smaller, or raise the limit',
    '                     (stepwise.code.timeLimit, --time-limit).',
    '                     code.stopped at 6:1',
    '                   ■ code stopped, 5 s',
    '                     | so far',
    '',
    '1 file, 1 step: 0 proved, 0 tested, 0 refuted, 1 unknown; 1 remark',
    '',
  ]);
});

test('interrupted: what is known is printed', async () => {
  const abort = new AbortController();
  const { code, out } = await stepwise(['run', '-'], solution('a=1', 'a+1', 'a+2'), abort.signal, request => {
    if (request.cells.length < 2) return words(request);
    abort.abort();
    return { status: 'cancelled' };
  });
  expect(code).toBe(130);
  expect(out).toMatch(/✓ ok/);
  expect(out).toMatch(/1 ok, 1 stopped, 1 not run, interrupted\n$/);
});
