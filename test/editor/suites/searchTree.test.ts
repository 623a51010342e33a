/** The search tree as a person meets it: called by command, gone through by keys, a step written from it; in light, dark and high contrast. */
import type { FrameLocator, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

/** The first run on a machine prepares the sandbox. */
const foundMs = 120_000;
const testMs = 300_000;

const text =
  '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. We start from $x^2 - 5x + 6 = 0$.\n2. Adding $\\frac{1}{4}$ to both sides gives $x^2 - 5x + \\frac{25}{4} = \\frac{1}{4}$.\n';

let window: EditorWindow | undefined;
let session: EditorSession | undefined;

afterEach(async () => {
  await window?.close();
  window = undefined;
  await session?.stop();
  session = undefined;
});

/** The page in the panel: a frame in a frame. */
function pageOf(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe');
}

/** What a screen reader says of the rows, top to bottom. */
async function rows(frame: FrameLocator): Promise<readonly string[]> {
  return frame.getByRole('treeitem').evaluateAll(items => items.map(item => item.getAttribute('aria-label') ?? ''));
}

async function focused(frame: FrameLocator): Promise<string> {
  return (await frame.locator('[role=treeitem]:focus').getAttribute('aria-label', { timeout: 3000 })) ?? '';
}

/** The view beside a solution in which nothing was looked for. */
async function openView(theme: string): Promise<{ readonly opened: EditorWindow; readonly frame: FrameLocator }> {
  session = await startSession({ 'workbench.colorTheme': theme });
  session.write('tree.md', text);
  const opened = await session.open('tree.md');
  window = opened;
  await opened.waitFor('the status bar', async () => /step/.test((await opened.statusBar()) ?? ''), foundMs);
  await opened.putCursor('We start');
  await opened.runCommand('Stepwise: Show the Search Tree');
  const frame = pageOf(opened.page);
  const button = frame.getByRole('button', { name: 'Look ahead', exact: true });
  await opened.waitFor('the button', () => button.isVisible(), foundMs);
  return { opened, frame };
}

async function lookAhead({ opened, frame }: Awaited<ReturnType<typeof openView>>): Promise<void> {
  await frame.getByRole('button', { name: 'Look ahead', exact: true }).press('Enter');
  await opened.waitFor('found steps', async () => (await rows(frame)).some(row => row.startsWith('Factor')), foundMs);
  const done = frame.getByRole('button', { name: 'Look further ahead' });
  await opened.waitFor('the end of the search', () => done.isVisible(), foundMs);
}

test.each<readonly [name: string, theme: string]>([
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
])(
  'the tree, %s',
  async (name, theme) => {
    const view = await openView(theme);
    await view.opened.screenshot(`tree-${name}-empty`);
    await lookAhead(view);
    await view.frame.getByRole('treeitem', { name: /^Factor/ }).click();
    await view.opened.screenshot(`tree-${name}`);
    const [problem, written, found] = await rows(view.frame);
    expect([problem, written]).toEqual(['The problem.', 'Step 1: We start from x^2 - 5x + 6 = 0. You are here.']);
    expect(found).toMatch(/\. proved, (?:answers the problem, )?on the best line, Q [01]\.\d\d, \d+ visits?\.$/);
    // Formulas are MathML, not their source.
    expect(await view.frame.locator('[role=treeitem] math').count()).toBeGreaterThan(1);
  },
  testMs,
);

test(
  'by keys alone: looked through, looked below, written',
  async () => {
    const view = await openView('Default Dark Modern');
    const { opened, frame } = view;
    await lookAhead(view);
    // Where the writer stands takes the keys; below it is what was found.
    await opened.runCommand('Stepwise: Show the Search Tree');
    await opened.waitFor('the focus', async () => (await focused(frame)).includes('You are here'));
    await opened.press('ArrowLeft');
    const closed = await rows(frame);
    expect(closed.at(-1)).toContain('You are here');
    await opened.press('ArrowRight');
    await opened.press('ArrowRight');
    const first = await focused(frame);
    expect(first).toBe((await rows(frame))[2]);
    await opened.press('f');
    await opened.waitFor('the row by its letter', async () => (await focused(frame)).startsWith('Factor'));
    await opened.press('Control+Enter');
    await opened.waitFor(
      'how it ended',
      async () => /tried|found|left/.test(await frame.getByRole('status').innerText()),
      foundMs,
    );
    expect(await focused(frame)).toMatch(/^Factor/);
    await opened.screenshot('tree-looked-below');
    await opened.press('Enter');
    const written = '2. Factor: $';
    await opened.waitFor('the step in the text', async () =>
      (await opened.lines()).some(line => line.startsWith(written)),
    );
    // The tree goes on from what was written, and the focus stays on it.
    await opened.waitFor('the tree after it', async () =>
      (await rows(frame)).some(row => /^Step 2: Factor.*You are here/.test(row)),
    );
    await opened.waitFor('the focus', async () => (await focused(frame)).startsWith('Step 2: Factor'));
    await opened.screenshot('tree-written');
    await opened.putCursor(written);
    await opened.press('Control+z');
    await opened.waitFor(
      'the text as it was',
      async () => !(await opened.lines()).some(line => line.startsWith(written)),
    );
  },
  testMs,
);
