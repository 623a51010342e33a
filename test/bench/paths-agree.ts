/**
 * The same steps scored by the same file in this machine's own process and over llama.cpp's server, labels asked for after each step: as a question
 * about the steps, and in a reply that goes on from them. `spread` says how far the values lie apart, which is what a difference is to be held against.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureLlamaServer } from '../../scripts/lib/llama-server.mjs';
import { ensureModel } from '../../scripts/lib/models.mjs';
import { createGgufModel, createGgufServices } from '../../server/src/adapters/gguf/index.ts';
import { createServerModel } from '../../server/src/adapters/openai/index.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createLabelsReward } from '../../server/src/core/reward/labels.ts';
import { type Metrics, runBench } from './harness.ts';
import { startLlamaServer } from './lib/llama-server.ts';

const files = ['smollm2-135m', 'qwen2.5-coder-0.5b', 'qwen2.5-coder-1.5b'] as const;
type FileName = (typeof files)[number];

const labels = [' Yes', ' No'] as const;
const window = 2048;
const never = new AbortController().signal;

/** Right steps and wrong ones, prose and formulas. */
const solutions = [
  {
    problem:
      'A shop sells pens at 3 dollars and books at 12 dollars. Mia buys 4 pens and 2 books. How much does she pay?',
    steps: [
      'The pens cost 4 * 3 = 12 dollars.',
      'The books cost 2 * 12 = 24 dollars.',
      'Together that is 12 + 24 = 38 dollars.',
    ],
  },
  {
    problem: 'Solve $x^2 - 5x + 6 = 0$.',
    steps: [
      'We factor: $x^2 - 5x + 6 = (x - 2)(x - 3)$.',
      'A product is 0 when a factor is 0.',
      'So $x = 2$ or $x = 3$.',
    ],
  },
  {
    problem: 'Show that the sum of two odd numbers is even.',
    steps: [
      'Let the numbers be $2a + 1$ and $2b + 1$.',
      'Their sum is $2a + 2b + 1$.',
      'This is $2(a + b + 1)$, which is even.',
    ],
  },
  {
    problem: 'A train goes 180 km in 2 hours. How far does it go in 5 hours at the same speed?',
    steps: ['Its speed is 180 / 2 = 90 km/h.', 'In 5 hours it goes 5 * 90 = 450 km.', 'The answer is 450 km.'],
  },
] as const;

await runBench({
  name: 'paths-agree',
  options: ['model', 'threads'],
  bars: { maxDifference: '< 0.05' },
  async run({ note, options }) {
    const name = files.find(one => one === (options.model ?? 'qwen2.5-coder-0.5b'));
    if (name === undefined) throw new Error(`--model is one of ${files.join(', ')}`);
    return await compare(name, Number(options.threads ?? 1), note);
  },
});

async function compare(name: FileName, threads: number, note: (text: string) => void): Promise<Metrics> {
  const file = await ensureModel(name);
  const here = await valuesHere(file, threads);
  const there = await valuesThere(file, threads);
  const differences = here.map((value, index) => Math.abs(value - (there[index] ?? Number.NaN)));
  for (const [index, value] of here.entries()) note(`${value.toFixed(4)} here, ${there[index]?.toFixed(4)} over HTTP`);
  return {
    maxDifference: Math.max(...differences),
    meanDifference: differences.reduce((sum, one) => sum + one, 0) / differences.length,
    spread: Math.max(...here) - Math.min(...here),
    steps: differences.length,
  };
}

async function valuesHere(file: string, threads: number): Promise<readonly number[]> {
  const storage = await mkdtemp(join(tmpdir(), 'stepwise-paths-'));
  const assets = fileURLToPath(new URL('../../dist/gguf', import.meta.url));
  const services = createGgufServices({ assets, storage, log: () => undefined, threads });
  try {
    return await valuesOf(createGgufModel({ file, window }, services));
  } finally {
    services.dispose();
    await rm(storage, { recursive: true, force: true });
  }
}

async function valuesThere(file: string, threads: number): Promise<readonly number[]> {
  const python = await ensureLlamaServer();
  const server = await startLlamaServer(file, { threads, parallel: 2, window, python });
  const services = {
    clock: Date.now,
    sleep: async (ms: number, signal: AbortSignal) =>
      void (await wait(ms, undefined, { signal }).catch(() => undefined)),
    log: () => undefined,
    cache: { get: async () => undefined, set: async () => undefined },
  };
  try {
    return await valuesOf(createServerModel({ url: server.url, model: 'local' }, services));
  } finally {
    server.close();
  }
}

async function valuesOf(model: LanguageModel): Promise<readonly number[]> {
  const values: number[] = [];
  const reward = createLabelsReward(model, 'yes-no');
  for (const { problem, steps } of solutions) {
    const scored = await reward.score({ problem, steps: steps.map(text => ({ text })) }, never);
    const fault = scored.fault;
    if (!scored.ok || fault !== undefined) throw new Error(fault?.message);
    values.push(...scored.scores.map(score => score?.value ?? Number.NaN));
    values.push(...(await labelValues(model, problem, steps)));
  }
  return values;
}

/** The probability of the first label after each step, in a reply that goes on from the steps. */
async function labelValues(
  model: LanguageModel,
  problem: string,
  steps: readonly string[],
): Promise<readonly number[]> {
  const messages = [{ role: 'user', content: problem }] as const;
  const values: number[] = [];
  for (const index of steps.keys()) {
    const prefix = `${steps.slice(0, index + 1).join('\n')}\nIs the last line right (Yes or No)?`;
    const weighed = await model.weigh({ messages, prefix, labels }, never);
    if (!weighed.ok) throw new Error(weighed.fault.message);
    values.push(weighed.probabilities[0] ?? Number.NaN);
  }
  return values;
}
