/** Open claims over the connection, with a sandbox whose answers the test gives: when they are settled, which first, what is shown. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunRequest } from '../../server/src/core/code/sandbox.ts';
import { visible } from '../../server/src/protocol.ts';
import type { ClientOptions, TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { type ScriptedSandbox, scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';

/** Claims that the instant checks only test at points: the step for n stands on line 2n. */
function integrals(count: number): string {
  const steps = Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    return `${n}. Here $\\int_0^1 x e^{${n}x} \\, dx = \\frac{1 + ${n - 1} e^{${n}}}{${n * n}}$.\n`;
  });
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
  await client.start(options);
  await client.open(uri, text);
  await client.diagnostics(uri);
}

const asked = (): Promise<ScriptedSandbox> =>
  client.until(() => ((sandboxes.made[0]?.begun.length ?? 0) > 0 ? sandboxes.made[0] : undefined));

/** Which of the claims of `integrals` each request asked, in order. */
function order({ requests }: ScriptedSandbox): readonly number[] {
  return requests.map(request => Number(/exp\((\d*)/.exec(codeOf(request))?.[1] || 1));
}

function codeOf({ cells }: RunRequest): string {
  return cells.at(-1)?.code ?? '';
}

const hoverOf = async (search: string): Promise<string> => {
  const hover = await client.hover(uri, search);
  return (hover?.contents as { readonly value: string } | undefined)?.value ?? '';
};

describe('open claims are settled when idle', () => {
  test('in order of the text, waiting behind what is asked, with the time of one claim', async () => {
    await open(integrals(4));
    const sandbox = await asked();
    await client.until(() => (sandbox.ended.length === 4 ? true : undefined));
    expect(order(sandbox)).toEqual([1, 2, 3, 4]);
    expect(new Set(sandbox.requests.map(({ priority }) => priority))).toEqual(new Set(['idle']));
    expect(client.progress.size).toBe(0);
  });

  test('what is in view first, and only documents in view', async () => {
    await open(integrals(5));
    await client.open('file:///solutions/hidden.md', integrals(2).replaceAll('Here', 'There'));
    await client.connection.sendNotification(visible.method, { uri, lines: [[6, 9]] });
    const sandbox = await asked();
    await client.until(() => (sandbox.ended.length === 5 ? true : undefined));
    expect(order(sandbox)).toEqual([3, 4, 1, 2, 5]);
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(sandbox.requests).toHaveLength(5);
  });

  test('what is proved is shown for the same version', async () => {
    await open(integrals(1));
    sandboxes.answer = { checks: [{ line: 1, verdict: 'proved', method: 'integrate', text: 'as SymPy prints it' }] };
    expect(await hoverOf('int_0')).toMatch(/tested/);
    const before = client.published.length;
    await asked();
    await client.until(() => (client.published.length > before ? true : undefined));
    expect(client.published.at(-1)?.version).toBe(1);
    expect(await hoverOf('int_0')).toMatch(/proved/);
  });

  test('an answer is kept for the claim, not for its place, and nothing is asked twice', async () => {
    sandboxes.answer = { checks: [{ line: 1, verdict: 'proved', method: 'integrate', text: 'as SymPy prints it' }] };
    await open(integrals(1));
    const sandbox = await asked();
    await client.until(() => (sandbox.ended.length === 1 ? true : undefined));
    await client.edit(uri, '## Solution', 'Words.\n\n## Solution');
    expect(await hoverOf('int_0')).toMatch(/proved/);
    await client.edit(uri, 'e^{1x}', 'e^{3x}');
    expect(await hoverOf('int_0')).not.toMatch(/proved/);
    await client.edit(uri, 'e^{3x}', 'e^{1x}');
    expect(await hoverOf('int_0')).toMatch(/proved/);
    await new Promise(resolve => setTimeout(resolve, 1700));
    expect(sandbox.requests).toHaveLength(1);
  });

  test('not while a person types, not while code runs', async () => {
    await open(`${integrals(1)}\n2. Code.\n\n   \`\`\`python\n   hang\n   \`\`\`\n`);
    for (let i = 0; i < 8; i++) {
      await client.change(uri, [{ range: client.range(uri, 0, 0), text: 'More.\n\n' }]);
      await new Promise(resolve => setTimeout(resolve, 250));
    }
    expect(sandboxes.made).toEqual([]);
    await client.click(uri, 'Run check');
    const sandbox = await asked();
    await new Promise(resolve => setTimeout(resolve, 1700));
    expect(sandbox.begun).toEqual(['hang']);
    sandbox.release();
    await client.until(() => (sandbox.begun.length === 2 ? true : undefined));
  });

  test('a key ends what is being settled; it is taken up again', async () => {
    sandboxes.hangs = true;
    await open(integrals(1));
    const sandbox = await asked();
    await client.edit(uri, 'Here', 'There');
    await client.until(() => (sandbox.ended.length === 1 ? true : undefined));
    expect(sandbox.ended[0]).toMatch(/cancelled$/);
    sandboxes.hangs = false;
    await client.until(() => (sandbox.ended.length === 2 ? true : undefined));
    expect(sandbox.ended[1]).toMatch(/ok$/);
  });

  test.each([
    ['the setting is off', { settings: { settle: false } }],
    ["the person's own Python was not agreed to", { settings: { code: { python: 'python3' } }, trusted: true }],
  ])('not where %s', async (_, options) => {
    await open(integrals(1), options);
    await new Promise(resolve => setTimeout(resolve, 1700));
    expect(sandboxes.made).toEqual([]);
    expect(client.asked).toEqual([]);
  });

  test('a message that is not of the right form is passed over', async () => {
    await open(integrals(1));
    await client.connection.sendNotification(visible.method, { uri, lines: 'all' });
    const sandbox = await asked();
    await client.until(() => (sandbox.ended.length === 1 ? true : undefined));
    expect(client.logged).toEqual([]);
  });
});
