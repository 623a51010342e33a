/** What is sent and what is made of the reply: completions. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { GenerateRequest } from '../../../../server/src/core/model/language-model.ts';
import { modelAt, never } from './lib/model.ts';
import { event, type Handler, json, piece, stream } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const chat = 'POST /v1/chat/completions';
const ask: GenerateRequest = { messages: [{ role: 'user', content: 'q' }], n: 1, maxTokens: 8, temperature: 1 };
const letters: Handler = (response, { body }, nth) =>
  stream(
    response,
    Array.from({ length: Number(body.n ?? 1) }, (_, i) => `${nth}.${i}`),
  );

test('several from one request', async () => {
  const server = await serve({ [chat]: letters });
  expect(await modelAt(server.origin).model.generate({ ...ask, n: 3 }, never)).toMatchObject({
    ok: true,
    completions: [{ text: '0.0' }, { text: '0.1' }, { text: '0.2' }],
    usage: { promptTokens: 5, calls: 1 },
  });
});

test('one connection serves one request after the other, also where a stream ends after its last event', async () => {
  const server = await serve({
    [chat]: response => {
      event(response, piece(0, 'a', 'stop'));
      event(response, '[DONE]');
      setTimeout(() => response.end(), 10);
    },
  });
  const { model } = modelAt(server.origin);
  await model.generate(ask, never);
  const before = server.connections();
  for (let i = 0; i < 4; i++) {
    await model.generate(ask, never);
    await sleep(60);
  }
  // Not one for each: a busy machine may lose one to the time limit.
  expect(server.connections()).toBeLessThan(before + 4);
});

test('a server that gives one is asked for the rest in parallel, and next time at once', async () => {
  let inside = 0;
  let most = 0;
  const server = await serve({
    [chat]: (response, _, nth) => {
      most = Math.max(most, ++inside);
      setTimeout(() => {
        inside--;
        stream(response, [`${nth}`]);
      }, 20);
    },
  });
  const { model } = modelAt(server.origin, { parallel: 3 });
  const first = await model.generate({ ...ask, n: 6, seed: 10 }, never);
  expect(first).toMatchObject({ ok: true, usage: { calls: 6 } });
  expect(first.ok && new Set(first.completions.map(({ text }) => text)).size).toBe(6);
  expect(server.to(chat).map(({ body }) => body.n)).toEqual([6, undefined, undefined, undefined, undefined, undefined]);
  expect(server.to(chat).map(({ body }) => body.seed)).toEqual([10, 11, 12, 13, 14, 15]);
  expect(most).toBe(3);
  await model.generate({ ...ask, n: 2 }, never);
  expect(
    server
      .to(chat)
      .slice(6)
      .map(({ body }) => body.n),
  ).toEqual([undefined, undefined]);
});

test('a server that takes no more than four at once', async () => {
  const server = await serve({
    [chat]: (response, asked, nth) =>
      Number(asked.body.n ?? 1) > 4
        ? json(response, 400, {
            error: { message: "Field 'n': Value must be between 1 <= value <= 4, but got 9", code: 400 },
          })
        : letters(response, asked, nth),
  });
  const { model } = modelAt(server.origin);
  const result = await model.generate({ ...ask, n: 9 }, never);
  expect(result.ok && result.completions).toHaveLength(9);
  const before = server.to(chat).length;
  await model.generate({ ...ask, n: 8 }, never);
  expect(
    server
      .to(chat)
      .slice(before)
      .map(({ body }) => body.n),
  ).toEqual([4, 4]);
});

test('a reply that the window has no room for is asked for shorter', async () => {
  const server = await serve({
    [chat]: (response, { body }) =>
      Number(body.max_tokens) > 100
        ? json(response, 400, {
            error: {
              message:
                "This model's maximum context length is 2048 tokens. However, you requested 2948 tokens (1948 in the messages, 1000 in the completion).",
            },
          })
        : stream(response, ['fine']),
  });
  expect(await modelAt(server.origin).model.generate({ ...ask, maxTokens: 1000 }, never)).toMatchObject({ ok: true });
  expect(server.to(chat).at(-1)?.body.max_tokens).toBe(100);
});

test('a server that drops the start of a long prompt without a word is found out', async () => {
  const server = await serve({ [chat]: response => stream(response, ['fine']) });
  const long = { ...ask, messages: [{ role: 'user', content: 'quadrilateral '.repeat(500) }] } as const;
  expect(await modelAt(server.origin).model.generate(long, never)).toMatchObject({
    ok: false,
    fault: { kind: 'too-long', message: expect.stringContaining('5 tokens') },
  });
});

test('stops, cut off here where the server takes only four', async () => {
  const server = await serve({ [chat]: response => stream(response, ['a b c d e f']) });
  const result = await modelAt(server.origin).model.generate({ ...ask, stop: ['1', '2', '3', '4', ' e', ' d'] }, never);
  expect(result).toMatchObject({ completions: [{ text: 'a b c', finish: 'stop' }] });
  expect(server.to(chat)[0]?.body.stop).toEqual(['1', '2', '3', '4']);
});

test('cut off at the limit', async () => {
  const server = await serve({
    [chat]: response => {
      event(response, piece(0, 'a'));
      event(response, piece(0, '', 'length'));
      response.end();
    },
  });
  expect(await modelAt(server.origin).model.generate(ask, never)).toMatchObject({
    completions: [{ text: 'a', finish: 'length' }],
  });
});

const chunk = (text: string, logprob: number): unknown => ({
  choices: [{ index: 0, delta: { content: text }, logprobs: { content: [{ token: text, logprob }] } }],
});

test('the log-probability is that of what is given: without a restated beginning, without what stands after a stop', async () => {
  const server = await serve({
    [chat]: (response, { body }) => {
      if (body.stream !== true) return json(response, 200, { choices: [{ message: { content: 'Paris' } }] });
      for (const [text, value] of [
        ['Step', -8],
        [' 1:', -4],
        [' 2', -1],
        ['+2', -0.5],
        ['\n', -16],
        ['x', -32],
      ] as const)
        event(response, chunk(text, value));
      event(response, piece(0, '', 'stop'));
      response.end();
    },
  });
  const result = await modelAt(server.origin).model.generate({ ...ask, prefix: 'Step 1:', stop: ['\n'] }, never);
  expect(result).toMatchObject({ completions: [{ text: ' 2+2', logProbability: -1.5 }] });
});

test('a reply that is already begun is asked for in the user’s turn where nothing else works', async () => {
  const server = await serve({
    [chat]: (response, { body }) =>
      body.stream === true
        ? stream(response, ['Step 1: a.\n\nStep 2: b.'])
        : json(response, 200, { choices: [{ message: { content: 'Paris.' } }] }),
  });
  const result = await modelAt(server.origin).model.generate({ ...ask, prefix: 'Step 1: a.\n' }, never);
  expect(result).toMatchObject({ completions: [{ text: '\nStep 2: b.' }] });
  expect(server.to(chat).at(-1)?.body.messages).toEqual([
    { role: 'user', content: expect.stringMatching(/^q\n\n.*exactly.*\nStep 1: a\.\n$/s) },
  ]);
});

test('usage and cost: cached tokens at their own price', async () => {
  const server = await serve({
    [chat]: response => {
      event(response, piece(0, 'a', 'stop'));
      event(response, {
        choices: [],
        usage: { prompt_tokens: 1000, completion_tokens: 100, prompt_tokens_details: { cached_tokens: 600 } },
      });
      response.end();
    },
  });
  const { model } = modelAt(server.origin, { price: { input: 10, output: 100, cached: 1 } });
  expect(await model.generate(ask, never)).toMatchObject({
    usage: { promptTokens: 1000, cachedTokens: 600, completionTokens: 100, calls: 1, cost: expect.closeTo(0.0146, 6) },
  });
});

test('the price that OpenRouter tells', async () => {
  const server = await serve({
    'GET /v1/models': response =>
      json(response, 200, {
        data: [{ id: 'm', context_length: 4096, pricing: { prompt: '0.000001', completion: '0.000002' } }],
      }),
    [chat]: letters,
  });
  expect(await modelAt(server.origin).model.generate(ask, never)).toMatchObject({
    usage: { cost: expect.closeTo(7e-6, 9) },
  });
});

test('the key is in the header alone, nothing of the environment or of this machine goes along', async () => {
  const key = 'sk-secret-987654321';
  vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment');
  vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1');
  const server = await serve({ [chat]: letters });
  const { model, log, cache } = modelAt(server.origin, { key });
  await model.abilities(never);
  await model.generate({ ...ask, prefix: 'Step 1:' }, never);
  await model.read({ messages: ask.messages, parts: ['a'] }, never);
  await model.weigh({ messages: ask.messages, labels: ['+', '-'] }, never);
  await model.pool({ messages: ask.messages, marker: '<extra_0>', count: 1 }, never);
  await model.decide({ text: 'a', statements: ['b'] }, never);
  expect(server.asked.length).toBeGreaterThan(10);
  for (const { headers, path, text } of server.asked) {
    expect(headers.authorization).toBe(`Bearer ${key}`);
    const { authorization: _, ...others } = headers;
    expect(Object.keys(others).filter(name => /stainless|openai|organization/i.test(name))).toEqual([]);
    expect(others['user-agent']).toBe('stepwise');
    expect(JSON.stringify([others, path, text])).not.toMatch(/sk-secret|of-the-environment/);
    expect(text).not.toContain(process.cwd());
  }
  expect(JSON.stringify([log, [...cache], model.id, model.name])).not.toContain('sk-');
});

test('without a key no header says so', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment');
  const server = await serve({ [chat]: letters });
  await modelAt(server.origin).model.generate(ask, never);
  for (const { headers } of server.asked) expect(headers).not.toHaveProperty('authorization');
});

test('Azure: the deployment in the path, the key in its own header', async () => {
  const path = 'POST /openai/deployments/m/chat/completions';
  const server = await serve({ [path]: letters });
  const { model } = modelAt(`${server.origin}/openai?api-version=2026-01-01`, { key: 'azure-key' });
  expect(await model.generate(ask, never)).toMatchObject({ ok: true, completions: [{ text: '0.0' }] });
  expect(server.to(path)[0]?.headers).toMatchObject({ 'api-key': 'azure-key' });
  expect(server.asked.map(({ path: asked }) => asked)).not.toContain('/props');
});

test.each([
  ['http://host:1/', 'http://host:1/v1'],
  ['http://host:1/v1/', 'http://host:1/v1'],
  ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
])('%s means %s', (url, base) => {
  expect(modelAt(url).model.id).toBe(`server ${base} m`);
});
