/** When nothing else is to be done, SymPy tries what the instant checks left open: what the person has in view first. */
import type { Disposable } from 'vscode-languageserver';
import type { SolutionDocument } from '../core/document/solution.ts';
import type { Settings } from '../settings/schema.ts';
import type { CodeRunsFeature } from './codeRuns.ts';
import type { CodeService } from './codeService.ts';
import { all, type Feature } from './feature.ts';
import type { DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import type { VisibleLinesFeature } from './visibleLines.ts';

/** As long (ms) without a change, a scroll or a run is idle. */
const IDLE_MS = 1500;

/** Verdicts that arrive one after the other are shown together, this often (ms). */
const TOGETHER_MS = 250;

export class SettlingFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #code: CodeService;
  readonly #runs: CodeRunsFeature;
  readonly #settings: () => Settings;
  readonly #visible: VisibleLinesFeature;
  /** Texts whose open claims have all been asked: there is nothing more to do for them. */
  #done = new WeakSet<SolutionDocument>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #toRefresh = new Set<DocumentSession>();

  constructor(
    sessions: DocumentSessions,
    code: CodeService,
    runs: CodeRunsFeature,
    visible: VisibleLinesFeature,
    settings: () => Settings,
  ) {
    this.#sessions = sessions;
    this.#code = code;
    this.#runs = runs;
    this.#visible = visible;
    this.#settings = settings;
  }

  register(): Disposable {
    return all([
      this.#visible.onChange(() => this.#wait()),
      this.#sessions.onStale(() => this.#wait()),
      this.#sessions.onSettled(() => this.#wait()),
      this.#sessions.onClosed(() => this.#wait()),
      this.#runs.onBusy(() => this.#wait()),
      this.#code.onReplaced(() => {
        this.#done = new WeakSet();
        this.#wait();
      }),
      { dispose: () => this.stop() },
    ]);
  }

  /** Until the next change. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
    this.#show();
  }

  /** What was found so far is kept by content: to begin anew costs the claim that is being settled, no more. */
  #wait(): void {
    this.stop();
    if (this.#runs.isBusy || !this.#settings().settle) return;
    this.#timer = setTimeout(() => void this.#settle(), IDLE_MS);
  }

  async #settle(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    for (const session of this.#visible.inOrder()) {
      const { checked } = session;
      if (checked === undefined || this.#done.has(checked.document.document)) continue;
      const { document } = checked;
      const asked = await this.#code.settle(document, this.#visible.inView(checked), abort.signal, () =>
        this.#showSoon(session),
      );
      if (abort.signal.aborted) return;
      if (asked) this.#done.add(document.document);
      this.#show();
    }
  }

  #showSoon(session: DocumentSession): void {
    this.#toRefresh.add(session);
    this.#refresh ??= setTimeout(() => this.#show(), TOGETHER_MS);
  }

  #show(): void {
    clearTimeout(this.#refresh);
    this.#refresh = undefined;
    for (const session of this.#toRefresh) session.refresh();
    this.#toRefresh.clear();
  }
}
