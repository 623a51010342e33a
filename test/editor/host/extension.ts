/** What the extension gives through VS Code's own interface, without a look at the window. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const endings = { steps: 'steps', markdown: 'md', latex: 'tex', plaintext: 'txt' } as const;
const equation = 'Solution:\n2x + 6 = 20\nso 2x = 16\n';
const sum = 'Step 1. 3 * 7 = 21\nStep 2. 21 + 4 = 26\nStep 3. 26 - 6 = 20\n';

/** A document and each problem as `severity rule: the flagged text`. */
const table: readonly (readonly [language: keyof typeof endings, text: string, ...expected: string[]])[] = [
  ['steps', 'Step 1. 3 * 7 = 21\n'],
  ['steps', sum, 'Error claim.false-equality: 26'],
  ['steps', 'Step 1. 1 + 1 = 2 = 3 - 1 = 4 - 1\n', 'Error claim.false-equality: 3 - 1 = 4 - 1'],
  ['steps', equation, 'Error equation.wrong-step: 16'],
  [
    'steps',
    'Problem: Solve x^2 = 5x.\n\nSolution:\nx^2 - 5x = 0\nso x - 5 = 0\n',
    'Warning equation.loses-roots: x - 5 = 0',
  ],
  ['markdown', '# Solution\n\n1. We have $3 \\cdot 7 = 22$.\n', 'Error claim.false-equality: 22'],
  ['markdown', 'The price is $3 \\cdot 7 = 22$ in this text.\n'],
  ['markdown', '# 解答\n\n$12 + 9 = 22$\n', 'Error claim.false-equality: 22'],
  [
    'latex',
    '\\begin{proof}\n\\begin{align*}\n(x+1)^2 &= x^2 + 2x + 1 \\\\\n&= x^2 + 2x + 2\n\\end{align*}\n\\end{proof}\n',
    'Error claim.false-equality: x^2 + 2x + 2',
  ],
  ['steps', 'Step 1. 3 * 7 =\n'],
  ['steps', 'Step 1. (3 * 7 = 22\n'],
  ['plaintext', '3 * 7 = 22\n'],
];

/** Registers the tests with mocha's globals, which exist once the interface is set up. */
export function defineTests(): void {
  afterEach(async () => {
    // Reverting first, or VS Code asks whether to save.
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  describe('the installed extension', () => {
    it('is activated by a .steps document', async () => {
      await show(sum);
      await until('the extension is active', () => extension()?.isActive === true);
    });

    it('has its commands', async () => {
      const commands = await vscode.commands.getCommands(true);
      for (const name of ['checkFile', 'checkWorkspace', 'switchOff', 'switchOn', 'restart']) {
        assert.ok(commands.includes(`stepwise.${name}`), name);
      }
    });
  });

  describe('problems', () => {
    for (const [language, text, ...expected] of table) {
      const first = text.split('\n').find(line => /[0-9]/.test(line)) ?? '';
      it(`${language} ${first.trim()}: ${expected.length === 0 ? 'none' : expected.join('; ')}`, async () => {
        const { document } = await show(text, language);
        await sameProblems(document, expected);
      });
    }

    it('name the rule with its page, and point to the earlier equation', async () => {
      const { document } = await show(equation);
      const problem = await firstProblem(document);
      assert.equal(problem.source, 'Stepwise');
      assert.ok(typeof problem.code === 'object' && String(problem.code.target).includes('equation.wrong-step'));
      const related = problem.relatedInformation?.[0];
      assert.ok(related !== undefined);
      assert.equal(document.getText(related.location.range), '2x + 6 = 20');
    });

    it('follow the typing: gone when it is right, back when it is wrong', async () => {
      const editor = await show('Step 1. 3 * 7 = 2\n');
      const end = (): vscode.Position => editor.document.lineAt(0).range.end;
      await sameProblems(editor.document, ['Error claim.false-equality: 2']);
      await editor.edit(edit => edit.insert(end(), '1'));
      await sameProblems(editor.document, []);
      await editor.edit(edit => edit.insert(end(), '5'));
      await sameProblems(editor.document, ['Error claim.false-equality: 215']);
    });

    it('move with their step when lines are put above', async () => {
      const editor = await show(sum);
      await sameProblems(editor.document, ['Error claim.false-equality: 26']);
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# a remark\n\n'));
      await until('the problem is two lines lower', () => problemsOf(editor.document)[0]?.range.start.line === 3);
      await sameProblems(editor.document, ['Error claim.false-equality: 26']);
    });

    it('end when the document is closed', async () => {
      // Unsaved, for VS Code keeps a file that a test opened for minutes.
      const unsaved = await vscode.workspace.openTextDocument({ content: sum, language: 'steps' });
      const { document } = await vscode.window.showTextDocument(unsaved);
      await firstProblem(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await until('there are no problems', () => problemsOf(document).length === 0);
    });
  });

  describe('hover', () => {
    it('tells claim, verdict and evidence of a refuted step', async () => {
      const { document } = await show(sum);
      await firstProblem(document);
      const text = await hoverAt(document, '21 + 4');
      for (const part of ['21 + 4 = 26', 'refuted', '25', 'claim.false-equality']) assert.ok(text.includes(part), text);
    });

    it('tells that a right step is proved', async () => {
      const { document } = await show(sum);
      await firstProblem(document);
      assert.match(await hoverAt(document, '3 * 7'), /proved/);
    });
  });

  describe('quick fixes', () => {
    it('put the right value', async () => {
      const { document } = await show(sum);
      await applyFix(document, '26', /^Replace by 25$/);
      assert.match(document.getText(), /Step 2\. 21 \+ 4 = 25\n/);
      await until('step 2 is no longer flagged', () =>
        problemsOf(document).every(({ range }) => range.start.line !== 1),
      );
    });

    it('ignore the step, also after edits above and when it comes back', async () => {
      const editor = await show(sum);
      const { document } = editor;
      await applyFix(document, '26', /^Ignore this step$/);
      await sameProblems(document, []);
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# a remark\n'));
      await sameProblems(document, []);
      await editor.edit(edit => edit.insert(new vscode.Position(document.lineCount - 1, 0), 'Step 4. 2 + 2 = 5\n'));
      await sameProblems(document, ['Error claim.false-equality: 5']);
    });

    it('switch the rule off for the file', async () => {
      const { document } = await show(sum);
      await applyFix(document, '26', /^Switch claim\.false-equality off for this file$/);
      await sameProblems(document, []);
      assert.match(document.getText(), /stepwise: disable claim\.false-equality/);
    });

    it('switch the rule off for the workspace, in a file of the workspace', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      assert.ok(folder !== undefined, 'no folder is open');
      const kept = vscode.Uri.joinPath(folder, '.stepwise.yaml');
      const { document } = await show(sum);
      await applyFix(document, '26', /^Switch claim\.false-equality off for the workspace$/);
      await sameProblems(document, []);
      const written = new TextDecoder().decode(await vscode.workspace.fs.readFile(kept));
      assert.match(written, /claim\.false-equality/);
      await vscode.workspace.fs.delete(kept);
      await sameProblems(document, ['Error claim.false-equality: 26']);
    });
  });

  describe('structure', () => {
    it('has an outline of problem and steps', async () => {
      const { document } = await show('Problem: Add 3 * 7 and 4.\n\nStep 1. 3 * 7 = 21\nStep 2. 21 + 4 = 25\n');
      const symbols = await until('the outline', async () => {
        const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        );
        return found !== undefined && found.length > 0 ? found : undefined;
      });
      const names = symbols
        .flatMap(symbol => [symbol, ...symbol.children])
        .map(({ name, detail }) => `${name} ${detail}`);
      for (const part of [/Problem/, /Step 1/, /Step 2/]) {
        assert.ok(
          names.some(name => part.test(name)),
          `${part} in ${JSON.stringify(names)}`,
        );
      }
    });

    it('folds solutions and steps', async () => {
      const { document } = await show(
        '# Solution\n\n1. First $1+1=2$.\n\n   More of it.\n\n2. Then $2+2=4$.\n',
        'markdown',
      );
      const ranges = await until('folding ranges', async () => {
        const found = await vscode.commands.executeCommand<vscode.FoldingRange[] | undefined>(
          'vscode.executeFoldingRangeProvider',
          document.uri,
        );
        return found !== undefined && found.length > 0 ? found : undefined;
      });
      assert.ok(
        ranges.some(range => range.start === 2 && range.end >= 4),
        JSON.stringify(ranges),
      );
    });
  });

  describe('settings', () => {
    const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('stepwise');
    afterEach(async () => {
      await settings().update('rules', undefined, true);
      await settings().update('enable', undefined, true);
    });

    it('give a rule another severity', async () => {
      const { document } = await show(sum);
      await firstProblem(document);
      await settings().update('rules', { 'claim.false-equality': 'hint' }, true);
      await sameProblems(document, ['Hint claim.false-equality: 26']);
    });

    it('fall back when a value is not allowed', async () => {
      const { document } = await show(sum);
      await settings().update('rules', { 'claim.false-equality': 'loud' }, true);
      await sameProblems(document, ['Error claim.false-equality: 26']);
    });

    it('switch off and on by command', async () => {
      const { document } = await show(sum);
      await firstProblem(document);
      await vscode.commands.executeCommand('stepwise.switchOff');
      await sameProblems(document, []);
      await vscode.commands.executeCommand('stepwise.switchOn');
      await sameProblems(document, ['Error claim.false-equality: 26']);
    });

    it('work in an untrusted workspace, save for those that choose what runs outside the sandbox', () => {
      const manifest = extension()?.packageJSON as
        | { capabilities?: { untrustedWorkspaces?: { supported?: unknown; restrictedConfigurations?: unknown } } }
        | undefined;
      const untrusted = manifest?.capabilities?.untrustedWorkspaces;
      assert.equal(untrusted?.supported, 'limited');
      assert.ok(Array.isArray(untrusted.restrictedConfigurations));
      assert.ok(untrusted.restrictedConfigurations.includes('stepwise.code.python'));
    });
  });
}

function extension(): vscode.Extension<unknown> | undefined {
  return vscode.extensions.getExtension('stepwise.stepwise');
}

let shown = 0;

/** Shows a new file of the workspace in the editor. Each has a name of its own: VS Code reuses those of unsaved documents. */
async function show(content: string, language: keyof typeof endings = 'steps'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder !== undefined, 'no folder is open');
  const file = vscode.Uri.joinPath(folder, `document-${++shown}.${endings[language]}`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return vscode.window.showTextDocument(file);
}

function problemsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Stepwise');
}

async function firstProblem(document: vscode.TextDocument): Promise<vscode.Diagnostic> {
  return until('there is a problem', () => problemsOf(document)[0]);
}

/** Waits until these are the problems and a moment longer, for none may follow. */
async function sameProblems(document: vscode.TextDocument, expected: readonly string[]): Promise<void> {
  const seen = (): string =>
    problemsOf(document)
      .map(({ severity, code, range }) => {
        const rule = typeof code === 'object' ? code.value : code;
        return `${vscode.DiagnosticSeverity[severity]} ${rule}: ${document.getText(range)}`;
      })
      .join('\n');
  const wanted = expected.join('\n');
  const end = Date.now() + 10_000;
  if (wanted === '') await new Promise(done => setTimeout(done, 400));
  while (seen() !== wanted && Date.now() < end) await new Promise(done => setTimeout(done, 50));
  await new Promise(done => setTimeout(done, 150));
  assert.equal(seen(), wanted);
}

async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(text)),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map(content => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replaceAll('\\', '');
}

/** Applies the quick fix whose title fits, of those that are offered at the text. */
async function applyFix(document: vscode.TextDocument, at: string, title: RegExp): Promise<void> {
  await firstProblem(document);
  const start = document.positionAt(document.getText().indexOf(at));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(start, start),
    vscode.CodeActionKind.QuickFix.value,
  );
  const action = actions.find(candidate => title.test(candidate.title));
  assert.ok(action !== undefined, `no quick fix like ${title}; there are ${actions.map(one => one.title).join(', ')}`);
  if (action.edit !== undefined) assert.ok(await vscode.workspace.applyEdit(action.edit), 'the edit was refused');
  if (action.command !== undefined) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}

/** Waits until the check gives something, at most 20 seconds. */
async function until<T>(what: string, check: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited 20 s until ${what}`);
    await new Promise(done => setTimeout(done, 50));
  }
}
