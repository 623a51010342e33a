/** The person's own Python in place of the sandbox: real processes, of a Python with the SymPy that the build has fetched. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheFolder } from '../../scripts/lib/cache.mjs';
import { createOwnPython } from '../../server/src/adapters/sandbox/index.ts';
import { defaultLimits, type RunLimits, type RunResult, type Sandbox } from '../../server/src/core/code/sandbox.ts';
import { assets } from './lib/real-interpreter.ts';

const home = mkdtempSync(join(tmpdir(), 'stepwise-python-'));
const runner = join(assets, 'python');
const log = (): void => undefined;

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A Python whose only package is what lies there. */
function pythonWith(name: string, packages: string | undefined): string {
  const folder = join(home, name);
  const made = spawnSync('python3', ['-m', 'venv', '--without-pip', folder], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`python3 makes no environment: ${made.stderr}`);
  const path = join(folder, 'bin', 'python3');
  const asked = spawnSync(path, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], { encoding: 'utf8' });
  if (packages !== undefined) writeFileSync(join(asked.stdout.trim(), 'packages.pth'), `${packages}\n`);
  return path;
}

function fetchedPackages(): string {
  const folder = join(cacheFolder, 'sandbox');
  const unpacked = readdirSync(folder).find(name => /^wheels-[0-9a-f]+-unpacked$/.test(name));
  if (unpacked === undefined) throw new Error('the build has fetched no SymPy');
  return join(folder, unpacked);
}

function run(
  sandbox: Sandbox,
  code: readonly string[],
  limits: Partial<RunLimits> = {},
  signal = new AbortController().signal,
): Promise<RunResult> {
  const cells = code.map(each => ({ code: each, symbols: [] }));
  return sandbox.run({ cells, limits: { ...defaultLimits, timeMs: 20_000, ...limits }, priority: 'asked' }, signal);
}

describe('the own Python', () => {
  let python: Sandbox;
  beforeAll(() => {
    python = createOwnPython({ path: pythonWith('complete', fetchedPackages()), runner, log, size: 1 });
  });
  afterAll(() => python?.dispose());

  test.each<[name: string, code: readonly string[], limits: Partial<RunLimits>, outcome: object]>([
    ['gives a value', ['1 + 1'], {}, { status: 'ok', value: '2' }],
    [
      'says that a check holds',
      ['x = Symbol("x")\ncheck((x + 1)**2, x**2 + 2*x + 1)'],
      {},
      { status: 'ok', checks: [{ verdict: 'proved' }] },
    ],
    ['says that a check fails', ['check(1, 2)'], {}, { status: 'failed', error: { type: 'CheckFailed', line: 1 } }],
    ['tells of an exception', ['a = 1\n1/0'], {}, { status: 'error', error: { type: 'ZeroDivisionError', line: 2 } }],
    ['runs a cell in the names of those before it', ['a = 2', 'a + 1'], {}, { status: 'ok', value: '3' }],
    ['shares nothing with another solution', ['"a" in globals()'], {}, { value: 'False' }],
    ['is stopped at its time', ['while True: pass'], { timeMs: 300 }, { status: 'timeout' }],
    ['is stopped in a sleep', ['import time\ntime.sleep(1000)'], { timeMs: 300 }, { status: 'timeout' }],
    [
      'is killed where it does not stop',
      ['while True:\n  try:\n    while True: pass\n  except BaseException: pass'],
      { timeMs: 300 },
      { status: 'timeout' },
    ],
    [
      'has the files of the person',
      [`open(${JSON.stringify(runner)} + "/own_python.py").read(1) != ""`],
      {},
      { value: 'True' },
    ],
  ])('%s', async (_name, code, limits, outcome) => {
    expect(await run(python, code, limits)).toMatchObject(outcome);
  });

  test('is stopped when it is asked to, and answers again', async () => {
    const stop = new AbortController();
    const running = run(python, ['while True: pass'], {}, stop.signal);
    setTimeout(() => stop.abort(), 300);
    expect(await running).toMatchObject({ status: 'cancelled' });
    expect(await run(python, ['2 + 2'])).toMatchObject({ status: 'ok', value: '4' });
  });

  test('that ends by itself is one failed check', async () => {
    expect(await run(python, ['import os\nos._exit(3)'])).toMatchObject({ status: 'error' });
    expect(await run(python, ['3 + 3'])).toMatchObject({ status: 'ok', value: '6' });
  });
});

test.each<[name: string, path: () => string, message: RegExp]>([
  ['that there is not', () => join(home, 'none', 'python3'), /cannot be started.*set stepwise\.code\.python/s],
  ['without SymPy', () => pythonWith('bare', undefined), /SymPy|sympy/],
  ['that is no Python', () => '/bin/false', /ended with code 1/],
])('an own Python %s: what is wrong is said', async (_, path, message) => {
  const python = createOwnPython({ path: path(), runner, log, size: 1 });
  const { status, error } = await run(python, ['1']);
  expect(status).toBe('unavailable');
  expect(error?.message).toMatch(message);
  python.dispose();
});
