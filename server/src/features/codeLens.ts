/** Above each block of Python: run it, run all, and stop while it runs. */
import { type CodeLens, CodeLensRefreshRequest, type Connection, type Disposable } from 'vscode-languageserver';
import { placedCells } from '../core/code/runner.ts';
import { type RunCodeArguments, runCodeCommand, type StopCodeArguments, stopCodeCommand } from '../protocol.ts';
import { type CodeLook, firstLineOf } from './cells.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export class CodeLensFeature implements Feature {
  readonly capabilities = { codeLensProvider: {} };
  readonly #sessions: DocumentSessions;
  readonly #code: CodeLook;
  readonly #canRefresh: boolean;

  /** @param canRefresh the client can be told to ask again */
  constructor(sessions: DocumentSessions, code: CodeLook, canRefresh: boolean) {
    this.#sessions = sessions;
    this.#code = code;
    this.#canRefresh = canRefresh;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.onCodeLens(async ({ textDocument }, token): Promise<CodeLens[] | null> => {
        const checked = await this.#sessions.checked(textDocument.uri, token);
        return checked === undefined ? null : lensesOf(checked, this.#code);
      }),
      this.#sessions.onRefreshed(() => {
        if (this.#canRefresh) unawaited(connection.sendRequest(CodeLensRefreshRequest.type));
      }),
    ]);
  }
}

/** `Run all checks` stands above the first block of each solution, where there are several blocks in the document. */
export function lensesOf({ document, text }: Checked, code: CodeLook): CodeLens[] {
  const cells = placedCells(document);
  const { uri } = text;
  return cells.flatMap((cell, index) => {
    const position = { line: firstLineOf(cell, text), character: 0 };
    const range = { start: position, end: position };
    if (code.isPending(uri, cell.key)) {
      const stop: StopCodeArguments = { uri, key: cell.key };
      return [{ range, command: { title: '$(debug-stop) Stop', command: stopCodeCommand, arguments: [stop] } }];
    }
    const one: RunCodeArguments = { uri, position, key: cell.key };
    const lenses = [{ range, command: { title: '$(play) Run check', command: runCodeCommand, arguments: [one] } }];
    if (cells.length > 1 && cells[index - 1]?.solution !== cell.solution) {
      const every: RunCodeArguments = { uri };
      const command = { title: '$(run-all) Run all checks', command: runCodeCommand, arguments: [every] };
      lenses.push({ range, command });
    }
    return lenses;
  });
}
