/** Search trees that outlive the window: where they may be kept, and the command that forgets them. */
import type { Connection, Disposable } from 'vscode-languageserver';
import type { Continuations } from '../core/search/continuations.ts';
import type { TreeStore } from '../core/search/tree-store.ts';
import { forgetSearchesCommand } from '../protocol.ts';
import type { Command, Feature } from './feature.ts';

export class KeptTreesFeature implements Feature {
  readonly capabilities = {};
  readonly commands: Readonly<Record<string, Command>>;
  readonly #continuations: Continuations;
  #connection: Connection | undefined;

  constructor(continuations: Continuations) {
    this.#continuations = continuations;
    this.commands = { [forgetSearchesCommand]: () => this.#forget() };
  }

  register(connection: Connection): Disposable {
    this.#connection = connection;
    return { dispose: () => {} };
  }

  async #forget(): Promise<void> {
    await this.#continuations.forget();
    void this.#connection?.window.showInformationMessage('Stepwise: What was found in searches is forgotten.');
  }
}

/** The store as long as the workspace is trusted: of another one nothing is read or kept. */
export function whereTrusted(store: TreeStore, isTrusted: () => boolean): TreeStore {
  return {
    load: key => (isTrusted() ? store.load(key) : Promise.resolve('')),
    write: (key, added, whole) => {
      if (isTrusted()) store.write(key, added, whole);
    },
    flush: () => store.flush(),
    forget: () => store.forget(),
  };
}
