/** One run of some of a document's code. It follows the text as it changes: what is no longer there is given up, the rest goes on. */
import type { CheckedDocument } from '../core/check.ts';
import { placedCells, superseded } from '../core/code/runner.ts';
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
  #leave = (): void => {};
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

  /** Resolves when all have ended, are gone, or were stopped. Runs nothing where the person does not agree to the Python that is chosen. */
  async run(): Promise<void> {
    if (await this.#code.mayRun(this.kind.asked)) await this.#runThrough();
    this.#pending.clear();
  }

  /** The text was changed and checked: code that is gone need not run to its end. */
  follow(document: CheckedDocument): void {
    const present = keysOf(document);
    if ([...this.#pending].some(key => !present.has(key))) this.#leave();
  }

  stop(): void {
    this.#stopped = true;
    this.#leave();
    this.#abort.abort();
  }

  async #runThrough(): Promise<void> {
    for (;;) {
      const checked = await this.session.whenChecked();
      if (this.#stopped) return;
      const wanted = this.#presentIn(checked?.document);
      const before = this.#abort;
      this.#abort = new AbortController();
      const left = new Promise<void>(resolve => {
        this.#leave = resolve;
      });
      const ended =
        checked === undefined || wanted.size === 0 ? undefined : this.#begin(checked.document, wanted).then(() => true);
      // Only now: code that is still wanted goes on, as the new run waits for it too.
      before.abort(superseded);
      if (ended === undefined) return;
      const isDone = await Promise.race([ended, left]);
      if (isDone === true) return;
      if (this.#stopped) return void (await ended);
    }
  }

  async #begin(document: CheckedDocument, wanted: ReadonlySet<string>): Promise<void> {
    const priority = this.kind.asked ? 'asked' : 'idle';
    const options = { priority, again: this.kind.asked, wants: ({ key }: { key: string }) => wanted.has(key) } as const;
    await this.#code.run(document, options, this.#abort.signal, () => this.#note());
  }

  /** What is still to be run of a text; the rest is forgotten. */
  #presentIn(document: CheckedDocument | undefined): ReadonlySet<string> {
    const present = document === undefined ? new Set<string>() : keysOf(document);
    for (const key of [...this.#pending]) if (!present.has(key)) this.#pending.delete(key);
    return new Set(this.#pending);
  }

  #note(): void {
    for (const key of [...this.#pending]) {
      if (this.#code.outcomeOf(key)?.kind === 'running') this.#begun.add(key);
      else if (this.#begun.delete(key)) this.#pending.delete(key);
    }
    this.#onChange();
  }
}

function keysOf(document: CheckedDocument): ReadonlySet<string> {
  return new Set(placedCells(document).map(({ key }) => key));
}
