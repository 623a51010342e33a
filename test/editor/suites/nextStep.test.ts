/** "What next?" as a person asks it: found by command, chosen from a list, written in the form of each of the three formats. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

/** The first run on a machine prepares the sandbox. */
const foundMs = 120_000;
const testMs = 300_000;

let session: EditorSession;
let window: EditorWindow | undefined;

beforeAll(async () => {
  session = await startSession({});
});

afterEach(async () => {
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
});

test.each<readonly [file: string, text: string, at: string, step: RegExp, written: string]>([
  [
    'next.md',
    '## Problem\n\nSolve $x^2 - 5x + 6 = 0$.\n\n## Solution\n\n1. We start from $x^2 - 5x + 6 = 0$.\n',
    'We start',
    /^Factor:/,
    '2. Factor: $\\left(x - 3\\right)\\left(x - 2\\right) = 0$.',
  ],
  [
    'next.steps',
    'problem: Find x.\n\n3x + 5 = 20\n',
    '3x + 5 = 20',
    /^Subtract 5 from both sides/,
    'Subtract 5 from both sides: 3x = 15.',
  ],
  [
    'next.tex',
    '\\begin{exercise}\nSolve $2x = 8$.\n\\end{exercise}\n\\begin{proof}\nWe have $2x = 8$.\n\\end{proof}\n',
    'We have',
    /^Divide both sides by 2/,
    'Divide both sides by $2$: $x = 4$.',
  ],
])(
  '%s',
  async (file, text, at, step, written) => {
    session.write(file, text);
    const opened = await session.open(file);
    window = opened;
    await opened.waitFor('the status bar', async () => /step/.test((await opened.statusBar()) ?? ''), foundMs);
    await opened.putCursor(at);
    await opened.runCommand('Stepwise: Find the Next Step');
    await opened.waitFor(
      'the steps that were found',
      async () => (await opened.choices()).some(choice => step.test(choice)),
      foundMs,
    );
    await opened.screenshot(`next-${file.replace('.', '-')}`);
    const best = (await opened.choices()).find(choice => step.test(choice)) ?? '';
    expect(best).toMatch(/proved|tested at points/);
    await opened.pick(step.exec(best)?.[0] ?? '');
    await opened.waitFor('the step in the text', async () =>
      (await opened.lines()).some(line => line.trim() === written),
    );
    await opened.screenshot(`next-${file.replace('.', '-')}-written`);
    // What the standing tree knows is offered at once.
    await opened.putCursor(written.slice(0, 12));
    expect(await opened.codeActions(written.slice(0, 12))).toContain('Find the next step…');
    await opened.press('Escape');
    // One undo takes it back.
    await opened.press('Control+z');
    await opened.waitFor(
      'the text as it was',
      async () => !(await opened.lines()).some(line => line.trim() === written),
    );
  },
  testMs,
);

test(
  'a step that loses a solution is where the trouble starts, and another is written in its place',
  async () => {
    session.write(
      'trouble.md',
      '## Problem\n\nSolve $x^2 = 5x$.\n\n## Solution\n\n1. We start from $x^2 = 5x$.\n2. Divide both sides by $x$: $x = 5$.\n',
    );
    const opened = await session.open('trouble.md');
    window = opened;
    await opened.waitFor('the status bar', async () => /step/.test((await opened.statusBar()) ?? ''), foundMs);
    await opened.putCursor('Divide');
    await opened.runCommand('Stepwise: Find Where the Trouble Starts');
    const other = 'Bring everything to one side';
    await opened.waitFor(
      'what could stand in its place',
      async () => (await opened.choices()).some(choice => choice.startsWith(other)),
      foundMs,
    );
    await opened.screenshot('trouble');
    await opened.pick(other);
    await opened.waitFor('the other step in its place', async () =>
      (await opened.lines()).some(line => line.startsWith(`2. ${other}`)),
    );
    await opened.screenshot('trouble-revised');
    await opened.press('Control+z');
    await opened.waitFor('the text as it was', async () =>
      (await opened.lines()).some(line => line.includes('Divide')),
    );
  },
  testMs,
);
