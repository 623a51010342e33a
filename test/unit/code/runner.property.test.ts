/** Random edits, runs and stops: whatever is known of a cell is what a fresh run of its solution would give. */
import { expect, test } from 'vitest';
import { type CheckedDocument, DocumentChecker } from '../../../server/src/core/check.ts';
import { CodeRunner, type PlacedCell, placedCells, superseded } from '../../../server/src/core/code/runner.ts';
import { defaultLimits, type RunResult } from '../../../server/src/core/code/sandbox.ts';
import { seededRandom } from '../../../server/src/core/math/random.ts';
import { ScriptedSandbox, words } from './scripted.ts';

const codes = ['a=1', 'a=2', 'b=1', 'a+1', 'b+2', '7', 'fail', 'loop', 'loop', 'a+3'];

function document(solutions: readonly (readonly string[])[]): CheckedDocument {
  const text = solutions.map(
    lines => `## Solution\n\n${lines.map(code => `Step.\n\n\`\`\`python\n${code}\n\`\`\``).join('\n\n')}`,
  );
  return new DocumentChecker(text.join('\n\n'), { format: 'markdown', wholeFile: false, severities: {} }).result;
}

/** One that takes its turns in any order, and stops when told. */
function sandbox(random: () => number): ScriptedSandbox {
  return new ScriptedSandbox(async (request, signal): Promise<Partial<RunResult>> => {
    for (let turns = Math.floor(random() * 4); turns > 0 && !signal.aborted; turns--) await turn();
    return signal.aborted ? { status: 'cancelled' } : words(request);
  });
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** What a run from nothing gives each cell, those that were stopped left out for the later ones. */
function fresh(cells: readonly PlacedCell[], isStopped: (cell: PlacedCell) => boolean): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [index, { key, solution, stepCell }] of cells.entries()) {
    const before = cells.slice(0, index).filter(cell => cell.solution === solution && !isStopped(cell));
    found.set(key, words({ cells: [...before.map(cell => cell.stepCell.cell), stepCell.cell] }));
  }
  return found;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('walk %i', async seed => {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const runner = new CodeRunner(sandbox(random));
  let solutions: readonly (readonly string[])[] = [['a=1', 'a+1'], ['b=1']];
  const pending: Promise<number>[] = [];
  for (let move = 0; move < 120; move++) {
    const at = Math.floor(random() * solutions.length);
    const lines = [...(solutions[at] ?? [])];
    if (random() < 0.5) lines[Math.floor(random() * lines.length)] = pick(codes);
    else if (random() < 0.6) lines.splice(Math.floor(random() * (lines.length + 1)), 0, pick(codes));
    else if (lines.length > 1) lines.splice(Math.floor(random() * lines.length), 1);
    solutions = solutions.map((known, index) => (index === at ? lines.slice(0, 6) : known));
    const checked = document(solutions);
    const cells = placedCells(checked);
    const abort = new AbortController();
    const only = random() < 0.4 ? pick(cells) : undefined;
    pending.push(
      runner.run(
        checked,
        {
          limits: defaultLimits,
          priority: random() < 0.5 ? 'asked' : 'idle',
          again: random() < 0.2,
          ...(only === undefined ? {} : { wants: cell => cell.key === only.key }),
        },
        abort.signal,
        () => undefined,
      ),
    );
    if (random() < 0.5) await turn();
    if (random() < 0.2) abort.abort(random() < 0.5 ? superseded : undefined);
    if (random() < 0.5) await Promise.all(pending.splice(0));
  }
  await Promise.all(pending);
  // Nothing is under way any more: one run more, and all is as it must be.
  const checked = document(solutions);
  const cells = placedCells(checked);
  await runner.run(
    checked,
    { limits: defaultLimits, priority: 'asked' },
    new AbortController().signal,
    () => undefined,
  );
  const expected = fresh(cells, cell => /loop/.test(cell.stepCell.cell.code));
  for (const { key } of cells) {
    expect(runner.outcomeOf(key)).toMatchObject({ kind: 'done', result: expected.get(key) });
  }
});
