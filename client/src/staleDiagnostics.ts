/** Diagnostics of a text that has changed since are not shown: those of the newest text are on their way. */
import { workspace } from 'vscode';
import { Message, type MessageStrategy, type PublishDiagnosticsParams } from 'vscode-languageclient';

export const dropStale: MessageStrategy = {
  handleMessage: (message, next) => {
    if (Message.isNotification(message) && message.method === 'textDocument/publishDiagnostics') {
      const { uri, version } = message.params as PublishDiagnosticsParams;
      const open = workspace.textDocuments.find(document => document.uri.toString() === uri);
      if (open !== undefined && version !== undefined && version < open.version) return;
    }
    return next(message);
  },
};
