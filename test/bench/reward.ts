/**
 * How well reward models find the first wrong step of model-written solutions (ProcessBench, arXiv 2412.06559), and what their values are worth as
 * probabilities. `--reward NAME` is a method of `rewardMethods`; those that need a language model run over the GGUF file of `--model`. Of each file a sample of
 * `--limit` items is taken, by lot and always the same. Weights, thresholds and calibration are chosen on other problems than those they are measured on; the
 * figures are means over several deals of the problems.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createGgufModel, createGgufServices } from '../../server/src/adapters/gguf/index.ts';
import { createSandbox } from '../../server/src/adapters/sandbox/index.ts';
import { cacheFolder } from '../../server/src/cacheFolder.ts';
import { type Item, parseItems } from '../../server/src/cli/bench/items.ts';
import { READ_WINDOW } from '../../server/src/cli/reward/readCache.ts';
import { growingSample } from '../../server/src/cli/reward/sample.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../server/src/core/policy/language-policy.ts';
import { reliabilityOf } from '../../server/src/core/reward/calibration.ts';
import { createRewardModel } from '../../server/src/core/reward/create.ts';
import {
  calibratedSteps,
  crossCalibrate,
  figuresOf,
  type Measured,
  type RewardFigures,
} from '../../server/src/core/reward/measure.ts';
import { createPpmReward } from '../../server/src/core/reward/ppm/reward.ts';
import { shippedWeights } from '../../server/src/core/reward/ppm/shipped.ts';
import { type PpmWeights, readPpmWeights } from '../../server/src/core/reward/ppm/weights.ts';
import { type RewardMethod, type RewardModel, rewardMethods } from '../../server/src/core/reward/reward-model.ts';
import { type BenchContext, type Metric, type Metrics, runBench } from './harness.ts';
import { measurePpm, readFolder } from './lib/ppm-values.ts';
import { reliabilityPlot } from './lib/reliability-svg.ts';
import { valuesOf } from './lib/reward-values.ts';

const storage = cacheFolder(process.platform, process.env, homedir());
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const results = fileURLToPath(new URL('results/', import.meta.url));
/** Problems are dealt into folds as often: the figures of one deal of some hundred solutions are off by some points from those of the next. */
const deals = [1, 2, 3, 4, 5].map(seed => ({ folds: 5, seed }));
const SAMPLE_SEED = 1;

await runBench({
  name: 'reward',
  defaultData: ['gsm8k', 'math', 'olympiadbench', 'omnimath'].map(name => `processbench_${name}.jsonl`),
  // name: of the result's files; time: items that are scored for the time alone; record: no, to write no result.
  options: ['reward', 'model', 'weights', 'limit', 'votes', 'threads', 'time', 'name', 'record'],
  bars: { f1: '> 0.364 for ppm', ece: '< 0.08', precisionOnWrong: '>= 0.9' },
  run: measure,
});

async function measure(context: BenchContext): Promise<Metrics> {
  const method = methodOf(context.options.reward ?? 'ppm');
  const limit = Number(context.options.limit ?? 100);
  const items = context.data.flatMap(({ name, text }) => {
    const read = parseItems(text, name);
    if (!read.ok) throw new Error(read.reason);
    return growingSample(read.items, limit, SAMPLE_SEED);
  });
  const local = localModel(context.options);
  try {
    const { measured, seconds, notes, outOfFold } = await measuredOf(method, items, local, context);
    const figures = measured.map(figuresOf);
    const names = [...(figures[0]?.groups.keys() ?? [])];
    const byFile = Object.fromEntries(
      names.map(name => [name, rounded(meanOf(figures.flatMap(({ groups }) => groups.get(name) ?? [])))]),
    );
    const all = figures.map(figure => figure.all);
    const metrics = {
      ...rounded(meanOf(all)),
      f1ByDeal: Object.fromEntries(all.map(({ f1 }, index) => [`deal ${index + 1}`, Math.round(f1 * 1e4) / 1e4])),
      secondsPerItem: seconds,
      outOfFold,
      skipped: notes.length,
      byFile,
    };
    for (const text of notes) context.note(text);
    if (context.options.record !== 'no') record(context, method, metrics, measured);
    return metrics;
  } finally {
    local.dispose();
  }
}

function methodOf(name: string): RewardMethod {
  const method = rewardMethods.find(each => each === name);
  if (method === undefined) throw new Error(`--reward takes one of ${rewardMethods.join(', ')}`);
  return method;
}

interface Result {
  /** One list for each deal. */
  readonly measured: readonly (readonly Measured[])[];
  /** Mean over the items that were timed; `null` where everything was known already. */
  readonly seconds: number | null;
  readonly outOfFold: number;
  readonly notes: readonly string[];
}

async function measuredOf(
  method: RewardMethod,
  items: readonly Item[],
  local: Local,
  { options, note }: BenchContext,
): Promise<Result> {
  if (method === 'ppm' || method === 'whole') {
    const weights = weightsOf(options.weights);
    const run = await measurePpm(method, weights, local.model(weights.language.sha256), items, deals, note);
    const created = createPpmReward(local.model(weights.language.sha256), weights);
    if (!created.ok) throw new Error(created.reason);
    const timed = growingSample(items, Number(options.time ?? 0), SAMPLE_SEED);
    const seconds = mean((await valuesOf(created.reward, timed, undefined, note)).map(each => each.seconds));
    return { ...run, seconds, notes: run.skipped.map(({ id, reason }) => `left out: ${id}: ${reason}`) };
  }
  const reward = rewardOf(method, local, options.votes);
  const kept = method === 'evidence' ? undefined : join(readFolder(), 'values', `${method}.jsonl`);
  const valued = await valuesOf(reward, items, kept, note);
  const solutions = valued.map(({ item: { id, file: group, problem, label }, values }) => ({
    id,
    group,
    problem,
    label,
    // What could not be scored is not flagged.
    values: values.map(value => value ?? 1),
  }));
  const unscored = valued.filter(({ values }) => values.some(value => value === undefined));
  return {
    measured: deals.map(deal => crossCalibrate(solutions, deal)),
    seconds: mean(valued.map(each => each.seconds)),
    outOfFold: 0,
    notes: unscored.map(({ item }) => `not every step was scored: ${item.id}`),
  };
}

function rewardOf(method: RewardMethod, local: Local, votes: string | undefined): RewardModel {
  if (method === 'evidence') {
    const created = createRewardModel(method, {});
    if (!created.ok) throw new Error(created.reason);
    return created.reward;
  }
  const model = local.model('');
  const created = createRewardModel(method, {
    model,
    policy: createLanguagePolicy(model),
    ...(method === 'code-critic'
      ? { sandbox: createSandbox({ assets: join(dist, 'sandbox'), storage, log: () => {} }) }
      : {}),
    ...(votes === undefined ? {} : { votes: Number(votes) }),
    seed: 1,
  });
  if (!created.ok) throw new Error(created.reason);
  return created.reward;
}

function weightsOf(file: string | undefined): PpmWeights {
  if (file === undefined) return shippedWeights()[0] as PpmWeights;
  const read = readPpmWeights(readFileSync(file, 'utf8'));
  if (!read.ok) throw new Error(`${file}: ${read.reason}`);
  return read.weights;
}

interface Local {
  /** `sha256`: of the file that is meant, where weights are tied to one; it is not looked at before something must be read. */
  model(sha256: string): LanguageModel;
  dispose(): void;
}

function localModel({ model, threads }: BenchContext['options']): Local {
  const file = model ?? join(storage, 'models', 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf');
  const services = createGgufServices({
    assets: join(dist, 'gguf'),
    storage,
    log: () => {},
    threads: Number(threads ?? 2),
  });
  return {
    model(sha256) {
      if (model !== undefined && !existsSync(file)) throw new Error(`there is no file ${file}`);
      return createGgufModel({ file, window: READ_WINDOW, ...(sha256 === '' ? {} : { sha256 }) }, services);
    },
    dispose: () => services.dispose(),
  };
}

/** The figures as JSON and the reliability plot as SVG, with the command that made them. */
function record(
  { options, data }: BenchContext,
  method: string,
  metrics: Metrics,
  measured: readonly (readonly Measured[])[],
): void {
  mkdirSync(results, { recursive: true });
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || name === 'name' ? [] : [`--${name} ${name === 'model' ? basename(value) : value}`],
  );
  const name = `reward-${options.name ?? method}`;
  const command = `node test/bench/reward.ts ${given.join(' ')}`.trim();
  const files = data.map(file => file.name);
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify({ command, files, metrics }, null, 2)}\n`);
  const [first = []] = measured;
  const steps = calibratedSteps(first);
  const note = `${steps.length} labelled steps of ${first.length} solutions, ECE ${Number(metrics.ece).toFixed(3)}`;
  writeFileSync(
    join(results, `${name}.svg`),
    reliabilityPlot(`Reward model: ${options.name ?? method}`, note, reliabilityOf(steps)),
  );
}

function meanOf(figures: readonly RewardFigures[]): RewardFigures {
  const of = (key: keyof RewardFigures): number => figures.reduce((sum, each) => sum + each[key], 0) / figures.length;
  return {
    solutions: of('solutions'),
    errorAccuracy: of('errorAccuracy'),
    correctAccuracy: of('correctAccuracy'),
    f1: of('f1'),
    ece: of('ece'),
    warnings: of('warnings'),
    precisionOnWrong: of('precisionOnWrong'),
    precisionOnAll: of('precisionOnAll'),
    recall: of('recall'),
  };
}

function rounded(figures: RewardFigures): Record<string, Metric> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4]));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
