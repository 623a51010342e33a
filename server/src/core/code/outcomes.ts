/** Outcomes of cells by key, the latest used ones. */
import type { RunLimits, RunResult, RunStatus } from './sandbox.ts';

/** What is kept of a run that has ended. */
export interface Outcome {
  readonly result: RunResult;
  readonly limits: RunLimits;
  /** Keys of earlier cells of the solution that had been stopped: this one ran without what they would have left. */
  readonly without: readonly string[];
}

/** More outcomes, or more text in them, than this are not kept. */
const MOST_OUTCOMES = 4000;
const MOST_TEXT = 16_000_000;

/** A cell that ended like this left nothing behind, and another run may end otherwise. */
export function isStopped(status: RunStatus): boolean {
  return status === 'timeout' || status === 'memory' || status === 'cancelled' || status === 'unavailable';
}

export class Outcomes {
  readonly #kept = new Map<string, Outcome>();
  #text = 0;

  get(key: string): Outcome | undefined {
    const outcome = this.#kept.get(key);
    if (outcome !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, outcome);
    }
    return outcome;
  }

  set(key: string, outcome: Outcome): void {
    this.delete(key);
    this.#kept.set(key, outcome);
    this.#text += sizeOf(outcome);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_OUTCOMES && this.#text <= MOST_TEXT) return;
      if (oldest !== key) this.delete(oldest);
    }
  }

  delete(key: string): void {
    const outcome = this.#kept.get(key);
    if (outcome === undefined) return;
    this.#kept.delete(key);
    this.#text -= sizeOf(outcome);
  }
}

function sizeOf({ result }: Outcome): number {
  return result.stdout.length + (result.value?.length ?? 0) + (result.error?.message.length ?? 0);
}
