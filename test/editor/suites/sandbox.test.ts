/** The sandbox as VS Code for the Web has it, in Chromium: what it gives, its limits, and what tries to get out of it. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownProbes, probesAt, startCourse } from '../../sandbox/probes/lib/course.ts';
import { type Ground, outcomeOf } from '../../sandbox/probes/lib/ground.ts';
import { runFile } from '../../sandbox/probes/lib/run.ts';
import { escapes } from '../browser/escapes.ts';
import { openSandboxPage, type SandboxPage } from '../browser/sandboxPage.ts';
import { startBrowser } from '../page.ts';

let browser: Browser;
let python: SandboxPage;

/** Wasm and workers from `data:` are all that a site has to allow. */
const strict =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' data:; connect-src 'self'; object-src 'none'";

beforeAll(async () => {
  browser = await startBrowser(process.env.STEPWISE_CHROMIUM ?? '/usr/bin/chromium');
  python = await openSandboxPage(browser, { policy: strict });
  // Prepares it.
  expect(await python.run(['1 + 1'])).toMatchObject({ status: 'ok', value: '2' });
});

afterAll(async () => {
  await python?.close();
  await browser?.close();
});

describe('Python in a web worker', () => {
  test.each<[name: string, cells: readonly string[], limits: object, outcome: object]>([
    ['a value', ['x = symbols("x")\nsolve(x**2 - 5*x + 6, x)'], {}, { status: 'ok', value: '[2, 3]' }],
    [
      'a check that holds',
      ['check((x + 1)**2, x**2 + 2*x + 1)'],
      {},
      { status: 'ok', checks: [{ verdict: 'proved' }] },
    ],
    ['a check that fails', ['check(1, 2)'], {}, { status: 'failed', error: { type: 'CheckFailed', line: 1 } }],
    ['an exception', ['a = 1\n1/0'], {}, { status: 'error', error: { type: 'ZeroDivisionError', line: 2 } }],
    ['cells of one solution', ['a = 2', 'b = a + 1', 'a*b'], {}, { value: '6', ran: 3 }],
    ['only what was edited', ['a = 2', 'b = a + 1', 'a - b'], {}, { value: '-1', ran: 1 }],
    ['nothing of another solution', ['"a" in globals()'], {}, { value: 'False' }],
    ['a loop without end', ['while True: pass'], { timeMs: 300 }, { status: 'timeout' }],
    ['a sleep', ['import time\ntime.sleep(1000)'], { timeMs: 300 }, { status: 'timeout' }],
    [
      'code that will not be interrupted',
      ['while True:\n  try:\n    while True: pass\n  except BaseException: pass'],
      { timeMs: 300 },
      { status: 'timeout' },
    ],
    ['too much memory', ['[0]*10**9'], {}, { status: 'memory', error: { type: 'OutOfMemory' } }],
    ['too much output', ['print("x"*5000)'], { outputKb: 1 }, { status: 'ok', cut: true, stdout: 'x'.repeat(1024) }],
    ['a recursion without end', ['f = lambda n: f(n + 1)\nf(0)'], {}, { error: { type: 'RecursionError' } }],
  ])('%s', async (_name, cells, limits, outcome) => {
    const symbols = cells.some(code => code.startsWith('check((x')) ? ['x = symbols("x")', ...cells] : cells;
    expect(await python.run(symbols, limits)).toMatchObject(outcome);
    expect(await python.run(['1 + 1'])).toMatchObject({ status: 'ok', value: '2' });
  });

  test('cancelling ends the worker, and the next check gets a fresh one', async () => {
    const before = python.log.filter(line => /ready after/.test(line)).length;
    expect(await python.run(['n = 1\nwhile True: pass'], { timeMs: 60_000 }, 300)).toMatchObject({
      status: 'cancelled',
    });
    expect(await python.run(['1 + 2'])).toMatchObject({ status: 'ok', value: '3' });
    expect(python.log.filter(line => /ready after/.test(line)).length).toBe(before + 1);
  });

  test('a site that allows no such worker has no sandbox, and says so', async () => {
    const policy = strict.replace(' data:', '');
    const closed = await openSandboxPage(browser, { policy });
    const { status, error } = await closed.run(['1 + 1']);
    expect(status).toBe('unavailable');
    expect(error?.message).toMatch(/refused by the policy of this site/);
    await closed.close();
  });

  test('files that cannot be fetched are named', async () => {
    const lost = await openSandboxPage(browser, { assets: '/elsewhere' });
    const { status, error } = await lost.run(['1 + 1']);
    expect(status).toBe('unavailable');
    expect(error?.message).toMatch(/^The sandbox could not be loaded: \S+: HTTP 404/);
    await lost.close();
  });
});

describe('JavaScript in the worker would find nothing to use', () => {
  const script = readFileSync(
    fileURLToPath(new URL('../../../dist/sandbox/interpreter.browser.js', import.meta.url)),
    'utf8',
  );
  const asked: string[] = [];
  let listener: Server;
  let found: Found;

  beforeAll(async () => {
    listener = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.setHeader('Access-Control-Allow-Origin', '*').end('0');
    });
    await new Promise<void>(done => listener.listen(0, '127.0.0.1', done));
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    // No policy of the site: the worker's own walls are looked at.
    const page = await browser.newPage();
    await page.goto(address);
    found = readFound(await page.evaluate(errorOfWorker, `${script}\n;${attackOf(address)}`));
    await page.close();
  });
  afterAll(() => {
    listener?.close();
  });

  test.each(escapes)('%s', expression => {
    expect(found.attempts[expression]).toMatch(/^nothing/);
  });

  test('no request came out of it', () => {
    expect(asked.filter(url => url !== '/' && url !== '/favicon.ico')).toEqual([]);
  });

  test('nothing but the language is left', () => {
    expect(found.names.filter(name => !language.has(name))).toEqual([]);
  });
});

interface Found {
  /** What came of each attempt. */
  readonly attempts: Readonly<Record<string, string>>;
  /** What the scope, and what it inherits from, still holds. */
  readonly names: readonly string[];
}

/** Runs after the sandbox's own script. It can speak only by an error. */
function attackOf(address: string): string {
  const attempts = escapes.map(expression => {
    const code = expression.replaceAll('ws:ADDRESS', address.replace('http', 'ws')).replaceAll('ADDRESS', address);
    return `attempts[${JSON.stringify(expression)}] = tried(() => ${code});`;
  });
  return `
    const attempts = {};
    const tried = attempt => {
      try {
        const got = attempt();
        return got === undefined ? 'nothing' : 'REACHED ' + got;
      } catch (error) {
        return 'nothing: ' + error;
      }
    };
    ${attempts.join('\n')}
    const names = [];
    for (let object = globalThis; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
      for (const key of Reflect.ownKeys(object)) if (object[key] !== undefined) names.push(String(key));
    }
    throw new Error(JSON.stringify({ attempts, names }));`;
}

function readFound(message: string): Found {
  const start = message.indexOf('{');
  // An attempt has spoken, and not by the error that all of them end with.
  if (start < 0) throw new Error(`an attempt reached the owner: ${message}`);
  return JSON.parse(message.slice(start)) as Found;
}

/** In the page: the message of the first error of a worker with this script. */
function errorOfWorker(script: string): Promise<string> {
  let text = '';
  for (const byte of new TextEncoder().encode(script)) text += String.fromCharCode(byte);
  const worker = new Worker(`data:text/javascript;base64,${btoa(text)}`);
  return new Promise(resolve => {
    worker.onmessage = ({ data }) => resolve(`a message: ${JSON.stringify(data)}`);
    worker.onerror = event => {
      event.preventDefault();
      worker.terminate();
      resolve(event.message ?? 'was not started');
    };
  });
}

/** ECMAScript, two numbers, and what the sandbox puts in: functions that do nothing or give Python's engine what it needs. */
const language = new Set(
  (
    'AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry ' +
    'Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy ' +
    'RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array ' +
    'Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent globalThis ' +
    'isFinite isNaN parseFloat parseInt PERSISTENT TEMPORARY TextDecoder TextEncoder console performance load read readbuffer queueMicrotask ' +
    'setImmediate setInterval setTimeout clearImmediate clearInterval clearTimeout'
  ).split(' '),
);

/** Those that end the interpreter with each probe: slow here, and what they try is the pool's, which is the same for processes. */
const elsewhere = new Set(['floods', 'breakdowns']);

describe('the probes that try to get out of the sandbox', () => {
  let course: Awaited<ReturnType<typeof startCourse>>;
  const ground: Ground = {
    run: async (cells, limits) => outcomeOf(await python.run(cells, limits)),
    dispose: () => undefined,
  };
  beforeAll(async () => {
    course = await startCourse({ open: false, ground, timeMs: 20_000, log: () => undefined });
  });
  afterAll(() => course?.close());

  test.each(probesAt(ownProbes).filter(({ name }) => !elsewhere.has(name)))(
    '$name',
    { timeout: 400_000 },
    async file => {
      const results = await runFile(file, course);
      expect(results.length).toBeGreaterThan(10);
      expect(results.filter(({ reached }) => reached !== undefined)).toEqual([]);
    },
  );
});
