/** Tells the person what the sandbox is about: that it is prepared, once on a machine, and why where it cannot be had. */
import type { Connection, Disposable } from 'vscode-languageserver';
import type { SandboxState } from '../core/code/sandbox.ts';
import type { CodeService } from './codeService.ts';
import { all, type Feature } from './feature.ts';
import { Progress } from './progress.ts';

/** Preparing that takes less (ms) needs no word. */
const NOTICEABLE_MS = 300;

export class SandboxNoticesFeature implements Feature {
  readonly capabilities = {};
  readonly #code: CodeService;
  readonly #cancel: () => void;
  #progress: Progress | undefined;
  #state: SandboxState = { kind: 'idle' };
  #told: string | undefined;

  /** @param cancel ends what waits for the sandbox */
  constructor(code: CodeService, cancel: () => void) {
    this.#code = code;
    this.#cancel = cancel;
  }

  register(connection: Connection): Disposable {
    return all([this.#code.onState(state => this.#take(state, connection)), { dispose: () => this.#endProgress() }]);
  }

  #take(state: SandboxState, connection: Connection): void {
    this.#state = state;
    if (state.kind === 'preparing') {
      this.#progress ??= new Progress(connection, NOTICEABLE_MS, {
        title: 'Stepwise: preparing the Python sandbox (once)',
        message: () => (this.#state.kind === 'preparing' ? `${Math.round(100 * this.#state.share)} %` : undefined),
        share: () => (this.#state.kind === 'preparing' ? this.#state.share : undefined),
        onCancel: this.#cancel,
      });
      return;
    }
    this.#endProgress();
    if (state.kind === 'unavailable' && state.reason !== this.#told) {
      this.#told = state.reason;
      connection.window.showWarningMessage(`Stepwise: Python cannot be run. ${state.reason}`);
    }
  }

  #endProgress(): void {
    this.#progress?.end();
    this.#progress = undefined;
  }
}
