/**
 * What SymPy makes of claims that instant checks leave open, in solutions that people wrote or models. Each open claim whose check can be
 * written is asked for, as the editor does when it is idle.
 *
 * claims: open claims that were asked for. proved, refuted: what came of them; trueRefuted: the refuted ones in right solutions or before the first
 * wrong step. disagreements: claims on which the engines contradict each other. What is left is undecided, timeouts and errors among it.
 *
 * Runs for hours over all data. Answers are kept, so it goes on where it was stopped. `--limit N` takes N solutions of each file, evenly spread;
 * `--python PATH` a Python with SymPy instead of the built sandbox, which is quicker; `--cache FILE` says where answers are kept.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOwnPython } from '../../server/src/adapters/sandbox/index.ts';
import type { CheckedClaim } from '../../server/src/core/check.ts';
import { defaultLimits, type RunResult, type Sandbox } from '../../server/src/core/code/sandbox.ts';
import { Settler } from '../../server/src/core/settle/settler.ts';
import { isOpen } from '../../server/src/core/verify/verdicts.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';
import { CachedSandbox } from './lib/cached-sandbox.ts';
import { checkDocument, documentOf, type Item, itemsOf, oneLine } from './lib/items.ts';
import { sandboxAssets, withSandbox, withStorage } from './lib/sandbox.ts';

interface Count {
  claims: number;
  proved: number;
  refuted: number;
  trueRefuted: number;
  disagreements: number;
  undecided: number;
  timeouts: number;
  errors: number;
}

const python = fileURLToPath(new URL('../../server/src/adapters/sandbox/python', import.meta.url));
const defaultCache = fileURLToPath(new URL('../../node_modules/.cache/stepwise/settles.jsonl', import.meta.url));

await runBench({
  name: 'settles',
  defaultData: [
    'math500.jsonl',
    'processbench_gsm8k.jsonl',
    'processbench_math.jsonl',
    'processbench_olympiadbench.jsonl',
    'processbench_omnimath.jsonl',
  ],
  options: ['limit', 'python', 'cache'],
  bars: { trueRefuted: '0' },
  run: async context => {
    const answers = new Map<string, RunResult>();
    const measure = (sandbox: Sandbox): Promise<Metrics> =>
      settleAll(context, cached(sandbox, context, answers), answers);
    const { python: path } = context.options;
    if (path === undefined) return withStorage(storage => withSandbox(storage, measure));
    const sandbox = createOwnPython({ path, runner: python, log: () => undefined });
    try {
      return await measure(sandbox);
    } finally {
      sandbox.dispose();
    }
  },
});

/** Keeps answers under a fingerprint of the Python that gives them. */
function cached(sandbox: Sandbox, { options }: BenchContext, answers: Map<string, RunResult>): Sandbox {
  const files = readdirSync(join(python, 'stepwise'))
    .filter(name => name.endsWith('.py'))
    .sort();
  const hash = createHash('sha256').update(options['python'] ?? readFileSync(join(sandboxAssets, 'manifest.json')));
  for (const name of files) hash.update(readFileSync(join(python, 'stepwise', name)));
  const file = resolve(options['cache'] ?? defaultCache);
  return new CachedSandbox(sandbox, file, hash.digest('hex'), ({ cells }, result) => {
    answers.set(cells.at(-1)?.code ?? '', result);
  });
}

async function settleAll(
  { data, note, verbose, options }: BenchContext,
  sandbox: Sandbox,
  answers: ReadonlyMap<string, RunResult>,
): Promise<Metrics> {
  const limit = Number(options['limit'] ?? Number.POSITIVE_INFINITY);
  const total = emptyCount();
  const byFile: Record<string, Metrics> = {};
  const times: number[] = [];
  for (const file of data) {
    const count = emptyCount();
    const items = itemsOf(file);
    const every = Math.max(1, Math.ceil(items.length / limit));
    for (const [index, item] of items.entries()) {
      if (index % every !== 0) continue;
      await settleItem(item, sandbox, { count, times, answers, tell: verbose ? note : () => undefined });
      if (index % (every * 20) === 0) note(`${file.name} ${index + 1}/${items.length}: ${JSON.stringify(count)}`);
    }
    for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key];
    byFile[file.name.replace(/\.jsonl?$/, '')] = { ...count };
  }
  return { ...total, medianMs: percentile(times, 0.5), p95Ms: percentile(times, 0.95), byFile };
}

function emptyCount(): Count {
  return { claims: 0, proved: 0, refuted: 0, trueRefuted: 0, disagreements: 0, undecided: 0, timeouts: 0, errors: 0 };
}

interface Measuring {
  readonly count: Count;
  readonly times: number[];
  /** By code. */
  readonly answers: ReadonlyMap<string, RunResult>;
  readonly tell: (text: string) => void;
}

async function settleItem(item: Item, sandbox: Sandbox, measuring: Measuring): Promise<void> {
  const { count, times, answers, tell } = measuring;
  const document = documentOf(item);
  const checked = checkDocument(document);
  const settler = new Settler(sandbox, message => {
    count.disagreements += 1;
    tell(`DISAGREE ${item.file} ${item.id}: ${oneLine(message)}`);
  });
  await settler.settle(checked, { limits: defaultLimits, inView: [] }, new AbortController().signal, () => undefined);
  for (const { placed, claims } of checked.solutions.flatMap(solution => solution.steps)) {
    const at = placed.offset + placed.step.span.start;
    const step = document.steps.findLastIndex(({ start }) => start <= at);
    for (const claim of claims) {
      const code = askedOf(claim);
      const answer = code === undefined ? undefined : answers.get(code);
      if (code === undefined || answer === undefined) continue;
      count.claims += 1;
      times.push(answer.ms);
      const verdict = settler.verdictOf(claim.task?.key ?? '');
      const isTrue = item.label === -1 || step < item.label;
      const word = tally(count, verdict?.status, answer, isTrue);
      tell(`${word} ${item.file} ${item.id}/${step} ${Math.round(answer.ms)} ms: ${describe(claim, answer)}`);
    }
  }
}

function askedOf({ task, verdict }: CheckedClaim): string | undefined {
  const plan = isOpen(verdict) ? task?.plan : undefined;
  return plan?.checks.some(check => isOpen(check.verdict)) ? plan.code : undefined;
}

function tally(count: Count, status: string | undefined, answer: RunResult, isTrue: boolean): string {
  if (status === 'proved') {
    count.proved += 1;
    return 'PROVED';
  }
  if (status === 'refuted') {
    count.refuted += 1;
    if (isTrue) count.trueRefuted += 1;
    return isTrue ? 'TRUE REFUTED' : 'REFUTED';
  }
  count.undecided += 1;
  if (answer.status === 'timeout' || answer.status === 'memory') count.timeouts += 1;
  if (answer.status === 'error') count.errors += 1;
  return `UNDECIDED (${answer.status})`;
}

function describe({ claim, verdict, task }: CheckedClaim, { checks, error }: RunResult): string {
  const { evidence } = verdict;
  const reason = evidence.kind === 'reason' ? evidence.reason : evidence.kind === 'points' ? evidence.domain : '';
  const found = checks.map(check => {
    const at = check.counterexample === undefined ? '' : ` at ${JSON.stringify(check.counterexample)}`;
    return `    line ${check.line} ${check.verdict}: ${check.method}${at}`;
  });
  const failed = error === undefined ? [] : [`    ${oneLine(error.message).slice(0, 300)}`];
  return [
    `${claim.role}, ${verdict.status} (${verdict.checker}: ${reason}): ${oneLine(claim.text)}`,
    ...(task?.code ?? '').split('\n').map(line => `    > ${line}`),
    ...found,
    ...failed,
  ].join('\n');
}
