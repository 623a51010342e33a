/** Settles with SymPy, when there is time, what instant checks leave open. */
import type { CheckedDocument } from '../check.ts';
import type { RunLimits, Sandbox } from '../code/sandbox.ts';
import type { Verdict } from '../verify/verdict.ts';

export interface SettleOptions {
  readonly limits: RunLimits;
  /** Document spans that the person has in view: their steps go first. */
  readonly inView: readonly { readonly start: number; readonly end: number }[];
}

export class Settler {
  readonly #sandbox: Sandbox;
  readonly #log: (message: string) => void;

  /** `log` is told of every claim on which the two engines disagree, with what each found. */
  constructor(sandbox: Sandbox, log: (message: string) => void) {
    this.#sandbox = sandbox;
    this.#log = log;
  }

  /** What SymPy found for the task with this key, where it was asked and settled it. */
  verdictOf(_key: string): Verdict | undefined {
    return undefined;
  }

  /** Works through the open claims of a document, calling `onChange` after each that was settled. Resolves when all were asked or the signal is aborted. */
  async settle(
    _document: CheckedDocument,
    _options: SettleOptions,
    _signal: AbortSignal,
    _onChange: () => void,
  ): Promise<void> {
    void this.#sandbox;
    void this.#log;
  }
}
