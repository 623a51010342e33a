/** The first run on a machine, with real processes: what is cancelled, ended or left while the snapshot is built. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../server/src/adapters/sandbox/index.ts';
import { defaultLimits, type RunResult, type Sandbox } from '../../server/src/core/code/sandbox.ts';
import { assets } from './lib/real-interpreter.ts';

let storage: string;
let sandbox: Sandbox;

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'stepwise-first-'));
  sandbox = createSandbox({ assets, storage, log: () => undefined, size: 1 });
});
afterEach(() => {
  sandbox.dispose();
  rmSync(storage, { recursive: true, force: true });
});

function run(code: string, signal = new AbortController().signal): Promise<RunResult> {
  const limits = { ...defaultLimits, timeMs: 20_000 };
  return sandbox.run({ cells: [{ code, symbols: [] }], limits, priority: 'asked' }, signal);
}

/** Resolves once the builder has said how far it is. */
function underWay(): Promise<void> {
  return new Promise(resolve => {
    sandbox.onState(state => {
      if (state.kind === 'preparing' && state.share > 0.2) resolve();
    });
  });
}

const snapshots = (): readonly string[] => {
  try {
    return readdirSync(join(storage, 'sandbox'));
  } catch {
    return [];
  }
};

/** Sandbox processes that this process has started. */
function builders(): number {
  const children = execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return children.split('\n').filter(line => line.includes('interpreter.mjs')).length;
}

test('a request that is cancelled is answered at once; the preparation serves the next', async () => {
  const stop = new AbortController();
  const first = run('1 + 1', stop.signal);
  await underWay();
  stop.abort();
  expect(await first).toMatchObject({ status: 'cancelled', ran: 0 });
  expect(snapshots()).toEqual([]);
  expect(await run('2 + 2')).toMatchObject({ status: 'ok', value: '4' });
  expect(snapshots()).toHaveLength(1);
}, 240_000);

test.skipIf(process.platform !== 'linux')(
  'a sandbox that is ended leaves neither a process nor half a snapshot',
  async () => {
    const first = run('1 + 1');
    await underWay();
    expect(builders()).toBe(1);
    sandbox.dispose();
    expect(await first).toMatchObject({ status: 'cancelled' });
    await expect.poll(builders, { timeout: 10_000 }).toBe(0);
    expect(snapshots()).toEqual([]);
  },
  240_000,
);
