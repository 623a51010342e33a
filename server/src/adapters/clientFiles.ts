/** The workspace's files, as the client sees them: works for virtual workspaces, in the browser and on disk alike. */
import type { Connection } from 'vscode-languageserver';
import type { WorkspaceFiles } from '../features/workspaceFiles.ts';
import { findFiles, readFile, writeFile } from '../protocol.ts';

export function clientFiles(connection: Connection): WorkspaceFiles {
  return {
    find: glob => connection.sendRequest(findFiles.method, { glob }),
    read: (uri, maxBytes) => connection.sendRequest(readFile.method, { uri, maxBytes }),
    write: (uri, text) => connection.sendRequest(writeFile.method, { uri, text }),
  };
}
