/**
 * The command that checks every file of the workspace, open or not. Problems of a closed file stay until the next such check; they
 * follow the file when it changes or goes, and the open document takes over when it is opened.
 */
import {
  type CancellationToken,
  type Connection,
  type Disposable,
  FileChangeType,
  type FileEvent,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver';
import {
  type CheckWorkspaceParams,
  checkedFiles,
  checkWorkspace,
  type FileSummary,
  type WorkspaceSummary,
} from '../protocol.ts';
import type { ClosedFiles } from './closedFiles.ts';
import type { Feature } from './feature.ts';
import { all, unawaited } from './feature.ts';
import { summaryOf } from './findings.ts';
import type { DocumentSessions } from './sessions.ts';
import type { WatchedFilesFeature } from './watchedFiles.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

export class CheckWorkspaceFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #files: WorkspaceFiles;
  readonly #closed: ClosedFiles;
  readonly #watched: WatchedFilesFeature;

  constructor(sessions: DocumentSessions, files: WorkspaceFiles, closed: ClosedFiles, watched: WatchedFilesFeature) {
    this.#sessions = sessions;
    this.#files = files;
    this.#closed = closed;
    this.#watched = watched;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.onRequest(
        checkWorkspace.method,
        async (params: CheckWorkspaceParams, token: CancellationToken): Promise<WorkspaceSummary> =>
          this.#run(progressOf(connection, params.workDoneToken), token),
      ),
      this.#watched.onChange(event => void this.#fileChanged(event)),
      this.#sessions.onClosed(({ uri }) => void this.#closed.refresh(uri)),
    ]);
  }

  async #run(progress: Progress, token: CancellationToken): Promise<WorkspaceSummary> {
    let summary: WorkspaceSummary = { files: 0, skipped: 0, steps: 0, flagged: 0, cancelled: false };
    progress.begin();
    try {
      const uris = await this.#files.find(checkedFiles);
      for (const [index, uri] of uris.entries()) {
        if (token.isCancellationRequested) break;
        progress.report(index, uris.length, uri);
        const file = await this.#summary(uri, token);
        summary =
          file === undefined
            ? { ...summary, skipped: summary.skipped + 1 }
            : {
                ...summary,
                files: summary.files + 1,
                steps: summary.steps + file.steps,
                flagged: summary.flagged + file.flagged,
              };
      }
      // What an earlier check found in files that are gone, or that are excluded by now.
      if (!token.isCancellationRequested) this.#closed.keepOnly(new Set(uris));
    } finally {
      progress.end();
    }
    return { ...summary, cancelled: token.isCancellationRequested };
  }

  async #summary(uri: string, token: CancellationToken): Promise<FileSummary | undefined> {
    if (this.#sessions.get(uri) === undefined) return this.#closed.check(uri, token);
    this.#closed.remember(uri);
    const checked = await this.#sessions.checked(uri, token);
    return checked === undefined ? undefined : summaryOf(checked.document, checked.findings);
  }

  async #fileChanged({ uri, type }: FileEvent): Promise<void> {
    if (type === FileChangeType.Deleted) this.#closed.forget(uri);
    else await this.#closed.refresh(uri);
  }
}

interface Progress {
  begin(): void;
  report(done: number, total: number, uri: string): void;
  end(): void;
}

function progressOf(connection: Connection, token: string | undefined): Progress {
  if (token === undefined) return { begin: () => {}, report: () => {}, end: () => {} };
  const send = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void =>
    unawaited(connection.sendProgress(WorkDoneProgress.type, token, value));
  return {
    begin: () => send({ kind: 'begin', title: 'Checking the workspace', cancellable: true, percentage: 0 }),
    report: (done, total, uri) => {
      const message = `${done + 1} of ${total}: ${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}`;
      send({ kind: 'report', message, percentage: Math.round((100 * done) / total) });
    },
    end: () => send({ kind: 'end' }),
  };
}
