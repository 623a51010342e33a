/** The workspace's files, as the client sees them: works for virtual workspaces, in the browser and on disk alike. */
import type { Connection } from 'vscode-languageserver';
import { type FileContent, type FileWritten, findFiles, readFile, writeFile } from '../protocol.ts';

/** URIs in, text out; a failure is a value. */
export interface WorkspaceFiles {
  find(glob: string): Promise<readonly string[]>;
  read(uri: string, maxBytes: number): Promise<FileContent>;
  write(uri: string, text: string): Promise<FileWritten>;
}

export function clientFiles(connection: Connection): WorkspaceFiles {
  return {
    find: glob => connection.sendRequest(findFiles.method, { glob }),
    read: (uri, maxBytes) => connection.sendRequest<FileContent>(readFile.method, { uri, maxBytes }).catch(refused),
    write: (uri, text) => connection.sendRequest<FileWritten>(writeFile.method, { uri, text }).catch(refused),
  };
}

function refused(error: unknown): { readonly ok: false; readonly missing: false; readonly reason: string } {
  return { ok: false, missing: false, reason: error instanceof Error ? error.message : String(error) };
}
