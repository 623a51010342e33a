/** The search tree. It lives with the document: its root is the problem, and the steps that the writer has are a path in it. */
import { agreeingAnswers } from '../policy/answers.ts';
import type { WrittenStep } from '../policy/policy.ts';
import type { Move } from './move.ts';
import { firstValue, type SearchNode } from './node.ts';
import { countsOf, type NodeState, nodeState, type TreeState } from './tree-state.ts';

/** A step that the writer has, with the key that a move of the same content has. */
export interface WriterStep {
  readonly step: WrittenStep;
  readonly key: string;
}

/** Is told of everything that changes a tree, right after it: what a journal keeps. */
export interface TreeListener {
  /** The writer's text is another one. */
  followed(steps: readonly WriterStep[]): void;
  /** An expansion counted. */
  added(node: SearchNode, moves: readonly Move[]): void;
}

export class SearchTree {
  readonly root: SearchNode;
  /** Of finished solutions, each as it was first said: it stands for those that agree with it, whoever finds them. */
  readonly #answers: string[] = [];
  #listener: TreeListener | undefined;
  #nextId = 0;
  #nodes = 0;
  #current: SearchNode;

  constructor() {
    this.root = this.#make(
      undefined,
      { text: '' },
      { key: '', fate: { kind: 'open', value: 0 }, checked: 'unchecked' },
    );
    this.#current = this.root;
  }

  /** @param listener the only one from now on */
  listen(listener: TreeListener): void {
    this.#listener = listener;
  }

  /** Nodes that the tree holds now, the root and dead ones among them. */
  get size(): number {
    return this.#nodes;
  }

  /** Where the writer stands: the node of the last written step. The search goes on from here. */
  get current(): SearchNode {
    return this.#current;
  }

  /** The node with this id, where it is still in the tree. */
  find(id: number): SearchNode | undefined {
    const stack = [this.root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.id === id) return node;
      stack.push(...node.children);
    }
    return undefined;
  }

  /**
   * Follows the writer's text. A step that equals a child goes into that child, whose visits stay; one that the tree does not know becomes a child. Only what
   * hangs under the first step that differs from the text before is dropped, and siblings of written steps stay: they are what else could have been.
   */
  follow(steps: readonly WriterStep[]): void {
    const before = this.#current;
    const path = pathNodes(before);
    let at = this.root;
    let shared = true;
    for (const [index, { step, key }] of steps.entries()) {
      const written = path[index];
      const child = at.children.find(each => each.key === key) ?? at.children.find(each => isSentenceOf(step, each));
      if (shared && written !== undefined && child !== written) {
        // The writer changed this step: what hung under its old text goes, the text itself stays as an alternative.
        this.#drop(written);
        shared = false;
      }
      if (written === undefined) shared = false;
      at = child ?? this.#adopt(at, step, key);
    }
    this.#current = at;
    if (at !== before) this.#listener?.followed(steps);
  }

  /**
   * Puts what an expansion brought under a node and backs its values up to the root: each finished answer is a visit for each time that it was said,
   * and all others together are one, with the best of their first values, for of several continuations the best will be taken. Where every candidate is dead the node itself was a dead end: -1.
   * A move that says what a child already says is merged into it. The node may have been dropped meanwhile: then nothing happens.
   * @returns the children that the moves are now, in their order.
   */
  add(node: SearchNode, moves: readonly Move[]): readonly SearchNode[] {
    if (node.dropped) return [];
    node.expansions += 1;
    const known = node.children.length === 0 ? undefined : new Map(node.children.map(child => [child.key, child]));
    const brought: SearchNode[] = [];
    const keys = new Set<string>();
    let best = Number.NEGATIVE_INFINITY;
    for (const move of moves) {
      if (keys.has(move.key)) continue;
      keys.add(move.key);
      let child = known?.get(move.key);
      if (child === undefined) {
        child = this.#make(node, move.step, this.#agreed(move));
        node.children.push(child);
      }
      brought.push(child);
      if (child.fate.kind === 'final')
        for (let times = move.step.times ?? 1; times > 0; times -= 1) backUp(child, child.fate.value);
      else if (child.fate.kind === 'open') best = Math.max(best, firstValue(child));
    }
    if (best > Number.NEGATIVE_INFINITY) backUp(node, best);
    else if (brought.length > 0 && node.children.every(child => child.fate.kind === 'dead')) backUp(node, -1);
    closeUp(node);
    this.#listener?.added(node, moves);
    return brought;
  }

  /** Everything that the tree is, as plain data. */
  get state(): TreeState {
    const nodes: NodeState[] = [];
    const stack = [this.root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      nodes.push(nodeState(node));
      for (let i = node.children.length - 1; i >= 0; i -= 1) stack.push(node.children[i] as SearchNode);
    }
    return { nextId: this.#nextId, current: this.#current.id, answers: [...this.#answers], nodes };
  }

  /** The tree of a state; `undefined` where its nodes are not those of one tree. */
  static of({ nextId, current, answers, nodes: [first, ...rest] }: TreeState): SearchTree | undefined {
    if (first === undefined || first.id !== 0 || first.parent !== undefined) return undefined;
    const tree = new SearchTree();
    Object.assign(tree.root, countsOf(first));
    const byId = new Map([[0, tree.root]]);
    for (const state of rest) {
      const parent = state.parent === undefined ? undefined : byId.get(state.parent);
      if (parent === undefined || byId.has(state.id) || state.id >= nextId) return undefined;
      tree.#nextId = state.id;
      const { step, logProbability } = state;
      const written = logProbability === undefined ? step : { ...step, logProbability };
      const node = Object.assign(tree.#make(parent, written, state), countsOf(state));
      parent.children.push(node);
      byId.set(node.id, node);
    }
    const stands = byId.get(current);
    if (stands === undefined) return undefined;
    tree.#nextId = nextId;
    tree.#answers.push(...answers);
    tree.#current = stands;
    return tree;
  }

  /** In the order in which answers come into the tree, not that in which they came to be known: so the same answers give the same tree. */
  #agreed(move: Move): Move {
    const { answerKey } = move;
    if (answerKey === undefined || this.#answers.includes(answerKey)) return move;
    const same = this.#answers.find(answer => agreeingAnswers(answer, answerKey));
    if (same === undefined) this.#answers.push(answerKey);
    return same === undefined ? move : { ...move, answerKey: same };
  }

  #adopt(parent: SearchNode, step: WrittenStep, key: string): SearchNode {
    const child = this.#make(parent, step, { key, fate: { kind: 'open', value: 0 }, checked: 'unchecked' });
    parent.children.push(child);
    for (let at: SearchNode | undefined = parent; at !== undefined; at = at.parent) at.closed = false;
    return child;
  }

  #drop(node: SearchNode): void {
    for (const child of node.children) this.#nodes -= cutOff(child);
    node.children.length = 0;
    node.expansions = 0;
    node.closed = node.fate.kind !== 'open';
    for (let at: SearchNode | undefined = node.parent; at !== undefined; at = at.parent) {
      at.visits -= node.visits;
      at.total -= node.total;
    }
    node.visits = 0;
    node.total = 0;
  }

  #make(
    parent: SearchNode | undefined,
    step: WrittenStep & { readonly logProbability?: number },
    { key, fate, checked, answerKey }: Pick<Move, 'key' | 'fate' | 'checked' | 'answerKey'>,
  ): SearchNode {
    this.#nodes += 1;
    return {
      id: this.#nextId++,
      parent,
      step,
      key,
      fate,
      checked,
      answerKey,
      logProbability: step.logProbability,
      children: [],
      visits: 0,
      total: 0,
      pending: 0,
      expansions: 0,
      closed: fate.kind !== 'open',
      dropped: false,
    };
  }
}

function backUp(node: SearchNode, value: number): void {
  for (let at: SearchNode | undefined = node; at !== undefined; at = at.parent) {
    at.visits += 1;
    at.total += value;
  }
}

/** Marks nodes below which nothing is open, from here up. */
function closeUp(node: SearchNode): void {
  for (let at: SearchNode | undefined = node; at !== undefined; at = at.parent) {
    const closed = at.expansions > 0 && at.children.every(child => child.closed);
    if (closed === at.closed) return;
    at.closed = closed;
  }
}

/** A candidate with code was written down without it: the writer's solution has none. */
function isSentenceOf({ text, code }: WrittenStep, { step }: SearchNode): boolean {
  return code === undefined && step.code !== undefined && sameWords(text, step.text);
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}

function pathNodes(node: SearchNode): readonly SearchNode[] {
  const path: SearchNode[] = [];
  for (let at = node; at.parent !== undefined; at = at.parent) path.push(at);
  return path.reverse();
}

/** Marks a branch as dropped, so that an answer on its way to it changes nothing; gives the number of its nodes. */
function cutOff(node: SearchNode): number {
  node.dropped = true;
  return node.children.reduce((sum, child) => sum + cutOff(child), 1);
}
