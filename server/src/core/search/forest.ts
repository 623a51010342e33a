/** The trees of the solutions that were looked ahead in, each under a key of what its solution is. */
import { SearchTree } from './tree.ts';

/** Trees that are kept; the one not looked at for longest goes first. */
const MOST_TREES = 20;

export class Forest {
  readonly #trees = new Map<string, SearchTree>();
  readonly #listeners = new Set<(key: string) => void>();

  /** The tree under a key, if there is one. */
  standing(key: string): SearchTree | undefined {
    return this.#trees.get(key);
  }

  /** The tree under a key, an empty one where there is none. */
  grow(key: string): SearchTree {
    const tree = this.#trees.get(key) ?? new SearchTree();
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    for (const oldest of this.#trees.keys()) {
      if (this.#trees.size <= MOST_TREES) break;
      this.#trees.delete(oldest);
    }
    return tree;
  }

  /** To be called when a tree has changed. */
  changed(key: string): void {
    for (const listener of this.#listeners) listener(key);
  }

  /** @returns what ends it */
  onChange(listener: (key: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
