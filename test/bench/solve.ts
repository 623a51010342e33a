/**
 * How many problems a small model solves under each strategy, at equal tokens: the model writes so many for each problem, whatever the strategy makes of them;
 * what it reads is told beside, for that hangs on what the server keeps of prompts between requests. Resumable: every result stands in results/solve.jsonl as
 * soon as it is there, and strategies take turns at each problem. The answer is not told to the search.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createGgufModel, createGgufServices } from '../../server/src/adapters/gguf/index.ts';
import { factsIn } from '../../server/src/adapters/models/facts.ts';
import { hashOfFile } from '../../server/src/adapters/models/file-hash.ts';
import { createServerModel } from '../../server/src/adapters/openai/index.ts';
import { createSandbox } from '../../server/src/adapters/sandbox/index.ts';
import { cacheFolder } from '../../server/src/cacheFolder.ts';
import { type Problem, parseProblems } from '../../server/src/cli/bench/problems.ts';
import { comparable, solveMeasures } from '../../server/src/cli/bench/solveMeasures.ts';
import { openSolveResults, type SolveResult } from '../../server/src/cli/bench/solveResults.ts';
import { solveTable } from '../../server/src/cli/bench/solveText.ts';
import { type Contestant, contestant, solveAll } from '../../server/src/cli/bench/solving.ts';
import { growingSample } from '../../server/src/cli/reward/sample.ts';
import { defaultLimits } from '../../server/src/core/code/sandbox.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../server/src/core/policy/language-policy.ts';
import type { Policy } from '../../server/src/core/policy/policy.ts';
import { createPpmReward } from '../../server/src/core/reward/ppm/reward.ts';
import { shippedWeights } from '../../server/src/core/reward/ppm/shipped.ts';
import type { RewardModel } from '../../server/src/core/reward/reward-model.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';
import { type LlamaServer, startLlamaServer } from './lib/llama-server.ts';

const storage = cacheFolder(process.platform, process.env, homedir());
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const results = fileURLToPath(new URL('results/', import.meta.url));

type Options = BenchContext['options'];

/** Tokens of prompt and reply together. */
const WINDOW = 3072;

/** The issue's: what each is compared with what. */
const allStrategies = 'mcts:code,mcts:plain,beam:plain,best-of-n:plain,majority:plain,greedy:plain';

await runBench({
  name: 'solve',
  defaultData: ['gsm8k_reference.jsonl', 'math500.jsonl'],
  // policy: a GGUF file; reward: ppm, or none without it; limit: problems of each file; tokens: for each problem; parallel: replies that are written
  // together; server: no, to run the policy in process; name: of the result's files.
  options: ['policy', 'reward', 'strategy', 'limit', 'tokens', 'threads', 'parallel', 'server', 'seed', 'name'],
  bars: { 'solveRate.mcts:code': 'first, above greedy by more than the interval' },
  run: measure,
});

async function measure(context: BenchContext): Promise<Metrics> {
  const { options, note } = context;
  const contestants = (options.strategy ?? allStrategies).split(',').map(word => {
    const found = contestant(word, 'plain');
    if (found === undefined) throw new Error(`--strategy: there is no "${word}"`);
    return found;
  });
  const problems = problemsOf(context, Number(options.limit ?? 50));
  const settings = { tokens: Number(options.tokens ?? 1200), seed: Number(options.seed ?? 1) };
  const local = await localModels(options);
  const sandbox = createSandbox({ assets: join(dist, 'sandbox'), storage, log: () => undefined });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const { policy, reward } = local;
    const name = options.name ?? 'solve';
    const opened = openSolveResults(join(results, `${name}.jsonl`), {
      policy: policy.id,
      reward: reward?.id ?? 'none',
      settings,
    });
    if (!opened.ok) throw new Error(opened.reason);
    const solving = await solveAll(
      problems,
      contestants,
      {
        policy,
        ...(reward === undefined ? {} : { reward }),
        sandbox,
        limits: defaultLimits,
        file: opened.results,
        maxTokens: () => 256,
        options: each => searchOptions(each, settings),
        now: () => performance.now(),
        onSolved: (problem, each, _solved, result) => {
          note(told(problem, each, result));
        },
      },
      stop.signal,
    );
    opened.results.close();
    if (solving.fault !== undefined) note(solving.fault.message);
    return recorded(solving.results, contestants, name, note);
  } finally {
    sandbox.dispose();
    local.dispose();
  }
}

function told({ id, answer }: Problem, { name }: Contestant, result: SolveResult): string {
  const { right, answer: given = '-', solutions, nodes, tokens, seconds, end } = result;
  return `${right ? '+' : '-'} ${id} ${name}: ${given} (${answer}); ${solutions} solutions, ${nodes} nodes, ${tokens} tokens, ${seconds.toFixed(0)} s, ${end}`;
}

/** Of each file in turn, so that wherever it is stopped all files have been seen alike. */
function problemsOf({ data }: BenchContext, limit: number): readonly Problem[] {
  const files = data.map(({ name, text }) => {
    const read = parseProblems(text, name);
    if (!read.ok) throw new Error(read.reason);
    return growingSample(read.items, limit, 1);
  });
  return Array.from({ length: limit }, (_, index) => files.flatMap(file => file[index] ?? [])).flat();
}

function searchOptions({ strategy }: Contestant, { tokens, seed }: { readonly tokens: number; readonly seed: number }) {
  const samples = strategy === 'majority' || strategy === 'best-of-n';
  return {
    budget: { written: tokens },
    n: samples ? 64 : 3,
    temperature: 0.8,
    exploration: 0.7,
    maxDepth: 10,
    parallel: samples ? 6 : 2,
    seed,
    order: 'arrival',
    agreeing: 5,
  } as const;
}

interface Local {
  readonly policy: Policy;
  readonly reward: RewardModel | undefined;
  dispose(): void;
}

/** The policy behind llama.cpp's server, which writes several replies together; the reward model reads in process. */
async function localModels({ policy, reward, threads = '2', parallel = '8', server }: Options): Promise<Local> {
  const file = resolve(policy ?? join(storage, 'models', 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf'));
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const gguf = createGgufServices({
    assets: join(dist, 'gguf'),
    storage,
    log: () => undefined,
    threads: Number(threads),
    sequences: server === 'no' ? Number(parallel) : 2,
  });
  const sha256 = await hashOfFile(file, factsIn(join(storage, 'facts')));
  const local = createGgufModel({ file, window: WINDOW, ...(sha256 === undefined ? {} : { sha256 }) }, gguf);
  const judged = reward === 'ppm' ? ppmOver(local) : undefined;
  if (reward === 'ppm' && judged === undefined) throw new Error('no weights of the embedded model were fitted for it');
  if (server === 'no') return { policy: createLanguagePolicy(local), reward: judged, dispose: () => gguf.dispose() };
  const started = { threads: Number(threads), parallel: Number(parallel), window: WINDOW };
  // One for each form of steps: what a server keeps of a prompt is then never pushed out by worked examples of the other form.
  const [plain, code] = await Promise.all([startLlamaServer(file, started), startLlamaServer(file, started)]);
  // Its address is another one each time, and says nothing about what it answers.
  const id = `llama-server:${sha256 ?? basename(file)}`;
  const policies = { plain: policyAt(plain, basename(file), id), code: policyAt(code, basename(file), id) };
  return {
    policy: {
      ...policies.plain,
      propose: (partial, asked, signal) => policies[asked.form].propose(partial, asked, signal),
    },
    reward: judged,
    dispose() {
      plain.close();
      code.close();
      gguf.dispose();
    },
  };
}

function policyAt({ url }: LlamaServer, model: string, id: string): Policy {
  const served = createServerModel(
    { url, model },
    {
      clock: Date.now,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
      log: () => undefined,
      cache: { get: async () => undefined, set: async () => undefined },
    },
  );
  return createLanguagePolicy({ ...served, id });
}

function ppmOver(model: LanguageModel): RewardModel | undefined {
  for (const weights of shippedWeights()) {
    const created = createPpmReward(model, weights);
    if (created.ok) return created.reward;
  }
  return undefined;
}

function recorded(
  all: readonly SolveResult[],
  contestants: readonly Contestant[],
  name: string,
  note: (text: string) => void,
): Metrics {
  const names = contestants.map(each => each.name);
  const shown = comparable(all, names);
  note(solveTable(shown, names));
  const rows = names.map(each => [each, solveMeasures(shown.filter(({ strategy }) => strategy === each))] as const);
  const of = (key: 'solveRate' | 'low' | 'high' | 'tokens' | 'nodes' | 'seconds' | 'items' | 'among') =>
    Object.fromEntries(rows.map(([each, measures]) => [each, measures[key]]));
  const metrics = {
    solveRate: of('solveRate'),
    low: of('low'),
    high: of('high'),
    among: of('among'),
    tokens: of('tokens'),
    nodes: of('nodes'),
    seconds: of('seconds'),
    items: rows[0]?.[1].items ?? 0,
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(metrics, null, 2)}\n`);
  return metrics;
}
