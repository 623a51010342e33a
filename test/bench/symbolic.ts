/** The search with symbolic moves alone: exercises solved to the end, each step verified, about half of them from a partial solution that holds a wrong step. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { type Continuation, Continuations } from '../../server/src/core/search/continuations.ts';
import { Settler } from '../../server/src/core/settle/settler.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { isAnswered } from './lib/exercise-answers.ts';
import { warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const itemSchema = z.object({
  id: z.string(),
  kind: z._default(z.string(), 'any'),
  problem: z.string(),
  // One, in data that others made.
  answer: z.union([
    z.array(z.string()),
    z.pipe(
      z.string(),
      z.transform((text: string) => [text]),
    ),
  ]),
  steps: z.optional(z.array(z.string())),
  format: z._default(z.enum(['markdown', 'latex', 'steps']), 'markdown'),
});

type Item = z.output<typeof itemSchema>;

/** `a` was there while the moves were first written, `b` when they were made better, then `c`; `d` after that, and `e` last; `other` holds questions that the moves are not to answer wrongly. */
const SETS: Readonly<Record<string, string>> = {
  a: 'problems.jsonl',
  b: 'problems-b.jsonl',
  c: 'problems-c.jsonl',
  d: 'problems-d.jsonl',
  e: 'problems-e.jsonl',
  other: 'other-questions.jsonl',
};
const BUDGET = { timeMs: 20_000, nodes: 400 };

await runBench({
  name: 'symbolic',
  options: ['limit', 'only', 'set'],
  bars: { solved: '>= 90 % of items', medianNextStepMs: '< 300', wrongAccepted: '0' },
  run: ({ data, options, note, verbose }: BenchContext): Promise<Metrics> =>
    withStorage(storage =>
      withSandbox(storage, async sandbox => {
        await warmUp(sandbox);
        const settler = new Settler(sandbox, note);
        const continuations = new Continuations({ sandbox, settler, now: () => performance.now() });
        const items = itemsOf(
          data.map(({ text }) => text),
          options.set ?? 'a',
          options.only,
          Number(options.limit ?? Number.POSITIVE_INFINITY),
        );
        note(`${items.length} exercises; nextStepMs: from asking to the first step that is offered`);
        const results: Result[] = [];
        for (const item of items) {
          const result = await solve(item, continuations);
          results.push(result);
          if (verbose && result.kind !== 'solved')
            note(`${item.id} ${result.kind}: ${item.problem} ${item.steps?.join(' ') ?? ''}\n  ${result.told}`);
        }
        return metricsOf(results);
      }),
    ),
});

interface Result {
  readonly item: Item;
  /** `unverified`: the answer is right and a step on the way was not checked; `wrong`: a finished line whose steps all passed ends in another answer. */
  readonly kind: 'solved' | 'unverified' | 'unfinished' | 'wrong';
  readonly nextStepMs: number | undefined;
  readonly told: string;
}

function itemsOf(texts: readonly string[], set: string, only: string | undefined, limit: number): readonly Item[] {
  const own = SETS[set];
  if (own === undefined) throw new Error(`There is no set ${set}: there are ${Object.keys(SETS).join(', ')}.`);
  const given =
    texts.length > 0 ? texts : [readFileSync(new URL(`../fixtures/symbolic/${own}`, import.meta.url), 'utf8')];
  const lines = given.flatMap(text => text.split('\n').filter(line => line !== ''));
  const items = lines.map(line => itemSchema.parse(JSON.parse(line)));
  return items.filter(({ id, kind }) => only === undefined || kind === only || id === only).slice(0, limit);
}

async function solve(item: Item, continuations: Continuations): Promise<Result> {
  const { format } = item;
  const document = new DocumentChecker(textOf(item), { format, wholeFile: format === 'steps', severities: {} }).result;
  const begun = document.solutions[0]?.steps.length ?? 0;
  const place = { document, solution: 0, after: item.steps === undefined ? -1 : begun - 1 };
  const start = performance.now();
  let nextStepMs: number | undefined;
  const searched = await continuations.search(
    place,
    BUDGET,
    new AbortController().signal,
    ({ continuations: found }) => {
      if (found.length > 0) nextStepMs ??= performance.now() - start;
    },
  );
  const lines = (searched?.found.continuations ?? []).filter(({ line }) => line.finished);
  const told = (each: Continuation | undefined): string =>
    each?.line.nodes.map(({ step, checked }) => `[${checked}] ${step.text}`).join(' ') ??
    JSON.stringify(searched?.result.end);
  const verified = lines.filter(({ line }) => line.nodes.every(({ checked }) => checked !== 'unchecked'));
  const wrong = verified.find(each => !isRight(each, item));
  if (wrong !== undefined) return { item, kind: 'wrong', nextStepMs, told: told(wrong) };
  const [solved] = verified;
  if (solved !== undefined) return { item, kind: 'solved', nextStepMs, told: told(solved) };
  const kind = lines.some(each => isRight(each, item)) ? 'unverified' : 'unfinished';
  return { item, kind, nextStepMs, told: told(lines[0] ?? searched?.found.continuations[0]) };
}

function isRight({ line }: Continuation, { answer }: Item): boolean {
  const last = line.nodes.at(-1)?.step;
  return last !== undefined && isAnswered(last, answer);
}

/** As a person would have it open. */
function textOf({ problem, steps = ['We begin.'], format }: Item): string {
  switch (format) {
    case 'markdown':
      return `## Problem\n\n${problem}\n\n## Solution\n\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n`;
    case 'latex':
      return `\\section*{Problem}\n${problem}\n\n\\section*{Solution}\n\n${steps.join('\n\n')}\n`;
    case 'steps':
      return `Problem: ${problem}\n\n${steps.map(step => `${step}\n`).join('')}`;
  }
}

function metricsOf(results: readonly Result[]): Metrics {
  const count = (kind: Result['kind'], of = results): number => of.filter(result => result.kind === kind).length;
  const times = results.flatMap(({ nextStepMs }) => nextStepMs ?? []).sort((a, b) => a - b);
  const kinds = [...new Set(results.map(({ item }) => item.kind))];
  return {
    solved: count('solved'),
    items: results.length,
    medianNextStepMs: times[Math.floor(times.length / 2)] ?? null,
    wrongAccepted: count('wrong'),
    unverified: count('unverified'),
    byKind: Object.fromEntries(
      kinds.map(kind => {
        const of = results.filter(({ item }) => item.kind === kind);
        return [kind, count('solved', of) / of.length];
      }),
    ),
  };
}
