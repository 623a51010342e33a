/** How soon code is stopped after its time is up: code that can be interrupted, and code that catches what interrupts it or never looks up. */
import type { Sandbox } from '../../server/src/core/code/sandbox.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';
import { runCode, warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const LIMIT_MS = 400;

const RUNAWAY: readonly string[] = [
  'while True: pass',
  'n = 0\nwhile True:\n    n += 1',
  'def f(n):\n    return f(n - 1) + f(n - 2) if n > 1 else n\nf(60)',
  'import itertools\nfor _ in itertools.count(): pass',
  'sum(1 for _ in iter(int, 1))',
  'import time\nwhile True: time.sleep(0.01)',
  'try:\n    while True: pass\nfinally:\n    x = 1',
  'while True:\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        pass',
  'while True:\n    print("x")',
  'from sympy import *\nx, y = symbols("x y")\nfactor(expand((x + y + 1)**60) + 1)',
  'from sympy import *\nx = symbols("x")\nintegrate(sin(x**5) * exp(x**3) / (x**7 + x + 1), x)',
  'from sympy import *\nx = symbols("x")\nsimplify(sum(sin(k*x)*cos((k+1)*x)/(x**k + 1) for k in range(1, 40)))',
  'from sympy import *\nx = symbols("x")\nwhile True: solve(x**5 - x - 1, x)',
];

const STUBBORN: readonly string[] = [
  'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
  'def f():\n    try:\n        while True: pass\n    except BaseException:\n        f()\nwhile True:\n    try: f()\n    except BaseException: pass',
  'while True:\n    try:\n        while True: pass\n    finally:\n        continue',
  'class Forever:\n    def __exit__(self, *_): return True\n    def __enter__(self): return self\nwhile True:\n    with Forever():\n        while True: pass',
  'import sys\nsignal = sys.modules["_signal"]\nsignal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass',
  'while True:\n    try:\n        print("x")\n    except BaseException: pass',
  '10 ** 10 ** 8',
  'sum(range(10 ** 11))',
  'len(str(7 ** 10 ** 7)) if not __import__("sys").set_int_max_str_digits(0) else 0',
  'import re\nre.match(r"(a+)+$", "a" * 60 + "b")',
  '[0] * 5 in iter([[1] * 6] * 10 ** 10, None) if False else max(iter(lambda: 0, 1))',
];

await runBench({
  name: 'sandbox-limits',
  bars: { stopP95Ms: '< 200', stubbornStopP95Ms: '< 600' },
  run: async ({ note, verbose }: BenchContext): Promise<Metrics> => {
    note(
      `from the end of ${LIMIT_MS} ms to the result; code that can be interrupted, and code that catches BaseException or stays in C`,
    );
    return withStorage(storage =>
      withSandbox(storage, async sandbox => {
        await warmUp(sandbox);
        const tell = verbose ? note : () => undefined;
        const stops = await measure(sandbox, RUNAWAY, 3, tell);
        const stubborn = await measure(sandbox, STUBBORN, 2, tell);
        return {
          stops: stops.length,
          stopP50Ms: percentile(stops, 0.5),
          stopP95Ms: percentile(stops, 0.95),
          stubbornStops: stubborn.length,
          stubbornStopP50Ms: percentile(stubborn, 0.5),
          stubbornStopP95Ms: percentile(stubborn, 0.95),
        };
      }),
    );
  },
});

/** Milliseconds past the limit until the caller has the result. @throws where code ended in another way than at its limit */
async function measure(
  sandbox: Sandbox,
  programs: readonly string[],
  rounds: number,
  tell: (text: string) => void,
): Promise<readonly number[]> {
  const late: number[] = [];
  for (const code of Array.from({ length: rounds }, () => programs).flat()) {
    // The interpreter that was killed for the one before has a successor by now.
    await warmUp(sandbox);
    const before = performance.now();
    const result = await runCode(sandbox, code, { timeMs: LIMIT_MS });
    const past = performance.now() - before - LIMIT_MS;
    if (result.status !== 'timeout') throw new Error(`not stopped at its limit: ${code}\n${JSON.stringify(result)}`);
    tell(`${past.toFixed(0).padStart(5)} ms  ${JSON.stringify(code)}`);
    late.push(past);
  }
  return late;
}
