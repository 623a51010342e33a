/** When nothing else is to be done, SymPy tries what the instant checks left open: what the person has in view first. */
import type { Connection, Disposable } from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { SolutionDocument } from '../core/document/solution.ts';
import { visible } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import type { CodeRunsFeature } from './codeRuns.ts';
import type { CodeService } from './codeService.ts';
import { all, type Feature } from './feature.ts';
import type { Checked, DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

/** As long (ms) without a change, a scroll or a run is idle. */
const IDLE_MS = 1500;

/** Verdicts that arrive one after the other are shown together, this often (ms). */
const TOGETHER_MS = 250;

type Lines = readonly (readonly [first: number, last: number])[];

const visibleParams = z.object({ uri: z.string(), lines: z.array(z.tuple([z.int(), z.int()])) });

export class SettlingFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #code: CodeService;
  readonly #runs: CodeRunsFeature;
  readonly #settings: () => Settings;
  /** Lines in view by document, that of the last word last. Empty: the client does not tell, or nothing is shown. */
  readonly #visible = new Map<string, Lines>();
  /** Texts whose open claims have all been asked: there is nothing more to do for them. */
  #done = new WeakSet<SolutionDocument>();
  #clientTells = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;
  readonly #toRefresh = new Set<DocumentSession>();

  constructor(sessions: DocumentSessions, code: CodeService, runs: CodeRunsFeature, settings: () => Settings) {
    this.#sessions = sessions;
    this.#code = code;
    this.#runs = runs;
    this.#settings = settings;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.onNotification(visible.method, (given: unknown) => this.#look(given)),
      this.#sessions.onStale(() => this.#wait()),
      this.#sessions.onSettled(() => this.#wait()),
      this.#sessions.onClosed(({ uri }) => {
        this.#visible.delete(uri);
        this.#wait();
      }),
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

  #look(given: unknown): void {
    const parsed = visibleParams.safeParse(given);
    if (!parsed.success) return;
    const { uri, lines } = parsed.data;
    this.#clientTells = true;
    this.#visible.delete(uri);
    if (lines.length > 0) this.#visible.set(uri, lines);
    this.#wait();
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
    for (const session of this.#inOrder()) {
      const { checked } = session;
      if (checked === undefined || this.#done.has(checked.document.document)) continue;
      const { document } = checked;
      const asked = await this.#code.settle(document, this.#inView(checked), abort.signal, () =>
        this.#showSoon(session),
      );
      if (abort.signal.aborted) return;
      if (asked) this.#done.add(document.document);
      this.#show();
    }
  }

  /** Documents in view, the last one looked at first; all where the client does not tell what is in view. */
  #inOrder(): readonly DocumentSession[] {
    if (!this.#clientTells) return this.#sessions.sessions;
    return [...this.#visible.keys()].reverse().flatMap(uri => this.#sessions.get(uri) ?? []);
  }

  #inView({ text }: Checked): readonly { readonly start: number; readonly end: number }[] {
    return (this.#visible.get(text.uri) ?? []).map(([first, last]) => ({
      start: text.offsetAt({ line: first, character: 0 }),
      end: text.offsetAt({ line: last + 1, character: 0 }),
    }));
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
