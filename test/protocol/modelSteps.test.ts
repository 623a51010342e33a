/** Next steps that a model proposes, over the connection: checked, told as they come, offered as code actions, stopped, and what happens when the model fails. */
import { afterEach, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  ProgressType,
} from 'vscode-languageserver-protocol';
import { findTrouble, type NextSteps, type NextStepsParams, nextSteps } from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { ScriptedModels } from './lib/models.ts';
import { scriptedSandboxes } from './lib/sandbox.ts';

const uri = 'file:///solutions/a.md';
const problem =
  '## Problem\n\nTom has 3 bags with 4 apples in each, and eats 5. How many apples are left?\n\n## Solution\n\n';
const first = '1. There are $3 \\cdot 4 = 12$ apples.\n';
const right = 'Then $12 - 5 = 7$ apples are left.';
const wrong = 'Then $12 - 5 = 8$ apples are left.';

let client: TestClient;
let models: ScriptedModels;
afterEach(async () => {
  models.release();
  await client.stop();
});

interface Opening {
  readonly text?: string;
  readonly settings?: object;
  readonly capabilities?: ClientCapabilities;
  readonly proposals?: readonly string[] | ScriptedModels['proposals'];
}

async function open({ text = problem + first, settings = {}, capabilities, proposals = [right, wrong] }: Opening = {}) {
  models = new ScriptedModels();
  models.proposals = typeof proposals === 'function' ? proposals : () => proposals;
  const sandboxes = Object.assign(scriptedSandboxes(), { answer: { stdout: '{"known":null,"moves":[]}' } });
  client = connect({ createSandbox: sandboxes.create, createModels: models.create });
  const given = { settle: false, policy: { model: 'mine' }, search: { seconds: 5 }, ...settings };
  await client.start({
    settings: given,
    choosesNextStep: true,
    ...(capabilities === undefined ? {} : { capabilities }),
  });
  await client.open(uri, text);
  await client.diagnostics(uri);
}

function ask(line: number, more: Partial<NextStepsParams> = {}): Promise<NextSteps | null> {
  return client.connection.sendRequest(nextSteps.method, { uri, position: { line, character: 0 }, ...more });
}

const textsOf = (found: NextSteps | null): readonly string[] =>
  found?.kind === 'found' ? found.steps.map(({ text }) => text) : [];

describe('what a model proposes', () => {
  test('is checked, and shown with who wrote it; what is refuted is not shown', async () => {
    await open();
    const found = await ask(6);
    expect(
      found?.kind === 'found' && found.steps.map(({ text, detail }) => [text, detail.replace(/\d+ %/, 'N %')]),
    ).toEqual([[right, 'proved, rated N %, by Scripted policy']]);
  });

  test('is told as it comes', async () => {
    await open();
    const told: NextSteps[] = [];
    client.connection.onProgress(new ProgressType<NextSteps>(), 'mine', value => void told.push(value));
    const found = await ask(6, { partialResultToken: 'mine' });
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toEqual(found);
  });

  test('is written without its box', async () => {
    await open({ proposals: ['So \\boxed{7} apples are left.'] });
    expect(textsOf(await ask(6))).toEqual(['So $7$ apples are left.']);
  });

  test('nothing is asked where no model is set', async () => {
    await open({ settings: { policy: { model: '' } } });
    expect(await ask(6)).toMatchObject({ kind: 'none' });
    expect(models.proposed).toBe(0);
  });

  test('it is asked again when the person asks again', async () => {
    await open();
    await ask(6);
    const before = models.proposed;
    models.proposals = () => ['So $12 - 4 - 1 = 7$.'];
    expect(textsOf(await ask(6))).toContain('So $12 - 4 - 1 = 7$.');
    expect(models.proposed).toBeGreaterThan(before);
  });

  test('its values come from what judges', async () => {
    await open({
      settings: { reward: { model: 'mine', run: 'onRequest' } },
      proposals: ['We guess, doubt 10.', 'We think.'],
    });
    await ask(6);
    expect(models.asked.flat()).toEqual(expect.arrayContaining(['We guess, doubt 10.', 'We think.']));
  });
});

describe('a model that fails', () => {
  test('is told of where nothing else was found', async () => {
    await open({ settings: { policy: { model: 'missing' } } });
    expect(await ask(6)).toEqual({ kind: 'none', message: 'There is no model missing.' });
    expect(client.shown).toEqual([]);
  });

  test('is told of once where there is something', async () => {
    await open();
    await ask(6);
    models.fault = { kind: 'unreachable', message: 'Nothing answers there.' };
    expect(textsOf(await ask(6))).toEqual([right]);
    expect(textsOf(await ask(6))).toEqual([right]);
    expect(client.shown).toEqual(['Stepwise: the search went on without the model. Nothing answers there.']);
  });
});

test('cancelled: it is broken off at once, and what was found stays', async () => {
  await open();
  await ask(6);
  models.hangs = true;
  const cancel = new CancellationTokenSource();
  const asked = models.proposed;
  const asking = client.connection.sendRequest(
    nextSteps.method,
    { uri, position: { line: 6, character: 0 } },
    cancel.token,
  );
  await client.until(() => (models.proposed > asked ? true : undefined));
  cancel.cancel();
  await asking.catch(() => undefined);
  expect((await actions(6)).map(({ title }) => title)[0]).toContain(right);
});

const lazy: ClientCapabilities = {
  textDocument: {
    codeAction: {
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
      tagSupport: { valueSet: [1] },
    },
  },
};

async function actions(line: number): Promise<readonly CodeAction[]> {
  const position = { line, character: 0 };
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [], only: ['refactor'], triggerKind: CodeActionTriggerKind.Invoked },
  });
  return (found ?? []) as readonly CodeAction[];
}

describe('code actions', () => {
  test('stand without work, get their edit when chosen, and say that a model wrote them', async () => {
    await open({ capabilities: lazy });
    await ask(6);
    const asked = models.proposed;
    const [next] = await actions(6);
    expect(next).toMatchObject({ title: expect.stringMatching(/^Next step: Then .*\(proved, rated \d+ %/), tags: [1] });
    expect(next?.edit).toBeUndefined();
    const resolved = next && (await client.connection.sendRequest(CodeActionResolveRequest.type, next));
    expect(resolved?.edit?.documentChanges).toMatchObject([
      { textDocument: { uri, version: 1 }, edits: [{ newText: `\n2. ${right}` }] },
    ]);
    expect(models.proposed).toBe(asked);
  });

  test('have their edit at once, and no mark, for a client that knows neither', async () => {
    await open();
    await ask(6);
    const [next] = await actions(6);
    expect(next).toMatchObject({ edit: { documentChanges: [{ edits: [{ newText: `\n2. ${right}` }] }] } });
    expect(next?.tags).toBeUndefined();
  });

  test('of an earlier text have no edit any more', async () => {
    await open({ capabilities: lazy });
    await ask(6);
    const [next] = await actions(6);
    await client.edit(uri, 'There are', 'We have');
    await client.diagnostics(uri);
    if (next === undefined) throw new Error('no action');
    await expect(client.connection.sendRequest(CodeActionResolveRequest.type, next)).rejects.toThrow(
      'The text has changed since this was offered. Ask for the actions again.',
    );
  });

  test('finish the solution where a line leads to its end', async () => {
    await open({ proposals: [right, 'So \\boxed{7} apples are left.'] });
    await ask(6);
    const finish = (await actions(6)).find(({ title }) => title.startsWith('Finish the solution'));
    expect(finish).toMatchObject({
      title: 'Finish the solution (2 steps, not all checked)',
      edit: { documentChanges: [{ edits: [{ newText: `\n2. ${right}\n3. So $7$ apples are left.` }] }] },
    });
  });

  test('on a step with a low score: what is better, and where the trouble starts', async () => {
    const doubtful = '2. We guess that it is some number, doubt 7.\n';
    await open({
      text: problem + first + doubtful,
      settings: { reward: { model: 'mine', run: 'onPause' } },
    });
    await client.until(() => (models.ended.length > 0 ? true : undefined));
    const found = await ask(7, { instead: true });
    expect(found).toMatchObject({ title: 'In the place of step 2' });
    expect(found?.kind === 'found' && found.steps[0]?.edit).toEqual({
      range: { start: { line: 7, character: 3 }, end: { line: 7, character: doubtful.length - 1 } },
      newText: right,
    });
    const titles = (await actions(7)).map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Better continuation from here: Then/),
        'Trouble starts at step 2: revise…',
        'Find a better continuation from here…',
        'Find where the trouble starts…',
      ]),
    );
  });
});

describe('where the trouble starts', () => {
  const find = (line: number): Promise<NextSteps | null> =>
    client.connection.sendRequest(findTrouble.method, { uri, position: { line, character: 0 } });

  test('at a step that is refuted: what can stand in its place', async () => {
    await open({ text: `${problem}${first}2. So $12 - 5 = 8$.\n` });
    const answer = await find(7);
    expect(answer).toMatchObject({ title: 'Trouble starts at step 2: it is refuted. In its place', line: 7 });
    expect(textsOf(answer)).toEqual([right]);
  });

  test('at a refuted step for which there is no other: that is said', async () => {
    await open({ text: `${problem}${first}2. So $12 - 5 = 8$.\n`, proposals: [] });
    expect(await find(7)).toEqual({
      kind: 'none',
      message: 'Trouble starts at step 2: it is refuted. Nothing was found that could stand in its place.',
    });
  });

  test('at a step that leads nowhere, where another leads to the end', async () => {
    const astray = 'We go on with half of it.';
    await open({
      text: `## Problem\n\nSolve $2x + 1 = 9$.\n\n## Solution\n\n1. ${astray}\n`,
      proposals: written => {
        if (written.length === 0) return ['So $2x = 8$.'];
        return [written[0] === astray ? 'So $x = 5$, \\boxed{5}.' : 'So $x = 4$, \\boxed{4}.'];
      },
    });
    const answer = await find(6);
    expect(answer).toMatchObject({
      title: expect.stringMatching(/^Trouble starts at step 1: the outlook falls from \d+ % to \d+ %\. In its place$/),
      line: 6,
    });
    expect(textsOf(answer)).toEqual(['So $2x = 8$.']);
  });

  test('nowhere, where the outlook holds', async () => {
    await open();
    expect(await find(6)).toEqual({ kind: 'none', message: 'No step was found at which the outlook falls.' });
  });
});
