/** What can go wrong between here and a server: each once, with its words, the tries it is worth, and what is kept. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Limits } from '../../../../server/src/adapters/openai/index.ts';
import type { FaultKind } from '../../../../server/src/core/model/fault.ts';
import { modelAt, never } from './lib/model.ts';
import { event, type Handler, json, piece, raw, type ScriptedServer, stream } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

const key = 'sk-test-0123456789';
const problem = 'Let ABCD be a quadrilateral with a right angle at A.';
const chat = 'POST /v1/chat/completions';
const serveChat = (handler: Handler): Promise<ScriptedServer> => serve({ [chat]: handler });

const refuse =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  response =>
    json(response, status, body, headers);

const says = (message: string, more: Record<string, unknown> = {}): unknown => ({ error: { message, ...more } });

interface Case {
  readonly name: string;
  readonly handler: Handler;
  readonly kind: FaultKind;
  readonly message: RegExp;
  /** Requests that the server saw; 1 says that trying again was no use. */
  readonly tries: number;
  readonly waits?: readonly number[];
  readonly retryAfterMs?: number;
  readonly limits?: Partial<Limits>;
}

const silent: Handler = () => undefined;

const cases: readonly Case[] = [
  {
    name: 'reset before a reply',
    handler: r => r.destroy(),
    kind: 'unreachable',
    message: /without an answer/,
    tries: 3,
    waits: [500, 1000],
  },
  {
    name: '401',
    handler: refuse(401, says(`Incorrect API key provided: ${key}`)),
    kind: 'unauthorized',
    message: /does not accept the key/,
    tries: 1,
  },
  {
    name: '403',
    handler: refuse(403, says('no access')),
    kind: 'unauthorized',
    message: /may not use the model m/,
    tries: 1,
  },
  {
    name: '404 of a model',
    handler: refuse(404, says('The model `m` does not exist.')),
    kind: 'no-model',
    message: /has no model m/,
    tries: 1,
  },
  {
    name: '404 of an address',
    handler: refuse(404, says('Not Found')),
    kind: 'no-model',
    message: /usually ends in \/v1/,
    tries: 1,
  },
  {
    name: '408',
    handler: refuse(408, says('slow')),
    kind: 'timeout',
    message: /gave up/,
    tries: 3,
    waits: [500, 1000],
  },
  { name: '413', handler: refuse(413, says('large')), kind: 'too-long', message: /larger than/, tries: 1 },
  {
    name: '429 with Retry-After',
    handler: refuse(429, says('slow down'), { 'retry-after': '2' }),
    kind: 'busy',
    message: /Too many requests/,
    tries: 3,
    waits: [2000, 2000],
    retryAfterMs: 2000,
  },
  {
    name: '429 with a date',
    handler: refuse(429, says('slow down'), { 'retry-after': new Date(1_003_000).toUTCString() }),
    kind: 'busy',
    message: /Too many requests/,
    tries: 3,
    waits: [3000],
  },
  {
    name: '429 without Retry-After',
    handler: refuse(429, says('slow down')),
    kind: 'busy',
    message: /lower “parallel”/,
    tries: 3,
    waits: [500, 1000],
  },
  {
    name: '429 above 60 s',
    handler: refuse(429, says('slow down'), { 'retry-after': '120' }),
    kind: 'busy',
    message: /2 minutes/,
    tries: 1,
    waits: [],
    retryAfterMs: 120_000,
  },
  {
    name: '429 of a quota',
    handler: refuse(429, says('You exceeded your current quota', { code: 'insufficient_quota' })),
    kind: 'busy',
    message: /used up/,
    tries: 1,
  },
  {
    name: '500',
    handler: refuse(500, says('CUDA error: out of memory')),
    kind: 'broken',
    message: /status 500.*CUDA error: out of memory/,
    tries: 3,
    waits: [500, 1000],
  },
  {
    name: '500 that quotes the prompt',
    handler: refuse(500, says(`cannot tokenize: ${problem}`)),
    kind: 'broken',
    message: /status 500/,
    tries: 3,
  },
  { name: '501', handler: refuse(501, says('no')), kind: 'unsupported', message: /cannot do this/, tries: 1 },
  {
    name: '503',
    handler: refuse(503, says('Loading model')),
    kind: 'busy',
    message: /may still load/,
    tries: 3,
    waits: [500, 1000],
  },
  {
    name: 'a 400 of another kind',
    handler: refuse(400, says('bad grammar')),
    kind: 'unsupported',
    message: /status 400.*bad grammar/,
    tries: 1,
  },
  {
    name: 'a window, as vLLM says it',
    handler: refuse(
      400,
      says(
        "This model's maximum context length is 2048 tokens. However, your prompt contains at least 2049 input tokens.",
        { param: 'input_tokens', code: 400 },
      ),
    ),
    kind: 'too-long',
    message: /window of 2048 tokens/,
    tries: 1,
  },
  {
    name: 'a window, as llama.cpp says it',
    handler: refuse(
      400,
      says('request (6030 tokens) exceeds the available context size (4096 tokens), try increasing it', {
        type: 'exceed_context_size_error',
        n_prompt_tokens: 6030,
        n_ctx: 4096,
      }),
    ),
    kind: 'too-long',
    message: /window of 4096 tokens/,
    tries: 1,
  },
  {
    name: 'HTML instead of JSON',
    handler: r => raw(r, 200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
    kind: 'not-understood',
    message: /web page/,
    tries: 1,
  },
  {
    name: 'truncated JSON',
    handler: r => raw(r, 200, '{"choices": [{"mess', { 'content-type': 'application/json' }),
    kind: 'not-understood',
    message: /broken off/,
    tries: 1,
  },
  {
    name: 'nothing',
    handler: r => raw(r, 200, '', { 'content-type': 'application/json' }),
    kind: 'not-understood',
    message: /with nothing/,
    tries: 1,
  },
  {
    name: 'a wrong shape',
    handler: refuse(200, { choices: 'none' }),
    kind: 'not-understood',
    message: /another form.*at choices/,
    tries: 1,
  },
  {
    name: 'empty choices',
    handler: refuse(200, { choices: [] }),
    kind: 'not-understood',
    message: /no completion/,
    tries: 1,
  },
  {
    name: 'an event that is no JSON',
    handler: r => {
      event(r, '{"choices": [');
      r.end();
    },
    kind: 'broken',
    message: /middle of its answer/,
    tries: 3,
  },
  {
    name: 'an error in the middle of a stream',
    handler: r => {
      event(r, piece(0, 'A'));
      event(r, says('engine died'));
      r.end();
    },
    kind: 'broken',
    message: /middle of its answer/,
    tries: 3,
  },
  {
    name: 'a stream that just ends',
    handler: r => {
      event(r, piece(0, 'A'));
      r.end();
    },
    kind: 'broken',
    message: /middle of its answer/,
    tries: 3,
  },
  {
    name: 'an endless stream',
    handler: r => {
      const timer = setInterval(() => event(r, piece(0, 'on and on ')), 0);
      r.on('close', () => clearInterval(timer));
    },
    kind: 'broken',
    message: /beyond the 8 tokens/,
    tries: 1,
  },
  {
    name: 'an endless reply',
    handler: r => {
      r.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => r.write(' '.repeat(10_000)), 0);
      r.on('close', () => clearInterval(timer));
    },
    kind: 'broken',
    message: /far more/,
    tries: 1,
    limits: { maxBytes: 100_000 },
  },
  {
    name: 'silence',
    handler: silent,
    kind: 'timeout',
    message: /did not begin/,
    tries: 1,
    limits: { firstByteMs: 1000 },
  },
  {
    name: 'silence after the header',
    handler: r => {
      r.writeHead(200, { 'content-type': 'text/event-stream' });
      r.flushHeaders();
    },
    kind: 'timeout',
    message: /did not begin/,
    tries: 1,
    limits: { firstByteMs: 1000 },
  },
  {
    name: 'silence in between',
    handler: r => event(r, piece(0, 'A')),
    kind: 'timeout',
    message: /stopped in the middle/,
    tries: 1,
    limits: { silenceMs: 1000 },
  },
  {
    name: 'a slow drip',
    handler: r => {
      const timer = setInterval(() => r.write(': wait\n\n'), 10);
      r.writeHead(200, { 'content-type': 'text/event-stream' });
      r.on('close', () => clearInterval(timer));
    },
    kind: 'timeout',
    message: /too long and was broken off/,
    tries: 1,
    limits: { overallMs: 1500 },
  },
];

test.each(cases)('$name', async ({ handler, kind, message, tries, waits, retryAfterMs, limits }) => {
  const server = await serveChat(handler);
  const watched = modelAt(server.url, { key }, limits);
  const request = { messages: [{ role: 'user', content: problem }], n: 1, maxTokens: 8, temperature: 0 } as const;
  const result = await watched.model.generate(request, never);
  expect(result).toMatchObject({ ok: false, fault: { kind, message: expect.stringMatching(message) } });
  expect(server.to(chat)).toHaveLength(tries);
  if (waits !== undefined) expect(watched.waits.slice(0, waits.length)).toEqual(waits);
  if (retryAfterMs !== undefined) expect(result).toMatchObject({ fault: { retryAfterMs } });
  const told = JSON.stringify([result, watched.log]);
  expect(told).not.toContain(key);
  expect(told).not.toContain('quadrilateral');
});

test('refused: nothing listens', async () => {
  const server = await serveChat(silent);
  await server.close();
  const { model, waits } = modelAt(server.origin);
  const request = { messages: [{ role: 'user', content: problem }], n: 2, maxTokens: 8, temperature: 0 } as const;
  const result = await model.generate(request, never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'unreachable', message: expect.stringMatching(/Start the server/) },
  });
  expect(waits).toEqual([]);
});

test('a certificate that nobody has signed', async () => {
  const pem = (name: string): string =>
    readFileSync(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
  const server = await serve({}, { key: pem('key'), cert: pem('cert') });
  const result = await modelAt(server.origin, { key }).model.abilities(never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'unreachable', message: expect.stringMatching(/certificate.*not accepted/) },
  });
  expect(server.asked).toEqual([]);
});

test('HTTPS asked of a server that speaks HTTP', async () => {
  const server = await serveChat(silent);
  const result = await modelAt(server.origin.replace('http', 'https'), { key }).model.abilities(never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'unreachable', message: expect.stringMatching(/does not speak HTTPS/) },
  });
});

test('a redirect to another host: neither key nor prompt follow', async () => {
  const other = await serveChat((response, _, nth) => stream(response, [`${nth}`]));
  const server = await serveChat(response => raw(response, 307, '', { location: `${other.url}/chat/completions` }));
  const { model } = modelAt(server.url, { key });
  const request = { messages: [{ role: 'user', content: problem }], n: 1, maxTokens: 8, temperature: 0 } as const;
  const result = await model.generate(request, never);
  expect(result).toMatchObject({
    ok: false,
    fault: { kind: 'not-allowed', message: expect.stringContaining(other.origin) },
  });
  expect(other.asked).toEqual([]);
  expect(server.to(chat)).toHaveLength(1);
});

test('a redirect on the same host is followed', async () => {
  const server = await serve({
    [chat]: response => raw(response, 308, '', { location: '/new/v1/chat/completions' }),
    'POST /new/v1/chat/completions': response => stream(response, ['fine']),
  });
  const request = { messages: [{ role: 'user', content: problem }], n: 1, maxTokens: 8, temperature: 0 } as const;
  const result = await modelAt(server.origin, { key }).model.generate(request, never);
  expect(result).toMatchObject({ ok: true, completions: [{ text: 'fine' }] });
});

test('it goes better the third time', async () => {
  const server = await serveChat((response, _, nth) =>
    nth < 2 ? json(response, 500, {}) : stream(response, ['fine']),
  );
  const { model } = modelAt(server.origin);
  const result = await model.generate(
    { messages: [{ role: 'user', content: 'q' }], n: 1, maxTokens: 8, temperature: 0 },
    never,
  );
  expect(result).toMatchObject({ ok: true, completions: [{ text: 'fine', finish: 'stop' }] });
});

const two = { messages: [{ role: 'user', content: 'q' }], n: 2, maxTokens: 8, temperature: 1 } as const;

test('reset in mid-stream: what came is kept, and the rest asked for', async () => {
  const server = await serveChat((response, { body }, nth) => {
    if (nth > 0) return stream(response, body.n === undefined ? ['second'] : ['too', 'many']);
    event(response, piece(0, 'first', 'stop'));
    event(response, piece(1, 'sec'));
    setTimeout(() => response.destroy(), 20);
  });
  const result = await modelAt(server.origin).model.generate(two, never);
  expect(result).toMatchObject({ ok: true, completions: [{ text: 'first' }, { text: 'second' }] });
  expect(result).not.toHaveProperty('fault');
});

test('reset in mid-stream for good: what came is kept, with the fault', async () => {
  const server = await serveChat((response, _, nth) => {
    if (nth > 0) return json(response, 401, {});
    event(response, piece(0, 'first', 'stop'));
    event(response, piece(1, 'sec'));
    setTimeout(() => response.destroy(), 20);
  });
  const result = await modelAt(server.origin).model.generate(two, never);
  expect(result).toMatchObject({ ok: true, completions: [{ text: 'first' }], fault: { kind: 'unauthorized' } });
});

test('cancelled: the connection closes, what was whole is kept', async () => {
  const stopping = new AbortController();
  let handled: (response: ServerResponse) => void = () => undefined;
  const closed = new Promise<ServerResponse>(done => (handled = done)).then(response => once(response, 'close'));
  const server = await serveChat(response => {
    handled(response);
    event(response, piece(0, 'first', 'stop'));
    event(response, piece(1, 'sec'));
    setTimeout(() => stopping.abort(), 20);
  });
  const result = await modelAt(server.origin).model.generate(two, stopping.signal);
  await closed;
  expect(result).toMatchObject({ ok: true, completions: [{ text: 'first' }], fault: { kind: 'cancelled' } });
});

test('cancelled before: nothing is sent', async () => {
  const server = await serveChat(response => stream(response, ['x']));
  const result = await modelAt(server.origin).model.generate(two, AbortSignal.abort());
  expect(result).toMatchObject({ ok: false, fault: { kind: 'cancelled' }, usage: { calls: 0 } });
  expect(server.asked).toEqual([]);
});
