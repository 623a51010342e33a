/** Several who propose, in one tree: each looks in its own way and at its own pace, and each goes on from what the others have found. */
import type { SearchNode } from '../node.ts';
import type { Ask, Strategy } from '../search.ts';
import { type Outlook, type Selecting, selectLeaf } from '../select.ts';

/** One who proposes. */
export interface Source {
  /** Names it and all that its proposals depend on. */
  readonly id: string;
  readonly selecting: Selecting;
  /** Expansions in flight together, at least 1. */
  readonly parallel: number;
  /** Candidates for an expansion. */
  readonly n: number;
  readonly temperature: number;
  /** It is asked here for the first time. */
  readonly isNew?: boolean;
}

/** Who was asked about which node. It is kept beside the trees that live on, so that nobody is asked twice; what it does not know of an old tree, it takes for asked of `first`. */
export class Asked {
  readonly #first: string;
  readonly #sources = new WeakMap<SearchNode, Set<string>>();

  /** @param first id of the source that nodes are taken to be from which nothing is known of */
  constructor(first: string) {
    this.#first = first;
  }

  has(node: SearchNode, source: string): boolean {
    return node.expansions > 0 && (this.#sources.get(node)?.has(source) ?? source === this.#first);
  }

  /** An answer of the source is in the tree. */
  add(node: SearchNode, source: string): void {
    const known = this.#sources.get(node);
    // What hung under a step that the writer changed is gone, and with it who was asked.
    if (node.expansions <= 1) this.#sources.set(node, new Set([source]));
    else if (known === undefined) this.#sources.set(node, new Set([this.#first, source]));
    else known.add(source);
  }

  /** The source may be asked about the node once more. */
  forget(node: SearchNode, source: string): void {
    this.#sources.get(node)?.delete(source);
  }
}

/**
 * Monte-Carlo tree search below a node in which each source has its own descent: a quick one goes through the tree many times while a slow one thinks about one step, and
 * neither waits for the other. A source that fails is not asked again in this search as long as there are others to go on. It ends when nothing is open to any of them.
 */
export function together(below: SearchNode, sources: readonly Source[], asked: Asked): Strategy {
  const lanes = new Map(sources.map(source => [source.id, { source, waiting: new Set<SearchNode>(), isOut: false }]));
  let failing = false;
  return {
    name: 'mcts',
    next: (): Ask | undefined => {
      if (below.dropped) return undefined;
      for (const { source, waiting, isOut } of lanes.values()) {
        if (isOut || waiting.size >= source.parallel) continue;
        const node = selectLeaf(below, source.selecting, outlookOf(source.id, waiting, asked));
        if (node === undefined) continue;
        waiting.add(node);
        // What the source thinks likeliest is among what is shown first.
        const likeliest = node === below && source.isNew === true ? ({ likeliest: true } as const) : {};
        return { node, source: source.id, n: source.n, temperature: source.temperature, ...likeliest };
      }
      return undefined;
    },
    took: ({ node, source = '' }): void => {
      const lane = lanes.get(source);
      lane?.waiting.delete(node);
      if (!failing && !node.dropped) asked.add(node, source);
      failing = false;
    },
    failed: ({ source = '' }): boolean => {
      failing = true;
      const lane = lanes.get(source);
      const others = [...lanes.values()].some(each => each !== lane && !each.isOut);
      if (lane !== undefined && others) lane.isOut = true;
      return others;
    },
  };
}

/** What is open to one source: what it was not asked about, however closed it may be to others. */
function outlookOf(source: string, waiting: ReadonlySet<SearchNode>, asked: Asked): Outlook {
  const isExpanded = (node: SearchNode): boolean => asked.has(node, source);
  const isClosed = (node: SearchNode): boolean =>
    node.fate.kind !== 'open' || (isExpanded(node) && node.children.every(isClosed));
  return { isExpanded, isClosed, isWaiting: node => waiting.has(node) };
}
