import type { FileContent, FileWritten } from '../protocol.ts';

/** The files of the workspace. URIs in, text out; a failure is a value. */
export interface WorkspaceFiles {
  find(glob: string): Promise<readonly string[]>;
  read(uri: string, maxBytes: number): Promise<FileContent>;
  write(uri: string, text: string): Promise<FileWritten>;
}
