/** Entry of the extension where it runs in Node: the server is a process beside it. */
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { serverFlags } from '../../server/src/protocol.ts';
import { Extension } from './start.ts';

let extension: Extension | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  // From its second start on the server need not be compiled again.
  const env = { NODE_COMPILE_CACHE: Uri.joinPath(context.globalStorageUri, 'compiled').fsPath };
  const server = { module, transport: TransportKind.ipc, options: { execArgv: [...serverFlags], env } };
  extension = new Extension(
    context,
    options => new LanguageClient('stepwise', 'Stepwise', { run: server, debug: server }, options),
  );
  await extension.start();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
  extension = undefined;
}
