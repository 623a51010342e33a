/** Problems of files that no editor has open, known from a check of the workspace. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Pacing } from '../core/check.ts';
import { formatOfFile } from '../core/document/format.ts';
import type { FileSummary } from '../protocol.ts';
import { type RulePages, toDiagnostic } from './diagnostics.ts';
import { unawaited } from './feature.ts';
import { summaryOf, visibleFindings } from './findings.ts';
import type { CreateChecker } from './session.ts';
import { type CheckConfig, checkOptions } from './sessions.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

export interface ClosedFilesServices {
  readonly files: WorkspaceFiles;
  readonly createChecker: CreateChecker;
  readonly pacing: Pacing;
  readonly isOpen: (uri: string) => boolean;
  readonly config: () => CheckConfig;
  readonly pages: RulePages;
  readonly send: Connection['sendDiagnostics'];
  readonly logError: (message: string) => void;
}

export class ClosedFiles {
  readonly #services: ClosedFilesServices;
  /** Files that the last check of the workspace looked at. */
  readonly #known = new Set<string>();
  /** One check a file at a time: a newer one overtakes. */
  readonly #running = new Map<string, AbortController>();

  constructor(services: ClosedFilesServices) {
    this.#services = services;
  }

  /** Checks a file as it is stored and shows its problems; `undefined` where it is not checked, cannot be read or was cancelled. */
  async check(uri: string, token?: CancellationToken): Promise<FileSummary | undefined> {
    const { files, createChecker, pacing, isOpen, config, pages, send, logError } = this.#services;
    const { settings, rulesOf } = config();
    const options = checkOptions(settings, formatOfFile(uri));
    const abort = this.#begin(uri);
    const cancel = token?.onCancellationRequested(() => abort.abort());
    try {
      const content = options === undefined ? undefined : await files.read(uri, settings.maxFileSizeKb * 1024);
      if (options === undefined || content?.ok !== true) {
        this.forget(uri);
        return undefined;
      }
      if (abort.signal.aborted) return undefined;
      const document = await createChecker(content.text, options).checkInSlices(pacing, abort.signal);
      if (document === undefined || abort.signal.aborted || isOpen(uri)) return undefined;
      this.#known.add(uri);
      const text = TextDocument.create(uri, options.format, 0, content.text);
      const findings = visibleFindings(document, rulesOf(uri));
      unawaited(send({ uri, diagnostics: findings.map(finding => toDiagnostic(text, finding, pages)) }));
      return summaryOf(document, findings);
    } catch (error) {
      logError(`Checking ${uri} failed: ${error instanceof Error ? error.stack : String(error)}`);
      this.forget(uri);
      return undefined;
    } finally {
      cancel?.dispose();
      if (this.#running.get(uri) === abort) this.#running.delete(uri);
    }
  }

  /** An open file counts as looked at: when it is closed, its problems stay in the list. */
  remember(uri: string): void {
    this.#known.add(uri);
  }

  /** Checks a file again that the last check of the workspace looked at; one that is open speaks for itself. */
  async refresh(uri: string): Promise<void> {
    if (this.#known.has(uri) && !this.#services.isOpen(uri)) await this.check(uri);
  }

  /** All known files again: settings or workspace rules have changed. */
  async refreshAll(): Promise<void> {
    for (const uri of [...this.#known]) await this.refresh(uri);
  }

  /** Takes back what is shown of a file. */
  forget(uri: string): void {
    if (!this.#known.delete(uri)) return;
    if (!this.#services.isOpen(uri)) {
      unawaited(this.#services.send({ uri, diagnostics: [] }));
    }
  }

  keepOnly(uris: ReadonlySet<string>): void {
    for (const uri of [...this.#known]) {
      if (!uris.has(uri)) this.forget(uri);
    }
  }

  stop(): void {
    for (const abort of this.#running.values()) abort.abort();
  }

  #begin(uri: string): AbortController {
    this.#running.get(uri)?.abort();
    const abort = new AbortController();
    this.#running.set(uri, abort);
    return abort;
  }
}
