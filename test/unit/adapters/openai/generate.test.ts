/** What is sent and what is made of the reply: completions, surprise, labels, step values, decisions. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import type { GenerateRequest } from '../../../../server/src/core/model/language-model.ts';
import { modelAt, never } from './lib/model.ts';
import {
  event,
  type Handler,
  json,
  piece,
  type Routes,
  raw,
  type ScriptedServer,
  scriptedServer,
  stream,
} from './lib/scripted-server.ts';

// Real sockets on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const open: ScriptedServer[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map(server => server.close()));
});

async function serve(routes: Routes): Promise<ScriptedServer> {
  const server = await scriptedServer(routes);
  open.push(server);
  return server;
}

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

const pooling = (data: unknown): Routes => ({ 'POST /pooling': response => json(response, 200, { data: [{ data }] }) });

test.each([
  [
    'pairs of probabilities',
    pooling([
      [0.25, 0.75],
      [0.9, 0.1],
    ]),
    { ok: true, values: [0.75, 0.1] },
  ],
  [
    'pairs of logits',
    pooling([
      [0, Math.log(3)],
      [Math.log(9), 0],
    ]),
    { ok: true, values: [expect.closeTo(0.75, 6), expect.closeTo(0.1, 6)] },
  ],
  ['single values', pooling([0.5, 1]), { ok: true, values: [0.5, 1] }],
  [
    'no score',
    pooling([]),
    { ok: false, fault: { kind: 'not-understood', message: expect.stringMatching(/no value for 2 steps/) } },
  ],
  [
    'too few scores',
    pooling([[0.5, 0.5]]),
    { ok: false, fault: { kind: 'not-understood', message: expect.stringMatching(/one value for 2 steps/) } },
  ],
  ['too many scores', pooling([0.1, 0.2, 0.3]), { ok: false, fault: { kind: 'not-understood' } }],
  [
    'values that are no probabilities',
    pooling([3, 4]),
    { ok: false, fault: { kind: 'not-understood', message: expect.stringMatching(/no probabilities/) } },
  ],
  [
    'three classes',
    pooling([
      [0.1, 0.2, 0.7],
      [0.1, 0.2, 0.7],
    ]),
    { ok: false, fault: { kind: 'not-understood' } },
  ],
])('step values: %s', async (_, routes, expected) => {
  const server = await serve(routes);
  const result = await modelAt(server.origin).model.pool(
    { messages: ask.messages, marker: '<extra_0>', count: 2 },
    never,
  );
  expect(result).toMatchObject(expected);
});

test('a NaN among the scores is a fault, never a score', async () => {
  const server = await serve({
    'POST /pooling': (response, _, nth) =>
      nth === 0
        ? json(response, 200, { data: [{ data: [] }] })
        : raw(response, 200, '{"data": [{"data": [[NaN, NaN], [0.5, 0.5]]}]}', { 'content-type': 'application/json' }),
  });
  const result = await modelAt(server.origin).model.pool(
    { messages: ask.messages, marker: '<extra_0>', count: 2 },
    never,
  );
  expect(result).toMatchObject({ ok: false, fault: { kind: 'not-understood', message: expect.stringMatching(/NaN/) } });
});

test('labels by SGLang’s /v1/score', async () => {
  const server = await serve({
    'POST /tokenize': (response, { body }) =>
      json(response, 200, { tokens: body.messages === undefined ? [body.prompt === '+' ? 10 : 11] : [1, 2, 3] }),
    'POST /v1/score': response => json(response, 200, { scores: [[0.06, 0.02]] }),
    [chat]: (response, { body }) =>
      json(response, body.logprobs === true ? 400 : 200, { error: { message: 'chat is off' } }),
  });
  expect(await modelAt(server.origin).model.weigh({ messages: ask.messages, labels: ['+', '-'] }, never)).toMatchObject(
    { ok: true, probabilities: [0.75, 0.25], mass: expect.closeTo(0.08, 6) },
  );
  expect(server.to('POST /v1/score').at(-1)?.body).toMatchObject({
    query: [1, 2],
    items: [[3]],
    label_token_ids: [10, 11],
    apply_softmax: false,
  });
});

const likeliest =
  (tokens: Readonly<Record<string, number>>): Handler =>
  response =>
    json(response, 200, {
      choices: [
        {
          message: { content: 'Y' },
          logprobs: {
            content: [
              {
                token: 'Y',
                logprob: -0.1,
                top_logprobs: Object.entries(tokens).map(([token, mass]) => ({ token, logprob: Math.log(mass) })),
              },
            ],
          },
        },
      ],
    });

test.each([
  ['both listed, with and without a blank', { Yes: 0.5, ' Yes': 0.1, No: 0.2, Maybe: 0.2 }, [0.75, 0.25], 0.8],
  ['a first piece of a label', { Y: 0.6, N: 0.3, x: 0.1 }, [2 / 3, 1 / 3], 0.9],
  [
    'one that is not listed has at most what the last has',
    { Yes: 0.7, x: 0.2, y: 0.06 },
    [0.7 / 0.74, 0.04 / 0.74],
    0.74,
  ],
])('labels by a chat’s log-probabilities: %s', async (_, tokens, probabilities, mass) => {
  const server = await serve({ [chat]: likeliest(tokens) });
  const result = await modelAt(server.origin).model.weigh({ messages: ask.messages, labels: ['Yes', 'No'] }, never);
  expect(result).toMatchObject({
    ok: true,
    mass: expect.closeTo(mass, 6),
    probabilities: probabilities.map(value => expect.closeTo(value, 6)),
  });
});

test('a chat that gives five likeliest tokens and no more', async () => {
  const server = await serve({
    [chat]: (response, asked, nth) =>
      Number(asked.body.top_logprobs) > 5
        ? json(response, 400, {
            error: { message: 'Requested sample logprobs of 20, which is greater than max allowed: 5' },
          })
        : likeliest({ Yes: 0.6, No: 0.2 })(response, asked, nth),
  });
  const result = await modelAt(server.origin).model.weigh({ messages: ask.messages, labels: ['Yes', 'No'] }, never);
  expect(result).toMatchObject({ ok: true, probabilities: [expect.closeTo(0.75, 6), expect.closeTo(0.25, 6)] });
});

test('none of the labels listed is a fault', async () => {
  const server = await serve({ [chat]: likeliest({ a: 0.5, b: 0.4 }) });
  expect(
    await modelAt(server.origin).model.weigh({ messages: ask.messages, labels: ['Yes', 'No'] }, never),
  ).toMatchObject({ ok: false, fault: { kind: 'not-understood' } });
});

test('the surprise of parts, each tokenised by itself', async () => {
  const texts = ['p', 'q', 'A', 'B', 'C', '!'];
  const server = await serve({
    'POST /tokenize': (response, { body }) =>
      json(response, 200, { tokens: body.messages !== undefined ? [1, 2] : body.prompt === 'AB' ? [3, 4] : [5] }),
    'POST /v1/completions': (response, { body }) =>
      json(response, 200, {
        choices: [
          Array.isArray(body.prompt)
            ? {
                text: texts.join(''),
                logprobs: {
                  tokens: texts,
                  token_logprobs: [null, -1, -2, -3, -4, -5],
                  top_logprobs: [null, { q: -1 }, { A: -2, x: -0.5 }, { B: -3 }, { C: -4, y: -9999 }, {}],
                },
              }
            : { text: `${body.prompt}!`, logprobs: { tokens: texts, token_logprobs: [null, -1, -1, -1, -1, -1] } },
        ],
        usage: { prompt_tokens: 5, completion_tokens: 1 },
      }),
  });
  const { model } = modelAt(server.origin);
  expect(await model.read({ messages: ask.messages, parts: ['AB', '', 'C'] }, never)).toEqual({
    ok: true,
    parts: [
      {
        tokens: [
          { text: 'A', logProbability: -2, best: -0.5 },
          { text: 'B', logProbability: -3, best: -3 },
        ],
      },
      { tokens: [] },
      { tokens: [{ text: 'C', logProbability: -4, best: -4 }] },
    ],
    usage: { promptTokens: 5, cachedTokens: 0, completionTokens: 1, calls: 1, cost: 0 },
  });
  expect(server.to('POST /v1/completions').at(-1)?.body.prompt).toEqual([1, 2, 3, 4, 5]);
  expect(await model.read({ messages: ask.messages, parts: ['A'], logitsOf: [3] }, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported' },
  });
});

const statements = ['Step 1 is right.', 'Step 2 is right.'];

test.each([
  [
    'OpenAI’s form',
    {
      'POST /v1/decisions': (response =>
        json(response, 200, {
          model: 'm',
          answers: [
            { type: 'predicate', name: null, probability: 0.9 },
            { type: 'refusal', name: null },
          ],
          usage: { input_tokens: 30, output_tokens: 0, input_tokens_details: { cached_tokens: 10 } },
        })) as Handler,
    },
    { ok: true, probabilities: [0.9, undefined], usage: { promptTokens: 30, cachedTokens: 10, calls: 1 } },
  ],
  [
    'the older form',
    {
      'POST /v1/systemone': (response =>
        json(response, 200, {
          model: 'm',
          answers: { q1: { type: 'noul', noul: 0.8 }, q2: { type: 'noul', noul: 0.1 } },
          usage: { input_tokens: 30 },
        })) as Handler,
    },
    { ok: true, probabilities: [0.8, 0.1] },
  ],
  [
    'too few answers',
    {
      'POST /v1/decisions': (response =>
        json(response, 200, { answers: [{ type: 'predicate', probability: 0.9 }] })) as Handler,
    },
    { ok: false },
  ],
  [
    'a probability that is none',
    {
      'POST /v1/systemone': (response =>
        json(response, 200, { answers: { q1: { noul: 7 }, q2: { noul: 0.1 } } })) as Handler,
    },
    { ok: false },
  ],
  ['neither', {}, { ok: false, fault: { kind: 'unsupported' } }],
])('decisions: %s', async (_, routes, expected) => {
  const server = await serve(routes);
  const { model } = modelAt(server.origin);
  expect(await model.decide({ text: 'the solution', statements }, never)).toMatchObject(expected);
  const before = server.asked.length;
  expect(await model.decide({ text: 'the solution', statements }, never)).toMatchObject(expected);
  expect(server.asked.length - before).toBeLessThanOrEqual(2);
});
