/** Takes the picture of the README, docs/images/editor.png, from the editor as it is (npm run picture). */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSession } from './session.ts';

const examples = new URL('../../examples/', import.meta.url);
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));

const session = await startSession({
  'editor.wordWrap': 'on',
  'editor.lineNumbersMinChars': 3,
  'breadcrumbs.enabled': false,
});
try {
  for (const name of readdirSync(examples)) {
    // No font for Chinese is at hand everywhere.
    if (name !== 'README.md' && /^[\w.-]+$/.test(name))
      session.write(name, readFileSync(new URL(name, examples), 'utf8'));
  }
  const window = await session.open('school-trip.md');
  await window.waitForSquiggles([{ severity: 'error', text: '242' }]);
  await window.runCommand('Stepwise: Check Workspace');
  await window.waitFor('the problems of all examples', async () => (await window.problems()).length > 3);
  // The message would hide the problems.
  await window.waitFor('the message', () =>
    window.page
      .getByText(/\d+ files: \d+ steps/)
      .first()
      .isVisible(),
  );
  await window.runCommand('Notifications: Clear All Notifications');
  await window.page.mouse.click(700, 350);
  await window.hover('242');
  mkdirSync(images, { recursive: true });
  await window.page.screenshot({ path: `${images}editor.png` });
} finally {
  await session.stop();
}
// A timer of the driver would keep the process alive.
process.exit();
