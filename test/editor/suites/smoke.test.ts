import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EditorSession, startSession } from '../session.ts';

let session: EditorSession;

beforeAll(async () => {
  session = await startSession();
});

afterAll(async () => {
  await session.stop();
});

test('a .steps file opens with its language', async () => {
  session.write('first.steps', 'Step 1. 3 * 7 = 21\n');
  const window = await session.open('first.steps');
  const language = window.page.locator('.statusbar-item[id="status.editor.mode"]');
  await window.waitFor('the language in the status bar', async () => (await language.innerText()).includes('Steps'));
  expect(await window.lines()).toContain('Step 1. 3 * 7 = 21');
  await window.screenshot('smoke');
  await window.close();
});
