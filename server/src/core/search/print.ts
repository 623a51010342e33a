/** The tree as plain data: for the tree view, for a file, for comparing two. */
import { qualityOf, type SearchNode } from './node.ts';
import type { SearchTree } from './tree.ts';

export interface PrintedNode {
  readonly id: number;
  readonly text: string;
  readonly code?: string;
  readonly visits: number;
  /** Q in [-1, 1]. */
  readonly quality: number;
  readonly fate: SearchNode['fate'];
  readonly checked: SearchNode['checked'];
  readonly answer?: string;
  /** The writer stands here, or wrote this step. */
  readonly written: boolean;
  readonly children: readonly PrintedNode[];
}

/** Everything that the tree knows, children in the order in which they came. */
export function printTree(tree: SearchTree): PrintedNode {
  const written = new Set<SearchNode>();
  for (let at: SearchNode | undefined = tree.current; at !== undefined; at = at.parent) written.add(at);
  const print = (node: SearchNode): PrintedNode => ({
    id: node.id,
    text: node.step.text,
    ...(node.step.code === undefined ? {} : { code: node.step.code }),
    visits: node.visits,
    quality: qualityOf(node),
    fate: node.fate,
    checked: node.checked,
    ...(node.step.answer === undefined ? {} : { answer: node.step.answer }),
    written: written.has(node),
    children: node.children.map(print),
  });
  return print(tree.root);
}
