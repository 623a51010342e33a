/** Python in a solution as a person sees it: lenses above it, what came of it behind it, and Stop. The sandbox is the packaged one. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

let session: EditorSession;
let window: EditorWindow | undefined;

const markdown = `# Three checks

## Solution

1. We expand: $(x + 1)^2 = x^2 + 2x + 1$.

   \`\`\`python
   check((x + 1)**2, x**2 + 2*x + 1)
   \`\`\`

2. A slip in the code.

   \`\`\`python
   y = 3
   check(y**2, 6)
   \`\`\`

3. This does not end by itself.

   \`\`\`python
   n = 0
   while True:
       n += 1
   \`\`\`
`;

/** The first run on a machine prepares the sandbox. */
const firstRunMs = 120_000;

beforeAll(async () => {
  session = await startSession({ 'stepwise.code.timeLimit': 60 });
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

test('Markdown: a passing, a failing and a runaway check', async () => {
  const window = await open('three.md', markdown);
  await window.waitFor(
    'the lenses',
    async () => (await window.lenses()).join() === 'Run check | Run all checks,Run check,Run check',
  );
  await window.screenshot('code-lenses');
  await window.clickLens('Run all checks');
  await window.waitFor('word of the preparation', () =>
    window.page
      .locator('.statusbar-item')
      .filter({ hasText: /preparing the Python sandbox \(once\)/ })
      .first()
      .isVisible(),
  );
  await window.screenshot('code-preparing');
  await window.waitFor(
    'the runaway to run',
    async () => (await window.behindLines()).some(line => /n \+= 1 → running/.test(line)),
    firstRunMs,
  );
  const [passed, failed] = await window.behindLines();
  expect(passed).toMatch(/2\*x \+ 1\) → ✓ 1 check passed · \d+ ms$/);
  expect(failed).toMatch(/check\(y\*\*2, 6\) → ✗ .*9.* · \d+ ms$/);
  await window.waitForSquiggles([{ severity: 'error', text: 'check(y**2, 6)' }]);
  // The lenses above follow a moment later: until then there is more than one Stop.
  await window.waitFor(
    'one Stop',
    async () => (await window.lenses()).join() === 'Run check | Run all checks,Run check,Stop',
  );
  await window.screenshot('code-running');
  await window.clickLens('Stop');
  await window.waitFor('the end of the runaway', async () =>
    (await window.behindLines()).some(line => /n \+= 1 → stopped$/.test(line)),
  );
  await window.waitFor('the lens to run it again', async () => (await window.lenses()).at(-1) === 'Run check');
  await window.screenshot('code-stopped');
});

test('the hover tells all of it', async () => {
  const text = `## Solution

1. For real $x$ all in one step.

   \`\`\`python
   for k in range(3):
       print("k =", k)
   check(x + x, 2*x)
   check((x + 1)**2, x**2 + 1)
   \`\`\`
`;
  const window = await open('hover.md', text);
  await window.clickLens('Run check');
  await window.waitFor('the outcome', async () => /✗/.test((await window.behindLines()).join()), firstRunMs);
  const hover = await window.hover('for k in range');
  expect(hover).toMatch(/refuted by a check/);
  expect(hover).toMatch(/k = 0 k = 1 k = 2/);
  expect(hover).toMatch(/line 3: .*proved/);
  await window.screenshot('code-hover');
});

test('LaTeX, in the dark: saving runs what has changed', async () => {
  session.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': 'Default Dark Modern' }));
  const text = `\\begin{proof}
  The square of $x + 1$ is $x^2 + 2x + 1$.
  \\begin{lstlisting}[language=Python]
    square = expand((x + 1)**2)
    check(square, x**2 + 2*x + 1)
  \\end{lstlisting}

  Its value at three is $17$.
  \\begin{minted}{python}
    assert square.subs(x, 3) == 17, "at 3"
  \\end{minted}

  An error in the code is no error of the step.
  \\begin{minted}{python}
    square.at(3)
  \\end{minted}
\\end{proof}
`;
  const window = await open('square.tex', text);
  await window.waitFor('the lenses', async () => (await window.lenses()).length === 3);
  await window.press('Control+s');
  await window.waitFor(
    'three outcomes',
    async () => (await window.behindLines()).filter(line => /· \d+ ms$/.test(line)).length === 3,
    firstRunMs,
  );
  const [passed, failed, raised] = await window.behindLines();
  expect(passed).toMatch(/→ ✓ 1 check passed/);
  expect(failed).toMatch(/→ ✗ at 3/);
  expect(raised).toMatch(/→ AttributeError/);
  await window.screenshot('code-latex-dark');
  session.write('.vscode/settings.json', '{}');
});

test('.steps: at the cursor, and an edit takes the outcome away', async () => {
  const text = `Problem: Find the roots of x^2 = 5x.

1. x^2 - 5x = 0
\`\`\`python
roots = solve(x**2 - 5*x)
\`\`\`
2. x = 0 or x = 5
\`\`\`python
sorted(roots)
\`\`\`
`;
  const window = await open('roots.steps', text);
  await window.waitFor('the lenses', async () => (await window.lenses()).length === 2);
  await window.putCursor('sorted');
  await window.runCommand('Stepwise: Run Check at Cursor');
  await window.waitFor(
    'the value',
    async () => (await window.behindLines()).some(line => /\) → ✓ \[0, 5\] · \d+ ms$/.test(line)),
    firstRunMs,
  );
  await window.screenshot('code-steps');
  await window.putCursor('sorted');
  await window.type('tuple(');
  await window.press('End');
  await window.type(')');
  await window.waitFor('no outcome', async () => !(await window.behindLines()).some(line => line.includes('[0, 5] ·')));
  await window.runCommand('Stepwise: Run All Checks');
  await window.waitFor('the other value', async () =>
    (await window.behindLines()).some(line => /→ ✓ \(0, 5\) · \d+ ms$/.test(line)),
  );
});

test('a check is inserted, runs, and one undo takes it back', async () => {
  const window = await open('insert.md', '## Solution\n\n1. First, $3 \\cdot 7 = 21$.\n');
  await window.waitFor('the status bar', async () => (await window.statusBar()) === '1 step');
  await window.applyCodeAction('= 21', /^Insert a code check$/);
  await window.waitFor('the lens', async () => (await window.lenses()).join() === 'Run check');
  await window.clickLens('Run check');
  await window.waitFor(
    'the outcome',
    async () => (await window.behindLines()).some(line => /→ ✓ 1 check passed/.test(line)),
    firstRunMs,
  );
  await window.screenshot('code-inserted');
  await window.press('Control+z');
  await window.waitFor('the text as it was', async () => !(await window.lines()).join().includes('python'));
  await window.waitFor('no lens', async () => (await window.lenses()).length === 0);
});
