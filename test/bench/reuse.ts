/** What is left of a search when the writer types a step that it knows, and how soon the next suggestion is there. */
import { DocumentChecker } from '../../server/src/core/check.ts';
import { Continuations } from '../../server/src/core/search/continuations.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const PROBLEM = '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. We solve $x^2 - 5x + 6 = 0$.\n';
const never = new AbortController().signal;

await runBench({
  name: 'reuse',
  bars: { visitsKept: '>= 0.8', nextMs: 'at once' },
  run: ({ note }: BenchContext): Promise<Metrics> =>
    withStorage(storage =>
      withSandbox(storage, async sandbox => {
        await warmUp(sandbox);
        note(
          'visitsKept: of the typed step, in the words of the suggestion and in other words; nextMs: the next suggestion after it was typed',
        );
        const continuations = new Continuations({ sandbox, now: () => performance.now() });
        const searched = await continuations.search(
          placeOf(PROBLEM),
          { timeMs: 30_000, nodes: 200 },
          never,
          () => undefined,
        );
        const first = searched?.found.continuations[0]?.first;
        if (first === undefined) throw new Error('the search found no step');
        const before = first.visits;
        const same = kept(continuations, `${PROBLEM}2. ${first.step.text}\n`);
        const other = kept(continuations, `${PROBLEM}2. So we have $0 = (x - 2)(x - 3)$\n`);
        return {
          visitsKept: same.visits / before,
          visitsKeptInOtherWords: other.visits / before,
          nextMs: same.ms,
          suggestions: same.suggestions,
        };
      }),
    ),
});

interface Kept {
  /** Of the step that was typed. */
  readonly visits: number;
  readonly suggestions: number;
  readonly ms: number;
}

function kept(continuations: Continuations, text: string): Kept {
  const place = placeOf(text);
  const start = performance.now();
  const found = continuations.standing(place);
  const ms = performance.now() - start;
  const parent = found?.continuations[0]?.first.parent;
  return { visits: parent?.visits ?? 0, suggestions: found?.continuations.length ?? 0, ms };
}

function placeOf(text: string): Parameters<Continuations['standing']>[0] {
  const document = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  return { document, solution: 0, after: (document.solutions[0]?.steps.length ?? 0) - 1 };
}
