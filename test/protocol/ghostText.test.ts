/** Ghost text over the connection: when the next step is shown, in which form, and what does not come back. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  type CancellationToken,
  CancellationTokenSource,
  type InlineCompletionItem,
  InlineCompletionRequest,
  InlineCompletionTriggerKind,
} from 'vscode-languageserver-protocol';
import { ghostTextHidden } from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';
const problem = '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n';
const first = '1. We solve $x^2 - 5x + 6 = 0$.';
const factored = 'Factor: $\\left(x - 2\\right)\\left(x - 3\\right) = 0$.';
const subtracted = 'Subtract $6$: $x^{2} - 5 x = -6$.';

/** The first ends the solution, and so no search finds it to be less than the others. */
const stdout = JSON.stringify({
  known: null,
  moves: [
    ['Factor', '(x-2)(x-3)', '0'],
    ['Subtract $6$', 'x^2 - 5x', '-6'],
    ['Add $1$', 'x^2 - 5x + 7', '2'],
  ].map(([say, left, right], rank) => ({
    say,
    relations: [[left, '=', right]],
    join: 'and',
    final: rank === 0,
    rank,
  })),
});

const inlineCompletion = { textDocument: { inlineCompletion: {} } };

let client: TestClient;
let sandboxes: ReturnType<typeof scriptedSandboxes>;
afterEach(() => client.stop());

interface Opened {
  readonly file?: string;
  readonly ghostText?: boolean;
  readonly hangs?: boolean;
}

/** Opens the text without its `|`. */
async function open(marked: string, { file = uri, ghostText = true, hangs = false }: Opened = {}): Promise<void> {
  sandboxes = Object.assign(scriptedSandboxes(), { answer: { stdout }, hangs });
  client = connect({ createSandbox: sandboxes.create });
  await client.start({ settings: { settle: false, ghostText }, capabilities: inlineCompletion });
  await client.open(file, marked.replace('|', ''));
  await client.diagnostics(file);
}

interface Asked {
  readonly file?: string;
  readonly invoked?: boolean;
  readonly list?: boolean;
  readonly token?: CancellationToken;
}

/** At the end of this text in the document. */
async function ask(
  behind: string,
  { file = uri, invoked = false, list = false, token }: Asked = {},
): Promise<readonly InlineCompletionItem[]> {
  const at = client.text(file).lastIndexOf(behind) + behind.length;
  const position = client.position(file, at);
  const answer = await client.connection.sendRequest(
    InlineCompletionRequest.type,
    {
      textDocument: { uri: file },
      position,
      context: {
        triggerKind: invoked ? InlineCompletionTriggerKind.Invoked : InlineCompletionTriggerKind.Automatic,
        ...(list ? { selectedCompletionInfo: { range: { start: position, end: position }, text: 'x' } } : {}),
      },
    },
    token,
  );
  return Array.isArray(answer) ? answer : (answer?.items ?? []);
}

const texts = (items: readonly InlineCompletionItem[]): readonly string[] =>
  items.map(({ insertText }) => (typeof insertText === 'string' ? insertText : insertText.value));

describe('shown', () => {
  test('not unless it is switched on', async () => {
    await open(`${problem}${first}`, { ghostText: false });
    expect(await ask(first)).toEqual([]);
    expect(await ask(first, { invoked: true })).toEqual([]);
    expect(sandboxes.made.flatMap(({ begun }) => begun)).toEqual([]);
    await client.configure({ settle: false, ghostText: true });
    await client.diagnostics(uri);
    expect(await ask(first)).toHaveLength(1);
  });

  test('not to a client that cannot show it', async () => {
    client = connect({ createSandbox: scriptedSandboxes().create });
    const { capabilities } = await client.start({ settings: { ghostText: true } });
    expect(capabilities.inlineCompletionProvider).toBeUndefined();
  });

  test.each<readonly [name: string, file: string, text: string, expected: string | undefined]>([
    ['Markdown: behind the step', uri, `${problem}${first}|\n`, `\n2. ${factored}`],
    ['Markdown: behind the number', uri, `${problem}${first}\n2. |\n`, factored],
    ['Markdown: what is begun', uri, `${problem}${first}\n2. Fac|\n`, factored],
    ['Markdown: other words', uri, `${problem}${first}\n2. We see|\n`, undefined],
    ['Markdown: the middle of a line', uri, `${problem}1. We solve| $x^2 - 5x + 6 = 0$.`, undefined],
    ['Markdown: outside of solutions', uri, 'Words.|\n\n## Solution\n\n1. $x = 2$.\n', undefined],
    ['.steps', 'file:///a.steps', 'x^2 - 5x + 6 = 0\n|', 'Factor: (x - 2)(x - 3) = 0.'],
    [
      'LaTeX: a row',
      'file:///a.tex',
      '\\begin{proof}\n\\begin{align*}\n  6 + x^2 &= 5x \\\\\n  x^2 - 5x + 6 &= 0 \\\\\n  |\n\\end{align*}\n\\end{proof}\n',
      '\\left(x - 2\\right)\\left(x - 3\\right) &= 0 && \\text{Factor}',
    ],
    ['after a refuted step', uri, `${problem}${first}\n2. So $(x-2)(x+3) = 0$.\n3. |`, undefined],
  ])('%s', async (_, file, marked, expected) => {
    await open(marked, { file });
    const at = marked.indexOf('|');
    expect(texts(await ask(marked.slice(0, at), { file }))).toEqual(expected === undefined ? [] : [expected]);
  });

  test('what is shown holds what it stands in the place of', async () => {
    await open(`${problem}${first}\n2. Fac`);
    const [item] = await ask('2. Fac');
    expect(item?.range && client.at(uri, item.range)).toBe('Fac');
  });

  test('from the standing tree, without another search', async () => {
    await open(`${problem}${first}`);
    await ask(first);
    const before = sandboxes.made.flatMap(({ begun }) => begun).length;
    expect(before).toBeGreaterThan(0);
    expect(texts(await ask(first))).toEqual([`\n2. ${factored}`]);
    expect(sandboxes.made.flatMap(({ begun }) => begun)).toHaveLength(before);
  });

  test('all that fits, where a person asks', async () => {
    await open(`${problem}${first}`);
    const found = texts(await ask(first, { invoked: true }));
    expect(found).toEqual(expect.arrayContaining([`\n2. ${factored}`, `\n2. ${subtracted}`]));
  });

  test('not over an open list of words', async () => {
    await open(`${problem}${first}`);
    expect(await ask(first, { list: true })).toEqual([]);
  });
});

describe('turned down', () => {
  test('by Escape: not shown again at that place, unless it is asked for', async () => {
    await open(`${problem}${first}\n2. `);
    expect(texts(await ask('2. '))).toEqual([factored]);
    await client.connection.sendNotification(ghostTextHidden.method, { uri });
    expect(await ask('2. ')).toEqual([]);
    expect(await ask(first)).toEqual([]);
    expect(texts(await ask('2. ', { invoked: true }))[0]).toBe(factored);
  });

  test('by other words: not shown again when they are gone', async () => {
    await open(`${problem}${first}\n2. `);
    expect(await ask('2. ')).toHaveLength(1);
    await client.edit(uri, '\n2. ', '\n2. We');
    expect(await ask('2. We')).toEqual([]);
    await client.edit(uri, '\n2. We', '\n2. ');
    expect(await ask('2. ')).toEqual([]);
  });

  test('not by its own beginning', async () => {
    await open(`${problem}${first}\n2. `);
    await ask('2. ');
    await client.edit(uri, '\n2. ', '\n2. Fac');
    expect(texts(await ask('2. Fac'))).toEqual([factored]);
    await client.edit(uri, '\n2. Fac', '\n2. ');
    expect(texts(await ask('2. '))).toEqual([factored]);
  });

  test('another that the person begins is shown, and it may be turned down, too', async () => {
    await open(`${problem}${first}\n2. `);
    await ask('2. ');
    await client.edit(uri, '\n2. ', '\n2. Sub');
    expect(texts(await ask('2. Sub'))).toEqual([subtracted]);
    await client.connection.sendNotification(ghostTextHidden.method, { uri });
    expect(await ask('2. Sub')).toEqual([]);
  });

  test('shown again when the text before is another', async () => {
    await open(`${problem}${first}\n2. `);
    await ask('2. ');
    await client.connection.sendNotification(ghostTextHidden.method, { uri });
    await client.edit(uri, 'We solve', 'We now solve');
    expect(texts(await ask('2. '))).toEqual([factored]);
  });

  test('Escape where nothing was shown', async () => {
    await open(`${problem}${first}`);
    await client.connection.sendNotification(ghostTextHidden.method, { uri });
    expect(await ask(first)).toHaveLength(1);
  });
});

describe('overtaken', () => {
  test('cancelled while it is waited for: no search begins', async () => {
    await open(`${problem}${first}`);
    const cancel = new CancellationTokenSource();
    const asking = ask(first, { token: cancel.token }).catch(() => []);
    cancel.cancel();
    expect(await asking).toEqual([]);
    expect(sandboxes.made.flatMap(({ begun }) => begun)).toEqual([]);
  });

  test('cancelled in its search: that ends at once', async () => {
    await open(`${problem}${first}`, { hangs: true });
    const cancel = new CancellationTokenSource();
    const asking = ask(first, { token: cancel.token }).catch(() => []);
    await client.until(() => (sandboxes.made.some(({ begun }) => begun.length > 0) ? true : undefined));
    cancel.cancel();
    expect(await asking).toEqual([]);
    expect(sandboxes.made.flatMap(({ ended }) => ended)).toEqual([expect.stringMatching(/: cancelled$/)]);
  });

  test('by a change of the text: nothing for the old text', async () => {
    await open(`${problem}${first}\n2. `);
    const asking = ask('2. ');
    await client.edit(uri, '\n2. ', '\n2. W');
    expect(await asking).toEqual([]);
  });

  test('a document that is not open', async () => {
    await open(`${problem}${first}`);
    const answer = await client.connection.sendRequest(InlineCompletionRequest.type, {
      textDocument: { uri: 'file:///other.md' },
      position: { line: 0, character: 0 },
      context: { triggerKind: InlineCompletionTriggerKind.Automatic },
    });
    expect(answer).toBeNull();
  });
});
