/** The search with symbolic moves alone: exercises solved to the end, each step verified, about half of them from a partial solution that holds a wrong step. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { sameAnswer } from '../../server/src/core/policy/answers.ts';
import { type Continuation, Continuations } from '../../server/src/core/search/continuations.ts';
import { Settler } from '../../server/src/core/settle/settler.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { warmUp, withSandbox, withStorage } from './lib/sandbox.ts';

const itemSchema = z.object({
  id: z.string(),
  kind: z.string(),
  problem: z.string(),
  answer: z.array(z.string()),
  steps: z.optional(z.array(z.string())),
});

type Item = z.output<typeof itemSchema>;

const ownProblems = new URL('../fixtures/symbolic/problems.jsonl', import.meta.url);
const BUDGET = { timeMs: 20_000, nodes: 400 };

await runBench({
  name: 'symbolic',
  options: ['limit', 'only'],
  bars: { solved: '>= 90 % of items', medianNextStepMs: '< 300', wrongAccepted: '0' },
  run: ({ data, options, note, verbose }: BenchContext): Promise<Metrics> =>
    withStorage(storage =>
      withSandbox(storage, async sandbox => {
        await warmUp(sandbox);
        const settler = new Settler(sandbox, note);
        const continuations = new Continuations({ sandbox, settler, now: () => performance.now() });
        const items = itemsOf(
          data.map(({ text }) => text),
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

function itemsOf(texts: readonly string[], only: string | undefined, limit: number): readonly Item[] {
  const given = texts.length > 0 ? texts : [readFileSync(ownProblems, 'utf8')];
  const lines = given.flatMap(text => text.split('\n').filter(line => line !== ''));
  const items = lines.map(line => itemSchema.parse(JSON.parse(line)));
  return items.filter(({ id, kind }) => only === undefined || kind === only || id === only).slice(0, limit);
}

async function solve(item: Item, continuations: Continuations): Promise<Result> {
  const steps = (item.steps ?? []).map((step, index) => `${index + 1}. ${step}`);
  const text = `## Problem\n\n${item.problem}\n\n## Solution\n\n${steps.length === 0 ? '1. We begin.' : steps.join('\n')}\n`;
  const document = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  const place = { document, solution: 0, after: steps.length - 1 };
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

/** Each answer is there, and nothing else. */
function isRight({ line }: Continuation, { answer }: Item): boolean {
  const given = (line.nodes.at(-1)?.step.answer ?? '').split(/(?<!\\), /).map(side => side.replace(/^\$|\$$/g, ''));
  return (
    given.every(value => answer.some(each => same(value, each))) &&
    answer.every(each => given.some(value => same(value, each)))
  );
}

function same(given: string, expected: string): boolean {
  const spaceless = (text: string): string => text.replace(/\s|\\left|\\right/g, '');
  if (spaceless(given) === spaceless(expected)) return true;
  if (/[<>]|\\[lg]e\b/.test(given + expected))
    return expected.split(' or ').some(part => spaceless(part) === spaceless(given));
  const value = (text: string): string =>
    text
      .slice(text.lastIndexOf('=') + 1)
      .replace(/\+\s*C\s*$|^\s*C\s*\+/, '')
      .replace(/\bC\s*[+-]/, '');
  return spaceless(value(given)) === spaceless(value(expected)) || sameAnswer(value(given), value(expected));
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
