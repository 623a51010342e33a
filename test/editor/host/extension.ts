/** What can be asked of the extension through VS Code's own interface, without looking at the window. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Registers the tests with mocha's globals, which exist once the interface is set up. */
export function defineTests(): void {
  describe('the installed extension', () => {
    it('is there', () => {
      assert.ok(extension(), 'stepwise.stepwise is not installed');
    });

    it('is activated by a .steps file', async () => {
      await show('Step 1. 3 * 7 = 21\n');
      await until('the extension is active', () => extension()?.isActive === true);
    });
  });
}

function extension(): vscode.Extension<unknown> | undefined {
  return vscode.extensions.getExtension('stepwise.stepwise');
}

/** Shows an unsaved document in the editor. */
async function show(content: string, language = 'steps'): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

/** Waits until the check gives something true, at most 20 seconds. */
async function until<T>(what: string, check: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited 20 s until ${what}`);
    await new Promise(done => setTimeout(done, 50));
  }
}
