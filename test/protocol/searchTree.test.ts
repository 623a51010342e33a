/** The search tree over the connection: what it gives, when it tells of a change, what is written from it, and how a search in it is stopped. */
import { afterEach, describe, expect, test } from 'vitest';
import { ApplyWorkspaceEditRequest, type TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol';
import {
  insertFromTree,
  type LookedAhead,
  lookAhead,
  type NextSteps,
  nextSteps,
  type SearchTreeAnswer,
  type StepsInserted,
  searchTree,
  searchTreeChanged,
  stopLookingAhead,
  type TreeNode,
} from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';
const problem = '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n';
const start = `${problem}1. We solve $x^2 - 5x + 6 = 0$.\n`;
/** Of the first step. */
const position = { line: 6, character: 0 };

const move = (say: string, left: string, right: string, final = false) => ({
  say,
  relations: [[left, '=', right]],
  join: 'and',
  final,
});
const ranked = (...moves: readonly object[]): string =>
  JSON.stringify({ known: null, moves: moves.map((each, rank) => ({ ...each, rank })) });

/** One that holds, one that the instant checks refute. */
const factored = ranked(move('Factor', '(x-2)(x-3)', '0'), move('Expand', 'x^2 - 5x', '-7'));

let client: TestClient;
let edits: TextDocumentEdit[];
let changes: number;
/** What the editor says of an edit. */
let applies: boolean;

afterEach(() => client.stop());

async function open(text: string, stdout = factored): Promise<ReturnType<typeof scriptedSandboxes>> {
  const sandboxes = Object.assign(scriptedSandboxes(), { answer: { stdout } });
  client = connect({ createSandbox: sandboxes.create });
  edits = [];
  changes = 0;
  applies = true;
  client.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
    for (const each of edit.documentChanges ?? []) if ('edits' in each) edits.push(each);
    return { applied: applies };
  });
  client.connection.onNotification(searchTreeChanged.method, () => {
    changes += 1;
  });
  await client.start({ settings: { settle: false } });
  await client.open(uri, text);
  await client.diagnostics(uri);
  return sandboxes;
}

function ask(at = position, nodes = 500): Promise<SearchTreeAnswer | null> {
  return client.connection.sendRequest(searchTree.method, { uri, position: at, nodes });
}

async function tree(at = position, nodes = 500): Promise<SearchTreeAnswer & { readonly kind: 'tree' }> {
  const answer = await ask(at, nodes);
  if (answer?.kind !== 'tree') throw new Error(`no tree: ${JSON.stringify(answer)}`);
  return answer;
}

function search(at = position): Promise<NextSteps | null> {
  return client.connection.sendRequest(nextSteps.method, { uri, position: at });
}

function all(node: TreeNode): readonly TreeNode[] {
  return [node, ...node.children.flatMap(all)];
}

function find(answer: { readonly root: TreeNode }, words: string): TreeNode {
  const found = all(answer.root).find(({ text }) => text.includes(words));
  if (found === undefined) throw new Error(`no node "${words}" among ${JSON.stringify(all(answer.root))}`);
  return found;
}

function insert(node: number, version = 1, at = position): Promise<StepsInserted> {
  return client.connection.sendRequest(insertFromTree.method, { uri, position: at, version, node });
}

function look(node: number, version = 1): Promise<LookedAhead> {
  return client.connection.sendRequest(lookAhead.method, { uri, position, below: { version, node } });
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for ${what}`);
}

describe('the tree', () => {
  test.each<readonly [what: string, text: string, line: number, expected: SearchTreeAnswer]>([
    ['nothing was looked for', start, 6, { kind: 'empty', version: 1 }],
    ['no solution', 'Some words.\n', 0, { kind: 'none' }],
  ])('%s', async (_, text, line, expected) => {
    await open(text);
    expect(await ask({ line, character: 0 })).toEqual(expected);
  });

  test('of a document that is not open there is none', async () => {
    await open(start);
    expect(
      await client.connection.sendRequest(searchTree.method, { uri: 'file:///b.md', position, nodes: 5 }),
    ).toBeNull();
  });

  test('it holds the written steps, the best line, the verdicts and why a step is dead', async () => {
    await open(start);
    await search();
    const found = await tree();
    expect([found.version, found.problem]).toEqual([1, 'Solve $x^2 - 5x + 6 = 0$.']);
    expect(
      all(found.root)
        .filter(({ written }) => written)
        .map(({ text }) => text),
    ).toEqual(['', 'We solve $x^2 - 5x + 6 = 0$.']);
    const factor = find(found, 'Factor');
    expect([factor.best, factor.checked, factor.fate.kind]).toEqual([true, 'proved', 'open']);
    const wrong = find(found, 'Expand').fate;
    expect(wrong.kind === 'dead' && wrong.reason).toBeTruthy();
    expect(found.nodes).toBe(all(found.root).length);
  });

  test('of a large tree a part is given, and how much is left out', async () => {
    await open(start);
    await search();
    const { nodes } = await tree();
    const part = await tree(position, 3);
    expect(all(part.root).reduce((sum, { more = 0 }) => sum + more, all(part.root).length)).toBe(nodes);
    expect(all(part.root).length).toBeLessThan(nodes);
  });

  test('it says which step is refuted, and goes on from before it', async () => {
    const text = `${start}2. So $(x-2)(x+3) = 0$.\n`;
    await open(text);
    await search({ line: 7, character: 0 });
    const found = await tree({ line: 7, character: 0 });
    expect(found.refuted).toBe(2);
    expect(all(found.root).filter(({ written }) => written)).toHaveLength(2);
  });
});

describe('word of a change', () => {
  test('comes once for each time the tree was asked for', async () => {
    await open(start);
    await ask();
    await search();
    await until('a word', () => changes > 0);
    await search();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(changes).toBe(1);
    await ask();
    await client.change(uri, [{ text: `${start}\n` }]);
    await until('another word', () => changes === 2);
  });

  test('does not come to one who never asked', async () => {
    await open(start);
    await search();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(changes).toBe(0);
  });
});

describe('writing steps', () => {
  test('a step below the last one is written in its form, for this version of the text', async () => {
    await open(start);
    await search();
    const answer = await insert(find(await tree(), 'Factor').id);
    const written = '\n2. Factor: $\\left(x - 2\\right)\\left(x - 3\\right) = 0$.';
    expect(edits).toEqual([
      {
        textDocument: { uri, version: 1 },
        edits: [{ range: { start: { line: 6, character: 31 }, end: { line: 6, character: 31 } }, newText: written }],
      },
    ]);
    expect(answer).toEqual({ ok: true, end: { line: 7, character: written.length - 1 } });
  });

  test('all steps on the way to a node are written', async () => {
    await open(start, ranked(move('Factor', '(x-2)(x-3)', '0'), move('Expand', 'x^2 - 5x', '-6')));
    await search();
    const deep = all(find(await tree(), 'Factor')).find(({ text }) => text.startsWith('Expand'));
    await insert(deep?.id ?? -1);
    const [edit] = edits[0]?.edits ?? [];
    expect(TextEdit.is(edit) && edit.newText.split('\n').map(line => line.slice(0, 9))).toEqual([
      '',
      '2. Factor',
      '3. Expand',
    ]);
  });

  test.each<
    readonly [what: string, of: (found: { readonly root: TreeNode }) => number, version: number, message: RegExp]
  >([
    ['a dead end', found => find(found, 'Expand').id, 1, /^This step is a dead end: ./],
    ['a written step', found => find(found, 'We solve').id, 1, /^This step is in the document already\.$/],
    ['the problem', found => found.root.id, 1, /^This step is in the document already\.$/],
    ['a node that is not there', () => 9999, 1, /^This step is no longer in the tree\.$/],
    ['a tree of an older text', found => find(found, 'Factor').id, 0, /^The text has changed meanwhile\./],
  ])('not: %s', async (_, of, version, message) => {
    await open(start);
    await search();
    const answer = await insert(of(await tree()), version);
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(message) });
    expect(edits).toEqual([]);
  });

  test('an editor that refuses the edit is believed', async () => {
    await open(start);
    await search();
    applies = false;
    expect(await insert(find(await tree(), 'Factor').id)).toMatchObject({ ok: false });
  });

  test('what is no place is refused', async () => {
    await open(start);
    await expect(client.connection.sendRequest(insertFromTree.method, { uri })).rejects.toThrow();
  });
});

describe('looking ahead below a node', () => {
  test('finds more there, however settled the answer is', async () => {
    const sandboxes = await open(start, ranked(move('Factor', '(x-2)(x-3)', '0')));
    await search();
    sandboxes.answer = { stdout: ranked(move('Expand', 'x^2 - 5x', '-6')) };
    const before = await tree();
    const answer = await look(find(before, 'Factor').id);
    expect(answer.ok).toBe(true);
    expect((await tree()).running).toBeUndefined();
  });

  test('without a node it is below where the writer stands, and makes the tree', async () => {
    await open(start);
    const ended: LookedAhead = await client.connection.sendRequest(lookAhead.method, { uri, position });
    expect(ended).toEqual({ ok: true, message: expect.stringMatching(/ [1-9]\d* steps? tried\.$/) });
    expect(find(await tree(), 'Factor').best).toBe(true);
  });

  test('where there is no solution there is nothing to look for', async () => {
    await open('Some words.\n');
    const ended = await client.connection.sendRequest(lookAhead.method, { uri, position });
    expect(ended).toEqual({ ok: false, message: 'There is no solution here to go on with.' });
  });

  test('runs until it is stopped, and is seen to run', async () => {
    const sandboxes = await open(start);
    await search();
    // Another text: its first question is not yet answered.
    sandboxes.hangs = true;
    const found = await tree();
    const searching = search({ line: 2, character: 0 });
    await until('a search under way', async () => (await tree({ line: 2, character: 0 })).running !== undefined);
    await client.connection.sendNotification(stopLookingAhead.method, { uri, position: { line: 2, character: 0 } });
    expect(await searching).toMatchObject({ kind: 'none' });
    await until('its end', async () => (await tree({ line: 2, character: 0 })).running === undefined);
    expect(find(await tree(), 'Factor').id).toBe(find(found, 'Factor').id);
  });

  test.each<
    readonly [what: string, of: (found: { readonly root: TreeNode }) => number, version: number, message: RegExp]
  >([
    ['a dead end', found => find(found, 'Expand').id, 1, /^Nothing leads on from a dead end: ./],
    ['an older text', found => find(found, 'Factor').id, 0, /^The text has changed meanwhile\./],
    ['a node that is not there', () => 9999, 1, /^This step is no longer in the tree\.$/],
  ])('not: %s', async (_, of, version, message) => {
    await open(start);
    await search();
    expect(await look(of(await tree()), version)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });
});
