/** Scripted servers that end with the test that started them. */
import { afterEach, vi } from 'vitest';
import { type ScriptedServer, scriptedServer } from './scripted-server.ts';

// Real sockets on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const open: ScriptedServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

export async function serve(...given: Parameters<typeof scriptedServer>): Promise<ScriptedServer> {
  const server = await scriptedServer(...given);
  open.push(server);
  return server;
}
