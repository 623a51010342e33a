/** The next step over the connection, with a sandbox that gives the moves a test wants: what is found, written, stopped and said. */
import { afterEach, describe, expect, test } from 'vitest';
import { type NextSteps, nextSteps } from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';
const problem = '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n';

const moves = (
  ...relations: readonly (readonly [say: string, left: string, right: string, final?: boolean])[]
): string =>
  JSON.stringify({
    known: null,
    moves: relations.map(([say, left, right, final = false], rank) => ({
      say,
      relations: [[left, '=', right]],
      join: 'and',
      final,
      rank,
    })),
  });

const factored = moves(['Factor', '(x-2)(x-3)', '0'], ['Expand', 'x^2 - 5x', '-7']);

let client: TestClient;
afterEach(() => client.stop());

async function open(text: string, stdout: string, hangs = false): Promise<ReturnType<typeof scriptedSandboxes>> {
  const sandboxes = Object.assign(scriptedSandboxes(), { answer: { stdout }, hangs });
  client = connect({ createSandbox: sandboxes.create });
  await client.start({ settings: { settle: false } });
  await client.open(uri, text);
  await client.diagnostics(uri);
  return sandboxes;
}

function ask(line: number): Promise<NextSteps | null> {
  return client.connection.sendRequest(nextSteps.method, { uri, position: { line, character: 0 } });
}

describe('asked for', () => {
  test('what is found is checked: a refuted move is not among it', async () => {
    await open(`${problem}1. We solve $x^2 - 5x + 6 = 0$.\n`, factored);
    const found = await ask(6);
    expect(
      found?.kind === 'found' && found.steps.map(({ text, detail }) => [text, detail.replace(/\d+ %/, 'N %')]),
    ).toEqual([['Factor: $\\left(x - 2\\right)\\left(x - 3\\right) = 0$.', 'proved, rated N %']]);
  });

  test('it is written as the next item of the list', async () => {
    await open(`${problem}1. We solve $x^2 - 5x + 6 = 0$.\n`, factored);
    const found = await ask(6);
    expect(found?.kind === 'found' && found.steps[0]?.edit).toEqual({
      range: { start: { line: 6, character: 31 }, end: { line: 6, character: 31 } },
      newText: '\n2. Factor: $\\left(x - 2\\right)\\left(x - 3\\right) = 0$.',
    });
  });

  test('after a refuted step it goes on from before it', async () => {
    await open(`${problem}1. We solve $x^2 - 5x + 6 = 0$.\n2. So $(x-2)(x+3) = 0$.\n`, factored);
    const found = await ask(7);
    expect(found?.kind === 'found' && [found.title, found.steps.length]).toEqual([
      'Step 2 is refuted: in its place',
      1,
    ]);
    expect(found?.kind === 'found' && found.steps[0]?.edit).toEqual({
      range: { start: { line: 7, character: 3 }, end: { line: 7, character: 23 } },
      newText: 'Factor: $\\left(x - 2\\right)\\left(x - 3\\right) = 0$.',
    });
  });

  test('a line to the end is offered as a whole', async () => {
    await open(`${problem}1. So $(x-2)(x-3) = 0$.\n`, moves(['We get', 'x', '2', false], ['So', 'x', '3', true]));
    const found = await ask(6);
    expect(found?.kind).toBe('found');
  });

  test.each([
    [
      'nothing is known for words',
      '## Solution\n\n1. We think about it.\n',
      '{"known":null,"moves":[]}',
      'No next step was found: Stepwise knows no move for what stands here.',
    ],
    ['no solution', 'Some words.\n', '[]', 'There is no solution here to go on with.'],
    [
      'an answer that is no list',
      `${problem}1. We solve $x^2 - 5x + 6 = 0$.\n`,
      'oops',
      'The sandbox gave no list of moves.',
    ],
  ])('%s', async (_, text, stdout, message) => {
    await open(text, stdout);
    expect(await ask(2)).toEqual({ kind: 'none', message });
  });

  test('a document that is not open', async () => {
    await open(problem, '[]');
    expect(
      await client.connection.sendRequest(nextSteps.method, {
        uri: 'file:///b.md',
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
  });
});
