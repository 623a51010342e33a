/** Work-done progress that is shown only when the work takes longer than a moment. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

export interface ProgressWords {
  readonly title: string;
  /** What is being done now, and how much of it is done (0 to 1), where either is known. */
  readonly message: () => string | undefined;
  readonly share: () => number | undefined;
  readonly onCancel: () => void;
}

/** How often (ms) a progress that is shown says how far it is. */
const REPORT_MS = 250;

export class Progress {
  readonly #words: ProgressWords;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reporter: WorkDoneProgressServerReporter | undefined;
  #ended = false;

  /** @param after milliseconds until it is shown */
  constructor(connection: Connection | undefined, after: number, words: ProgressWords) {
    this.#words = words;
    if (connection !== undefined) this.#timer = setTimeout(() => void this.#show(connection), after);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#reporter?.done();
    this.#reporter = undefined;
  }

  async #show(connection: Connection): Promise<void> {
    const { title, onCancel } = this.#words;
    const reporter = await connection.window.createWorkDoneProgress();
    if (this.#ended) return;
    this.#reporter = reporter;
    reporter.token.onCancellationRequested(onCancel);
    reporter.begin(title, this.#percentage, this.#words.message(), true);
    this.#reportSoon();
  }

  #reportSoon(): void {
    this.#timer = setTimeout(() => {
      const [percentage, message] = [this.#percentage, this.#words.message()];
      if (percentage !== undefined && message !== undefined) this.#reporter?.report(percentage, message);
      else if (percentage !== undefined) this.#reporter?.report(percentage);
      else if (message !== undefined) this.#reporter?.report(message);
      this.#reportSoon();
    }, REPORT_MS);
  }

  get #percentage(): number | undefined {
    const share = this.#words.share();
    return share === undefined ? undefined : Math.round(100 * share);
  }
}
