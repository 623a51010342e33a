/** The program as it is shipped, run as a process. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-process-'));
  await writeFile(join(folder, 'a.md'), '## Solution\n\nWe see $1 + 1 = 3$.\n');
  const long = Array.from({ length: 3000 }, (_, at) => `Then $${at} + 1 = ${at + 1}$.`).join('\n\n');
  await writeFile(join(folder, 'long.md'), `## Solution\n\n${long}\n`);
  await writeFile(join(folder, 'sum.md'), '## Solution\n\nTwo.\n\n```python\n1 + 1\n```\n');
  await writeFile(join(folder, 'loop.md'), '## Solution\n\nFor ever.\n\n```python\nwhile True: pass\n```\n');
});
afterAll(() => rm(folder, { recursive: true }));

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out, err }));
  return { child, ended };
}

test('checks a file and says so with its exit code', async () => {
  const { code, out } = await start(['check', 'a.md']).ended;
  expect(code).toBe(1);
  expect(out).toContain('refuted');
  expect(out).not.toContain('\u001b[');
});

test('colours only where asked to when the output is no terminal', async () => {
  expect((await start(['check', 'a.md'], { FORCE_COLOR: '1' }).ended).out).toContain('\u001b[31m');
  expect((await start(['check', 'a.md'], { FORCE_COLOR: '1', NO_COLOR: '1' }).ended).out).not.toContain('\u001b[');
});

test('tells its version', async () => {
  expect(await start(['--version']).ended).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});

test('reads standard input', async () => {
  const { child, ended } = start(['check', '-']);
  child.stdin.end('## Solution\n\nWe see $1 + 1 = 3$.\n');
  expect((await ended).code).toBe(1);
});

test('ends quietly when nobody reads the rest', async () => {
  const { child, ended } = start(['check', 'long.md']);
  child.stdout.once('data', () => child.stdout.destroy());
  expect((await ended).err).toBe('');
});

test('ends on Ctrl-C with what is done', async () => {
  const { child, ended } = start(['check', 'a.md', '-', '--format', 'json']);
  // Standard input stays open: the check waits for it. More than a pipe holds is taken only by a check that reads.
  await new Promise(done => child.stdin.write('x\n'.repeat(200_000), done));
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(130);
  expect(JSON.parse(out)).toMatchObject({ interrupted: true, files: [{ path: 'a.md' }] });
});

/** Tests share the snapshot of the sandbox, so that it is prepared once. */
const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

test.skipIf(process.platform === 'win32')(
  'Ctrl-C stops the code that runs, prints what there is, and leaves no process',
  async () => {
    const { child, ended } = start(['run', 'sum.md', 'loop.md', 'sum.md', '--time-limit', '600'], {
      XDG_CACHE_HOME: cache,
    });
    await once(child.stdout, 'data');
    // What is asked next: time for the loop to begin.
    await new Promise(done => setTimeout(done, 500));
    const sandboxes = spawnSync('pgrep', ['-P', `${child.pid}`], { encoding: 'utf8' }).stdout.match(/\d+/g) ?? [];
    expect(sandboxes.length).toBeGreaterThan(0);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out).toMatch(/sum\.md\n.*✓ ok .*Two\.\n\s+= 2\n/);
    expect(out).toMatch(/loop\.md\n.*■ cancelled .*For ever\./);
    expect(out).toMatch(/2 files, 2 pieces of code: 1 ok, 1 stopped, interrupted\n$/);
    await expect.poll(() => sandboxes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  },
  120_000,
);

function isAlive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}
