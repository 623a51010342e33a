/** What is made of replies that measure: step values, labels, surprise, decisions. */
import { expect, test } from 'vitest';
import { modelAt, never } from './lib/model.ts';
import { type Handler, json, type Routes, raw } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

const chat = 'POST /v1/chat/completions';
const ask = { messages: [{ role: 'user', content: 'q' }] } as const;

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
