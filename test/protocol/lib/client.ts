/** A client for the tests: it speaks the protocol, keeps what the server says, and holds the workspace's files in memory. */
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  InlayHintRefreshRequest,
  LogMessageNotification,
  type Position,
  type ProgressToken,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  RegistrationRequest,
  ShowMessageNotification,
  ShowMessageRequest,
  ShutdownRequest,
  type TextDocumentContentChangeEvent,
  type TextDocumentEdit,
  type TextEdit,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as messages from '../../../server/src/protocol.ts';

export interface ClientOptions {
  /** The workspace's files by URI; without it the client offers no files. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly settings?: unknown;
  /** The workspace is trusted. */
  readonly trusted?: boolean;
  /** Address of the sandbox's files. */
  readonly sandboxFiles?: string;
  /** Folder that the server may keep things in. */
  readonly storage?: string;
  /** Outcomes of code come as inlay hints instead of Stepwise's own notification. */
  readonly inlayHints?: boolean;
  /** The client has the commands that let the person choose a next step. */
  readonly choosesNextStep?: boolean;
  readonly capabilities?: ClientCapabilities;
}

const capabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  window: { workDoneProgress: true },
};

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: messages.StatusParams[] = [];
  readonly shown: string[] = [];
  readonly logged: string[] = [];
  readonly outcomes: messages.OutcomesParams[] = [];
  /** What was reported for each work-done progress, by its token. */
  readonly progress = new Map<
    ProgressToken,
    (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[]
  >();
  /** Pythons that the person was asked about. */
  readonly asked: string[] = [];
  /** What the person answers. */
  agrees = true;
  lensRefreshes = 0;
  readonly files = new Map<string, string>();
  readonly #documents = new Map<string, TextDocument>();
  readonly #waiting = new Set<() => void>();
  initialized: InitializeResult | undefined;

  constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification(PublishDiagnosticsNotification.type, params => {
      this.published.push(params);
      this.#wake();
    });
    connection.onNotification(messages.status.method, (params: messages.StatusParams) => {
      this.statuses.push(params);
      this.#wake();
    });
    connection.onNotification(ShowMessageNotification.type, ({ message }) => void this.shown.push(message));
    connection.onNotification(messages.outcomes.method, (params: messages.OutcomesParams) => {
      this.outcomes.push(params);
      this.#wake();
    });
    connection.onRequest(CodeLensRefreshRequest.type, () => {
      this.lensRefreshes++;
      this.#wake();
      return undefined;
    });
    connection.onRequest(InlayHintRefreshRequest.type, () => undefined);
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      this.progress.set(token, []);
      connection.onProgress(WorkDoneProgress.type, token, value => {
        this.progress.get(token)?.push(value);
        this.#wake();
      });
    });
    connection.onRequest<boolean, void>(messages.confirmPython.method, ({ python }: { python: string }) => {
      this.asked.push(python);
      return this.agrees;
    });
    connection.onRequest(ShowMessageRequest.type, ({ message }) => {
      this.shown.push(message);
      this.#wake();
      return null;
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => void this.logged.push(message));
    connection.onRequest(RegistrationRequest.type, () => undefined);
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest(messages.findFiles.method, () =>
      [...this.files.keys()].filter(uri => /\.(md|tex|steps)$/.test(uri)).sort(),
    );
    connection.onRequest<messages.FileContent, void>(
      messages.readFile.method,
      ({ uri }: { uri: string }): messages.FileContent => {
        const text = this.files.get(uri);
        return text === undefined ? { ok: false, missing: true, reason: 'no such file' } : { ok: true, text };
      },
    );
    connection.onRequest<messages.FileWritten, void>(
      messages.writeFile.method,
      ({ uri, text }: { uri: string; text: string }): messages.FileWritten => {
        this.files.set(uri, text);
        return { ok: true };
      },
    );
    connection.listen();
  }

  async start(options: ClientOptions = {}): Promise<InitializeResult> {
    for (const [uri, text] of Object.entries(options.files ?? {})) this.files.set(uri, text);
    const initializationOptions: messages.InitializationOptions = {
      files: options.files !== undefined,
      settings: options.settings,
      trusted: options.trusted === true,
      ...(options.sandboxFiles === undefined ? {} : { sandboxFiles: options.sandboxFiles }),
      ...(options.storage === undefined ? {} : { storage: options.storage }),
      showsOutcomes: options.inlayHints !== true,
      ...(options.choosesNextStep === undefined ? {} : { choosesNextStep: options.choosesNextStep }),
    };
    this.initialized = await this.connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? capabilities,
      workspaceFolders: (options.folders ?? []).map(uri => ({ uri, name: uri })),
      initializationOptions,
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return this.initialized;
  }

  /** Shuts the server down as an editor does. An in-memory server has no process to leave: `exit` is for a real one. */
  async stop({ exit = false } = {}): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    if (exit) await this.connection.sendNotification(ExitNotification.type);
    this.connection.dispose();
  }

  async open(uri: string, text: string, languageId = languageOf(uri)): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Replaces every `search` text, from the last to the first, in one change of the document; gives the new version. */
  async edit(uri: string, search: string, replacement: string): Promise<number> {
    const text = this.text(uri);
    const changes: TextDocumentContentChangeEvent[] = [];
    for (let at = text.lastIndexOf(search); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(search, at - 1)) {
      changes.push({ range: this.range(uri, at, at + search.length), text: replacement });
    }
    return this.change(uri, changes);
  }

  async change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<number> {
    const before = this.#document(uri);
    const document = TextDocument.update(before, contentChanges, before.version + 1);
    this.#documents.set(uri, document);
    const { version } = document;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  async configure(settings: unknown): Promise<void> {
    await this.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { stepwise: settings },
    });
  }

  /** Changes a file on disk and tells the server. */
  async store(uri: string, text: string | undefined): Promise<void> {
    const type = text === undefined ? FileChangeType.Deleted : FileChangeType.Changed;
    if (text === undefined) this.files.delete(uri);
    else this.files.set(uri, text);
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type }] });
  }

  text(uri: string): string {
    return this.#document(uri).getText();
  }

  version(uri: string): number {
    return this.#document(uri).version;
  }

  position(uri: string, offset: number): Position {
    return this.#document(uri).positionAt(offset);
  }

  range(uri: string, start: number, end: number): Range {
    return { start: this.position(uri, start), end: this.position(uri, end) };
  }

  /** What a range of the document holds. */
  at(uri: string, range: Range): string {
    return this.#document(uri).getText(range);
  }

  /** Waits for the diagnostics of the document as it stands (or of a later text). */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const version = this.#documents.get(uri)?.version;
    const published = await this.until(() =>
      this.published.findLast(params => params.uri === uri && (version === undefined || params.version === version)),
    );
    return published.diagnostics;
  }

  /** Waits for the state of the document as it stands. */
  async status(uri: string, kind?: messages.DocumentState['kind']): Promise<messages.DocumentState> {
    const found = await this.until(() => {
      const last = this.statuses.findLast(params => params.uri === uri);
      const fits = last?.version === this.version(uri) && (kind === undefined || last.state.kind === kind);
      return fits ? last : undefined;
    });
    return found.state;
  }

  /** `title at line` (from 0) of each code lens, without the icon. */
  async lenses(uri: string): Promise<readonly string[]> {
    return (await this.#lenses(uri)).map(({ range, command }) => `${plain(command?.title)} at ${range.start.line}`);
  }

  /** Clicks the first code lens of this title, from this line on. */
  async click(uri: string, title: string, line = 0): Promise<unknown> {
    const lenses = await this.#lenses(uri);
    const lens = lenses.find(({ range, command }) => range.start.line >= line && plain(command?.title) === title);
    if (lens?.command === undefined) throw new Error(`there is no lens ${title} from line ${line}`);
    return this.command(lens.command.command, lens.command.arguments?.[0]);
  }

  command(command: string, argument: unknown): Promise<unknown> {
    return this.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] });
  }

  /** `line: text` of what is shown behind the code of the text as it stands; waits until it is this. */
  async shows(uri: string, expected: readonly (string | RegExp)[]): Promise<void> {
    let seen: readonly string[] = [];
    const fits = (): true | undefined => {
      const last = this.outcomes.findLast(params => params.uri === uri);
      const isNow = last === undefined || last.version === this.version(uri);
      seen = isNow ? (last?.outcomes ?? []).map(({ line, text }) => `${line}: ${text}`) : [];
      const same = isNow && seen.length === expected.length;
      return same && expected.every((text, at) => matches(text, seen[at] ?? '')) ? true : undefined;
    };
    await this.until(fits).catch(() => {
      throw new Error(`expected ${expected.join(' | ')}\nseen ${seen.join(' | ')}\nlog ${this.logged.join('\n')}`);
    });
  }

  async #lenses(uri: string): Promise<readonly CodeLens[]> {
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
  }

  hover(uri: string, search: string): Promise<Hover | null> {
    const position = this.position(uri, this.text(uri).indexOf(search) + 1);
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  }

  async actions(uri: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
    const actions = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return (actions ?? []).filter(
      action => !('command' in action && typeof action.command === 'string'),
    ) as CodeAction[];
  }

  /** Does what a quick fix says: its edits as changes of the document, its command by the server. */
  async apply(action: CodeAction): Promise<void> {
    for (const change of (action.edit?.documentChanges ?? []) as TextDocumentEdit[]) {
      const { uri, version } = change.textDocument;
      if (version !== this.version(uri))
        throw new Error(`an edit for version ${version} of version ${this.version(uri)}`);
      // Edits of one action speak of the same text, changes of a document each of the one before: from the last to the first.
      const edits = (change.edits as TextEdit[]).toSorted((a, b) => compare(b.range.start, a.range.start));
      await this.change(
        uri,
        edits.map(({ range, newText }) => ({ range, text: newText })),
      );
    }
    if (action.command !== undefined) {
      const { command, arguments: args } = action.command;
      await this.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: args ?? [] });
    }
  }

  /** Waits until something that the server has said gives a value. */
  async until<T>(value: () => T | undefined, ms = 10_000): Promise<T> {
    const end = performance.now() + ms;
    for (;;) {
      const found = value();
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`waited ${ms} ms; the server's log: ${this.logged.join('\n')}`);
      await new Promise<void>(resolve => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 50);
        this.#waiting.add(wake);
      });
    }
  }

  #document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open`);
    return document;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

function matches(expected: string | RegExp, text: string): boolean {
  return typeof expected === 'string' ? text === expected : expected.test(text);
}

/** A title without its icon. */
function plain(title = ''): string {
  return title.replace(/^\$\([\w-]+\) /, '');
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function languageOf(uri: string): string {
  if (uri.endsWith('.md')) return 'markdown';
  return uri.endsWith('.tex') ? 'latex' : 'steps';
}
