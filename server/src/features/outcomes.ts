/**
 * What came of each block of Python, in one muted line behind its last line: told to a client that shows such lines itself, for any other
 * client inlay hints. An outcome is told with the version of the text that it belongs to.
 */
import type { Connection, Disposable } from 'vscode-languageserver';
import { placedCells } from '../core/code/runner.ts';
import { type OutcomesParams, outcomes, type ShownOutcome } from '../protocol.ts';
import { type CodeLook, lastCodeLineOf } from './cells.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { HintSource } from './inlayHints.ts';
import { inlineOutcome } from './outcomeText.ts';
import type { Checked, DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export class OutcomesFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #code: CodeLook;
  /** Documents of which the client shows outcomes. */
  readonly #shown = new Set<string>();

  constructor(sessions: DocumentSessions, code: CodeLook) {
    this.#sessions = sessions;
    this.#code = code;
  }

  register(connection: Connection): Disposable {
    const send = (session: DocumentSession): void => {
      const { checked, uri, version } = session;
      const found = checked === undefined ? [] : shownOutcomes(checked, this.#code);
      if (found.length === 0 && !this.#shown.has(uri)) return;
      if (found.length > 0) this.#shown.add(uri);
      else this.#shown.delete(uri);
      const params: OutcomesParams = { uri, version, outcomes: found };
      unawaited(connection.sendNotification(outcomes.method, params));
    };
    return all([
      this.#sessions.onSettled(send),
      this.#sessions.onRefreshed(send),
      this.#sessions.onClosed(({ uri }) => this.#shown.delete(uri)),
    ]);
  }
}

/** The same as inlay hints. */
export function outcomeHints(code: CodeLook): HintSource {
  return checked =>
    shownOutcomes(checked, code).map(({ line, text }) => ({
      position: checked.text.positionAt(lineEnd(checked, line)),
      label: text,
      paddingLeft: true,
    }));
}

export function shownOutcomes({ document, text }: Checked, code: CodeLook): readonly ShownOutcome[] {
  return placedCells(document).flatMap(cell => {
    const line = inlineOutcome(code.outcomeOf(cell.key), code.isPending(text.uri, cell.key));
    return line === undefined ? [] : [{ line: lastCodeLineOf(cell, text), text: line }];
  });
}

function lineEnd({ text }: Checked, line: number): number {
  const start = text.offsetAt({ line, character: 0 });
  const rest = text.getText().slice(start);
  return start + (/\r?\n/.exec(rest)?.index ?? rest.length);
}
