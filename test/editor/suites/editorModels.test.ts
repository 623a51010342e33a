/** VS Code's own language models, brought by another extension: set up by command, after consent, judging steps; and what is said when a quota is used up. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';
import { packTestExtension } from '../testExtension.ts';

/** Where the machine has much to do, each window takes its time. */
const testMs = 300_000;

let session: EditorSession;
let window: EditorWindow | undefined;

const solution = `## Problem

A box holds 3 rows of 4 apples and 5 are eaten. How many are left?

## Solution

1. There are three rows with four apples each.
2. So surely there are as many apples as pears.
3. We take away the five that are eaten.
`;

beforeAll(async () => {
  session = await startSession(
    { 'chat.disableAIFeatures': false, 'stepwise.reward.chips': 'all' },
    { packages: [await packTestExtension('chat-models')] },
  );
});

afterEach(async () => {
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
});

async function open(file: string): Promise<EditorWindow> {
  session.write(file, solution);
  window = await session.open(file);
  return window;
}

/** Starts the set-up and chooses a model by its name. */
async function setUp(window: EditorWindow, name: string): Promise<void> {
  await window.runCommand('Stepwise: Set Up a Model');
  await window.waitFor(`the model ${name} in the list`, async () =>
    (await window.choices()).some(row => row.includes(name)),
  );
  await window.screenshot('models-set-up-list');
  await window.pick(name);
}

/** The same, up to where it judges steps. */
async function judgeWith(window: EditorWindow, name: string): Promise<void> {
  await setUp(window, name);
  await window.dialog();
  await window.chooseInDialog('Send Steps to This Model');
  await window.waitFor(
    'what came of the trial',
    async () => (await window.dialog(60_000)).includes(`${name} works`),
    90_000,
  );
  await window.chooseInDialog('Judge Steps');
}

test(
  'set up by command, after consent; steps are judged; the consent is taken back by command, and nothing more is sent',
  async () => {
    const window = await open('apples.md');
    await window.waitFor('the status bar', async () => (await window.statusBar()) === '3 steps');
    await setUp(window, 'Kind Chat');
    expect(await window.dialog()).toMatch(/Let Stepwise send your solutions to Kind Chat \(scripted\)\?/);
    await window.screenshot('models-consent');
    await window.chooseInDialog('Send Steps to This Model');
    await window.waitFor(
      'what came of the trial',
      async () => /Kind Chat works/.test(await window.dialog(60_000)),
      90_000,
    );
    await window.screenshot('models-trial');
    expect(await window.dialog()).toMatch(/✓ solved a small problem.*It cannot.*– weigh/);
    await window.chooseInDialog('Judge Steps');
    await window.waitFor(
      'the doubted step',
      async () => (await window.squiggles()).some(({ severity }) => severity === 'info'),
      60_000,
    );
    expect((await window.problems()).join()).toMatch(
      /reward model kind \(scripted\), critic finds this step doubtful: nothing is said of why this holds\./,
    );
    await window.screenshot('models-judged');
    const hover = await window.hover('as many apples');
    expect(hover).toMatch(/This step as a whole.*not calibrated.*Its reason: nothing is said of why this holds/);
    await window.screenshot('models-hover');
    expect((await window.lines()).join('\n')).toMatch(/as pears\. ?\d+ ?%/);
    expect(await window.statusBar()).toMatch(/^3 steps, 1 flagged .*budget < 1 %$/);

    await window.runCommand('Stepwise: Stop Sending Steps to a VS Code Model');
    await window.waitFor('the model in the list', async () =>
      (await window.choices()).some(row => row.includes('Kind Chat')),
    );
    await window.screenshot('models-withdraw');
    await window.pick('Kind Chat');
    await window.waitFor('word that nothing is sent', async () =>
      (await window.notifications()).some(text => /sends no more steps to Kind Chat/.test(text)),
    );
    await window.putCursor('There are three rows');
    await window.type('Now ');
    await window.waitFor(
      'why there is no score',
      async () =>
        (await window.notifications()).some(text =>
          /Steps are not sent to Kind Chat: you have not allowed it/.test(text),
        ),
      60_000,
    );
    await window.screenshot('models-withdrawn');
  },
  testMs,
);

test(
  'a refusal is taken as one, and nothing is sent',
  async () => {
    const window = await open('refused.md');
    await setUp(window, 'Spent Chat');
    await window.dialog();
    await window.chooseInDialog('Cancel');
    await window.waitFor('no dialog', async () => !(await window.page.locator('.monaco-dialog-box').isVisible()));
  },
  testMs,
);

test(
  'a quota that is used up is said once, and stands in the status bar',
  async () => {
    const window = await open('spent.md');
    await judgeWith(window, 'Spent Chat');
    await window.waitFor('word of the quota', async () =>
      (await window.notifications()).some(text => /Spent Chat takes no more requests/.test(text)),
    );
    await window.screenshot('models-quota');
    await window.putCursor('There are three rows');
    await window.type('Now ');
    await window.waitFor('the status bar', async () => /budget/.test((await window.statusBar()) ?? ''));
    const told = await window.notifications();
    expect(told.filter(text => /takes no more requests/.test(text))).toHaveLength(1);
  },
  testMs,
);

test(
  'a consent that is taken back cancels the request that runs',
  async () => {
    const window = await open('silent.md');
    await judgeWith(window, 'Silent Chat');
    await window.waitFor(
      'a request that runs',
      async () => (await window.notifications()).some(text => /Silent Chat thinks/.test(text)),
      60_000,
    );
    expect((await window.notifications()).join()).not.toMatch(/Silent Chat was cancelled/);
    await window.runCommand('Stepwise: Stop Sending Steps to a VS Code Model');
    await window.waitFor('the model in the list', async () =>
      (await window.choices()).some(row => row.includes('Silent Chat')),
    );
    await window.pick('Silent Chat');
    await window.waitFor('the end of the request', async () =>
      (await window.notifications()).some(text => /Silent Chat was cancelled/.test(text)),
    );
    await window.screenshot('models-withdrawn-running');
  },
  testMs,
);
