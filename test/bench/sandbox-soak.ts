/**
 * A thousand checks in a row, fifty of them fatal: every one is answered, and no memory is left behind, neither in the owner nor in a sandbox process. The sandbox's
 * growth is measured over checks in a row that harm nothing, for a process that is replaced starts anew.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { keysOf } from '../../server/src/adapters/sandbox/keys.ts';
import { Pool } from '../../server/src/adapters/sandbox/pool.ts';
import { ownProgram, processLauncher } from '../../server/src/adapters/sandbox/process.ts';
import { snapshotFile } from '../../server/src/adapters/sandbox/snapshot.ts';
import type { Interpreter, Launcher } from '../../server/src/adapters/sandbox/transport.ts';
import type { RunLimits, RunResult, RunStatus, Sandbox } from '../../server/src/core/code/sandbox.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { runCode, sandboxAssets, warmUp, withStorage } from './lib/sandbox.ts';

const CHECKS = 1000;
const FATAL = 50;
/** The first checks fill what is kept within bounds: states, SymPy's own caches. */
const WARM = 200;
const log = (): void => undefined;

interface Fatal {
  readonly code: string;
  readonly limits?: Partial<RunLimits>;
  /** The process is killed from outside while the code runs. */
  readonly killed?: boolean;
  readonly expected: readonly RunStatus[];
}

const FATALS: readonly Fatal[] = [
  { code: 'while True: pass', limits: { timeMs: 200 }, expected: ['timeout'] },
  {
    code: 'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
    limits: { timeMs: 200 },
    expected: ['timeout'],
  },
  { code: 'import os\nos.abort()', expected: ['error'] },
  { code: 'import os\nos._exit(3)', expected: ['error'] },
  { code: 'x = []\nwhile True: x.append(bytearray(2**20))', limits: { timeMs: 30_000 }, expected: ['memory'] },
  { code: 'while True: pass', killed: true, expected: ['error', 'memory'] },
  { code: 'import ctypes\nctypes.memset(0, 255, 40_000_000)', expected: ['ok', 'error', 'memory', 'timeout'] },
  { code: 'def f(): return f()\nf()', expected: ['error'] },
  { code: 'eval("(" * 5000 + ")" * 5000)', expected: ['error', 'memory'] },
  {
    code: 'import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr(self)\nA()',
    expected: ['error'],
  },
];

await runBench({
  name: 'sandbox-soak',
  bars: { answered: '1000', growthMb: '< 20' },
  run: ({ note, verbose }: BenchContext): Promise<Metrics> => {
    note(
      `${CHECKS} checks, ${FATAL} of them fatal (endless, stubborn, abort, exit, memory, killed, memory overwritten, recursion)`,
    );
    note(
      `growthMb: resident memory after the last check less that after the ${WARM}th, of the owner and of its sandbox processes together`,
    );
    return withStorage(storage => soak(storage, verbose ? note : () => undefined));
  },
});

async function soak(storage: string, tell: (text: string) => void): Promise<Metrics> {
  const program = ownProgram();
  const running = new Set<Interpreter>();
  const sandbox = new Pool({
    launcher: watched(processLauncher({ program, assets: sandboxAssets, log }), running),
    store: snapshotFile({ folder: storage, assets: sandboxAssets, program, log }),
    keysOf,
    size: 2,
    idleMs: 600_000,
    log: tell,
  });
  try {
    await warmUp(sandbox);
    const harmless = CHECKS / 2;
    let answered = await harmlessChecks(sandbox, 0, WARM);
    const before = memory();
    tell(`after ${WARM}: owner ${before.owner.toFixed(1)} MB, sandbox ${before.sandbox?.toFixed(1)} MB`);
    answered += await harmlessChecks(sandbox, WARM, harmless);
    const between = memory();
    tell(`after ${harmless}: owner ${between.owner.toFixed(1)} MB, sandbox ${between.sandbox?.toFixed(1)} MB`);
    const rest = await fatalChecks(sandbox, harmless, running, tell);
    const after = memory();
    tell(`after ${CHECKS}: owner ${after.owner.toFixed(1)} MB, sandbox ${after.sandbox?.toFixed(1)} MB`);
    const ownerGrowthMb = after.owner - before.owner;
    const sandboxGrowthMb =
      between.sandbox === null || before.sandbox === null ? null : between.sandbox - before.sandbox;
    return {
      checks: CHECKS,
      answered: answered + rest.answered,
      fatal: rest.fatal,
      growthMb: Math.max(0, ownerGrowthMb) + Math.max(0, sandboxGrowthMb ?? 0),
      ownerGrowthMb,
      sandboxGrowthMb,
    };
  } finally {
    sandbox.dispose();
  }
}

/** A check like those that people write; each another, so that nothing is kept of it that would serve. */
function check(index: number): string {
  const kinds = [
    `x = Symbol("x", real=True)\ncheck((x + ${index})**2, x**2 + ${2 * index}*x + ${index ** 2})`,
    `x = Symbol("x")\ncheck(diff(x**${(index % 50) + 2}*sin(x), x), x**${(index % 50) + 1}*(x*cos(x) + ${(index % 50) + 2}*sin(x)))`,
    `check(Matrix([[${index}, 2], [3, 4]]).det(), ${4 * index - 6})`,
    `x = Symbol("x", real=True)\nassert solve(x**2 - ${index ** 2}, x) == sorted([-${index}, ${index}])`,
    `check(Rational(${index}, 7) + Rational(1, 7), Rational(${index + 1}, 7))`,
  ];
  return kinds[index % kinds.length] ?? '';
}

function isRight({ status }: RunResult): boolean {
  return status === 'ok';
}

/** How many were answered as they should be. */
async function harmlessChecks(sandbox: Sandbox, from: number, to: number): Promise<number> {
  let answered = 0;
  for (let index = from + 1; index <= to; index++) {
    const result = await runCode(sandbox, check(index));
    if (isRight(result)) answered++;
    else throw new Error(`${check(index)}\n${JSON.stringify(result)}`);
  }
  return answered;
}

async function fatalChecks(
  sandbox: Sandbox,
  from: number,
  running: ReadonlySet<Interpreter>,
  tell: (text: string) => void,
) {
  let answered = 0;
  let fatal = 0;
  const every = (CHECKS - from) / FATAL;
  for (let index = from + 1; index <= CHECKS; index++) {
    if (index % every !== 0) {
      answered += await harmlessChecks(sandbox, index - 1, index);
      continue;
    }
    const one = FATALS[fatal % FATALS.length];
    if (one === undefined) continue;
    fatal++;
    const timer = one.killed ? setTimeout(() => killAll(running), 300) : undefined;
    const result = await runCode(sandbox, `${one.code}\n# ${index}`, one.limits ?? {});
    clearTimeout(timer);
    tell(`${result.status}: ${JSON.stringify(one.code)}`);
    if (!one.expected.includes(result.status)) throw new Error(`${one.code}\n${JSON.stringify(result)}`);
    answered++;
  }
  return { answered, fatal };
}

function killAll(running: ReadonlySet<Interpreter>): void {
  for (const one of running) one.kill();
}

/** Knows the interpreters that run, so that they can be killed as if by somebody else. */
function watched(launcher: Launcher, running: Set<Interpreter>): Launcher {
  return {
    ...launcher,
    launch(snapshot, events) {
      let interpreter: Interpreter | undefined;
      const launched = launcher.launch(snapshot, {
        onMessage: events.onMessage,
        onEnd(end) {
          if (interpreter !== undefined) running.delete(interpreter);
          events.onEnd(end);
        },
      });
      if (launched.ok) {
        interpreter = launched.interpreter;
        running.add(interpreter);
      }
      return launched;
    },
  };
}

/** Resident megabytes of this process, after collecting what it can, and of its children. */
function memory(): { readonly owner: number; readonly sandbox: number | null } {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return { owner: process.memoryUsage().rss / 2 ** 20, sandbox: childrenMb() };
}

function childrenMb(): number | null {
  if (process.platform === 'win32') return null;
  const { stdout } = spawnSync('ps', ['-A', '-o', 'ppid=,rss=,args='], { encoding: 'utf8' });
  const own = stdout.split('\n').flatMap(line => {
    const [, parent, kb, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && args?.includes('interpreter.mjs') ? [Number(kb) / 1024] : [];
  });
  return own.length === 0 ? null : own.reduce((sum, mb) => sum + mb, 0);
}
