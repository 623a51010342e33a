/** Keys of servers over the connection: asked for by origin, sealed on the way, forgotten when the client says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seal } from '../../client/src/seal.ts';
import { getKey, type KeyParams, keysChanged } from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { ScriptedModels } from './lib/models.ts';

let models: ScriptedModels;
let client: TestClient;
let asked: string[];
let sent: string[];
let kept: Record<string, string>;
beforeEach(async () => {
  models = new ScriptedModels();
  client = connect({ createModels: models.create });
  asked = [];
  sent = [];
  kept = { 'https://api.example.com': 'sk-secret-🔑-of-many-letters'.repeat(20) };
  client.connection.onRequest(getKey.method, async ({ origin, publicKey }: KeyParams) => {
    asked.push(origin);
    const key = kept[origin];
    const answer = key === undefined ? null : await seal(key, publicKey);
    sent.push(JSON.stringify(answer));
    return answer;
  });
  await client.start({});
});
afterEach(() => client.stop());

const keyFor = (origin: string): Promise<string | undefined> | undefined => models.services?.keyFor(origin);

test('a key arrives whole, and what is sent does not show it', async () => {
  expect(await keyFor('https://api.example.com')).toBe(kept['https://api.example.com']);
  expect(sent.join()).not.toContain('secret');
});

test.each(['https://api.example.org', 'http://api.example.com', 'https://api.example.com:8443'])(
  'another origin has no key: %s',
  async origin => {
    expect(await keyFor(origin)).toBeUndefined();
    expect(asked).toEqual([origin]);
  },
);

test('it is asked for once, until it is said to have changed', async () => {
  const origin = 'https://api.example.com';
  await keyFor(origin);
  await keyFor(origin);
  expect(asked).toEqual([origin]);
  kept = { [origin]: 'another' };
  await client.connection.sendNotification(keysChanged.method, { origin });
  await client.until(() => (models.keysChanged.length > 0 ? true : undefined));
  expect(models.keysChanged).toEqual([origin]);
  expect(await keyFor(origin)).toBe('another');
});

test('a client that answers something else has no key', async () => {
  client.connection.onRequest(getKey.method, () => ({ publicKey: 'x', iv: 'y', sealed: 'z' }));
  expect(await keyFor('https://api.example.com')).toBeUndefined();
});
