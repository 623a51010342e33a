/** One run of some of a document's code. It follows the text as it changes: what is no longer there is given up, the rest goes on. */

import type { CheckedDocument } from '../core/check.ts';
import { placedCells } from '../core/code/runner.ts';
import type { CodeService } from './codeService.ts';
import type { DocumentSession } from './session.ts';

export interface RunKind {
  /** A person asked for it: it goes first, and what has an outcome runs again. */
  readonly asked: boolean;
}

export class CodeRun {
  readonly session: DocumentSession;
  readonly kind: RunKind;
  readonly total: number;
  readonly #code: CodeService;
  readonly #onChange: () => void;
  /** Cells that have not ended yet, and of these the ones that have begun. */
  readonly #pending: Set<string>;
  readonly #begun = new Set<string>();
  #abort = new AbortController();
  #stopped = false;

  /** @param keys of the cells that are wanted; `onChange` is called whenever one begins or ends */
  constructor(
    session: DocumentSession,
    keys: Iterable<string>,
    kind: RunKind,
    code: CodeService,
    onChange: () => void,
  ) {
    this.session = session;
    this.kind = kind;
    this.#code = code;
    this.#onChange = onChange;
    this.#pending = new Set(keys);
    this.total = this.#pending.size;
  }

  /** Keys of the cells that are still to be run, the one that runs included. */
  get pending(): ReadonlySet<string> {
    return this.#pending;
  }

  /** Resolves when all have ended, are gone, or were stopped. */
  async run(): Promise<void> {
    // A cell that was interrupted because another one was edited runs once more.
    for (let again = this.kind.asked; this.#pending.size > 0 && !this.#stopped; again = true) {
      const checked = await this.session.whenChecked();
      if (this.#stopped || checked === undefined) break;
      this.#forget(checked.document);
      const wanted = new Set(this.#pending);
      if (wanted.size === 0) break;
      const abort = new AbortController();
      this.#abort = abort;
      const ran = await this.#code.run(
        checked.document,
        { priority: this.kind.asked ? 'asked' : 'idle', wants: ({ key }) => wanted.has(key), again },
        abort.signal,
        () => this.#note(),
      );
      if (!ran || !abort.signal.aborted) break;
    }
    this.#pending.clear();
  }

  /** The text was changed: code that is gone need not run to its end. */
  follow(document: CheckedDocument): void {
    const present = keysOf(document);
    if ([...this.#pending].some(key => !present.has(key))) this.#abort.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
  }

  #forget(document: CheckedDocument): void {
    const present = keysOf(document);
    for (const key of [...this.#pending]) if (!present.has(key)) this.#pending.delete(key);
  }

  #note(): void {
    for (const key of [...this.#pending]) {
      const outcome = this.#code.outcomeOf(key);
      if (outcome?.kind === 'running') this.#begun.add(key);
      else if (this.#begun.delete(key) && !this.#abort.signal.aborted) this.#pending.delete(key);
    }
    this.#onChange();
  }
}

function keysOf(document: CheckedDocument): ReadonlySet<string> {
  return new Set(placedCells(document).map(({ key }) => key));
}
