/** Code in a solution over the connection, with a sandbox whose pace the test decides: when it runs, what is shown, what is stale. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InlayHintRequest, WorkDoneProgressCancelNotification } from 'vscode-languageserver-protocol';
import { runCodeCommand, stopCodeCommand, trustGranted } from '../../server/src/protocol.ts';
import type { ClientOptions, TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { type ScriptedSandbox, scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';

/** A step for each block of code: the fences stand on lines 4, 10, 16, the code on the line after. */
function solution(...blocks: readonly string[]): string {
  const steps = blocks.map((code, index) => `${index + 1}. A step.\n\n   \`\`\`python\n   ${code}\n   \`\`\`\n`);
  return `## Solution\n\n${steps.join('\n')}`;
}

let sandboxes: ReturnType<typeof scriptedSandboxes>;
let client: TestClient;
beforeEach(() => {
  sandboxes = scriptedSandboxes();
  client = connect({ createSandbox: sandboxes.create });
});
afterEach(() => client.stop());

async function open(text: string, options: ClientOptions = {}): Promise<void> {
  await client.start({ ...options, settings: { settle: false, ...(options.settings as object | undefined) } });
  await client.open(uri, text);
  await client.diagnostics(uri);
}

function sandbox(): ScriptedSandbox {
  const last = sandboxes.made.at(-1);
  if (last === undefined) throw new Error('no sandbox was made');
  return last;
}

const messages = async (): Promise<readonly string[]> =>
  (await client.diagnostics(uri)).map(({ range, code, message }) => `${range.start.line} ${code}: ${message}`);

describe('the lens', () => {
  test('one block: run it', async () => {
    await open(solution('1'));
    expect(await client.lenses(uri)).toEqual(['Run check at 4']);
    expect(sandboxes.made).toEqual([]);
  });

  test('several blocks: run each, and all above the first of each solution', async () => {
    await open(`${solution('1', '2')}\n# More\n\n${solution('3')}`);
    expect(await client.lenses(uri)).toEqual([
      'Run check at 4',
      'Run all checks at 4',
      'Run check at 10',
      'Run check at 20',
      'Run all checks at 20',
    ]);
  });

  test.each([
    ['another language', 'file:///a.md', '## Solution\n\n1. A step.\n\n   ```js\n   1\n   ```\n'],
    ['code outside a solution', 'file:///a.md', '# Notes\n\n```python\n1\n```\n'],
  ])('none: %s', async (_, file, text) => {
    await client.start();
    await client.open(file, text);
    expect(await client.lenses(file)).toEqual([]);
  });

  test('a server without a sandbox has none, and no commands', async () => {
    const other = connect();
    const { capabilities } = await other.start();
    expect(capabilities.codeLensProvider).toBeUndefined();
    expect(capabilities.executeCommandProvider).toBeUndefined();
    await other.stop();
  });
});

describe('a run', () => {
  test('what is clicked runs, with its outcome behind the code and in the hover', async () => {
    await open(solution('40 + 2', '5'));
    expect(await client.click(uri, 'Run check')).toEqual({ cells: 1 });
    await client.shows(uri, ['5: ✓ 40 + 2 · 7 ms']);
    expect(sandbox().begun).toEqual(['40 + 2']);
    const hover = await client.hover(uri, '40 + 2');
    expect((hover?.contents as { readonly value: string } | undefined)?.value).toMatch(
      /✓ ran[\s\S]*7 ms[\s\S]*40 \+ 2/,
    );
  });

  test.each([
    ['fail 1', '5: ✗ 9 is not 6 · 7 ms', '5 code.failed-check: Check failed: 9 is not 6.'],
    ['raise 1', "5: NameError: name 'y' is not defined · 7 ms", /^5 code\.error: .*NameError/],
  ])('%s: is underlined at its line', async (code, shown, message) => {
    await open(solution(code));
    await client.click(uri, 'Run check');
    await client.shows(uri, [shown]);
    expect(await messages()).toEqual([expect.stringMatching(message)]);
    expect(await client.status(uri)).toMatchObject({ kind: 'checked', flagged: 1 });
  });

  test('all: each in order, the outcomes one by one', async () => {
    await open(solution('1', 'hang', '3'));
    expect(await client.click(uri, 'Run all checks')).toEqual({ cells: 3 });
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: running …', '17: waiting …']);
    expect(await client.lenses(uri)).toEqual(['Run check at 4', 'Run all checks at 4', 'Stop at 10', 'Stop at 16']);
    sandbox().release();
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: ✓ hang · 7 ms', '17: ✓ 3 · 7 ms']);
    expect(await client.lenses(uri)).toEqual([
      'Run check at 4',
      'Run all checks at 4',
      'Run check at 10',
      'Run check at 16',
    ]);
  });

  test('Stop ends what runs and what waits', async () => {
    await open(solution('1', 'hang', '3'));
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: running …', '17: waiting …']);
    await client.click(uri, 'Stop', 10);
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: stopped']);
    expect(await messages()).toEqual([]);
    await client.click(uri, 'Run check', 10);
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: running …']);
    await client.command(stopCodeCommand, {});
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: stopped']);
  });

  test('what a check refuted stays underlined while it runs again', async () => {
    await open(solution('hang\n   fail 2'));
    await client.click(uri, 'Run check');
    await client.shows(uri, ['6: running …']);
    sandbox().release();
    await client.shows(uri, ['6: ✗ 9 is not 6 · 7 ms']);
    expect(await messages()).toEqual([expect.stringMatching(/^6 code\.failed-check/)]);
    await client.click(uri, 'Run check');
    await client.shows(uri, ['6: running …']);
    expect(await messages()).toEqual([expect.stringMatching(/^6 code\.failed-check/)]);
    sandbox().release();
    await client.shows(uri, ['6: ✗ 9 is not 6 · 7 ms']);
  });

  test.each([
    ['in the code', 5, { cells: 1 }],
    ['on the fence', 10, { cells: 1 }],
    ['in the words of the step', 8, { cells: 1 }],
    ['in the heading', 0, { cells: 0 }],
  ])('at the cursor: %s', async (_, line, expected) => {
    await open(solution('1', '2'));
    expect(await client.command(runCodeCommand, { uri, position: { line, character: 3 } })).toEqual(expected);
  });

  test.each([
    [runCodeCommand, { position: 3 }],
    [stopCodeCommand, { uri: 7 }],
    ['stepwise.server.unknown', {}],
  ])('%s with %j is refused', async (command, given) => {
    await open(solution('1'));
    await expect(client.command(command, given)).rejects.toThrow(/command|invalid|expected/i);
  });

  test('a client that shows nothing itself gets inlay hints', async () => {
    await open(solution('40 + 2'), { inlayHints: true });
    await client.click(uri, 'Run check');
    const range = client.range(uri, 0, client.text(uri).length);
    const hints = async () => client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
    await client.until(() => (sandbox().ended.length === 1 ? true : undefined));
    expect(await hints()).toEqual([
      { position: { line: 5, character: 9 }, label: '✓ 40 + 2 · 7 ms', paddingLeft: true },
    ]);
    expect(client.outcomes).toEqual([]);
  });
});

describe('the text changes', () => {
  test('an outcome stays where its code does, and goes with it', async () => {
    await open(solution('1', 'fail 1'));
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: ✗ 9 is not 6 · 7 ms']);
    await client.edit(uri, '## Solution', 'Some words.\n\n## Solution');
    await client.shows(uri, ['7: ✓ 1 · 7 ms', '13: ✗ 9 is not 6 · 7 ms']);
    expect(await messages()).toEqual([expect.stringMatching(/^13 code/)]);
    await client.edit(uri, 'fail 1', 'fails no more');
    await client.shows(uri, ['7: ✓ 1 · 7 ms']);
    expect(await messages()).toEqual([]);
    await client.edit(uri, 'fails no more', 'fail 1');
    await client.shows(uri, ['7: ✓ 1 · 7 ms', '13: ✗ 9 is not 6 · 7 ms']);
    expect(sandbox().begun).toEqual(['1', 'fail 1']);
  });

  test('what runs for code that is gone is ended, and its result is not shown', async () => {
    await open(solution('1', 'hang'));
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: running …']);
    await client.edit(uri, 'hang', '2');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    expect(sandbox().ended).toEqual(['1: ok', 'hang: cancelled']);
    expect(client.outcomes.flatMap(({ outcomes }) => outcomes).map(({ text }) => text)).not.toContain('stopped');
  });

  test('what runs goes on while other text is edited', async () => {
    await open(solution('hang', '2'));
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: running …', '11: waiting …']);
    await client.edit(uri, 'A step', 'The step');
    await client.shows(uri, ['5: running …', '11: waiting …']);
    await client.edit(uri, '   2', '   3');
    await client.shows(uri, ['5: running …']);
    sandbox().release();
    await client.shows(uri, ['5: ✓ hang · 7 ms']);
    expect(sandbox().begun).toEqual(['hang']);
  });

  test('no outcome is told for a version that is not the newest', async () => {
    await open(solution('hang'));
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: running …']);
    const from = client.outcomes.length;
    for (let i = 0; i < 20; i++) await client.change(uri, [{ range: client.range(uri, 0, 0), text: 'More.\n\n' }]);
    sandbox().release();
    await client.shows(uri, ['45: ✓ hang · 7 ms']);
    const versions = client.outcomes.slice(from).map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  test('closing ends what runs', async () => {
    await open(solution('hang'));
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: running …']);
    await client.close(uri);
    await client.until(() => (sandbox().ended.length === 1 ? true : undefined));
    expect(sandbox().ended).toEqual(['hang: cancelled']);
  });
});

describe('when it runs', () => {
  const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 150));

  test('on save, what has no outcome', async () => {
    await open(solution('1', '2'));
    await client.save(uri);
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: ✓ 2 · 7 ms']);
    await client.edit(uri, '   2', '   3');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    await client.save(uri);
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: ✓ 3 · 7 ms']);
    expect(sandbox().begun).toEqual(['1', '2', '3']);
    expect(sandbox().requests.map(({ priority }) => priority)).toEqual(['idle', 'idle', 'idle']);
  });

  test('saving again while it runs runs nothing twice', async () => {
    await open(solution('hang'));
    await client.save(uri);
    await client.shows(uri, ['5: running …']);
    await client.save(uri);
    await client.click(uri, 'Stop');
    await client.shows(uri, ['5: stopped']);
    await client.save(uri);
    await settled();
    expect(sandbox().begun).toEqual(['hang']);
  });

  test('as you pause, without saving', async () => {
    await open(solution('1'), { settings: { code: { run: 'onPause' } } });
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    for (const next of ['2', '3', '4'])
      await client.edit(uri, client.text(uri).match(/ {3}\d/)?.[0] ?? '', `   ${next}`);
    await client.shows(uri, ['5: ✓ 4 · 7 ms']);
    expect(sandbox().begun).toEqual(['1', '4']);
  });

  test('on request only', async () => {
    await open(solution('1'), { settings: { code: { run: 'onRequest' } } });
    await client.save(uri);
    await settled();
    expect(sandboxes.made).toEqual([]);
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
  });

  test('the settings give the limits, also when they change', async () => {
    await open(solution('1'), { settings: { code: { timeLimit: 2, memoryLimit: 512, outputLimit: 8 } } });
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    await client.configure({ settle: false, code: { timeLimit: 0.5 } });
    await client.until(() => (client.published.length > 2 ? true : undefined));
    await client.click(uri, 'Run check');
    await client.until(() => (sandbox().requests.length === 2 ? true : undefined));
    expect(sandbox().requests.map(({ limits }) => limits)).toEqual([
      { timeMs: 2000, memoryMb: 512, outputKb: 8 },
      { timeMs: 500, memoryMb: 256, outputKb: 64 },
    ]);
  });
});

describe("the person's own Python", () => {
  const settings = { code: { python: '/usr/bin/python3' } };
  const pythons = (): readonly (string | undefined)[] => sandboxes.made.map(({ choice }) => choice.python);

  test('not in a workspace that is not trusted, until it is', async () => {
    await open(solution('1'), { settings });
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    expect(pythons()).toEqual([undefined]);
    await client.connection.sendNotification(trustGranted.method, {});
    await client.shows(uri, []);
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    expect(pythons()).toEqual([undefined, '/usr/bin/python3']);
    expect(sandboxes.made[0]?.disposed).toBe(true);
  });

  test('the person is asked once, before the first run', async () => {
    await open(solution('1', '2'), { settings, trusted: true });
    expect(client.asked).toEqual([]);
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: ✓ 2 · 7 ms']);
    await client.click(uri, 'Run check');
    await client.until(() => (sandbox().begun.length === 3 ? true : undefined));
    expect(client.asked).toEqual(['/usr/bin/python3']);
  });

  test('a refusal runs nothing; saving does not ask again, a click does', async () => {
    client.agrees = false;
    await open(solution('1'), { settings, trusted: true });
    await client.save(uri);
    await client.until(() => (client.asked.length === 1 ? true : undefined));
    await client.save(uri);
    await client.click(uri, 'Run check');
    await client.until(() => (client.asked.length === 2 ? true : undefined));
    expect(sandboxes.made).toEqual([]);
    client.agrees = true;
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
  });

  test('emptying the setting goes back to the sandbox, and what ran with the other is forgotten', async () => {
    await open(solution('1', 'hang'), { settings, trusted: true });
    await client.click(uri, 'Run all checks');
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: running …']);
    await client.configure({ settle: false });
    await client.shows(uri, []);
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    expect(pythons()).toEqual(['/usr/bin/python3', undefined]);
  });
});

describe('the sandbox', () => {
  test('preparing it is shown as progress, which can be cancelled', async () => {
    await open(solution('hang'));
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: running …']);
    sandbox().tell({ kind: 'preparing', share: 0.25, message: 'compiling SymPy' });
    const [token, said] = await client.until(() =>
      [...client.progress].find(([, values]) => JSON.stringify(values).includes('preparing the Python sandbox')),
    );
    expect(said[0]).toMatchObject({ kind: 'begin', percentage: 25, message: '25 %', cancellable: true });
    await client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
    await client.shows(uri, ['5: stopped']);
    sandbox().tell({ kind: 'ready' });
    await client.until(() => (said.at(-1)?.kind === 'end' ? true : undefined));
  });

  test('a long run is shown as progress, which can be cancelled', async () => {
    await open(solution('1', 'hang'));
    await client.click(uri, 'Run all checks');
    const [token, said] = await client.until(() => [...client.progress].find(([, values]) => values.length > 0));
    expect(said[0]).toMatchObject({ kind: 'begin', title: 'Stepwise: running checks', message: '1 of 2' });
    await client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: stopped']);
    await client.until(() => (said.at(-1)?.kind === 'end' ? true : undefined));
  });

  test('one that cannot be had is told of once, and behind the code', async () => {
    await open(solution('1', '2'));
    await client.click(uri, 'Run check');
    await client.shows(uri, ['5: ✓ 1 · 7 ms']);
    sandbox().unavailable = 'There is no room for it. Free 100 MB.';
    sandbox().tell({ kind: 'unavailable', reason: 'There is no room for it. Free 100 MB.' });
    sandbox().tell({ kind: 'unavailable', reason: 'There is no room for it. Free 100 MB.' });
    await client.click(uri, 'Run check', 10);
    await client.shows(uri, ['5: ✓ 1 · 7 ms', '11: not run: There is no room for it. Free 100 MB.']);
    expect(client.shown).toEqual(['Stepwise: Python cannot be run. There is no room for it. Free 100 MB.']);
    expect(await messages()).toEqual([]);
  });

  test('a server in a web worker makes it of the files that the client names, whatever Python is chosen', async () => {
    const worker = connect({ createSandbox: sandboxes.create, runsAs: 'worker' });
    const settings = { settle: false, 'code.python': '/usr/bin/python3' };
    await worker.start({ settings, trusted: true, sandboxFiles: 'https://host/sandbox' });
    await worker.open(uri, solution('1'));
    await worker.click(uri, 'Run check');
    await worker.shows(uri, ['5: ✓ 1 · 7 ms']);
    expect(sandbox().choice).toMatchObject({ files: 'https://host/sandbox' });
    expect(sandbox().choice.python).toBeUndefined();
    await worker.stop();
    await client.start();
  });

  test('a server in a web worker whose client names no files runs no code', async () => {
    const worker = connect({ createSandbox: sandboxes.create, runsAs: 'worker' });
    const { capabilities } = await worker.start();
    expect(capabilities.codeLensProvider).toBeUndefined();
    expect(capabilities.executeCommandProvider?.commands ?? []).not.toContain(runCodeCommand);
    await worker.stop();
    await client.start();
  });

  test('it ends with the server', async () => {
    const other = connect({ createSandbox: sandboxes.create });
    await other.start({ settings: { settle: false } });
    await other.open(uri, solution('hang'));
    await other.click(uri, 'Run check');
    await other.shows(uri, ['5: running …']);
    await other.stop();
    expect(sandbox().disposed).toBe(true);
    await client.start();
  });
});
