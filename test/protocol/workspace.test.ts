/** Settings that change, the workspace file, and the check of the whole workspace. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol';
import { checkFile, checkWorkspace, type FileSummary, type WorkspaceSummary } from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';

const folder = 'file:///solutions';
const a = `${folder}/a.md`;
const b = `${folder}/b.md`;
const rulesFile = `${folder}/.stepwise.yaml`;
const right = '## Solution\n\n1. $3 \\cdot 7 = 21$.\n';
const wrong = '## Solution\n\n1. $3 \\cdot 7 = 24$.\n2. $1 + 1 = 2$.\n';

let client: TestClient;
beforeEach(() => {
  client = connect();
});
afterEach(() => client.stop());

/** What is shown of a file now. */
function shown(uri: string): number | undefined {
  return client.published.findLast(params => params.uri === uri)?.diagnostics.length;
}

async function untilShown(uri: string, count: number): Promise<void> {
  await client.until(() => (shown(uri) === count ? true : undefined));
}

async function applyAction(uri: string, title: string): Promise<void> {
  const [diagnostic] = await client.diagnostics(uri);
  if (diagnostic === undefined) throw new Error('nothing is flagged');
  const actions = await client.actions(uri, diagnostic);
  const action = actions.find(candidate => candidate.title === title);
  if (action === undefined) throw new Error(`no ${title} in ${actions.map(candidate => candidate.title).join(', ')}`);
  await client.apply(action);
}

describe('settings', () => {
  test('a bad one is told once, with what is used instead; put right and wrong again, it is told again', async () => {
    await client.start({ settings: { enable: 'maybe' } });
    await client.open(a, wrong);
    expect(await client.diagnostics(a)).toHaveLength(1);
    await client.until(() => (client.shown.length > 0 ? true : undefined));
    for (const settings of [{ enable: 'maybe' }, { enable: 'maybe', languages: ['latex'] }])
      await client.configure(settings);
    await untilShown(a, 0);
    expect(client.shown).toEqual([
      'Stepwise: Setting stepwise.enable: "maybe" is not allowed (expected boolean). true is used instead.',
    ]);
    for (const settings of [{}, { enable: 'maybe' }]) await client.configure(settings);
    await client.until(() => (client.shown.length === 2 ? true : undefined));
  });

  test('switching off clears everything, switching on checks again', async () => {
    await client.start();
    await client.open(a, wrong);
    await untilShown(a, 1);
    await client.configure({ enable: false });
    await untilShown(a, 0);
    expect(await client.status(a, 'off')).toEqual({ kind: 'off' });
    await client.configure({ enable: true });
    await untilShown(a, 1);
  });
});

describe('the workspace file', () => {
  test('a step is ignored by its content: edits elsewhere keep it ignored, an edit of the step does not', async () => {
    await client.start({ files: {}, folders: [folder] });
    await client.open(a, wrong);
    await applyAction(a, 'Ignore this step in .stepwise.yaml');
    await untilShown(a, 0);
    expect(client.text(a)).toBe(wrong);
    expect(client.files.get(rulesFile)).toContain('3 \\cdot 7 = 24');
    expect(await client.status(a)).toMatchObject({ kind: 'checked', flagged: 0 });
    await client.change(a, [{ range: client.range(a, 0, 0), text: '# Title\n\nWords.\n\n' }]);
    await client.edit(a, '1 + 1 = 2', '1 + 1 + 1 = 3');
    expect(await client.diagnostics(a)).toEqual([]);
    await client.edit(a, '24', '25');
    expect(await client.diagnostics(a)).toHaveLength(1);
    await client.edit(a, '25', '24');
    expect(await client.diagnostics(a)).toEqual([]);
  });

  test('a rule is switched off for the workspace, twice is once', async () => {
    await client.start({ files: {}, folders: [folder] });
    await client.open(a, wrong);
    await applyAction(a, 'Switch claim.false-equality off for the workspace');
    await untilShown(a, 0);
    await client.open(b, wrong);
    expect(await client.diagnostics(b)).toEqual([]);
    expect(client.files.get(rulesFile)?.match(/claim\.false-equality/g)).toHaveLength(1);
  });

  test('it is read at the start, followed when it changes, and told of when it is not valid', async () => {
    await client.start({ files: { [rulesFile]: 'disable: [claim.false-equality]\n' }, folders: [folder] });
    await client.open(a, wrong);
    expect(await client.diagnostics(a)).toEqual([]);
    await client.store(rulesFile, 'disable: []\n');
    await untilShown(a, 1);
    await client.store(rulesFile, 'disable: 3\n');
    await client.until(() => client.shown.find(message => message.includes('.stepwise.yaml is not valid')));
    await applyAction(a, 'Ignore this step in .stepwise.yaml');
    expect(client.files.get(rulesFile)).toBe('disable: 3\n');
    expect(client.shown.at(-1)).toContain('nothing was added');
  });

  test.each([
    ['outside of every folder', 'file:///elsewhere/a.md', [folder]],
    ['without a folder', a, []],
  ])('%s there is no such action', async (_, uri, folders) => {
    await client.start({ files: {}, folders });
    await client.open(uri, wrong);
    const [diagnostic] = await client.diagnostics(uri);
    if (diagnostic === undefined) throw new Error('nothing is flagged');
    const titles = (await client.actions(uri, diagnostic)).map(({ title }) => title);
    expect(titles).toContain('Ignore this step');
    expect(titles.filter(title => title.includes('workspace') || title.includes('.stepwise.yaml'))).toEqual([]);
  });
});

describe('checking the workspace', () => {
  const files = { [a]: wrong, [b]: right, [`${folder}/c.tex`]: '\\begin{proof} $1 + 1 = 3$ \\end{proof}' };
  const check = (): Promise<WorkspaceSummary> =>
    client.connection.sendRequest<WorkspaceSummary>(checkWorkspace.method, {});

  test('problems of closed files are shown, and follow the files', async () => {
    await client.start({ files, folders: [folder] });
    expect(await check()).toMatchObject({ files: 3, skipped: 0, flagged: 2, cancelled: false });
    expect([shown(a), shown(b), shown(`${folder}/c.tex`)]).toEqual([1, 0, 1]);
    await client.store(a, right);
    await untilShown(a, 0);
    await client.store(b, wrong);
    await untilShown(b, 1);
    await client.store(b, undefined);
    await untilShown(b, 0);
    await client.configure({ enable: false });
    await untilShown(`${folder}/c.tex`, 0);
  });

  test('an open document speaks for itself; closed again, its file does', async () => {
    await client.start({ files, folders: [folder] });
    await client.open(a, right);
    expect(await check()).toMatchObject({ files: 3, flagged: 1 });
    expect(shown(a)).toBe(0);
    await client.close(a);
    await untilShown(a, 1);
  });

  test('a second check forgets files that are gone', async () => {
    await client.start({ files, folders: [folder] });
    await check();
    client.files.delete(a);
    expect(await check()).toMatchObject({ files: 2, flagged: 1 });
    expect(shown(a)).toBe(0);
  });

  test('it can be cancelled', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${folder}/${i}.md`, wrong]));
    await client.start({ files: many, folders: [folder] });
    const source = new CancellationTokenSource();
    const running = client.connection.sendRequest<WorkspaceSummary>(checkWorkspace.method, {}, source.token);
    await client.until(() => (client.published.length > 3 ? true : undefined));
    source.cancel();
    const summary = await running;
    expect(summary.cancelled).toBe(true);
    expect(summary.files).toBeLessThan(300);
  });

  test('a file alone: from scratch, by command', async () => {
    await client.start();
    await client.open(a, wrong);
    const request = (uri: string): Promise<FileSummary | null> =>
      client.connection.sendRequest<FileSummary | null>(checkFile.method, { uri });
    expect(await request(a)).toEqual({ steps: 2, flagged: 1 });
    expect(await request(b)).toBeNull();
  });
});
