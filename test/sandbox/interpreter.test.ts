import { fork } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interpreterScript } from '../../server/src/adapters/sandbox/messages.ts';
import { ownProgram } from '../../server/src/adapters/sandbox/process.ts';
import type { Launcher } from '../../server/src/adapters/sandbox/transport.ts';
import { assets, launcherOf, RealInterpreter, snapshotOf, systemNode } from './lib/real-interpreter.ts';

const system = await systemNode();
/** Cells are told that there is no `os`; this is how code that means harm finds it. */
const found = 'import sys\nos, open = sys.modules["os"], sys.modules["io"].open\n';

const programs = [ownProgram(), ...(system === undefined ? [] : [system])];

describe.each(programs)('an interpreter on Node $version', program => {
  let launcher: Launcher;
  let python: RealInterpreter;

  beforeAll(async () => {
    launcher = launcherOf(program);
    python = await RealInterpreter.start(launcher, await snapshotOf(program));
  });
  afterAll(() => {
    python?.interpreter.kill();
    launcher?.dispose();
  });

  test.each<[name: string, cells: readonly string[], outcome: object]>([
    [
      'gives the value of the last line',
      ['x = symbols("x")\nsolve(x**2 - 5*x + 6, x)'],
      { status: 'ok', value: '[2, 3]' },
    ],
    ['keeps what is printed', ['print("a")\nprint("b")'], { status: 'ok', stdout: 'a\nb\n' }],
    ['runs a cell in the names of those before it', ['a = 2', 'b = a + 1', 'a*b'], { value: '6', ran: 3 }],
    [
      'tells of an exception and its line',
      ['a = 1\n1/0'],
      { status: 'error', error: { type: 'ZeroDivisionError', line: 2 } },
    ],
    ['tells of a failed check', ['check(1, 2)'], { status: 'failed', error: { type: 'CheckFailed' } }],
    [
      'survives a recursion without end',
      ['f = lambda n: f(n + 1)\nf(0)'],
      { status: 'error', error: { type: 'RecursionError' } },
    ],
    ['survives a syntax error', ['1 +'], { status: 'error', error: { type: 'SyntaxError', line: 1 } }],
    [
      'takes sys.exit for an error of the code',
      ['import sys\nsys.exit(3)'],
      { status: 'error', error: { type: 'SystemExit' } },
    ],
    ['has nothing on standard input', ['import sys\nsys.stdin.read()'], { status: 'ok', value: "''" }],
    ['reads text outside of ASCII both ways', ['"∑ é 𝔸"'], { value: "'∑ é 𝔸'" }],
  ])('%s', async (_name, cells, outcome) => {
    expect(await python.run(cells)).toMatchObject(outcome);
  });

  describe('keeps nothing of another solution', () => {
    test.each<[name: string, dirty: string, ask: string, clean: string]>([
      ['a name', 'left = 1', '"left" in globals()', 'False'],
      ['a patched builtin', 'import builtins\nbuiltins.len = lambda x: 42', 'len([])', '0'],
      ['a patched method of SymPy', 'Expr.__add__ = lambda a, b: S(42)', 'Symbol("x") + 1', 'x + 1'],
      ['an import hook', 'import sys\nsys.meta_path.clear()', 'import sys\nlen(sys.meta_path) > 0', 'True'],
      ['an entry of sys.modules', 'import sys\nsys.modules["math"] = 1', 'import math\nmath.floor(2.5)', '2'],
      [
        'a signal handler',
        'import sys\nsignal = sys.modules["_signal"]\nsignal.signal(signal.SIGINT, signal.SIG_IGN)',
        'import sys\nsignal = sys.modules["_signal"]\nsignal.getsignal(signal.SIGINT) == signal.SIG_IGN',
        'False',
      ],
      [
        'the state of random numbers',
        'import random\nrandom.random()',
        'import random\nrandom.seed(1)\nfirst = random.random()\nrandom.seed(1)\nfirst == random.random()',
        'True',
      ],
      [
        'a collection that is switched off',
        'import sys\nsys.modules["gc"].disable()',
        'import sys\nsys.modules["gc"].isenabled()',
        'True',
      ],
      [
        'a recursion limit',
        'import sys\nsys.setrecursionlimit(50)',
        'import sys\nsys.getrecursionlimit() > 500',
        'True',
      ],
      ['a working folder', `${found}os.chdir("/lib")`, `${found}os.getcwd()`, "'/'"],
      [
        'open files',
        `${found}while True: os.open("/lib/packages.zip", os.O_RDONLY)`,
        `${found}open("/lib/packages.zip", "rb").read(2)`,
        "b'PK'",
      ],
      ['an environment variable', `${found}os.environ["LEFT"] = "1"`, `${found}"LEFT" in os.environ`, 'False'],
    ])('%s', async (_name, dirty, ask, clean) => {
      const before = await python.run([dirty]);
      expect(['ok', 'error']).toContain(before.status);
      expect(await python.run([ask])).toMatchObject({ status: 'ok', value: clean });
    });
  });

  describe('has nothing of the machine', () => {
    test.each<[code: string, type: string]>([
      ['open("/etc/passwd")', 'PermissionError'],
      [`${found}open("/etc/passwd")`, 'FileNotFoundError'],
      [`${found}open("/new", "w")`, 'OSError'],
      [`${found}open("/lib/packages.zip", "ab")`, 'OSError'],
      [`${found}os.mkdir("/tmp/new")`, 'OSError'],
      [`${found}os.remove("/lib/packages.zip")`, 'OSError'],
      [`${found}os.symlink("/lib", "/tmp/new")`, 'OSError'],
      [`${found}os.chmod("/lib", 0)`, 'OSError'],
      ['import tempfile', 'ImportError'],
      ['import os\nos.system("id")', 'AttributeError'],
      [`${found}os.system("id")`, 'PermissionError'],
      ['import subprocess', 'ImportError'],
      ['import socket', 'ImportError'],
      ['import js', 'ImportError'],
      ['import pyodide_js', 'ImportError'],
      ['from pyodide.code import run_js', 'ImportError'],
      ['import ctypes', 'ImportError'],
      ['import asyncio', 'ImportError'],
      ['import threading', 'ImportError'],
    ])('%s', async (code, type) => {
      const result = await python.run([code]);
      expect(result.error).toMatchObject({ type });
      expect(result.status).toBe('error');
    });

    test('behind a module that was found again, the bridge to JavaScript is closed', async () => {
      // What close() takes away is put back: only the realm's own walls are left.
      const again = 'import sys\nsys.meta_path[:] = sys.meta_path[1:]\nload = sys.modules["importlib"].import_module\n';
      for (const reach of [
        'core = load("_pyodide_core")\ncore.to_js([1])',
        'for o in sys.modules["gc"].get_objects():\n    if type(o).__name__ == "JsProxy": o.constructor\nraise RuntimeError',
        'load("_ctypes").dlopen("libc.so", 0)\nraise RuntimeError',
        'load("_socket").socket()',
      ]) {
        const { status } = await python.run([again + reach]);
        expect(['error', 'memory'], reach).toContain(status);
      }
    });
  });

  describe('holds limits', () => {
    test.each<[name: string, code: string, limits: object, outcome: object]>([
      ['time', 'while True: pass', { timeMs: 300 }, { status: 'timeout', error: { type: 'Timeout' } }],
      ['time in a sleep', 'import time\ntime.sleep(1000)', { timeMs: 300 }, { status: 'timeout' }],
      ['time in SymPy', 'x = symbols("x")\nexpand((x + 1)**100000)', { timeMs: 300 }, { status: 'timeout' }],
      ['memory at once', '[0]*10**9', {}, { status: 'memory', error: { type: 'OutOfMemory' } }],
      ['memory by and by', 'a = []\nwhile True: a.append("x"*100000)', { memoryMb: 100 }, { status: 'memory' }],
      ['output', 'print("x"*5000)', { outputKb: 1 }, { status: 'ok', cut: true, stdout: 'x'.repeat(1024) }],
      ['value', '"x"*5000', { outputKb: 1 }, { status: 'ok', cut: true }],
    ])('of %s', async (_name, code, limits, outcome) => {
      expect(await python.run([code], limits)).toMatchObject(outcome);
      expect(await python.run(['1 + 1'])).toMatchObject({ status: 'ok', value: '2' });
    });

    test('and stops when it is asked to', async () => {
      const running = python.run(['while True: pass'], { timeMs: 30_000 });
      setTimeout(() => python.interpreter.askToStop(), 200);
      expect(await running).toMatchObject({ status: 'cancelled' });
      python.interpreter.clearStop();
      expect(await python.run(['1 + 1'])).toMatchObject({ status: 'ok' });
    });

    test('and leaves nothing of a cell that was stopped', async () => {
      await python.run(['a = 1', 'a = 2\nwhile True: pass'], { timeMs: 300 });
      expect(await python.run(['a = 1', 'a'])).toMatchObject({ value: '1', ran: 1 });
    });
  });

  test('the last cell alone is run again when it is edited', async () => {
    const cells = Array.from({ length: 12 }, (_, index) => `v${index} = ${index}`);
    expect(await python.run([...cells, 'v0 + v11'])).toMatchObject({ value: '11', ran: 13 });
    expect(await python.run([...cells, 'v1 + v11'])).toMatchObject({ value: '12', ran: 1 });
    expect(await python.run(['v0 = 5', ...cells.slice(1), 'v0'])).toMatchObject({ value: '5', ran: 13 });
  });

  test('a cell that fails leaves what it did before', async () => {
    expect(await python.run(['a = 1\n1/0', 'a'])).toMatchObject({ status: 'ok', value: '1' });
  });

  test('says that a cell begins before it runs it', async () => {
    python.said.length = 0;
    await python.run(['fresh = 1', 'fresh']);
    expect(python.said).toEqual(['began', 'ended', 'began', 'done']);
  });

  test('the same cell gives the same twice', async () => {
    const code = 'import random, uuid\nrandom.random(), str(uuid.uuid4()), hash("x"), set("abcdef")';
    const first = await python.run([code]);
    await python.run(['1']);
    expect((await python.run([code])).value).toBe(first.value);
  });

  test('does not start where the flags that restrict it are not heeded', async () => {
    const unrestricted = fork(join(assets, interpreterScript.node), { execPath: program.execPath, execArgv: [] });
    const answer = new Promise(resolve => unrestricted.once('message', resolve));
    unrestricted.send({ kind: 'start' });
    expect(await answer).toMatchObject({ kind: 'broken', reason: expect.stringMatching(/does not restrict/) });
    unrestricted.kill();
  });

  test('a snapshot that is cut short is refused', async () => {
    const snapshot = await snapshotOf(program);
    if (snapshot.kind !== 'file') throw new Error('no file');
    const cut = { ...snapshot, length: snapshot.length + 1 };
    await expect(RealInterpreter.start(launcher, cut)).rejects.toThrow('cut short');
  });
});
