/**
 * An open document and its newest check. Changes are taken in at once and checked when no further change is waiting; a check that a
 * newer change has overtaken is given up, so that whatever is told of a document belongs to the text as it stands.
 */
import type { CancellationToken, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckedDocument, CheckOptions, DocumentChecker, Pacing } from '../core/check.ts';
import type { TextEdit } from '../core/document/solution.ts';
import type { Finding } from '../core/findings.ts';
import { enrich, type LateEvidence } from '../core/late.ts';
import type { DocumentState } from '../protocol.ts';
import type { WorkspaceRules } from '../settings/workspaceFile.ts';
import { summaryOf, visibleFindings } from './findings.ts';

export type Checker = Pick<DocumentChecker, 'change' | 'checkInSlices'>;
export type CreateChecker = (text: string, options: CheckOptions) => Checker;

/** How a document is to be checked. */
export interface SessionConfig {
  /** `undefined`: not at all. */
  readonly options: CheckOptions | undefined;
  readonly limitKb: number;
  readonly rules: WorkspaceRules;
}

/** A check of the text as it stands. */
export interface Checked {
  readonly version: number;
  readonly text: TextDocument;
  /** With the evidence that has come by now: outcomes of code, verdicts of SymPy. */
  readonly document: CheckedDocument;
  /** Those that the workspace does not silence. */
  readonly findings: readonly Finding[];
}

export interface SessionListener {
  /** The text has changed, or how it is to be checked. */
  stale(session: DocumentSession): void;
  /** The newest text has been looked at: `session.state` is not `checking`. */
  settled(session: DocumentSession): void;
  /** There is more evidence on the same text. */
  refreshed(session: DocumentSession): void;
  failed(session: DocumentSession, error: unknown): void;
}

/** A burst of changes is waited out at most this long (ms). */
const BURST_MS = 30;

export class DocumentSession {
  readonly uri: string;
  readonly languageId: string;
  readonly #createChecker: CreateChecker;
  readonly #pacing: Pacing;
  readonly #listener: SessionListener;
  readonly #late: LateEvidence | undefined;
  #text: TextDocument;
  #config: SessionConfig | undefined;
  #checker: Checker | undefined;
  #pending: TextEdit[] = [];
  #changes = 0;
  #abort = new AbortController();
  #running = false;
  #closed = false;
  #state: DocumentState = { kind: 'checking' };
  #checked: Checked | undefined;
  /** What the instant checks found of the text as it stands, and how they were made. */
  #instant: { readonly document: CheckedDocument; readonly options: CheckOptions } | undefined;
  #waiting: (() => void)[] = [];

  /** @param late where evidence comes from that is later than the instant checks', if it does */
  constructor(
    text: TextDocument,
    createChecker: CreateChecker,
    pacing: Pacing,
    listener: SessionListener,
    late?: LateEvidence,
  ) {
    this.uri = text.uri;
    this.languageId = text.languageId;
    this.#text = text;
    this.#createChecker = createChecker;
    this.#pacing = pacing;
    this.#listener = listener;
    this.#late = late;
  }

  get version(): number {
    return this.#text.version;
  }

  get state(): DocumentState {
    return this.#state;
  }

  /** The check of the text as it stands; `undefined` while that is under way, and where nothing is checked. */
  get checked(): Checked | undefined {
    return this.#checked;
  }

  /** Starts checking, or checks anew in another way. Until the first call nothing is checked. */
  configure(config: SessionConfig): void {
    this.#config = config;
    this.#restart();
  }

  /** Checks from scratch. */
  recheck(): void {
    if (this.#config !== undefined) this.#restart();
  }

  /** Other workspace rules: what is shown changes, the verdicts do not. */
  silence(rules: WorkspaceRules): void {
    if (this.#config === undefined) return;
    this.#config = { ...this.#config, rules };
    if (this.#instant !== undefined) this.#settle(this.#instant.document, this.#instant.options);
  }

  /** Takes in what has come of late evidence since the check. Nothing while a check is under way: it takes it in itself. */
  refresh(): void {
    if (this.#instant === undefined || this.#closed) return;
    this.#state = this.#take(this.#instant.document, this.#instant.options);
    this.#listener.refreshed(this);
  }

  /** Takes in changes as the client sends them: in order, each relative to the text after the one before. */
  update(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      if ('range' in change) {
        const { start, end } = change.range;
        const span = { start: this.#text.offsetAt(start), end: this.#text.offsetAt(end) };
        if (this.#checker !== undefined) this.#pending.push({ span, text: change.text });
      } else {
        this.#checker = undefined;
        this.#pending = [];
      }
      this.#text = TextDocument.update(this.#text, [change], version);
    }
    if (changes.length === 0) this.#text = TextDocument.update(this.#text, [], version);
    this.#markStale();
  }

  /** Waits for the check of the newest text; `undefined` where there is none, or where the token is cancelled. */
  async whenChecked(token?: CancellationToken): Promise<Checked | undefined> {
    while (!this.#closed && this.#state.kind === 'checking') {
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve);
        token?.onCancellationRequested(() => resolve());
      });
      if (token?.isCancellationRequested === true) return undefined;
    }
    return this.#checked;
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
    this.#forget();
    this.#wake();
  }

  #restart(): void {
    this.#checker = undefined;
    this.#pending = [];
    this.#markStale();
  }

  #markStale(): void {
    this.#changes++;
    this.#forget();
    this.#state = { kind: 'checking' };
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#listener.stale(this);
    if (!this.#running && this.#config !== undefined) {
      this.#running = true;
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    while (!this.#closed && this.#state.kind === 'checking') {
      await this.#burstEnds();
      if (!this.#closed) await this.#check();
    }
    this.#running = false;
  }

  /** Changes that are already in the connection's queue are taken in first: each takes one turn of the event loop. */
  async #burstEnds(): Promise<void> {
    const latest = this.#pacing.now() + BURST_MS;
    let seen: number;
    do {
      seen = this.#changes;
      await this.#pacing.pause();
      await this.#pacing.pause();
    } while (seen !== this.#changes && this.#pacing.now() < latest && !this.#closed);
  }

  async #check(): Promise<void> {
    const changes = this.#changes;
    const config = this.#config;
    if (config?.options === undefined) return this.#settleUnchecked({ kind: 'off' });
    if (this.#text.getText().length > config.limitKb * 1024) {
      return this.#settleUnchecked({ kind: 'tooLarge', limitKb: config.limitKb });
    }
    try {
      const document = await this.#upToDate(config.options).checkInSlices(this.#pacing, this.#abort.signal);
      if (document !== undefined && changes === this.#changes && !this.#closed) this.#settle(document, config.options);
    } catch (error) {
      // A checker that has failed is not asked again; the next change makes a new one.
      this.#checker = undefined;
      this.#pending = [];
      this.#listener.failed(this, error);
      if (changes === this.#changes && !this.#closed) {
        this.#settleUnchecked({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      }
    }
  }

  #upToDate(options: CheckOptions): Checker {
    const pending = this.#pending;
    this.#pending = [];
    if (this.#checker === undefined) this.#checker = this.#createChecker(this.#text.getText(), options);
    else if (pending.length > 0) this.#checker.change(pending);
    return this.#checker;
  }

  #settle(document: CheckedDocument, options: CheckOptions): void {
    this.#finish(this.#take(document, options));
  }

  #take(instant: CheckedDocument, options: CheckOptions): DocumentState {
    const document = this.#late === undefined ? instant : enrich(instant, this.#late, options);
    const { rules } = this.#config ?? { rules: { disabled: new Set<string>(), ignored: new Set<string>() } };
    const findings = visibleFindings(document, rules);
    this.#instant = { document: instant, options };
    this.#checked = { version: this.#text.version, text: this.#text, document, findings };
    return { kind: 'checked', ...summaryOf(document, findings) };
  }

  #forget(): void {
    this.#checked = undefined;
    this.#instant = undefined;
  }

  #settleUnchecked(state: DocumentState): void {
    this.#checker = undefined;
    this.#pending = [];
    this.#forget();
    this.#finish(state);
  }

  #finish(state: DocumentState): void {
    this.#state = state;
    this.#listener.settled(this);
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
