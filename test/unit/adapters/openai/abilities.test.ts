/** What a server can do, found by asking it: by what kinds of server answer, never by their names. */
import { expect, test } from 'vitest';
import { modelAt, never } from './lib/model.ts';
import { type Handler, json, type Routes, stream } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

const chat = 'POST /v1/chat/completions';
const refused = (message: string, more: Record<string, unknown> = {}): unknown => ({ error: { message, ...more } });
const token = (text: string): unknown => ({
  token: text,
  logprob: -0.5,
  top_logprobs: [{ token: text, logprob: -0.5 }],
});

/** A chat that answers each request with `content` as often as `n` says, up to `most`. */
function chatOf(content: (last: string, schema: boolean) => string, most = 100, logprobs = true): Handler {
  return (response, { body }) => {
    const given = body.messages as readonly { readonly content: string }[];
    const text = content(given.at(-1)?.content ?? '', body.response_format !== undefined);
    const choices = Array.from({ length: Math.min(most, Number(body.n ?? 1)) }, (_, index) => ({
      index,
      message: { role: 'assistant', content: text },
      ...(logprobs && body.logprobs === true ? { logprobs: { content: [token(text)] } } : {}),
      finish_reason: 'stop',
    }));
    json(response, 200, { choices, usage: { prompt_tokens: 20, completion_tokens: 1 } });
  };
}

const models =
  (entry: Record<string, unknown>): Handler =>
  response =>
    json(response, 200, { object: 'list', data: [{ id: 'm', ...entry }] });
const tokenize: Handler = (response, { body }) =>
  json(response, 200, { tokens: body.messages === undefined ? [7, 8] : [1, 2, 3] });
const empty = {
  window: 8192,
  many: false,
  continuation: 'turn',
  logProbabilities: false,
  schema: false,
  prefixCache: false,
  read: false,
  weigh: false,
  pool: false,
  parallel: 8,
};

const kinds: readonly {
  readonly name: string;
  readonly routes: Routes;
  readonly abilities: Record<string, unknown>;
  readonly requests: number;
}[] = [
  {
    name: 'as vLLM answers',
    routes: {
      'GET /v1/models': models({ max_model_len: 4096, owned_by: 'vllm' }),
      'POST /tokenize': tokenize,
      [chat]: chatOf((_, schema) => (schema ? '{"seven": 7}' : 'is')),
      'POST /v1/completions': (response, { body }) =>
        json(response, 200, {
          choices: [
            {
              text: `${body.prompt} x`,
              logprobs: { tokens: ['a', 'b', 'c', 'd'], token_logprobs: [null, -1, -1, -1] },
              finish_reason: 'length',
            },
          ],
        }),
      'POST /generative_scoring': response => json(response, 200, { data: [{ index: 0, score: 0.5 }] }),
    },
    abilities: {
      ...empty,
      window: 4096,
      many: true,
      continuation: 'raw',
      logProbabilities: true,
      schema: true,
      read: { logits: false },
      weigh: true,
    },
    requests: 9,
  },
  {
    name: 'as llama.cpp answers',
    routes: {
      'GET /v1/models': models({ owned_by: 'llamacpp', meta: { n_ctx: 2048, n_ctx_train: 32768 } }),
      'GET /props': response => json(response, 200, { default_generation_settings: { n_ctx: 2048 }, total_slots: 4 }),
      'POST /apply-template': (response, { body }) =>
        json(response, 200, { prompt: `<|user|>${JSON.stringify(body.messages)}` }),
      [chat]: (response, asked, nth) => {
        if (nth === 0) return chatOf(last => `${last}is`)(response, asked, nth);
        json(response, 200, {
          choices: [{ message: { content: '{ "seven": 7 }' } }],
          usage: { prompt_tokens: 20, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 12 } },
        });
      },
      'POST /v1/completions': response =>
        json(response, 200, { choices: [{ text: ' four', logprobs: { content: [token(' four')] } }] }),
      'POST /completion': response =>
        json(response, 200, {
          completion_probabilities: [{ token: 'a', logprob: -0.1, top_logprobs: [token('a'), token('b')] }],
        }),
    },
    abilities: {
      ...empty,
      window: 2048,
      many: true,
      continuation: 'raw',
      logProbabilities: true,
      schema: true,
      prefixCache: true,
      weigh: true,
      parallel: 4,
    },
    requests: 8,
  },
  {
    name: 'as Ollama answers: no n, no log-probabilities, and it goes on with what is begun',
    routes: {
      'GET /v1/models': models({ owned_by: 'library' }),
      'GET /api/ps': response => json(response, 200, { models: [{ name: 'm:latest', context_length: 4096 }] }),
      [chat]: chatOf((_, schema) => (schema ? '{"seven":7}' : 'is.'), 1, false),
    },
    abilities: { ...empty, window: 4096, continuation: 'prefill', schema: true },
    requests: 10,
  },
  {
    name: 'as OpenAI answers: strict about fields, begins anew',
    routes: {
      'GET /v1/models': models({ owned_by: 'system' }),
      [chat]: (response, asked, nth) => {
        const field = ['continue_final_message', 'add_generation_prompt', 'max_tokens'].find(
          name => name in asked.body,
        );
        if (field === 'max_tokens')
          return json(
            response,
            400,
            refused(
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
              { param: 'max_tokens', code: 'unsupported_parameter' },
            ),
          );
        if (field !== undefined)
          return json(response, 400, refused(`Unrecognized request argument supplied: ${field}`));
        chatOf((_, schema) => (schema ? '{"seven":7}' : 'Paris is the capital.'))(response, asked, nth);
      },
    },
    abilities: { ...empty, many: true, logProbabilities: true, schema: true, weigh: true },
    requests: 13,
  },
  {
    name: 'a process reward model: it pools, and has no chat',
    routes: {
      'GET /v1/models': models({ max_model_len: 4096 }),
      [chat]: response => json(response, 400, refused('The model does not support Chat Completions API')),
      'POST /pooling': response => json(response, 200, { data: [{ data: [] }] }),
    },
    abilities: { ...empty, window: 4096, pool: true },
    requests: 9,
  },
  {
    name: 'a server with one place: it refuses two completions, and goes on',
    routes: {
      [chat]: (response, asked, nth) =>
        Number(asked.body.n ?? 1) > 1
          ? json(response, 400, refused("Field 'n': Value must be between 1 <= value <= 1, but got 2"))
          : chatOf((last, schema) => (schema ? '{"seven":7}' : `${last}is`))(response, asked, nth),
    },
    abilities: { ...empty, continuation: 'prefill', logProbabilities: true, schema: true, weigh: true },
    requests: 11,
  },
  {
    name: 'a chat template that refuses to end with the assistant',
    routes: {
      [chat]: (response, asked, nth) => {
        const last = (asked.body.messages as readonly { readonly role: string }[]).at(-1);
        if (last?.role === 'assistant') return json(response, 400, refused('Conversation roles must alternate'));
        chatOf(() => 'Paris')(response, asked, nth);
      },
    },
    abilities: { ...empty, many: true, logProbabilities: true, weigh: true },
    requests: 11,
  },
];

test.each(kinds)('$name', async ({ routes, abilities, requests }) => {
  const server = await serve(routes);
  const { model } = modelAt(server.origin);
  expect(await model.abilities(never)).toEqual({ ok: true, abilities });
  expect(server.asked.length).toBeLessThanOrEqual(requests);
  const before = server.asked.length;
  await model.abilities(never);
  expect(server.asked).toHaveLength(before);
});

test('what the person sets outranks what the server tells', async () => {
  const server = await serve(kinds[1]?.routes ?? {});
  const { model } = modelAt(server.origin, { window: 1024, parallel: 2 });
  expect(await model.abilities(never)).toMatchObject({ abilities: { window: 1024, parallel: 2 } });
});

test('kept between runs: only who answers is asked again', async () => {
  const server = await serve(kinds[0]?.routes ?? {});
  const cache = new Map<string, unknown>();
  await modelAt(server.origin, {}, {}, cache).model.abilities(never);
  const before = server.asked.length;
  expect(await modelAt(server.origin, {}, {}, cache).model.abilities(never)).toEqual({
    ok: true,
    abilities: kinds[0]?.abilities,
  });
  expect(
    server.asked
      .slice(before)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/props', '/v1/models']);
});

test('found out anew when another model answers at the address', async () => {
  let window = 4096;
  const server = await serve({
    'GET /v1/models': response => json(response, 200, { data: [{ id: 'm', max_model_len: window }] }),
    [chat]: chatOf(() => 'is', 1),
  });
  const cache = new Map<string, unknown>();
  await modelAt(server.origin, {}, {}, cache).model.abilities(never);
  const before = server.to(chat).length;
  window = 2048;
  expect(await modelAt(server.origin, {}, {}, cache).model.abilities(never)).toMatchObject({
    abilities: { window: 2048 },
  });
  expect(server.to(chat).length).toBeGreaterThan(before);
});

test('a stored entry of another form counts for nothing', async () => {
  const server = await serve(kinds[2]?.routes ?? {});
  const { model, cache } = modelAt(server.origin);
  await model.abilities(never);
  const spoilt = new Map([...cache.keys()].map(key => [key, { version: 1, dropped: 'all' }] as const));
  expect(await modelAt(server.origin, {}, {}, new Map(spoilt)).model.abilities(never)).toEqual({
    ok: true,
    abilities: kinds[2]?.abilities,
  });
});

test('callers at once share the requests; one that gives up does not take the others with it', async () => {
  const server = await serve(kinds[0]?.routes ?? {});
  const { model } = modelAt(server.origin);
  const leaving = new AbortController();
  const first = model.abilities(leaving.signal);
  const others = [model.abilities(never), model.abilities(never)];
  leaving.abort();
  expect(await first).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  for (const other of await Promise.all(others)) expect(other).toEqual({ ok: true, abilities: kinds[0]?.abilities });
  expect(server.asked.length).toBeLessThan(14);
});

test('a server that cannot be asked is a fault, and is asked again later', async () => {
  const server = await serve({
    ...kinds[0]?.routes,
    'POST /tokenize': (response, asked, nth) => (nth < 1 ? json(response, 401, {}) : tokenize(response, asked, nth)),
  });
  const { model } = modelAt(server.origin);
  expect(await model.abilities(never)).toMatchObject({ ok: false, fault: { kind: 'unauthorized' } });
  expect(await model.abilities(never)).toEqual({ ok: true, abilities: kinds[0]?.abilities });
});

test('fields that a model refuses are left out from then on, also where it streams', async () => {
  const server = await serve({
    [chat]: (response, { body }) => {
      const field = ['stream_options', 'temperature', 'logprobs', 'seed', 'max_tokens'].find(name => name in body);
      if (field !== undefined)
        return json(
          response,
          400,
          refused(`Unsupported parameter: '${field}' is not supported with this model.`, { param: field }),
        );
      stream(response, ['fine']);
    },
  });
  const { model } = modelAt(server.origin);
  const request = {
    messages: [{ role: 'user', content: 'q' }],
    n: 1,
    maxTokens: 8,
    temperature: 0.5,
    seed: 3,
  } as const;
  expect(await model.generate(request, never)).toMatchObject({ ok: true, completions: [{ text: 'fine' }] });
  const before = server.to(chat).length;
  expect(await model.generate(request, never)).toMatchObject({ ok: true });
  expect(server.to(chat)).toHaveLength(before + 1);
  expect(server.to(chat).at(-1)?.body).toMatchObject({ max_completion_tokens: 8 });
});
