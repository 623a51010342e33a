/**
 * The tree as rows, one below the other. The written steps are one line of rows of the first level, as in the document; under each stands what else could follow
 * it, and under the last what could come next.
 */
import type { TreeNode } from '../../../../server/src/protocol.ts';

interface Common {
  /** Its own among all rows, and the same for the same node in the next tree. */
  readonly id: string;
  /** From 1. */
  readonly level: number;
  readonly parent: string | undefined;
  /** Its number among its siblings, from 1, and how many these are. */
  readonly position: number;
  readonly siblings: number;
}

export interface NodeRow extends Common {
  readonly kind: 'node';
  readonly node: TreeNode;
  /** `undefined`: nothing is below it. */
  readonly expanded: boolean | undefined;
  /** Number of the last written step above it or of itself, 0: the problem. */
  readonly after: number;
  /** Steps from below that one to this; 0: it is written itself. */
  readonly depth: number;
  /** The writer stands here. */
  readonly current: boolean;
  /** Number of the refuted step in whose place it would be written. */
  readonly instead: number | undefined;
}

/** Stands for nodes that were left out. */
export interface MoreRow extends Common {
  readonly kind: 'more';
  readonly count: number;
}

export type Row = NodeRow | MoreRow;

/** What the person has opened or closed, by row; the others are as they are by themselves. */
export type Expansion = ReadonlyMap<string, boolean>;

/**
 * The rows in view, top to bottom. By itself the last written step is open, and the best line below it.
 * @param refuted number of the refuted step that follows the last written one, where one does
 */
export function rowsOf(root: TreeNode, expansion: Expansion, refuted?: number): readonly Row[] {
  const rows: Row[] = [];
  const trunk = writtenPath(root);
  for (const [index, node] of trunk.entries()) {
    const current = index === trunk.length - 1;
    const common = { level: 1, parent: undefined, position: index + 1, siblings: trunk.length };
    const others = node.children.filter(child => !child.written);
    const instead = current ? refuted : undefined;
    addNode(rows, { ...common, node, after: index, depth: 0, current, instead }, others, expansion);
  }
  return rows;
}

/** From the root to where the writer stands. */
export function writtenPath(root: TreeNode): readonly TreeNode[] {
  const path = [root];
  for (let at = written(root); at !== undefined; at = written(at)) path.push(at);
  return path;
}

function written({ children }: TreeNode): TreeNode | undefined {
  return children.find(child => child.written);
}

function addNode(
  rows: Row[],
  about: Omit<NodeRow, 'id' | 'kind' | 'expanded'>,
  children: readonly TreeNode[],
  expansion: Expansion,
): void {
  const { node, level, after, depth, current, instead } = about;
  const id = `node ${node.id}`;
  const more = node.more ?? 0;
  const isLeaf = children.length === 0 && more === 0;
  const expanded = isLeaf ? undefined : (expansion.get(id) ?? (current || node.best));
  rows.push({ ...about, id, kind: 'node', expanded });
  if (expanded !== true) return;
  const siblings = children.length + (more === 0 ? 0 : 1);
  const common = { level: level + 1, parent: id, siblings };
  for (const [index, child] of children.entries()) {
    const below = { ...common, node: child, position: index + 1, after, depth: depth + 1, current: false, instead };
    addNode(rows, below, child.children, expansion);
  }
  if (more > 0) rows.push({ ...common, kind: 'more', id: `more ${node.id}`, position: siblings, count: more });
}

/** Where the focus is in new rows: on the same row, else on the lowest one above it that is left, else where the writer stands. */
export function keepFocus(
  before: readonly Row[],
  now: readonly Row[],
  focused: string | undefined,
): string | undefined {
  const there = new Set(now.map(({ id }) => id));
  for (let id = focused; id !== undefined; id = before.find(row => row.id === id)?.parent) {
    if (there.has(id)) return id;
  }
  return (now.find(row => row.kind === 'node' && row.current) ?? now[0])?.id;
}
