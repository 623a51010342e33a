/** How many steps run again when the code of one is edited, of a solution of thirty, in the built sandbox. */

import { DocumentChecker } from '../../server/src/core/check.ts';
import { CodeRunner } from '../../server/src/core/code/runner.ts';
import { defaultLimits } from '../../server/src/core/code/sandbox.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const STEPS = 30;

await runBench({
  name: 'code-steps',
  bars: { stepsRun: '1', stepsRunSecond: '29' },
  run: ({ note }: BenchContext): Promise<Metrics> =>
    withStorage(storage =>
      withSandbox(storage, async sandbox => {
        await warmUp(sandbox);
        note(
          'stepsRun: after an edit of the last step; stepsRunSecond: of the second; stepsRunFirst: when nothing has run yet',
        );
        const runner = new CodeRunner(sandbox);
        const checker = new DocumentChecker(document(), { format: 'markdown', wholeFile: false, severities: {} });
        const run = async (): Promise<{ readonly steps: number; readonly ms: number }> => {
          const before = performance.now();
          const options = { limits: defaultLimits, priority: 'asked' } as const;
          const steps = await runner.run(checker.result, options, new AbortController().signal, () => undefined);
          return { steps, ms: performance.now() - before };
        };
        const edit = (step: number): void => {
          const start = checker.document.text.indexOf(`a${step} = `);
          checker.edit([{ span: { start, end: start }, text: '# edited\n' }]);
        };
        const first = await run();
        edit(STEPS);
        const last = await run();
        edit(2);
        const second = await run();
        return {
          stepsRun: last.steps,
          stepsRunSecond: second.steps,
          stepsRunFirst: first.steps,
          lastMs: last.ms,
          secondMs: second.ms,
          firstMs: first.ms,
        };
      }),
    ),
});

/** Each step builds on the one before it. */
function document(): string {
  const steps = Array.from({ length: STEPS }, (_, index) => {
    const k = index + 1;
    const before = k === 1 ? '1' : `a${k - 1} + ${k}`;
    return `${k}. One more.\n\n   \`\`\`python\n   a${k} = ${before}\n   check(a${k}, ${(k * (k + 1)) / 2})\n   \`\`\``;
  });
  return `## Solution\n\n${steps.join('\n\n')}\n`;
}
