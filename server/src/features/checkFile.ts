/** The command that checks an open document from scratch. */
import type { CancellationToken, Connection, Disposable } from 'vscode-languageserver';
import { checkFile, type FileParams, type FileSummary } from '../protocol.ts';
import type { Feature } from './feature.ts';
import { summaryOf } from './findings.ts';
import type { DocumentSessions } from './sessions.ts';

export class CheckFileFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
  }

  register(connection: Connection): Disposable {
    return connection.onRequest(
      checkFile.method,
      async ({ uri }: FileParams, token: CancellationToken): Promise<FileSummary | null> => {
        this.#sessions.get(uri)?.recheck();
        const checked = await this.#sessions.checked(uri, token);
        return checked === undefined ? null : summaryOf(checked.document, checked.findings);
      },
    );
  }
}
