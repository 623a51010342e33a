/** The searches under way, each under the key of the tree that it grows: whoever shows the tree can tell of them and stop them. */

export interface Run {
  /** Ends when the asker's signal does, or the run is stopped. */
  readonly signal: AbortSignal;
  /** Nodes made so far. */
  nodes: number;
}

export class Runs {
  readonly #runs = new Map<string, Set<Run & { readonly abort: AbortController }>>();

  /** Counts a search as under way until the work is done, whatever its end. */
  async during<T>(key: string, signal: AbortSignal, work: (run: Run) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const run = { signal: AbortSignal.any([signal, abort.signal]), abort, nodes: 0 };
    const beside = this.#runs.get(key) ?? new Set();
    this.#runs.set(key, beside.add(run));
    try {
      return await work(run);
    } finally {
      beside.delete(run);
      if (beside.size === 0) this.#runs.delete(key);
    }
  }

  /** Nodes that the searches under way have made together; `undefined` where none is. */
  nodes(key: string): number | undefined {
    const runs = this.#runs.get(key);
    return runs === undefined ? undefined : [...runs].reduce((sum, { nodes }) => sum + nodes, 0);
  }

  /** What they have found by then stays in the tree. */
  stop(key: string): void {
    for (const { abort } of this.#runs.get(key) ?? []) abort.abort();
  }
}
