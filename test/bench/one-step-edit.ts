/**
 * What an edit of the last step of a solution of twenty costs, with labels asked of a real small model: calls, and the tokens of the prompt that the
 * model had to read, over llama.cpp's server and in this machine's own process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureModel } from '../../scripts/lib/models.mjs';
import { createGgufModel, createGgufServices } from '../../server/src/adapters/gguf/index.ts';
import { createServerModel } from '../../server/src/adapters/openai/index.ts';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { addUsage, noUsage, type Usage } from '../../server/src/core/model/fault.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createRewardModel } from '../../server/src/core/reward/create.ts';
import { Scorer } from '../../server/src/core/reward/scores.ts';
import { type Metrics, runBench } from './harness.ts';
import { hasLlamaServer, startLlamaServer } from './lib/llama-server.ts';

const STEPS = 20;
const options = { format: 'markdown', wholeFile: false, severities: {} } as const;

await runBench({
  name: 'one-step-edit',
  bars: { calls: '1', promptTokens: '< 90' },
  async run({ note }) {
    const file = await ensureModel('smollm2-135m');
    const storage = await mkdtemp(join(tmpdir(), 'stepwise-one-step-'));
    try {
      if (!hasLlamaServer())
        note('xllamacpp is not installed: the server is not measured (pip install xllamacpp==2026.10.11549)');
      const server = hasLlamaServer() ? await overServer(file) : null;
      const inProcess = await inThisMachine(file, storage);
      return { ...(server ?? inProcess), server, inProcess };
    } finally {
      await rm(storage, { recursive: true, force: true });
    }
  },
});

async function overServer(file: string): Promise<Metrics> {
  const server = await startLlamaServer(file, { threads: 1, parallel: 2, window: 4096 });
  try {
    const services = {
      clock: Date.now,
      sleep: async (ms: number, signal: AbortSignal) =>
        void (await wait(ms, undefined, { signal }).catch(() => undefined)),
      log: () => undefined,
      cache: { get: async () => undefined, set: async () => undefined },
    };
    return await measure(createServerModel({ url: server.url, model: 'smollm2-135m' }, services));
  } finally {
    server.close();
  }
}

async function inThisMachine(file: string, storage: string): Promise<Metrics> {
  const assets = fileURLToPath(new URL('../../dist/gguf', import.meta.url));
  const services = createGgufServices({ assets, storage, log: () => undefined, threads: 1 });
  try {
    return await measure(createGgufModel({ file, window: 4096 }, services));
  } finally {
    services.dispose();
  }
}

/** Scores the solution, edits its last step, scores again. */
async function measure(model: LanguageModel): Promise<Metrics> {
  let used = noUsage;
  const counted: LanguageModel = {
    ...model,
    weigh: async (request, signal) => {
      const weighed = await model.weigh(request, signal);
      used = addUsage(used, weighed.usage);
      return weighed;
    },
  };
  const created = createRewardModel('labels', { model: counted });
  if (!created.ok) throw new Error(created.reason);
  const scorer = new Scorer(created.reward);
  const checker = new DocumentChecker(solution(), options);
  const score = async (): Promise<Usage> => {
    used = noUsage;
    const fault = await scorer.score(checker.result, { inView: [] }, new AbortController().signal, () => undefined);
    if (fault !== undefined) throw new Error(fault.message);
    return used;
  };
  const first = await score();
  const start = checker.document.text.lastIndexOf('stones');
  checker.edit([{ span: { start, end: start + 'stones'.length }, text: 'pebbles' }]);
  const edit = await score();
  return {
    calls: edit.calls,
    promptTokens: edit.promptTokens - edit.cachedTokens,
    sentTokens: edit.promptTokens,
    firstCalls: first.calls,
    firstPromptTokens: first.promptTokens - first.cachedTokens,
  };
}

/** Steps that no checker settles: all of them are asked about. */
function solution(): string {
  const steps = Array.from({ length: STEPS }, (_, index) => {
    const who = ['Ada', 'Ben', 'Cem', 'Dao', 'Eva'][index % 5];
    return `${index + 1}. In turn ${index + 1} it is ${who} who moves, and so the pile that is left has an even number of stones.`;
  });
  return `## Problem\n\nFive players take stones from a pile in turns. Show that the first one wins.\n\n## Solution\n\n${steps.join('\n')}\n`;
}
