import type { CancellationToken, Connection, Disposable, ServerCapabilities } from 'vscode-languageserver';

/** Carries out a command of the protocol's `workspace/executeCommand`. It checks its argument itself and rejects where that is not what it takes. */
export type Command = (argument: unknown, token: CancellationToken) => Promise<unknown>;

/** One thing that the server offers. The server announces what its features say they can do, and nothing else. */
export interface Feature {
  readonly capabilities: Partial<ServerCapabilities>;
  /** By name. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** Installs its handlers; what it gives back removes them, and stops what the feature has under way. */
  register(connection: Connection): Disposable;
}

/** Lets a message go without waiting for it. It fails only when the connection is gone, and then nobody is left to be told. */
export function unawaited(message: Promise<unknown>): void {
  message.catch(() => {});
}

/** Several disposables as one. */
export function all(disposables: readonly Disposable[]): Disposable {
  return {
    dispose: () => {
      for (const disposable of disposables) disposable.dispose();
    },
  };
}
