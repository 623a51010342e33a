/** The adapter against llama.cpp's own server with a real small model. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureLlamaServer } from '../../scripts/lib/llama-server.mjs';
import { ensureModel } from '../../scripts/lib/models.mjs';
import { createServerModel, type ServerModel } from '../../server/src/adapters/openai/index.ts';
import { listModels } from '../../server/src/adapters/openai/list-models.ts';
import type { GenerateRequest } from '../../server/src/core/model/language-model.ts';
import { tryModel } from '../../server/src/core/model/try-model.ts';
import { type LlamaServer, startLlamaServer } from '../bench/lib/llama-server.ts';

const python = await ensureLlamaServer().catch((error: unknown) => {
  console.warn(`llama.cpp's server is not tested: ${error instanceof Error ? error.message : String(error)}`);
  return undefined;
});
const never = new AbortController().signal;
const ask: GenerateRequest = {
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  n: 1,
  maxTokens: 12,
  temperature: 0,
};

describe.runIf(python !== undefined)('llama.cpp’s server', () => {
  let server: LlamaServer | undefined;
  let model: ServerModel;
  const log: string[] = [];
  const url = (): string => server?.url ?? '';

  beforeAll(async () => {
    if (python === undefined) return;
    server = await startLlamaServer(await ensureModel('smollm2-135m'), {
      threads: 1,
      parallel: 2,
      window: 512,
      python,
    });
    const stored = new Map<string, unknown>();
    model = createServerModel(
      { url: server.url, model: 'smollm2' },
      {
        clock: Date.now,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
        log: line => log.push(line),
        cache: { get: async key => stored.get(key), set: async (key, value) => void stored.set(key, value) },
      },
    );
  });

  afterAll(() => server?.close());

  test('what it can do', async () => {
    expect(await model.abilities(never)).toEqual({
      ok: true,
      abilities: {
        window: 512,
        many: true,
        continuation: 'raw',
        logProbabilities: true,
        schema: true,
        prefixCache: true,
        read: false,
        weigh: true,
        pool: false,
        parallel: 2,
      },
    });
  });

  test('several completions, more than it has places for, with log-probabilities, the same for the same seed', async () => {
    const request = { ...ask, n: 5, temperature: 1, seed: 3 };
    const [first, again] = [await model.generate(request, never), await model.generate(request, never)];
    if (!first.ok || !again.ok) throw new Error('no completions');
    expect(first.completions).toHaveLength(5);
    expect(new Set(first.completions.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const { tokens, logProbability } of first.completions) {
      expect(tokens).toBeLessThanOrEqual(12);
      expect(logProbability).toBeLessThan(0);
    }
    expect(again.completions.map(({ text }) => text)).toEqual(first.completions.map(({ text }) => text));
    expect(first.usage).toMatchObject({ calls: 3, cost: 0 });
  });

  test('goes on exactly where the reply ends', async () => {
    const result = await model.generate({ ...ask, prefix: 'The capital of France is Par', n: 2 }, never);
    expect(result).toMatchObject({
      ok: true,
      completions: [{ text: expect.stringMatching(/^is/) }, { text: expect.stringMatching(/^is/) }],
    });
  });

  test('ends before a stop', async () => {
    const result = await model.generate(
      { ...ask, prefix: 'One, two, three, four,', stop: [' six'], maxTokens: 20 },
      never,
    );
    expect(result).toMatchObject({ ok: true, completions: [{ text: expect.not.stringContaining('six') }] });
  });

  test('is held to a schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 12 } },
      required: ['city'],
      additionalProperties: false,
    };
    const result = await model.generate({ ...ask, schema, maxTokens: 40 }, never);
    const [completion] = result.ok ? result.completions : [];
    expect(JSON.parse(completion?.text ?? '')).toEqual({ city: expect.any(String) });
  });

  test('weighs labels', async () => {
    const result = await model.weigh(
      { ...ask, prefix: 'The capital of France is', labels: [' Paris', ' Berlin'] },
      never,
    );
    if (!result.ok) throw new Error(result.fault.message);
    expect(result.probabilities[0]).toBeGreaterThan(0.9);
    expect(result.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    expect(result.mass).toBeGreaterThan(0.1);
  });

  test('a prompt beyond its window', async () => {
    const messages = [{ role: 'user', content: 'apple '.repeat(2000) }] as const;
    expect(await model.generate({ ...ask, messages }, never)).toMatchObject({
      ok: false,
      fault: { kind: 'too-long', message: expect.stringContaining('512') },
    });
  });

  test('cancelled, it stops writing: the next request is answered at once', async () => {
    const stopping = new AbortController();
    const long = model.generate({ ...ask, n: 2, maxTokens: 400, temperature: 1, stop: [] }, stopping.signal);
    await sleep(300);
    stopping.abort();
    const result = await long;
    expect(result.fault).toMatchObject({ kind: 'cancelled' });
    expect(await model.generate(ask, never)).toMatchObject({ ok: true });
  });

  test('lists its model, and is told in words what it can do', async () => {
    expect(await listModels({ url: url() }, never)).toMatchObject({
      ok: true,
      models: [expect.stringContaining('smollm2')],
    });
    const tried = await tryModel(model, Date.now, never);
    expect(tried).toMatchObject({
      ok: true,
      trial: { reply: expect.any(String) },
      can: expect.arrayContaining(['goes on with a solution exactly where it ends']),
    });
  });

  test('the tokens of a text are estimated too many rather than too few', async () => {
    const text =
      'Step 1: Let $x = 3y + 12$, so that $x^2 - 4x = 0$ holds for every real number.\n\nStep 2: Hence y = -4.';
    const reply = await fetch(new URL('/tokenize', url()), { method: 'POST', body: JSON.stringify({ content: text }) });
    const { tokens } = (await reply.json()) as { readonly tokens: readonly number[] };
    expect(model.countTokens(text)).toBeGreaterThanOrEqual(tokens.length);
    expect(model.countTokens(text)).toBeLessThan(2 * tokens.length);
  });
});
