/** Next steps that a model proposes, as a person sees them: listed while the search goes on, stopped by Cancel, written in the place of a step that is wrong. */
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  event,
  json,
  piece,
  type ScriptedServer,
  scriptedServer,
} from '../../unit/adapters/openai/lib/scripted-server.ts';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

/** The first run on a machine prepares the sandbox. */
const foundMs = 120_000;
const testMs = 300_000;

const problem = '## Problem\n\nA box holds 3 rows of 4 apples and 5 are eaten. How many are left?\n\n## Solution\n\n';
const first = '1. There are $3 \\cdot 4 = 12$ apples.\n';
const proposals = ['Then $12 - 5 = 7$ apples are left.', 'We take away what is eaten: $12 - 5 = 7$.'];

let server: ScriptedServer;
let session: EditorSession;
let window: EditorWindow | undefined;
/** The model takes its time. */
let isSlow = false;
const waiting: (() => void)[] = [];

beforeAll(async () => {
  let asked = 0;
  server = await scriptedServer({
    'GET /v1/models': response => json(response, 200, { data: [{ id: 'm' }] }),
    'POST /v1/chat/completions': (response, { body }) => {
      const reply = proposals[asked++ % proposals.length] ?? '';
      const go = (): void => answer(response, body.stream === true, reply);
      if (isSlow) waiting.push(go);
      else go();
    },
  });
  session = await startSession(
    { 'stepwise.policy.model': 'mine', 'stepwise.search.seconds': 30 },
    { machine: { 'stepwise.models': { mine: { kind: 'server', url: server.url, model: 'm' } } } },
  );
});

function answer(response: ServerResponse, streams: boolean, reply: string): void {
  if (!streams) {
    json(response, 200, { choices: [{ index: 0, message: { content: reply }, finish_reason: 'stop' }] });
    return;
  }
  event(response, piece(0, reply, 'stop'));
  event(response, '[DONE]');
  response.end();
}

afterEach(async () => {
  isSlow = false;
  for (const go of waiting.splice(0)) go();
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
  await server?.close();
});

async function open(file: string, text: string): Promise<EditorWindow> {
  session.write(file, text);
  const opened = await session.open(file);
  window = opened;
  await opened.waitFor('the status bar', async () => /step/.test((await opened.statusBar()) ?? ''), foundMs);
  return opened;
}

test(
  'a step of the model is listed with who wrote it, and written below',
  async () => {
    const opened = await open('apples.md', problem + first);
    await opened.putCursor('There are');
    await opened.runCommand('Stepwise: Find the Next Step');
    await opened.waitFor(
      'the steps that were found',
      async () => (await opened.choices()).some(choice => choice.includes('Then 12 - 5 = 7')),
      foundMs,
    );
    await opened.screenshot('model-steps');
    const choice = (await opened.choices()).find(each => each.includes('Then 12 - 5 = 7')) ?? '';
    expect(choice).toMatch(/proved.*rated \d+ %, by m/);
    await opened.pick('Then 12 - 5 = 7');
    await opened.waitFor('the step in the text', async () =>
      (await opened.lines()).some(line => line.trim() === `2. ${proposals[0]}`),
    );
    await opened.screenshot('model-steps-written');
  },
  testMs,
);

test(
  'Cancel stops at once, and what was found stays',
  async () => {
    const opened = await open('stopped.md', problem.replaceAll('apples', 'pears') + first.replace('apples', 'pears'));
    isSlow = true;
    await opened.putCursor('There are');
    await opened.runCommand('Stepwise: Find the Next Step');
    const toast = opened.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: 'looking for' });
    await toast.waitFor({ state: 'visible', timeout: foundMs });
    await opened.screenshot('model-steps-progress');
    await toast.hover();
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await toast.waitFor({ state: 'detached', timeout: 5000 });
    await opened.waitFor('what is said', async () =>
      (await opened.notifications()).some(text => text.includes('Stopped before anything was found.')),
    );
  },
  testMs,
);

test(
  'a refuted step is replaced by a better one, from the code actions; undo takes it back',
  async () => {
    const wrong = '2. Then $12 - 5 = 8$ apples are left.';
    const opened = await open('better.md', `${problem}${first}${wrong}\n`);
    await opened.putCursor('Then');
    await opened.runCommand('Stepwise: Find the Next Step');
    await opened.waitFor(
      'the steps that were found',
      async () => (await opened.choices()).some(choice => choice.includes('Then 12 - 5 = 7')),
      foundMs,
    );
    await opened.press('Escape');
    const titles = await opened.codeActions('Then');
    expect(titles.filter(title => title.startsWith('Better continuation from here: Then'))).toHaveLength(1);
    await opened.screenshot('model-steps-better');
    await opened.applyCodeAction('Then', /Better continuation from here: Then/);
    await opened.waitFor('the step in its place', async () =>
      (await opened.lines()).some(line => line.trim() === `2. ${proposals[0]}`),
    );
    expect((await opened.lines()).some(line => line.includes('= 8'))).toBe(false);
    await opened.screenshot('model-steps-replaced');
    await opened.press('Control+z');
    await opened.waitFor('the text as it was', async () => (await opened.lines()).some(line => line.includes('= 8')));
  },
  testMs,
);
