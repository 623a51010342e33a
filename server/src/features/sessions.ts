/** The open documents: text synchronisation with the client, one session a document. */
import type { CancellationToken, Connection, Disposable, Event, ServerCapabilities } from 'vscode-languageserver';
import { Emitter, TextDocumentSyncKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CheckOptions, Pacing } from '../core/check.ts';
import type { LateEvidence } from '../core/late.ts';
import type { Settings } from '../settings/schema.ts';
import type { WorkspaceRules } from '../settings/workspaceFile.ts';
import { all, type Feature } from './feature.ts';
import { formatOfLanguage } from './format.ts';
import { type Checked, type CreateChecker, DocumentSession, type SessionListener } from './session.ts';

/** How files are checked, from settings and workspace rules. */
export interface CheckConfig {
  readonly settings: Settings;
  readonly rulesOf: (uri: string) => WorkspaceRules;
}

/** How a file of this format is checked under the settings; `undefined`: not at all. */
export function checkOptions(settings: Settings, format: CheckOptions['format'] | undefined): CheckOptions | undefined {
  if (!settings.enable || format === undefined || !settings.languages.includes(format)) return undefined;
  const severities = { 'step.low-score': settings['reward.severity'], ...settings.rules };
  return { format, wholeFile: settings['markdown.wholeFile'], severities };
}

export class DocumentSessions implements Feature, SessionListener {
  readonly capabilities: Partial<ServerCapabilities> = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  };
  readonly #sessions = new Map<string, DocumentSession>();
  readonly #createChecker: CreateChecker;
  readonly #pacing: Pacing;
  readonly #late: LateEvidence | undefined;
  readonly #onStale = new Emitter<DocumentSession>();
  readonly #onSettled = new Emitter<DocumentSession>();
  readonly #onRefreshed = new Emitter<DocumentSession>();
  readonly #onSaved = new Emitter<DocumentSession>();
  readonly #onClosed = new Emitter<DocumentSession>();
  #config: CheckConfig | undefined;
  #logError: (message: string) => void = () => {};

  constructor(createChecker: CreateChecker, pacing: Pacing, late?: LateEvidence) {
    this.#createChecker = createChecker;
    this.#pacing = pacing;
    this.#late = late;
  }

  /** A document was opened or changed, or is to be checked in another way. */
  get onStale(): Event<DocumentSession> {
    return this.#onStale.event;
  }

  /** A document's newest text was checked, or it is known why it is not. */
  get onSettled(): Event<DocumentSession> {
    return this.#onSettled.event;
  }

  /** More is known of the text of a document that was checked before. */
  get onRefreshed(): Event<DocumentSession> {
    return this.#onRefreshed.event;
  }

  get onSaved(): Event<DocumentSession> {
    return this.#onSaved.event;
  }

  get onClosed(): Event<DocumentSession> {
    return this.#onClosed.event;
  }

  get(uri: string): DocumentSession | undefined {
    return this.#sessions.get(uri);
  }

  get sessions(): readonly DocumentSession[] {
    return [...this.#sessions.values()];
  }

  /** The check of a document's newest text, awaited; `undefined` where it is not checked or the token is cancelled. */
  async checked(uri: string, token?: CancellationToken): Promise<Checked | undefined> {
    return this.#sessions.get(uri)?.whenChecked(token);
  }

  /** Starts checking, or checks every document anew. Before the first call documents are kept, not checked. */
  configure(config: CheckConfig): void {
    this.#config = config;
    for (const session of this.#sessions.values()) this.#configureSession(session, config);
  }

  /** The workspace rules have changed: what is shown follows, nothing is checked again. */
  silence(rulesOf: CheckConfig['rulesOf']): void {
    if (this.#config !== undefined) this.#config = { ...this.#config, rulesOf };
    for (const session of this.#sessions.values()) session.silence(rulesOf(session.uri));
  }

  register(connection: Connection): Disposable {
    this.#logError = message => connection.console.error(message);
    return all([
      connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
        this.#sessions.get(uri)?.close();
        const document = TextDocument.create(uri, languageId, version, text);
        const session = new DocumentSession(document, this.#createChecker, this.#pacing, this, this.#late);
        this.#sessions.set(uri, session);
        this.#onStale.fire(session);
        if (this.#config !== undefined) this.#configureSession(session, this.#config);
      }),
      connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
        this.#sessions.get(textDocument.uri)?.update(contentChanges, textDocument.version);
      }),
      connection.onDidSaveTextDocument(({ textDocument }) => {
        const session = this.#sessions.get(textDocument.uri);
        if (session !== undefined) this.#onSaved.fire(session);
      }),
      connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
        const session = this.#sessions.get(uri);
        if (session === undefined) return;
        this.#sessions.delete(uri);
        session.close();
        this.#onClosed.fire(session);
      }),
      { dispose: () => this.#dispose() },
    ]);
  }

  stale(session: DocumentSession): void {
    this.#onStale.fire(session);
  }

  settled(session: DocumentSession): void {
    this.#onSettled.fire(session);
  }

  refreshed(session: DocumentSession): void {
    this.#onRefreshed.fire(session);
  }

  failed(session: DocumentSession, error: unknown): void {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#logError(`Checking ${session.uri} at version ${session.version} failed: ${trace}`);
  }

  #configureSession(session: DocumentSession, { settings, rulesOf }: CheckConfig): void {
    session.configure({
      options: checkOptions(settings, formatOfLanguage(session.languageId)),
      limitKb: settings.maxFileSizeKb,
      rules: rulesOf(session.uri),
    });
  }

  #dispose(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
    const emitters = [this.#onStale, this.#onSettled, this.#onRefreshed, this.#onSaved, this.#onClosed];
    for (const emitter of emitters) emitter.dispose();
  }
}
