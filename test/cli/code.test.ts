/** The commands that run code, with a sandbox whose Python is a few words. */
import { expect, test } from 'vitest';
import { reportSchema, runReportSchema } from '../../server/src/cli/report-schema.ts';
import { run } from '../../server/src/cli/run.ts';
import type { RunResult } from '../../server/src/core/code/sandbox.ts';
import { ScriptedSandbox, words } from '../unit/code/scripted.ts';

function solution(...codes: readonly string[]): string {
  return `## Solution\n\n${codes.map(code => `Step.\n\n\`\`\`python\n${code}\n\`\`\``).join('\n\n')}\n`;
}

async function stepwise(
  args: readonly string[],
  stdin: string,
  signal = new AbortController().signal,
  answer: ConstructorParameters<typeof ScriptedSandbox>[0] = words,
) {
  let out = '';
  let err = '';
  const code = await run(args, {
    cwd: '/',
    env: {},
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    stdinIsTerminal: false,
    out: async text => {
      out += text;
    },
    err: async text => {
      err += text;
    },
    errIsTerminal: false,
    columns: undefined,
    signal,
    createSandbox: () => new ScriptedSandbox(answer),
  });
  return { code, out, err };
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
