/** Escape on ghost text: VS Code tells nobody that a suggestion was turned down, so the key that does it is taken over. */
import { commands, type Disposable, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FileParams, ghostTextHidden, hideGhostTextCommand } from '../../server/src/protocol.ts';

export function ghostTextCommand(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(hideGhostTextCommand, async () => {
    await commands.executeCommand('editor.action.inlineSuggest.hide');
    const document = window.activeTextEditor?.document;
    if (document === undefined || !client.isRunning()) return;
    const params: FileParams = { uri: client.code2ProtocolConverter.asUri(document.uri) };
    await client.sendNotification(ghostTextHidden.method, params);
  });
}
