/** Answers what the server asks about the workspace's files, through VS Code's file system: on disk, remote and virtual alike. */
import { type Disposable, FileSystemError, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FileContent, type FileWritten, findFiles, readFile, writeFile } from '../../server/src/protocol.ts';

const MAX_FILES = 10_000;

export function answerFiles(client: BaseLanguageClient): readonly Disposable[] {
  return [
    client.onRequest(findFiles.method, async ({ glob }: { glob: string }): Promise<string[]> => {
      const uris = await workspace.findFiles(glob, undefined, MAX_FILES);
      return uris.map(uri => client.code2ProtocolConverter.asUri(uri)).sort();
    }),
    client.onRequest<FileContent, void>(readFile.method, ({ uri, maxBytes }: { uri: string; maxBytes: number }) =>
      read(Uri.parse(uri), maxBytes),
    ),
    client.onRequest<FileWritten, void>(writeFile.method, ({ uri, text }: { uri: string; text: string }) =>
      write(Uri.parse(uri), text),
    ),
  ];
}

async function read(uri: Uri, maxBytes: number): Promise<FileContent> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > maxBytes) return { ok: false, missing: false, reason: `larger than ${Math.round(maxBytes / 1024)} KB` };
    return { ok: true, text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch (error) {
    const missing = error instanceof FileSystemError && error.code === 'FileNotFound';
    return { ok: false, missing, reason: reasonOf(error) };
  }
}

/** A file that is open is changed in its editor and saved, so that nothing a person has typed there is lost. */
async function write(uri: Uri, text: string): Promise<FileWritten> {
  try {
    const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    if (open === undefined) {
      await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      return { ok: true };
    }
    const edit = new WorkspaceEdit();
    const whole = open.validateRange(new Range(0, 0, open.lineCount, 0));
    edit.replace(uri, whole, text);
    const applied = (await workspace.applyEdit(edit)) && (await open.save());
    return applied ? { ok: true } : { ok: false, reason: 'its editor refused the change' };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
