/** Tells the client what state each open document is in, for its status bar. */
import type { Connection, Disposable } from 'vscode-languageserver';
import { type StatusParams, status } from '../protocol.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

/** A check shorter than this (ms) is not announced: the status bar would flicker at every key. */
const NOTICEABLE_MS = 150;

export class StatusFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #timers = new Map<DocumentSession, ReturnType<typeof setTimeout>>();

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
  }

  register(connection: Connection): Disposable {
    const send = (session: DocumentSession): void => {
      this.#clear(session);
      const params: StatusParams = { uri: session.uri, version: session.version, state: session.state };
      unawaited(connection.sendNotification(status.method, params));
    };
    return all([
      this.#sessions.onStale(session => {
        if (!this.#timers.has(session)) this.#timers.set(session, setTimeout(send, NOTICEABLE_MS, session));
      }),
      this.#sessions.onSettled(send),
      this.#sessions.onRefreshed(send),
      this.#sessions.onClosed(session => this.#clear(session)),
      {
        dispose: () => {
          for (const session of this.#timers.keys()) this.#clear(session);
        },
      },
    ]);
  }

  #clear(session: DocumentSession): void {
    clearTimeout(this.#timers.get(session));
    this.#timers.delete(session);
  }
}
