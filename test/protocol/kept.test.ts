/** Searches that outlive their server: a real process is killed in mid-search, and the next one knows the tree. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodeActionRequest } from 'vscode-languageserver-protocol';
import {
  forgetSearchesCommand,
  nextSteps,
  type SearchTreeAnswer,
  searchTree,
  type TreeNode,
  trustGranted,
} from '../../server/src/protocol.ts';
import { type ServerProcess, spawnServer } from './lib/stdio.ts';

const program = fileURLToPath(new URL('./lib/slowSearch.ts', import.meta.url));
const uri = 'file:///solutions/a.md';
const text = '## Problem\n\nSolve $x - 2 = 0$.\n\n## Solution\n\n1. We solve $x - 2 = 0$.\n';
const position = { line: 6, character: 0 };

/** A process that is started from its sources takes its time where others are at work. */
vi.setConfig({ testTimeout: 180_000 });

let storage: string;
let running: ServerProcess[];
/** Compiled code of one start for the next. */
const compiled = mkdtempSync(join(tmpdir(), 'stepwise-compiled-'));

afterAll(() => rmSync(compiled, { recursive: true, force: true }));

beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'stepwise-kept-'));
  running = [];
});

afterEach(async () => {
  for (const { process } of running) process.kill('SIGKILL');
  await Promise.all(running.map(({ exited }) => exited));
  rmSync(storage, { recursive: true, force: true });
});

interface Start {
  readonly trusted?: boolean;
  /** Nothing is found by it: what it knows was kept. */
  readonly idle?: boolean;
}

async function start({ trusted = true, idle = false }: Start = {}): Promise<ServerProcess> {
  if (idle) process.env.STEPWISE_NO_MOVES = '1';
  else delete process.env.STEPWISE_NO_MOVES;
  const server = spawnServer(compiled, program);
  running.push(server);
  const started = server.client.start({ settings: { settle: false }, storage, trusted });
  const ended = server.exited.then(() => {
    throw new Error(`the server has ended: ${server.errors()}`);
  });
  ended.catch(() => {});
  await Promise.race([started, ended]);
  await server.client.open(uri, text);
  await server.client.diagnostics(uri);
  return server;
}

/** Does not wait for its end: that may never come. */
function search({ client }: ServerProcess): void {
  void client.connection.sendRequest(nextSteps.method, { uri, position }).catch(() => {});
}

async function standing({ client }: ServerProcess): Promise<readonly TreeNode[]> {
  const params = { uri, position, nodes: 20_000 };
  const answer = await client.connection.sendRequest<SearchTreeAnswer | null>(searchTree.method, params);
  return answer?.kind === 'tree' ? all(answer.root) : [];
}

async function grown(server: ServerProcess, nodes: number): Promise<readonly TreeNode[]> {
  for (;;) {
    const tree = await standing(server);
    if (tree.length >= nodes) return tree;
    await pause(50);
  }
}

async function actionTitles({ client }: ServerProcess): Promise<readonly string[]> {
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  return (actions ?? []).map(({ title }) => title);
}

/** Files that are whole. */
const kept = (): readonly string[] => readdirSync(storage).filter(name => name.endsWith('.jsonl'));
const all = (node: TreeNode): readonly TreeNode[] => [node, ...node.children.flatMap(all)];
const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
const named = (nodes: readonly TreeNode[]): ReadonlyMap<string, number> =>
  new Map(nodes.map(({ id, text: step, visits }) => [`${id} ${step}`, visits]));

async function kill(server: ServerProcess): Promise<void> {
  server.process.kill('SIGKILL');
  expect(await server.exited).toBeNull();
}

describe('kill -9 in mid-search', () => {
  test('the tree of a second before is there, with all its visits, and is gone on with', async () => {
    const first = await start();
    search(first);
    await grown(first, 30);
    const before = await standing(first);
    await pause(1000);
    await kill(first);

    const second = await start({ idle: true });
    const after = named(await standing(second));
    for (const [node, visits] of named(before)) expect(after.get(node), node).toBeGreaterThanOrEqual(visits);
    // The search went on in that second, and most of that is there too.
    expect(after.size).toBeGreaterThan(before.length);
    expect(await actionTitles(second)).toContainEqual(expect.stringMatching(/^Next step: Multiply both sides/));
    await kill(second);

    const third = await start();
    search(third);
    expect((await grown(third, after.size + 20)).length).toBeGreaterThan(after.size);
  });

  test('again and again: nothing is lost between', async () => {
    let known = 0;
    for (let round = 0; round < 3; round += 1) {
      const server = await start();
      expect((await standing(server)).length).toBeGreaterThanOrEqual(known);
      search(server);
      known = (await grown(server, known + 20)).length;
      await pause(1000);
      await kill(server);
    }
  });
});

describe('what is kept', () => {
  test('nothing of a workspace that is not trusted, until it is', async () => {
    const server = await start({ trusted: false });
    search(server);
    await grown(server, 10);
    expect(readdirSync(storage)).toEqual([]);
    await server.client.connection.sendNotification(trustGranted.method, {});
    const { length } = await standing(server);
    await grown(server, length + 10);
    await server.client.until(() => (kept().length > 0 ? true : undefined));
    await kill(server);
    const untrusted = await start({ trusted: false, idle: true });
    expect(await standing(untrusted)).toEqual([]);
    const trusted = await start({ idle: true });
    expect((await standing(trusted)).length).toBeGreaterThanOrEqual(length);
  });

  test('nothing after it was to be forgotten', async () => {
    const server = await start();
    search(server);
    await grown(server, 10);
    await server.client.command(forgetSearchesCommand, undefined);
    expect(await standing(server)).toEqual([]);
    await pause(300);
    expect(readdirSync(storage)).toEqual([]);
    expect(server.client.shown).toEqual(['Stepwise: What was found in searches is forgotten.']);
  });

  test('two windows search the same solution: both trees stay whole', async () => {
    const [one, two] = [await start(), await start()];
    search(one);
    search(two);
    await Promise.all([grown(one, 40), grown(two, 40)]);
    await pause(500);
    await Promise.all([kill(one), kill(two)]);
    expect(kept()).toHaveLength(2);
    expect((await standing(await start({ idle: true }))).length).toBeGreaterThanOrEqual(40);
  });
});
