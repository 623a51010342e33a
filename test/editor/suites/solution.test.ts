/** What a person sees: a solution is opened, its wrong step underlined, and put right. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EditorWindow, Squiggle } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

let session: EditorSession;
let window: EditorWindow | undefined;

const tickets = `# Tickets

## Problem

Pupils pay $4 each, 28 of them come. The bus costs $186. What does the trip cost?

## Solution

1. The tickets cost $28 \\cdot 4 = 112$.
2. With the bus that is $112 + 186 = 288$.
3. So the trip costs $\\boxed{298}$.
`;

const wrongSum: Squiggle = { severity: 'error', text: '288' };

beforeAll(async () => {
  session = await startSession();
});

afterEach(async () => {
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
});

async function open(file: string, text: string): Promise<EditorWindow> {
  session.write(file, text);
  window = await session.open(file);
  return window;
}

test('the wrong link is underlined, listed and counted', async () => {
  const window = await open('tickets.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  await window.waitFor('the status bar', async () => (await window.statusBar()) === '3 steps, 1 flagged');
  await window.waitFor('the Problems panel', async () => (await window.problems()).length === 1);
  const [problem] = await window.problems();
  expect(problem).toContain('298');
  expect(problem).toContain('Stepwise');
  expect(problem).toContain('claim.false-equality');
  expect(problem).toContain('[Ln 10, Col');
  await window.screenshot('problems');
});

test('the hover tells claim, verdict and evidence', async () => {
  const window = await open('tickets.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  const hover = await window.hover('112 + 186');
  expect(hover).toContain('refuted');
  expect(hover).toContain('112 + 186 = 298, not 288');
  await window.screenshot('hover');
});

test('the quick fix puts the right value', async () => {
  const window = await open('tickets.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  expect(await window.codeActions('288')).toEqual([
    'Replace by 298',
    'Ignore this step',
    'Ignore this step in .stepwise.yaml',
    'Switch claim.false-equality off for this file',
    'Switch claim.false-equality off for the workspace',
    'Insert a code check',
    'Find a better continuation from here…',
    'Find the next step…',
  ]);
  await window.applyCodeAction('288', /^Replace by 298/);
  await window.waitForSquiggles([]);
  expect(await window.lines()).toContain('2. With the bus that is $112 + 186 = 298$.');
  await window.waitFor('the status bar', async () => (await window.statusBar()) === '3 steps');
  await window.waitFor('no problems', async () => (await window.problems()).length === 0);
});

test('a step can be ignored, and stays so when the text above changes', async () => {
  const window = await open('ignored.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  await window.applyCodeAction('288', /^Ignore this step$/);
  await window.waitForSquiggles([]);
  expect((await window.lines()).join('\n')).toContain('288$. <!-- stepwise: ignore -->');
  await window.putCursor('Tickets');
  await window.type('Expensive ');
  await window.waitFor('the typing', async () => (await window.lines()).join('\n').includes('Expensive '));
  await window.waitForSquiggles([]);
  await window.screenshot('ignored');
});

test('a rule is switched off for the workspace in a file', async () => {
  const window = await open('workspace.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  await window.applyCodeAction('288', /off for the workspace$/);
  await window.waitForSquiggles([]);
  expect(session.read('.stepwise.yaml')).toContain('claim.false-equality');
  session.write('.stepwise.yaml', '');
  await window.waitForSquiggles([wrongSum]);
});

test('a wrong step is underlined while it is typed, a half-typed one is not', async () => {
  const window = await open('typed.steps', 'Solution:\n3x - 4 = 11\n');
  await window.waitFor('the status bar', async () => (await window.statusBar()) === '1 step');
  await window.press('Control+End');
  await window.type('so 3x =');
  await window.waitFor('the typing', async () => (await window.lines()).includes('so 3x ='));
  await window.waitForSquiggles([]);
  await window.type(' 16');
  await window.waitForSquiggles([{ severity: 'error', text: '16' }]);
  await window.screenshot('typed');
  await window.press('Backspace');
  await window.type('5');
  await window.waitForSquiggles([]);
});

test('LaTeX: the row of the display that fails', async () => {
  const text = `\\begin{problem}
  Expand $(x + 2)^2 - 4$.
\\end{problem}
\\begin{solution}
  \\begin{align*}
    (x + 2)^2 - 4 &= x^2 + 4x + 4 - 4 \\\\
                  &= x^2 + 2x
  \\end{align*}
\\end{solution}
`;
  const window = await open('square.tex', text);
  await window.waitForSquiggles([{ severity: 'error', text: 'x^2 + 2x' }]);
  await window.screenshot('latex');
});

test('the status bar item switches off and on', async () => {
  const window = await open('switched.md', tickets);
  await window.waitForSquiggles([wrongSum]);
  await window.clickStatusBar();
  await window.pick('Switch off');
  await window.waitFor('the status bar', async () => (await window.statusBar()) === 'Stepwise: off');
  await window.waitForSquiggles([]);
  await window.runCommand('Stepwise: Switch On');
  await window.waitForSquiggles([wrongSum]);
});

test('steps that nothing marks become a solution by a command', async () => {
  const unmarked = '## Exercise 3\n\nWhat is $3 \\cdot 4 + 5$?\n\n1. $3 \\cdot 4 = 13$\n2. $13 + 5 = 18$\n';
  const window = await open('unmarked.md', unmarked);
  await window.waitFor('the status bar', async () => (await window.statusBar()) === 'Stepwise: no steps');
  await window.putCursor('13 + 5');
  await window.clickStatusBar();
  await window.pick('Begin a solution here');
  await window.waitForSquiggles([{ severity: 'error', text: '13' }]);
  expect((await window.lines()).slice(3, 7)).toEqual(['', '**Solution.**', '', '1. $3 \\cdot 4 = 13$']);
  await window.screenshot('begun');
  await window.press('Control+z');
  await window.waitForSquiggles([]);
});

test('the whole workspace can be checked', async () => {
  session.write('closed.steps', 'Step 1. 2 + 2 = 5\n');
  const window = await open('open.md', '# Nothing to check here\n');
  await window.runCommand('Stepwise: Check Workspace');
  await window.waitFor('the closed file among the problems', async () =>
    (await window.problems()).some(row => row.includes('2 + 2 = 4, not 5')),
  );
  await window.screenshot('workspace');
});
