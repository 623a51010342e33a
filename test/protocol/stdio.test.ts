/** The built server as a process: it starts, checks, shuts down with the right exit code, and bears what is large or broken. */
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ServerProcess, serverBundle, spawnServer } from './lib/stdio.ts';

const uri = 'file:///solutions/a.md';
const wrong = '## Solution\n\n1. $3 \\cdot 7 = 24$.\n';

beforeAll(() => {
  if (!existsSync(serverBundle)) throw new Error(`${serverBundle} is not there: npm run build makes it`);
});

async function started(): Promise<ServerProcess> {
  const server = spawnServer();
  await server.client.start();
  return server;
}

describe('over stdio', () => {
  test('a slip is flagged, corrected, and the server ends with 0', async () => {
    const { client, exited, errors } = await started();
    expect(client.initialized?.serverInfo?.name).toBe('Stepwise');
    await client.open(uri, wrong);
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.edit(uri, '24', '21');
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
    expect(errors()).toBe('');
  });

  test.each<[string, (server: ServerProcess) => void]>([
    ['exit without shutdown', ({ client }) => void client.connection.sendNotification('exit')],
    ['the client goes away', server => server.process.stdin.end()],
  ])('%s: ends with 1', async (_, leave) => {
    const server = await started();
    await server.client.open(uri, wrong);
    await server.client.diagnostics(uri);
    leave(server);
    expect(await server.exited).toBe(1);
  });

  test('shutdown in the middle of a long check ends at once', async () => {
    const { client, exited } = await started();
    await client.open(uri, `## Solution\n\n${'1. So $x^2 + 3x = 4 + y$.\n'.repeat(40_000)}`);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
  });

  test('a message of an unknown kind is refused, and the server lives', async () => {
    const { client, exited } = await started();
    await expect(client.connection.sendRequest('stepwise/nothing', {})).rejects.toThrow(/Unhandled method/);
    await client.open(uri, wrong);
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
  });
});

describe('large files', () => {
  test('3 MB are checked while the server answers, and a newer edit is not kept waiting', async () => {
    const { client, exited } = await started();
    const filler = 'Words and words, and so on and so forth. '.repeat(10);
    await client.open(uri, `## Solution\n\n${`${filler}\n\n`.repeat(7000)}`);
    const before = performance.now();
    await client.open('file:///solutions/small.md', wrong);
    expect(await client.diagnostics('file:///solutions/small.md')).toHaveLength(1);
    expect(performance.now() - before).toBeLessThan(10_000);
    await client.change(uri, [{ range: client.range(uri, 13, 13), text: '$1 + 1 = 3$. ' }]);
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
  });

  test('past the limit nothing is checked, and the status says so', async () => {
    const { client, exited } = await started();
    await client.open(uri, wrong + ' '.repeat(5_000_000));
    expect(await client.status(uri)).toEqual({ kind: 'tooLarge', limitKb: 4000 });
    await client.change(uri, [{ text: wrong }]);
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
  });
});

describe('code, in the packed sandbox', () => {
  const three = [
    '## Solution\n',
    ...['check((x + 1)**2, x**2 + 2*x + 1)', 'check(Integer(3)**2, 6)', 'while True: pass'].map(
      (code, index) => `${index + 1}. For real $x$.\n\n   \`\`\`python\n   ${code}\n   \`\`\`\n`,
    ),
  ].join('\n');

  // The first run on a machine prepares the sandbox.
  test('a passing, a failing and a runaway check', { timeout: 180_000 }, async () => {
    const { client, exited } = spawnServer();
    await client.start({ settings: { settle: false, code: { timeLimit: 1 } } });
    await client.open(uri, three);
    await client.click(uri, 'Run all checks');
    const last = await client.until(
      () => client.outcomes.findLast(({ outcomes }) => /stopped/.test(outcomes.at(-1)?.text ?? '')),
      150_000,
    );
    expect(last.outcomes.map(({ line, text }) => `${line}: ${text}`)).toEqual([
      expect.stringMatching(/^5: ✓ 1 check passed · \d+ ms$/),
      expect.stringMatching(/^11: ✗ .*9.* · \d+ ms$/),
      expect.stringMatching(/^17: stopped after 1/),
    ]);
    const found = (await client.diagnostics(uri)).map(({ range, code }) => `${range.start.line}: ${code}`);
    expect(found).toEqual(['11: code.failed-check', '17: code.stopped']);
    await client.stop({ exit: true });
    expect(await exited).toBe(0);
  });
});
