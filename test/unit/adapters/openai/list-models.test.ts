/** Which models a server has: what is sent, and what is made of what it answers. */
import { describe, expect, test } from 'vitest';
import { listModels } from '../../../../server/src/adapters/openai/list-models.ts';

const never = new AbortController().signal;
const url = 'https://api.example.com/v1';

function answering(body: string, status = 200): { readonly fetch: typeof fetch; readonly sent: Request[] } {
  const sent: Request[] = [];
  const answer = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    sent.push(new Request(input, init));
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  };
  return { fetch: answer as typeof fetch, sent };
}

describe('listModels', () => {
  test.each([
    ['two models', '{"data":[{"id":"a"},{"id":"b"}]}', 200, { ok: true, models: ['a', 'b'] }],
    ['none', '{"data":[]}', 200, { ok: true, models: [] }],
    ['a key is wanted', '{"error":{"message":"no key"}}', 401, { ok: false, fault: { kind: 'unauthorized' } }],
    ['a web page', '<html>', 200, { ok: false, fault: { kind: 'not-understood' } }],
    ['it broke', '{}', 500, { ok: false, fault: { kind: 'broken' } }],
  ])('%s', async (_, body, status, expected) => {
    expect(await listModels({ url }, never, { fetch: answering(body, status).fetch })).toMatchObject(expected);
  });

  test('the key goes in the header, to the address of the server, once', async () => {
    const { fetch, sent } = answering('{}', 500);
    await listModels({ url, key: 'sk-secret' }, never, { fetch });
    expect(sent.map(request => request.url)).toEqual([`${url}/models`]);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer sk-secret');
  });

  test('cancelled before it begins', async () => {
    const { fetch, sent } = answering('{"data":[]}');
    expect(await listModels({ url }, AbortSignal.abort(), { fetch })).toMatchObject({ fault: { kind: 'cancelled' } });
    expect(sent).toEqual([]);
  });
});
