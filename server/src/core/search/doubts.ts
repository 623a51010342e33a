/** Steps that no check refutes and that still do not fit what is asked for: a search goes on from before them. */
import type { RunLimits, Sandbox } from '../code/sandbox.ts';
import type { PartialSolution } from '../policy/policy.ts';
import { firstDoubt } from '../policy/symbolic/symbolic-policy.ts';

/** Solutions that are remembered; the oldest are forgotten. */
const MOST_KEPT = 500;

export class Doubts {
  readonly #sandbox: Sandbox;
  readonly #limits: RunLimits;
  /** By what was written; `undefined` where every step fits, as far as can be told. */
  readonly #kept = new Map<string, number | undefined>();

  constructor(sandbox: Sandbox, limits: RunLimits) {
    this.#sandbox = sandbox;
    this.#limits = limits;
  }

  /** Asks where it was not asked before. After an abort nothing is kept. Never rejects. */
  async ask(partial: PartialSolution, signal: AbortSignal): Promise<void> {
    const key = keyOf(partial);
    if (this.#kept.has(key) || partial.steps.length === 0) return;
    const doubt = await firstDoubt(partial, { sandbox: this.#sandbox, limits: this.#limits }, signal);
    if (signal.aborted) return;
    this.#kept.set(key, doubt);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
  }

  /** The index of the first step in doubt, where it was asked and there is one. */
  first(partial: PartialSolution): number | undefined {
    return this.#kept.get(keyOf(partial));
  }
}

function keyOf({ problem, steps }: PartialSolution): string {
  return JSON.stringify([problem, ...steps.map(({ text }) => text)]);
}
