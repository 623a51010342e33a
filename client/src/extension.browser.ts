/** Entry of the extension where it runs in a browser: the server is a web worker. */
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { Extension } from './start.ts';

let extension: Extension | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const [script = '', sandboxFiles] = ['server.browser.js', 'sandbox'].map(name =>
    Uri.joinPath(context.extensionUri, 'dist', name).toString(true),
  );
  extension = new Extension(
    context,
    options => new LanguageClient('stepwise', 'Stepwise', async () => new Worker(script), options),
    sandboxFiles,
  );
  await extension.start();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
  extension = undefined;
}
