/** The trees of the solutions that were looked ahead in, each under a key of what its solution is; they outlive the process where there is a store. */
import { expansionEntry, followEntry, keptTree, restoreKept } from './journal.ts';
import { SearchTree } from './tree.ts';
import type { TreeStore } from './tree-store.ts';

/** Trees in memory; the one not looked at for longest goes first. */
const MOST_TREES = 20;

export class Forest {
  readonly #trees = new Map<string, SearchTree>();
  readonly #listeners = new Set<(key: string) => void>();
  readonly #store: TreeStore | undefined;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(store?: TreeStore) {
    this.#store = store;
  }

  /** Brings the tree of a key back from the store where it is not in memory: `standing` and `grow` know it then. Never rejects. */
  load(key: string): Promise<void> {
    if (this.#store === undefined || this.#trees.has(key)) return Promise.resolve();
    const loading = this.#loading.get(key) ?? this.#restore(key, this.#store);
    this.#loading.set(key, loading);
    return loading;
  }

  /** The tree under a key, if there is one in memory. */
  standing(key: string): SearchTree | undefined {
    return this.#trees.get(key);
  }

  /** The tree under a key, an empty one where there is none. */
  grow(key: string): SearchTree {
    const standing = this.#trees.get(key);
    if (standing !== undefined) {
      this.#trees.delete(key);
      this.#trees.set(key, standing);
      return standing;
    }
    const tree = new SearchTree();
    this.#plant(key, tree);
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

  /** Forgets every tree, here and in the store. A search that is under way goes on, and what it finds is not kept. */
  async forget(): Promise<void> {
    const keys = [...this.#trees.keys()];
    this.#trees.clear();
    await this.#store?.forget();
    for (const key of keys) this.changed(key);
  }

  async #restore(key: string, store: TreeStore): Promise<void> {
    const tree = restoreKept(key, await store.load(key));
    this.#loading.delete(key);
    // A search may have begun one meanwhile.
    if (tree === undefined || this.#trees.has(key)) return;
    this.#plant(key, tree);
    this.changed(key);
  }

  #plant(key: string, tree: SearchTree): void {
    this.#trees.set(key, tree);
    for (const oldest of this.#trees.keys()) {
      if (this.#trees.size <= MOST_TREES) break;
      this.#trees.delete(oldest);
    }
    const store = this.#store;
    if (store === undefined) return;
    // Where nothing was looked for there is nothing to keep.
    let isGrown = tree.size > 1;
    const write = (entry: string): void => {
      if (isGrown && this.#trees.get(key) === tree) store.write(key, entry, () => keptTree(key, tree));
    };
    tree.listen({
      followed: steps => write(followEntry(steps)),
      added: (node, moves) => {
        isGrown = true;
        write(expansionEntry(node, moves));
      },
    });
  }
}
