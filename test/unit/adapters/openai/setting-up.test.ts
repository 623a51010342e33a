/** Setting up a model: which servers run here, what they have, and what a model can do, in words. */
import { expect, test } from 'vitest';
import { findServers } from '../../../../server/src/adapters/openai/index.ts';
import { listModels } from '../../../../server/src/adapters/openai/list-models.ts';
import type { Abilities, LanguageModel } from '../../../../server/src/core/model/language-model.ts';
import { tryModel } from '../../../../server/src/core/model/try-model.ts';
import { never } from './lib/model.ts';
import { type Handler, json, raw } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

const models =
  (owner: string | undefined, ...ids: readonly string[]): Handler =>
  response =>
    json(response, 200, { object: 'list', data: ids.map(id => ({ id, owned_by: owner })) });

test.each([
  [
    'llama-server',
    { 'GET /v1/models': models('llamacpp', '/models/qwen.gguf') },
    { name: 'llama-server', models: ['/models/qwen.gguf'], needsKey: false },
  ],
  ['vLLM', { 'GET /v1/models': models('vllm', 'a', 'b') }, { name: 'vLLM', models: ['a', 'b'] }],
  ['SGLang', { 'GET /v1/models': models('sglang', 'a') }, { name: 'SGLang', models: ['a'] }],
  ['LM Studio', { 'GET /v1/models': models('organization_owner', 'a') }, { name: 'LM Studio', models: ['a'] }],
  ['Ollama', { 'GET /v1/models': models('library', 'qwen:latest') }, { name: 'Ollama', models: ['qwen:latest'] }],
  [
    'Ollama without a model',
    {
      'GET /v1/models': models(undefined),
      'GET /api/version': (response => json(response, 200, { version: '1' })) as Handler,
    },
    { name: 'Ollama', models: [] },
  ],
  ['another one', { 'GET /v1/models': models('me', 'a') }, { name: 'a server', models: ['a'] }],
  [
    'one that wants a key',
    { 'GET /v1/models': (response => json(response, 401, {})) as Handler },
    { models: [], needsKey: true },
  ],
])('found: %s', async (_, routes, expected) => {
  const server = await serve(routes);
  expect(await findServers([server.port], never, fetch, 20_000)).toEqual([
    { port: server.port, url: `${server.origin}/v1`, needsKey: false, name: 'a server', ...expected },
  ]);
});

test.each([
  ['a web server', { 'GET /v1/models': (response => raw(response, 200, '<html>')) as Handler }],
  [
    'one that answers otherwise',
    { 'GET /v1/models': (response => json(response, 200, { status: 'fine' })) as Handler },
  ],
  [
    'one that sends elsewhere',
    { 'GET /v1/models': (response => raw(response, 302, '', { location: 'http://127.0.0.1:1' })) as Handler },
  ],
  ['one that never answers', { 'GET /v1/models': (() => undefined) as Handler }],
])('not taken for a model server: %s', async (_, routes) => {
  const server = await serve(routes);
  expect(await findServers([server.port], never, fetch, 200)).toEqual([]);
});

test('nothing listens, or the search is cancelled', async () => {
  const server = await serve({ 'GET /v1/models': models('vllm', 'a') });
  expect(await findServers([server.port], AbortSignal.abort())).toEqual([]);
  await server.close();
  expect(await findServers([server.port], never)).toEqual([]);
});

test('the models of a server, with a key and without', async () => {
  const server = await serve({
    'GET /v1/models': (response, { headers }) =>
      headers.authorization === 'Bearer k'
        ? json(response, 200, { data: [{ id: 'a' }, { id: 'b' }] })
        : json(response, 401, {}),
  });
  expect(await listModels({ url: server.origin, key: 'k' }, never)).toEqual({
    ok: true,
    models: ['a', 'b'],
  });
  expect(await listModels({ url: server.origin }, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unauthorized' },
  });
});

const none: Abilities = {
  window: 4096,
  many: false,
  continuation: 'turn',
  logProbabilities: false,
  schema: false,
  prefixCache: false,
  read: false,
  weigh: false,
  pool: false,
  parallel: 4,
};
const all: Abilities = {
  ...none,
  many: true,
  continuation: 'raw',
  logProbabilities: true,
  schema: true,
  prefixCache: true,
  read: { logits: false },
  weigh: true,
};

function modelOf(abilities: Abilities, reply: string | undefined): LanguageModel {
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, calls: 0, cost: 0 };
  const unsupported = { ok: false, fault: { kind: 'unsupported', message: 'no' }, usage } as const;
  return {
    id: 'x',
    name: 'x',
    abilities: async () => ({ ok: true, abilities }),
    generate: async () =>
      reply === undefined
        ? unsupported
        : { ok: true, completions: [{ text: reply, tokens: 20, finish: 'stop' }], usage },
    read: async () => unsupported,
    weigh: async () => unsupported,
    pool: async () => unsupported,
    countTokens: () => 0,
    release: async () => undefined,
  };
}

test.each([
  ['3 times 4 is 12, 12 - 5 = 7. Answer: 7.', true],
  ['Answer: **7** apples', true],
  ['Answer: 17', false],
  ['I cannot say.', false],
])('a reply to the small problem: %s', async (reply, solved) => {
  let now = 0;
  const clock = (): number => (now += 2000);
  expect(await tryModel(modelOf(all, reply), clock, never)).toMatchObject({
    ok: true,
    trial: { solved, seconds: 2, tokensPerSecond: 10 },
  });
});

test('what a model can and cannot do, in words', async () => {
  const able = await tryModel(modelOf(all, '7'), () => 0, never);
  const unable = await tryModel(modelOf(none, '7'), () => 0, never);
  expect(able.ok && able.can).toHaveLength(8);
  expect(able.ok && able.cannot).toEqual(['give values to steps by itself (it is no process reward model)']);
  expect(unable.ok && unable.can).toEqual(['reads up to 4096 tokens at once']);
  expect(unable.ok && unable.cannot).toContain('give several suggestions for one reading: it is asked 4 times at once');
});

test('a process reward model writes nothing, and is fine', async () => {
  const tried = await tryModel(modelOf({ ...none, pool: true }, undefined), () => 0, never);
  expect(tried).toMatchObject({
    ok: true,
    can: expect.arrayContaining(['is a process reward model: one value a step']),
  });
  expect(tried).not.toHaveProperty('trial');
  expect(await tryModel(modelOf(none, undefined), () => 0, never)).toMatchObject({
    ok: false,
    fault: { kind: 'unsupported' },
  });
});
