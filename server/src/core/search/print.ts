/** The tree as plain data: for the tree view, for a file, for comparing two. */
import { bestLines } from './answers.ts';
import { qualityOf, type SearchNode } from './node.ts';
import { bestChildren } from './select.ts';
import type { SearchTree } from './tree.ts';

export interface PrintedNode {
  readonly id: number;
  readonly text: string;
  readonly code?: string;
  /** What the code printed. */
  readonly output?: string;
  readonly visits: number;
  /** Q in [-1, 1]. */
  readonly quality: number;
  readonly fate: SearchNode['fate'];
  readonly checked: SearchNode['checked'];
  readonly answer?: string;
  /** Name of the language model that wrote it, where one did. */
  readonly by?: string;
  /** The writer stands here, or wrote this step. */
  readonly written: boolean;
  /** It is on the best line from where the writer stands. */
  readonly best: boolean;
  readonly children: readonly PrintedNode[];
  /** Nodes below this one that are left out, those under its shown children not among them. */
  readonly more?: number;
}

export interface PrintOptions {
  /**
   * Nodes to print, at least 1; all without it. Where the tree has more, those that were visited most are printed, and dead ones last; what the writer wrote and
   * the best line are always there, whatever the number.
   */
  readonly most?: number;
  /** Children as they came, or as the search would show them: best first, dead ones last. */
  readonly order?: 'made' | 'best';
}

export function printTree(tree: SearchTree, { most, order = 'made' }: PrintOptions = {}): PrintedNode {
  const written = new Set(upFrom(tree.current));
  const best = new Set(bestLines(tree.current, 1)[0]?.nodes ?? []);
  const chosen = chooseNodes(tree, most, new Set([...written, ...best]));
  const print = (node: SearchNode): PrintedNode => {
    const children = order === 'made' ? node.children : bestFirst(node);
    const more = chosen?.leftOut.get(node);
    return {
      id: node.id,
      text: node.step.text,
      ...(node.step.code === undefined ? {} : { code: node.step.code }),
      ...(node.step.output === undefined ? {} : { output: node.step.output }),
      visits: node.visits,
      quality: qualityOf(node),
      fate: node.fate,
      checked: node.checked,
      ...(node.step.answer === undefined ? {} : { answer: node.step.answer }),
      ...(node.step.by === undefined ? {} : { by: node.step.by }),
      written: written.has(node),
      best: best.has(node),
      children: (chosen === undefined ? children : children.filter(child => chosen.shown.has(child))).map(print),
      ...(more === undefined ? {} : { more }),
    };
  };
  return print(tree.root);
}

function bestFirst(node: SearchNode): readonly SearchNode[] {
  const alive = bestChildren(node);
  return [...alive, ...node.children.filter(child => child.fate.kind === 'dead')];
}

interface Chosen {
  readonly shown: ReadonlySet<SearchNode>;
  /** How many are left out, under the lowest shown node above each. */
  readonly leftOut: ReadonlyMap<SearchNode, number>;
}

/** `undefined` where there is room for all. A parent is never less visited, and never younger, than its children: so it is chosen before them. */
function chooseNodes(tree: SearchTree, most: number | undefined, always: ReadonlySet<SearchNode>): Chosen | undefined {
  if (most === undefined || tree.size <= most) return undefined;
  const ranked = nodesBelow(tree.root).sort(
    (a, b) => rankOf(a, always) - rankOf(b, always) || b.visits - a.visits || a.id - b.id,
  );
  const shown = new Set(ranked.slice(0, Math.max(most, always.size)));
  const leftOut = new Map<SearchNode, number>();
  for (const node of ranked.slice(shown.size)) {
    const above = upFrom(node).find(each => shown.has(each)) ?? tree.root;
    leftOut.set(above, (leftOut.get(above) ?? 0) + 1);
  }
  return { shown, leftOut };
}

function rankOf(node: SearchNode, always: ReadonlySet<SearchNode>): number {
  if (always.has(node)) return 0;
  return node.fate.kind === 'dead' && node.children.length === 0 ? 2 : 1;
}

function nodesBelow(root: SearchNode): SearchNode[] {
  const nodes: SearchNode[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    stack.push(...node.children);
  }
  return nodes;
}

/** The node and all above it, the root last. */
function upFrom(node: SearchNode): readonly SearchNode[] {
  const nodes: SearchNode[] = [];
  for (let at: SearchNode | undefined = node; at !== undefined; at = at.parent) nodes.push(at);
  return nodes;
}
