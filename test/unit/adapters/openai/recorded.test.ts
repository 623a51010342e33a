/** What real servers answered (test/fixtures/server_replies), replayed as it stands: each reply is read, or is a fault with words. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelAt, never } from './lib/model.ts';
import { type Handler, json } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

interface Recording {
  readonly replies: readonly {
    readonly request: { readonly path: string };
    readonly status: number;
    readonly response: unknown;
  }[];
}

const read = (name: string): Recording =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/server_replies/${name}.json`, import.meta.url), 'utf8'));
const recordings = { vllm: read('vllm'), llama: read('llama_cpp') };

function replay(from: keyof typeof recordings, index: number): Handler {
  const { status, response: body } = recordings[from].replies[index] ?? { status: 599, response: 'no such reply' };
  return response => json(response, status, body);
}

/** The recorded one is of a conversation that says “hi”. */
const template: Handler = (response, { body }) => {
  const [message] = body.messages as readonly { readonly content: string }[];
  const recorded = JSON.stringify(recordings.llama.replies[7]?.response);
  json(response, 200, JSON.parse(recorded.replace('\\nhi<', () => `\\n${message?.content}<`)));
};

/** The recorded one goes on with “Step 1: 1+1=”. */
const echo: Handler = (response, { body }) => {
  const given = body.messages as readonly { readonly content: string }[];
  const recorded = JSON.stringify(recordings.llama.replies[3]?.response);
  json(response, 200, JSON.parse(recorded.replaceAll('Step 1: 1+1=', () => given.at(-1)?.content ?? '')));
};

const messages = [{ role: 'user', content: 'hi' }] as const;
const chat = 'POST /v1/chat/completions';
const completions = 'POST /v1/completions';

test('llama.cpp: the prefix that it gives back in front is taken away, in chat', async () => {
  const { url } = await serve({ [chat]: echo });
  const { model } = modelAt(url);
  const result = await model.generate({ messages, prefix: 'Step 1: 1+1=', n: 2, maxTokens: 8, temperature: 1 }, never);
  expect(result).toMatchObject({
    ok: true,
    completions: [
      { text: '2\nStep 2: 2', tokens: 8, finish: 'length', logProbability: expect.closeTo(-0.528, 3) },
      { text: '2\nStep 2: 2' },
    ],
    usage: { promptTokens: 44, completionTokens: 16 },
  });
  expect(await model.abilities(never)).toMatchObject({ abilities: { continuation: 'prefill', many: true } });
});

test('llama.cpp: several raw completions with their log-probabilities, after its own template', async () => {
  const server = await serve({
    'POST /apply-template': template,
    [completions]: replay('llama', 2),
    [chat]: replay('llama', 3),
  });
  const result = await modelAt(server.url).model.generate(
    { messages, prefix: '1+', n: 3, maxTokens: 3, temperature: 1, seed: 1 },
    never,
  );
  expect(result).toMatchObject({
    ok: true,
    completions: [
      { text: '2\n\nStep', tokens: 3, logProbability: expect.closeTo(-3.385, 2), finish: 'length' },
      { text: '2\n\n1' },
      { text: '2\nStep' },
    ],
    usage: { promptTokens: 9, cachedTokens: 8, completionTokens: 9, calls: 1 },
  });
  const raw = server.to(completions).at(-1)?.body;
  expect(raw).toMatchObject({ n: 3, seed: 1, prompt: expect.stringMatching(/assistant\n1\+$/) });
});

test('llama.cpp: JSON of a schema', async () => {
  const { url } = await serve({ [chat]: replay('llama', 4) });
  const result = await modelAt(url).model.generate(
    { messages, n: 1, maxTokens: 20, temperature: 0, schema: { type: 'object' } },
    never,
  );
  expect(result).toMatchObject({
    ok: true,
    completions: [{ text: '{"x": 3}', tokens: 11, finish: 'stop' }],
    usage: { cachedTokens: 24 },
  });
});

test('llama.cpp: labels by the likeliest tokens', async () => {
  const { url } = await serve({
    'POST /apply-template': template,
    'POST /completion': replay('llama', 0),
    [chat]: replay('llama', 3),
  });
  const result = await modelAt(url).model.weigh({ messages, labels: ['Yes', 'No'] }, never);
  const [yes, no] = [Math.exp(-0.59381), Math.exp(-1.63011)];
  expect(result).toMatchObject({ ok: true, mass: expect.closeTo(yes + no, 4) });
  expect(result.ok && result.probabilities[0]).toBeCloseTo(yes / (yes + no), 4);
});

test('llama.cpp: it ignores echo, so it does not read', async () => {
  const { url } = await serve({ [completions]: replay('llama', 1) });
  expect(await modelAt(url).model.read({ messages, parts: ['1+1=2'] }, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported' },
    usage: { calls: 0 },
  });
});

test('llama.cpp: an ordinary model is no decision model', async () => {
  const { url } = await serve({ 'POST /v1/systemone': replay('llama', 5) });
  expect(await modelAt(url).model.decide({ text: '1+1', statements: ['It is 3.'] }, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported' },
  });
});

test.each([
  ['llama', 6, 4096],
  ['vllm', 9, 2048],
] as const)('%s: a prompt beyond the window', async (from, index, window) => {
  const { url } = await serve({ [chat]: replay(from, index) });
  const result = await modelAt(url).model.generate({ messages, n: 1, maxTokens: 3, temperature: 0 }, never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'too-long', message: expect.stringContaining(`${window} tokens`) },
  });
});

test('vLLM: a model that it does not have', async () => {
  const { url } = await serve({ [chat]: replay('vllm', 8) });
  const result = await modelAt(url, { model: 'nope' }).model.generate(
    { messages, n: 1, maxTokens: 3, temperature: 0 },
    never,
  );
  expect(result).toMatchObject({ ok: false, fault: { kind: 'no-model', message: expect.stringContaining('nope') } });
});

test('vLLM: a request that it refuses says why', async () => {
  const { url } = await serve({ [chat]: replay('vllm', 10) });
  const result = await modelAt(url).model.generate({ messages, n: 1, maxTokens: 3, temperature: 0 }, never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported', message: expect.stringContaining('n must be at least 1') },
  });
});

test('vLLM: goes on with the last message and gives the new text only', async () => {
  const server = await serve({ [chat]: replay('vllm', 6) });
  const { model } = modelAt(server.url);
  expect(await model.abilities(never)).toMatchObject({
    ok: true,
    abilities: { many: true, logProbabilities: true, continuation: 'prefill' },
  });
  const result = await model.generate({ messages, prefix: 'Step 1: 1+', n: 2, maxTokens: 2, temperature: 1 }, never);
  expect(result).toMatchObject({
    ok: true,
    completions: [
      { text: 'ricane_power', tokens: 2 },
      { text: ' mell俺', tokens: 2 },
    ],
  });
  expect(server.to(chat).at(-1)?.body).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
});

test('vLLM: several raw completions, log-probabilities in columns', async () => {
  const server = await serve({
    [completions]: replay('vllm', 3),
    'POST /tokenize': replay('vllm', 11),
    [chat]: replay('vllm', 6),
  });
  const result = await modelAt(server.url).model.generate(
    { messages, prefix: 'Step 1: 1+1=', n: 3, maxTokens: 3, temperature: 1 },
    never,
  );
  expect(result).toMatchObject({
    ok: true,
    completions: [
      { text: '(sockfd-successtrecht', tokens: 3, logProbability: expect.closeTo(-35.932, 2) },
      { text: ' Predictor felt疫情' },
      { text: ' TRADE Commandwipe' },
    ],
    usage: { promptTokens: 9, completionTokens: 9 },
  });
  expect(server.to(completions).at(-1)?.body.prompt).toHaveLength(20);
});

test.each([
  ['echo', 4],
  ['prompt_logprobs', 5],
] as const)('vLLM: the surprise of a text by %s', async (_, index) => {
  // Without a template the text stands alone, as it was recorded; the probe asks about another text, and needs the form only.
  const probe: Handler = (response, asked) => {
    const { prompt } = asked.body;
    const { response: body } = recordings.vllm.replies[index] ?? { response: undefined };
    const whole =
      prompt === 'One, two, three'
        ? JSON.parse(JSON.stringify(body).replace('"Step 1: 1+1=2 Ez"', '"One, two, three Ez"'))
        : body;
    json(response, 200, whole);
  };
  const { url } = await serve({ [completions]: probe });
  const result = await modelAt(url).model.read({ messages: [], parts: ['Step 1: ', '1+1=2'] }, never);
  expect(result).toMatchObject({
    ok: true,
    parts: [
      // The very first token has no probability.
      { tokens: [{ text: ' ' }, { text: '1', logProbability: -11.931848526000977 }, { text: ':' }, { text: ' ' }] },
      { tokens: [{ text: '1' }, { text: '+' }, { text: '1' }, { text: '=' }, { text: '2' }] },
    ],
    usage: { promptTokens: 10 },
  });
});

test('vLLM: labels by /generative_scoring, one request a label', async () => {
  const scores: Handler = (response, _, nth) => {
    const { response: body } = recordings.vllm.replies[7] ?? { response: undefined };
    const { data } = body as { readonly data: readonly unknown[] };
    json(response, 200, { ...(body as object), data: [nth === 1 ? data[0] : { score: 0.25 }] });
  };
  const server = await serve({ 'POST /generative_scoring': scores, 'POST /tokenize': replay('vllm', 11) });
  const result = await modelAt(server.url).model.weigh({ messages, labels: ['+', '-'] }, never);
  expect(result).toMatchObject({ ok: true, mass: expect.closeTo(0.7544, 3), usage: { calls: 2, promptTokens: 52 } });
  const asked = server.to('POST /generative_scoring').slice(1) ?? [];
  expect(asked.map(({ body }) => [body.apply_softmax, body.label_token_ids])).toEqual([
    [false, [8304]],
    [false, [8304]],
  ]);
});

test('vLLM: the values at step markers', async () => {
  const { url } = await serve({ 'POST /pooling': replay('vllm', 0) });
  const result = await modelAt(url, { model: 'prm' }).model.pool({ messages, marker: '<extra_0>', count: 2 }, never);
  expect(result).toMatchObject({
    ok: true,
    values: [expect.closeTo(0.5249, 4), expect.closeTo(0.5503, 4)],
    usage: { promptTokens: 47 },
  });
});

test('vLLM: no value for a prompt with steps is a fault, never a score', async () => {
  const { url } = await serve({ 'POST /pooling': replay('vllm', 1) });
  const result = await modelAt(url, { model: 'prm' }).model.pool({ messages, marker: '<extra_0>', count: 2 }, never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'not-understood', message: expect.stringMatching(/no value for 2 steps.*<extra_0>/) },
  });
  expect(result).not.toHaveProperty('values');
});

test('vLLM: a model that does not pool', async () => {
  const { url } = await serve({ 'POST /pooling': replay('vllm', 2) });
  expect(await modelAt(url).model.pool({ messages, marker: '<extra_0>', count: 2 }, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported' },
  });
});
