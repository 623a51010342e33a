/** Open claims settled by SymPy in the real sandbox. */
import { expect, test } from 'vitest';
import { defaultLimits } from '../../server/src/core/code/sandbox.ts';
import { Settler } from '../../server/src/core/settle/settler.ts';
import { withSandbox, withStorage } from '../bench/lib/sandbox.ts';
import { checkText, claimsOf } from '../unit/settle/documents.ts';

test('a limit and a step are proved, an equation to be solved is left alone', async () => {
  const text = 'Solve $3x + 5 = 20$.\n\n$3x = 15$\n\n$\\lim_{x\\to 0}\\frac{1-\\cos x}{x^2} = \\frac12$\n';
  const checked = checkText(text);
  const statuses = await withStorage(storage =>
    withSandbox(storage, async sandbox => {
      const settler = new Settler(sandbox, () => undefined);
      const options = { limits: { ...defaultLimits, timeMs: 3000 }, inView: [] };
      await settler.settle(checked, options, new AbortController().signal, () => undefined);
      return claimsOf(checked).map(({ task }) => settler.verdictOf(task?.key ?? '')?.status);
    }),
  );
  expect(statuses).toEqual([undefined, 'proved', 'proved']);
});
