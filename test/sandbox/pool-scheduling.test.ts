import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keysOf } from '../../server/src/adapters/sandbox/keys.ts';
import { Pool, type PoolOptions } from '../../server/src/adapters/sandbox/pool.ts';
import {
  defaultLimits,
  type RunRequest,
  type RunResult,
  type SandboxState,
} from '../../server/src/core/code/sandbox.ts';
import { type FakeInterpreter, FakeLauncher, readyStore } from './lib/fake-interpreter.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Asked {
  readonly result: Promise<RunResult>;
  /** `undefined` while it is under way. */
  readonly status: () => RunResult['status'] | undefined;
  readonly abort: () => void;
}

function pool(options: Partial<PoolOptions> = {}) {
  const launcher = new FakeLauncher();
  const log: string[] = [];
  const states: SandboxState[] = [];
  const sandbox = new Pool({
    launcher,
    store: readyStore,
    keysOf,
    size: 2,
    idleMs: 60_000,
    log: message => log.push(message),
    ...options,
  });
  sandbox.onState(state => states.push(state));
  const ask = (code: string | readonly string[], priority: RunRequest['priority'] = 'asked'): Asked => {
    const controller = new AbortController();
    const cells = [code].flat().map(text => ({ code: text, symbols: [] }));
    const result = sandbox.run({ cells, limits: defaultLimits, priority }, controller.signal);
    let status: RunResult['status'] | undefined;
    void result.then(one => {
      status = one.status;
    });
    return { result, status: () => status, abort: () => controller.abort() };
  };
  /** The interpreter that was started as the n-th, from 0. */
  const at = (index: number): FakeInterpreter => {
    const one = launcher.interpreters[index];
    if (one === undefined) throw new Error(`only ${launcher.interpreters.length} interpreters were started`);
    return one;
  };
  return { sandbox, launcher, log, states, ask, at };
}

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A pool of two with both interpreters up, and nothing to do. */
async function pairUp(options: Partial<PoolOptions> = {}) {
  const made = pool(options);
  const first = made.ask('first');
  await pass();
  made.at(0).ready();
  const second = made.ask('second');
  await pass(150);
  made.at(1).ready();
  await pass();
  for (const index of [0, 1]) made.at(index).done();
  await pass();
  expect([first.status(), second.status()]).toEqual(['ok', 'ok']);
  return made;
}

describe('when interpreters are started', () => {
  test('none before the first request, one for it', async () => {
    const { launcher, ask } = pool();
    await pass(1000);
    expect(launcher.interpreters).toHaveLength(0);
    ask('a');
    ask('b');
    await pass(10_000);
    expect(launcher.interpreters).toHaveLength(1);
  });

  test.each([
    ['asked', 100, 1],
    ['asked', 150, 2],
    ['idle', 1900, 1],
    ['idle', 2000, 2],
  ] as const)('a second for work (%s) that waits; after %i ms there are %i', async (priority, ms, count) => {
    const { launcher, ask, at } = pool();
    ask('a');
    await pass();
    at(0).ready();
    ask('b', priority);
    await pass(ms);
    expect(launcher.interpreters).toHaveLength(count);
  });

  test('no third', async () => {
    const { launcher, ask } = await pairUp();
    for (const code of ['a', 'b', 'c', 'd']) ask(code);
    await pass(10_000);
    expect(launcher.interpreters).toHaveLength(2);
  });

  test('all end when nothing was asked for a while, and the next request starts one', async () => {
    const { ask, at, launcher, states } = await pairUp({ idleMs: 5000 });
    await pass(4999);
    expect([at(0).killed, at(1).killed]).toEqual([false, false]);
    await pass(1);
    expect([at(0).killed, at(1).killed]).toEqual([true, true]);
    expect(states.at(-1)).toEqual({ kind: 'idle' });
    ask('a');
    await pass();
    expect(launcher.interpreters).toHaveLength(3);
  });
});

describe('which work goes where', () => {
  test('to the interpreter that keeps the most of its cells', async () => {
    const { ask, at } = await pairUp();
    ask(['a1']);
    ask(['b1']);
    await pass();
    expect([at(0).code, at(1).code]).toEqual(['a1', 'b1']);
    at(0).done();
    at(1).done();
    await pass();
    ask(['b1', 'b2']);
    ask(['a1', 'a2']);
    await pass();
    expect([at(0).code, at(1).code]).toEqual(['a2', 'b2']);
  });

  test('a caller that goes on with its solution finds its interpreter, although others waited before it', async () => {
    const { ask, at } = pool({ size: 1 });
    const first = ask(['a1']);
    ask(['b1']);
    void first.result.then(() => ask(['a1', 'a2']));
    await pass();
    at(0).ready();
    await pass();
    at(0).done();
    await pass();
    expect(at(0).code).toBe('a2');
  });

  test('what has waited long goes first all the same', async () => {
    const { ask, at } = pool({ size: 1 });
    const first = ask(['a1']);
    ask(['b1']);
    void first.result.then(() => ask(['a1', 'a2']));
    await pass();
    at(0).ready();
    await pass(3000);
    at(0).done();
    await pass();
    expect(at(0).code).toBe('b1');
  });

  test('what a person asked for before what is idle', async () => {
    const { ask, at } = pool({ size: 1 });
    ask('running');
    await pass();
    at(0).ready();
    ask('idle', 'idle');
    ask('asked');
    await pass();
    at(0).done();
    await pass();
    expect(at(0).code).toBe('asked');
    at(0).done();
    await pass();
    expect(at(0).code).toBe('idle');
  });
});

describe('idle work gives way', () => {
  test('it is interrupted where nothing is free, and runs again without its caller seeing it', async () => {
    const { ask, at } = pool({ size: 1 });
    const idle = ask('idle', 'idle');
    await pass();
    at(0).ready();
    await pass();
    const asked = ask('asked');
    await pass();
    expect(at(0).asked).toBe(true);
    at(0).done({ status: 'cancelled' });
    await pass();
    expect([at(0).code, at(0).asked, idle.status()]).toEqual(['asked', false, undefined]);
    at(0).done();
    await pass();
    expect([at(0).code, asked.status()]).toEqual(['idle', 'ok']);
    at(0).done();
    await pass();
    expect(idle.status()).toBe('ok');
  });

  test('it is not interrupted where another interpreter is free', async () => {
    const { ask, at } = await pairUp();
    ask('idle', 'idle');
    await pass();
    ask('asked');
    await pass();
    expect([at(0).code, at(1).code, at(0).asked]).toEqual(['idle', 'asked', false]);
  });

  test('it is interrupted where its interpreter keeps what the asked one needs', async () => {
    const { ask, at } = await pairUp();
    ask(['a1']);
    await pass();
    at(0).done();
    await pass();
    ask('idle', 'idle');
    await pass();
    ask(['a1', 'a2']);
    await pass();
    expect(at(0).asked).toBe(true);
    at(0).done({ status: 'cancelled' });
    await pass();
    expect([at(0).code, at(1).code]).toEqual(['a2', 'idle']);
  });

  test('it gives way once for one request', async () => {
    const { ask, at } = await pairUp();
    ask('idle 1', 'idle');
    ask('idle 2', 'idle');
    await pass();
    ask('asked');
    await pass();
    expect([at(0).asked, at(1).asked]).toEqual([true, false]);
  });

  test('where it does not stop, its interpreter is killed, and both run in fresh ones', async () => {
    const { ask, at } = pool({ size: 1 });
    const idle = ask('idle', 'idle');
    await pass();
    at(0).ready();
    await pass();
    ask('asked');
    await pass(149);
    expect(at(0).killed).toBe(false);
    await pass(1);
    expect(at(0).killed).toBe(true);
    await pass();
    at(1).ready();
    await pass();
    expect([at(1).code, idle.status()]).toEqual(['asked', undefined]);
  });
});

describe('equal requests', () => {
  test('under way are one run', async () => {
    const { ask, at } = pool();
    const [one, other] = [ask(['x', 'y']), ask(['x', 'y'])];
    await pass();
    at(0).ready();
    await pass();
    at(0).done({ value: '7' });
    await pass();
    expect([(await one.result).value, (await other.result).value, at(0).runs.length]).toEqual(['7', '7', 1]);
  });

  test('are asked for as soon as one of them is', async () => {
    const { ask, at } = pool({ size: 1 });
    ask('running');
    await pass();
    at(0).ready();
    await pass();
    ask('first', 'idle');
    ask('twice', 'idle');
    await pass();
    ask('twice');
    await pass();
    at(0).done();
    await pass();
    expect(at(0).code).toBe('twice');
  });

  test('go on while one caller is left', async () => {
    const { ask, at } = pool();
    const [one, other] = [ask('x'), ask('x')];
    await pass();
    at(0).ready();
    await pass();
    one.abort();
    await pass();
    expect([one.status(), other.status(), at(0).asked]).toEqual(['cancelled', undefined, false]);
    at(0).done();
    await pass();
    expect(other.status()).toBe('ok');
  });
});

describe('cancelling', () => {
  test('answers at once, and the interpreter takes the next request when the code has stopped', async () => {
    const { ask, at, launcher } = pool({ size: 1 });
    const one = ask('one');
    await pass();
    at(0).ready();
    await pass();
    one.abort();
    const two = ask('two');
    await pass();
    expect([one.status(), at(0).asked, at(0).runs.length]).toEqual(['cancelled', true, 1]);
    at(0).done({ status: 'cancelled' });
    await pass();
    expect([at(0).code, at(0).asked]).toEqual(['two', false]);
    at(0).done();
    await pass();
    expect([two.status(), launcher.interpreters.length]).toEqual(['ok', 1]);
  });

  test('kills code that does not stop, and a fresh interpreter stands ready', async () => {
    const { ask, at, launcher } = pool({ size: 1 });
    const one = ask('one');
    await pass();
    at(0).ready();
    await pass();
    one.abort();
    await pass(150);
    expect([at(0).killed, launcher.interpreters.length]).toEqual([true, 2]);
  });

  test('before it runs takes the request out of the queue', async () => {
    const { ask, at } = pool({ size: 1 });
    ask('running');
    const one = ask('one');
    await pass();
    at(0).ready();
    one.abort();
    await pass();
    expect(one.status()).toBe('cancelled');
    at(0).done();
    await pass();
    expect(at(0).runs).toHaveLength(1);
  });

  test('a signal that is aborted already starts nothing', async () => {
    const { sandbox, launcher } = pool();
    const request = { cells: [{ code: 'x', symbols: [] }], limits: defaultLimits, priority: 'asked' } as const;
    expect((await sandbox.run(request, AbortSignal.abort())).status).toBe('cancelled');
    expect(launcher.interpreters).toHaveLength(0);
  });

  test('dispose ends all, and answers everything', async () => {
    const { ask, at, sandbox, launcher } = await pairUp();
    const asked = ['a', 'b', 'c'].map(code => ask(code));
    await pass();
    sandbox.dispose();
    await pass();
    expect(asked.map(one => one.status())).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect([at(0).killed, at(1).killed, launcher.disposed]).toEqual([true, true, true]);
    expect(await ask('d').result).toMatchObject({ status: 'cancelled' });
  });
});

describe('limits', () => {
  test.each([
    ['of time, from when the code began', 5119, undefined],
    ['of time, and the grace after it', 5120, 'timeout'],
  ] as const)('%s: after %i ms the status is %s', async (_what, ms, status) => {
    const { ask, at } = pool();
    const one = ask('stubborn');
    await pass();
    at(0).ready();
    await pass(3000);
    at(0).began();
    await pass(ms);
    expect([one.status(), at(0).killed]).toEqual([status, status !== undefined]);
  });

  test('time for keeping the state counts for nothing', async () => {
    const { ask, at } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).began();
    await pass(4900);
    at(0).say({ kind: 'ended', id: 1, index: 0 });
    await pass(5000);
    at(0).done();
    expect(await one.result).toMatchObject({ status: 'ok' });
  });

  test('each cell has its own time', async () => {
    const { ask, at } = pool();
    const one = ask(['a', 'b']);
    await pass();
    at(0).ready();
    await pass();
    at(0).began(0);
    await pass(4000);
    at(0).began(1);
    await pass(4000);
    at(0).done({ ran: 2 });
    await pass();
    expect(await one.result).toMatchObject({ status: 'ok', ran: 2 });
  });

  test.each([
    ['ok', 400, false],
    ['ok', 600, true],
    ['failed', 400, false],
    ['memory', 256, true],
    ['timeout', 256, true],
    ['timeout', 100, false],
  ] as const)('after %s with %i MB the interpreter is replaced: %s', async (status, memoryMb, replaced) => {
    const { ask, at, launcher, log } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).done({ status }, memoryMb);
    await pass();
    expect([one.status(), at(0).killed, launcher.interpreters.length]).toEqual([status, replaced, replaced ? 2 : 1]);
    expect(log.join().includes(`grown to ${memoryMb} MB`)).toBe(replaced);
  });
});

describe('when an interpreter breaks down', () => {
  test('in the middle of the code: that request is an error, the next runs in a fresh one', async () => {
    const { ask, at } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).began();
    at(0).end('ended by SIGSEGV');
    const two = ask('b');
    await pass();
    expect(await one.result).toMatchObject({ status: 'error', error: { type: 'Sandbox' }, ran: 1 });
    at(1).ready();
    await pass();
    at(1).done();
    await pass();
    expect(two.status()).toBe('ok');
  });

  test('for want of memory: that is the status', async () => {
    const { ask, at } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).began();
    at(0).end('ended by SIGKILL', true);
    expect(await one.result).toMatchObject({ status: 'memory', error: { type: 'OutOfMemory' } });
  });

  test('before the code began: it is tried once more', async () => {
    const { ask, at } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).end();
    await pass();
    at(1).ready();
    await pass();
    expect([at(1).code, one.status()]).toEqual(['a', undefined]);
    at(1).end();
    expect(await one.result).toMatchObject({ status: 'error', error: { type: 'Sandbox' }, ran: 0 });
  });

  test('and never begins: it is killed, and the code tried once more', async () => {
    const { ask, at } = pool({ timing: { betweenMs: 1000 } });
    ask('a');
    await pass();
    at(0).ready();
    await pass(1000);
    expect(at(0).killed).toBe(true);
    await pass();
    at(1).ready();
    await pass();
    expect(at(1).code).toBe('a');
  });

  test('with nothing to do: none is started until it is needed', async () => {
    const { ask, at, launcher } = pool();
    const one = ask('a');
    await pass();
    one.abort();
    at(0).ready();
    await pass();
    at(0).end();
    await pass(60_000);
    expect(launcher.interpreters).toHaveLength(1);
  });

  test.each([
    ['no message', 'hello'],
    ['an unknown kind', { kind: 'exec', command: 'id' }],
    ['a result of another request', { kind: 'done', id: 99, result: {}, memoryMb: 1 }],
    ['a status that is none', { kind: 'done', id: 1, result: { status: 'fine' }, memoryMb: 1 }],
    ['a cell that is not in the request', { kind: 'began', id: 1, index: 1 }],
    ['the end of what did not begin', { kind: 'ended', id: 1, index: 1 }],
    ['ready a second time', { kind: 'ready', ms: 1 }],
    ['a snapshot that nobody asked for', { kind: 'snapshot', bytes: new Uint8Array(1) }],
    [
      'more output than the limit',
      {
        kind: 'done',
        id: 1,
        result: { status: 'ok', stdout: 'x'.repeat(70_000), cut: false, checks: [], ms: 1, ran: 1 },
        memoryMb: 1,
      },
    ],
    [
      'a message without end',
      {
        kind: 'done',
        id: 1,
        result: {
          status: 'error',
          stdout: '',
          cut: false,
          checks: [],
          ms: 1,
          ran: 1,
          error: { type: 'E', message: 'x'.repeat(200_000) },
        },
        memoryMb: 1,
      },
    ],
  ])('it says %s: it is killed, and the request is an error', async (_what, message) => {
    const { ask, at, log } = pool();
    const one = ask('a');
    await pass();
    at(0).ready();
    await pass();
    at(0).began();
    at(0).say(message);
    expect(await one.result).toMatchObject({ status: 'error', error: { type: 'Sandbox' } });
    expect(at(0).killed).toBe(true);
    expect(log.join()).toContain('out of turn');
  });

  test('it talks without having been asked: it is killed', async () => {
    const { at } = await pairUp();
    at(0).began();
    expect(at(0).killed).toBe(true);
  });
});

describe('when none can be started', () => {
  const failing = async (
    made: ReturnType<typeof pool>,
    from: number,
    count: number,
    reason = 'no WebAssembly',
  ): Promise<void> => {
    for (let index = from; index < from + count; index++) {
      await pass();
      made.at(index).say({ kind: 'broken', reason });
    }
    await pass();
  };

  test('the snapshot is built again, then requests are answered with the reason, for a while', async () => {
    const dropped: number[] = [];
    const store = { ...readyStore, drop: async () => void dropped.push(1) };
    const made = pool({ store, timing: { pauseMs: 5000 } });
    const { ask, at, states, launcher } = made;
    const one = ask('a');
    await failing(made, 0, 3);
    expect(await one.result).toMatchObject({
      status: 'unavailable',
      error: { type: 'Sandbox', message: 'no WebAssembly' },
    });
    expect(states.at(-1)).toEqual({ kind: 'unavailable', reason: 'no WebAssembly' });
    expect(dropped).toHaveLength(1);
    await pass(4000);
    expect(await ask('b').result).toMatchObject({ status: 'unavailable' });
    expect(launcher.interpreters).toHaveLength(3);
    await pass(2000);
    const two = ask('c');
    await pass();
    at(3).ready();
    await pass();
    at(3).done();
    expect(await two.result).toMatchObject({ status: 'ok' });
    expect(states.at(-1)).toEqual({ kind: 'ready' });
  });

  test('a failure without a word is put into words', async () => {
    const made = pool();
    const one = made.ask('a');
    await failing(made, 0, 3, '');
    const message = expect.stringContaining('could not be started');
    expect(await one.result).toMatchObject({ status: 'unavailable', error: { message } });
  });

  test('each further failure doubles the pause', async () => {
    const made = pool({ timing: { pauseMs: 5000 } });
    const { ask, launcher } = made;
    ask('a');
    await failing(made, 0, 3);
    await pass(5000);
    ask('b');
    await failing(made, 3, 1);
    await pass(9000);
    ask('c');
    await pass();
    expect(launcher.interpreters).toHaveLength(4);
    await pass(1000);
    ask('d');
    await pass();
    expect(launcher.interpreters).toHaveLength(5);
  });

  test('one that says nothing counts as one that cannot be started', async () => {
    const { ask, at, launcher } = pool({ timing: { startMs: 1000 } });
    ask('a');
    await pass(1000);
    expect(at(0).killed).toBe(true);
    await pass();
    expect(launcher.interpreters).toHaveLength(2);
  });
});
