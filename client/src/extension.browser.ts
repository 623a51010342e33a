/** Entry of the extension where it runs in a browser: the server is a web worker. */
import { type ExtensionContext, Uri } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { Extension } from './start.ts';

let extension: Extension | undefined;
let server: Worker | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const [script = '', sandboxFiles] = ['server.browser.js', 'sandbox'].map(name =>
    Uri.joinPath(context.extensionUri, 'dist', name).toString(true),
  );
  extension = new Extension(
    context,
    options => new LanguageClient('stepwise', 'Stepwise', async () => startServer(script), options),
    sandboxFiles,
  );
  await extension.start();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
  extension = undefined;
  server?.terminate();
  server = undefined;
}

/** Gives the ends rather than the worker: VS Code makes workers by a function of its own, so the client would not know one when it sees it. */
function startServer(script: string): MessageTransports {
  server?.terminate();
  server = new Worker(script);
  return { reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) };
}
