/** Files that change on disk while nobody has them open. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  Emitter,
  type Event,
  type FileEvent,
} from 'vscode-languageserver';
import { checkedFiles, workspaceFileName } from '../protocol.ts';
import { type Feature, unawaited } from './feature.ts';

export class WatchedFilesFeature implements Feature {
  readonly capabilities = {};
  readonly #onChange = new Emitter<FileEvent>();

  get onChange(): Event<FileEvent> {
    return this.#onChange.event;
  }

  register(connection: Connection): Disposable {
    const handler = connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const change of changes) this.#onChange.fire(change);
    });
    return {
      dispose: () => {
        handler.dispose();
        this.#onChange.dispose();
      },
    };
  }

  /** Asks the client to watch; for a client that can be asked. */
  watch(connection: Connection): void {
    const watchers = [{ globPattern: `**/${workspaceFileName}` }, { globPattern: checkedFiles }];
    unawaited(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
}
