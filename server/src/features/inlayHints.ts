/** Inlay hints: each source says what stands where in a checked document; a client asks for all of them at once. */
import type { Connection, Disposable, InlayHint, Range } from 'vscode-languageserver';
import { all, type Feature, unawaited } from './feature.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export type HintSource = (checked: Checked) => readonly InlayHint[];

export class InlayHintsFeature implements Feature {
  readonly capabilities = { inlayHintProvider: true };
  readonly #sessions: DocumentSessions;
  readonly #sources: readonly HintSource[];
  readonly #canRefresh: boolean;

  /** @param canRefresh the client can be told to ask again */
  constructor(sessions: DocumentSessions, sources: readonly HintSource[], canRefresh: boolean) {
    this.#sessions = sessions;
    this.#sources = sources;
    this.#canRefresh = canRefresh;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.languages.inlayHint.on(async ({ textDocument, range }, token): Promise<InlayHint[] | null> => {
        const checked = await this.#sessions.checked(textDocument.uri, token);
        if (checked === undefined) return null;
        return this.#sources.flatMap(source => source(checked)).filter(({ position }) => isIn(range, position));
      }),
      this.#sessions.onRefreshed(() => {
        if (this.#canRefresh) unawaited(connection.languages.inlayHint.refresh());
      }),
    ]);
  }
}

function isIn({ start, end }: Range, { line }: InlayHint['position']): boolean {
  return start.line <= line && line <= end.line;
}
