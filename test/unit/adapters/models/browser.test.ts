/** Models where the editor runs in a browser: servers that let the page ask, those of the editor, and no files. */
import { afterEach, expect, test, vi } from 'vitest';
import type { ModelHost } from '../../../../server/src/features/modelHost.ts';
import { createModelHost } from '../../../../server/src/modelHost.ts';
import { createBrowserWorld } from '../../../../server/src/modelWorld.browser.ts';
import { never } from '../openai/lib/model.ts';
import { event, json, piece, type Routes } from '../openai/lib/scripted-server.ts';
import { serve } from '../openai/lib/serve.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function host(key?: string): ModelHost {
  return createModelHost(createBrowserWorld())({
    keyFor: () => Promise.resolve(key),
    editor: { find: () => Promise.resolve([]), ask: () => Promise.reject(new Error('no editor')) },
    sandbox: undefined,
    storage: undefined,
    log: () => undefined,
  });
}

const routes: Routes = {
  'GET /v1/models': response => json(response, 200, { data: [{ id: 'm' }] }),
  'POST /v1/chat/completions': (response, { body }) => {
    if (body.stream === true) {
      event(response, piece(0, 'Answer: 7', 'stop'));
      event(response, '[DONE]');
      return void response.end();
    }
    json(response, 200, { choices: [{ index: 0, message: { content: 'Answer: 7' }, finish_reason: 'stop' }] });
  },
};

test('a server is tried with its key, counted, and told who asks by the browser alone', async () => {
  const server = await serve(routes);
  const own = host('sk-own');
  expect(await own.listModels(server.url, never)).toEqual({ ok: true, models: ['m'] });
  const trial = await own.tryModel({ kind: 'server', url: server.url, model: 'm' }, never);
  expect(trial).toMatchObject({ ok: true, can: expect.arrayContaining([expect.stringMatching(/^solved a small/)]) });
  expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer sk-own']));
  expect(server.asked.every(({ headers }) => !Object.keys(headers).some(name => name.startsWith('x-')))).toBe(true);
  expect(server.asked.every(({ headers }) => headers['user-agent'] !== 'stepwise')).toBe(true);
  await own.dispose();
});

test('addresses that the browser does not let through are none of the server, where others are let through', async () => {
  const server = await serve(routes);
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (input: string | URL, init?: RequestInit) =>
    /\/v1\/(?:models|chat\/completions)$/.test(String(input))
      ? real(input, init)
      : Promise.reject(new TypeError('Failed to fetch')),
  );
  const own = host();
  expect(await own.tryModel({ kind: 'server', url: server.url, model: 'm' }, never)).toMatchObject({ ok: true });
  await own.dispose();
});

test('a request that the browser does not let through is told with what may be the reason, once', async () => {
  const asked = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')));
  vi.stubGlobal('fetch', asked);
  const own = host();
  expect(await own.listModels('https://models.example/v1', never)).toMatchObject({
    ok: false,
    needsKey: false,
    message: expect.stringMatching(/got no answer from https:\/\/models\.example\..*\(CORS\)/),
  });
  expect(asked).toHaveBeenCalledTimes(1);
  await own.dispose();
});

test('a file is refused, with what to do instead', async () => {
  const own = host();
  expect(await own.tryModel({ kind: 'gguf', file: '/models/a.gguf' }, never)).toMatchObject({
    ok: false,
    message: expect.stringMatching(/cannot be run in a browser\. Choose a server/),
  });
  expect(await own.localModel()).toBeNull();
  expect(await own.fetchModel(() => undefined, never)).toMatchObject({ ok: false, cancelled: false });
  await own.dispose();
});
