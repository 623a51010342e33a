/** Ghost text as a person meets it: grey behind the step after a pause, taken with Tab, and away for good after Escape. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

/** The first run on a machine prepares the sandbox. */
const shownMs = 120_000;
const testMs = 300_000;

let session: EditorSession;
let window: EditorWindow | undefined;

beforeAll(async () => {
  session = await startSession({ 'stepwise.ghostText': true, 'editor.acceptSuggestionOnEnter': 'off' });
});

afterEach(async () => {
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
});

const solution = '## Problem\n\nSolve $2x = 8$.\n\n## Solution\n\n1. We start from $2x = 8$';

/** Opens the file with the cursor at the end of its last line. */
async function open(file: string, text: string): Promise<EditorWindow> {
  session.write(file, text);
  const opened = await session.open(file);
  window = opened;
  await opened.waitFor('the status bar', async () => /step/.test((await opened.statusBar()) ?? ''), shownMs);
  await opened.putCursor(text.split('\n').at(-1)?.slice(0, 8) ?? '');
  await opened.press('Control+End');
  return opened;
}

/** What is shown in grey and is no text of the document, its lines joined. */
async function ghost(opened: EditorWindow): Promise<string> {
  const parts = await opened.page
    .locator(
      '.editor-instance .ghost-text, .editor-instance .ghost-text-decoration, .editor-instance .suggest-preview-text',
    )
    .allInnerTexts();
  return parts.join(' ').replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
}

const shown = (opened: EditorWindow, text: RegExp): Promise<string> =>
  opened.waitFor(
    `the ghost text ${text}`,
    async () => {
      const seen = await ghost(opened);
      return text.test(seen) ? seen : '';
    },
    shownMs,
  );

async function staysAway(opened: EditorWindow): Promise<void> {
  await opened.page.waitForTimeout(3000);
  expect(await ghost(opened)).toBe('');
}

test.each<readonly [file: string, text: string, typed: string, seen: RegExp, lines: readonly string[]]>([
  [
    'ghost.md',
    solution,
    '.',
    /Divide both sides by/,
    ['1. We start from $2x = 8$.', '2. Divide both sides by $2$: $x = 4$.'],
  ],
  [
    'ghost.steps',
    'problem: Find x.\n\n2x = 8',
    '\n',
    /Divide both sides by 2/,
    ['2x = 8', 'Divide both sides by 2: x = 4.'],
  ],
  [
    'ghost.tex',
    '\\begin{exercise}\nSolve $2x = 8$.\n\\end{exercise}\n\\begin{proof}\nWe have $2x = 8$',
    '.',
    /Divide both sides by/,
    ['We have $2x = 8$.', '', 'Divide both sides by $2$: $x = 4$.'],
  ],
])(
  '%s: shown after a pause, taken with Tab',
  async (file, text, typed, seen, lines) => {
    const opened = await open(file, text);
    await opened.type(typed);
    await shown(opened, seen);
    await opened.screenshot(`ghost-text-${file.replace('.', '-')}`);
    await opened.press('Tab');
    await opened.waitFor('the step in the text', async () => {
      const written = (await opened.lines()).map(line => line.trim());
      return written.join('\n').includes(lines.join('\n'));
    });
    expect(await ghost(opened)).not.toMatch(seen);
    await opened.screenshot(`ghost-text-${file.replace('.', '-')}-taken`);
    await opened.press('Control+z');
    await opened.waitFor(
      'the text as it was',
      async () => !(await opened.lines()).some(line => line.includes('Divide')),
    );
  },
  testMs,
);

test(
  'what is begun is gone on with; what is hidden with Escape does not come back',
  async () => {
    const opened = await open('escape.md', `${solution}.\n2. `);
    await opened.type('D');
    await shown(opened, /^ivide both sides by/);
    await opened.press('Escape');
    await opened.waitFor('the ghost text to go', async () => (await ghost(opened)) === '');
    await opened.press('Backspace');
    await staysAway(opened);
    await opened.type('D');
    await staysAway(opened);
    await opened.screenshot('ghost-text-hidden');
    // Asked for, it is there.
    await opened.runCommand('Trigger Inline Suggestion');
    await shown(opened, /^ivide both sides by/);
  },
  testMs,
);
