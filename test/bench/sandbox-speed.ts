/** What the sandbox adds to the time that SymPy takes, how long it takes to start, and how long the first time on a machine. */
import type { Sandbox } from '../../server/src/core/code/sandbox.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';
import { runCode, warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const STARTS = 7;
const ROUNDS = 5;

/** Checks as people and the extension write them. */
const CHECKS: readonly string[] = [
  'x = Symbol("x", real=True)\ncheck((x + 1)**2, x**2 + 2*x + 1)',
  'x = Symbol("x", real=True)\ncheck(diff(x**2*sin(x), x), 2*x*sin(x) + x**2*cos(x))',
  'x = Symbol("x")\ncheck(integrate(1/(1 + x**2), (x, 0, 1)), pi/4)',
  'x = Symbol("x")\ncheck(limit(sin(x)/x, x, 0), 1)',
  'n = Symbol("n", integer=True, positive=True)\nk = Symbol("k", integer=True)\ncheck(summation(k, (k, 1, n)), n*(n + 1)/2)',
  'x = Symbol("x", real=True)\nassert solve(x**2 - 5*x + 6, x) == [2, 3]',
  'check(Matrix([[1, 2], [3, 4]]).det(), -2)',
  'x = Symbol("x", real=True)\ncheck(sin(x)**2 + cos(x)**2, 1)',
  'check(sqrt(50), 5*sqrt(2))',
  'assert 2**10 % 7 == 2',
];

await runBench({
  name: 'sandbox-speed',
  bars: { overheadMedianMs: '< 30', startMs: '< 1500', firstRunS: '< 20' },
  run: async ({ note, verbose }: BenchContext): Promise<Metrics> => {
    note(
      'firstRunS: from nothing kept to the first result, in seconds. startMs: from the request to its result where nothing runs yet, median',
    );
    note('overheadMedianMs: time to the result of a warm check beyond what its code took inside');
    return withStorage(async storage => {
      const firstRunS = (await startMs(storage)) / 1000;
      const starts: number[] = [];
      for (let run = 0; run < STARTS; run++) starts.push(await startMs(storage));
      const { overhead, wall } = await withSandbox(storage, sandbox =>
        checks(sandbox, verbose ? note : () => undefined),
      );
      return {
        overheadMedianMs: percentile(overhead, 0.5),
        overheadP95Ms: percentile(overhead, 0.95),
        checkMedianMs: percentile(wall, 0.5),
        startMs: percentile(starts, 0.5),
        firstRunS,
      };
    });
  },
});

function startMs(storage: string): Promise<number> {
  return withSandbox(storage, async sandbox => {
    const before = performance.now();
    await warmUp(sandbox);
    return performance.now() - before;
  });
}

async function checks(sandbox: Sandbox, tell: (text: string) => void) {
  await warmUp(sandbox);
  const overhead: number[] = [];
  const wall: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const check of CHECKS) {
      const before = performance.now();
      // Another text each time, as when somebody edits it.
      const result = await runCode(sandbox, `${check}\n# ${round}`);
      const took = performance.now() - before;
      if (result.status !== 'ok') throw new Error(`${check}\n${JSON.stringify(result)}`);
      tell(`${took.toFixed(1)} ms, inside ${result.ms.toFixed(1)} ms: ${JSON.stringify(check)}`);
      wall.push(took);
      overhead.push(took - result.ms);
    }
  }
  return { overhead, wall };
}
