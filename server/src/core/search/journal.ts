/**
 * The search as lines of text, appended as it goes: what was asked of a tree and what came. A tree follows from them alone, so that one that was lost with its
 * process is made again without asking anything. A line that was cut off in the writing, and all after it, count as not written.
 */
import * as z from 'zod/mini';
import type { Move } from './move.ts';
import type { SearchNode } from './node.ts';
import { SearchTree, type WriterStep } from './tree.ts';
import { checkedSchema, fateSchema, plainStep, treeStateSchema, writtenStepSchema } from './tree-state.ts';

const moveSchema = z.object({
  step: z.extend(writtenStepSchema, {
    final: z.boolean(),
    answer: z.exactOptional(z.string()),
    by: z.exactOptional(z.string()),
    logProbability: z.exactOptional(z.number()),
    times: z.exactOptional(z.int().check(z.minimum(1))),
    tokens: z.number(),
  }),
  key: z.string(),
  fate: fateSchema,
  checked: checkedSchema,
  answerKey: z.exactOptional(z.string()),
});

const entrySchema = z.union([
  z.object({ follow: z.array(z.object({ step: writtenStepSchema, key: z.string() })) }),
  z.object({ at: z.int().check(z.minimum(0)), moves: z.array(moveSchema) }),
  z.object({ tree: treeStateSchema }),
]);

/**
 * Raised when entries change, or the keys of steps or trees come to mean something else: what an older version kept is then left alone, not misread.
 */
const VERSION = 1;

const headerSchema = z.object({ kind: z.literal('tree'), version: z.literal(VERSION), key: z.string() });

/** The writer's text changed: to be appended when `SearchTree.follow` is called. Ends with a line break. */
export function followEntry(steps: readonly WriterStep[]): string {
  return `${JSON.stringify({ follow: steps.map(({ step, key }) => ({ step: plainStep(step), key })) })}\n`;
}

/** An expansion counted: to be appended when it is told of. Ends with a line break. */
export function expansionEntry(node: SearchNode, moves: readonly Move[]): string {
  const kept = moves.map(({ step, ...move }) => ({ step: plainCandidate(step), ...move }));
  return `${JSON.stringify({ at: node.id, moves: kept })}\n`;
}

/** The tree of a key as it is, as a text that entries can be appended to: it takes the place of all entries before. */
export function keptTree(key: string, tree: SearchTree): string {
  return `${JSON.stringify({ kind: 'tree', version: VERSION, key })}\n${JSON.stringify({ tree: tree.state })}\n`;
}

/** The tree in a kept text; `undefined` where none is in it, or not one of this key and version. What follows a cut-off line is left out. */
export function restoreKept(key: string, text: string): SearchTree | undefined {
  const end = text.indexOf('\n');
  const header = headerSchema.safeParse(parsed(text.slice(0, Math.max(0, end))));
  if (!header.success || header.data.key !== key) return undefined;
  const { tree } = restoreTree(text.slice(end + 1));
  return tree.size === 1 ? undefined : tree;
}

export interface Restored {
  readonly tree: SearchTree;
  /** Characters that were read: what follows them is to be cut off before more is appended. */
  readonly length: number;
  /** Why reading ended before the end of the text, where it did. */
  readonly problem?: string;
}

/** The tree that the lines tell of; an empty one for an empty text. */
export function restoreTree(journal: string): Restored {
  let tree = new SearchTree();
  let nodes = nodesOf(tree);
  let length = 0;
  for (let line = 1; length < journal.length; line += 1) {
    const end = journal.indexOf('\n', length);
    if (end === -1) return { tree, length, problem: `line ${line} was cut off` };
    const entry = entrySchema.safeParse(parsed(journal.slice(length, end)));
    if (!entry.success) return { tree, length, problem: `line ${line} is not an entry of a search` };
    if ('tree' in entry.data) {
      const stands = SearchTree.of(entry.data.tree);
      if (stands === undefined) return { tree, length, problem: `line ${line} is no tree` };
      tree = stands;
      nodes = nodesOf(tree);
    } else if ('follow' in entry.data) {
      tree.follow(entry.data.follow);
      for (let at = tree.current; at.parent !== undefined; at = at.parent) nodes.set(at.id, at);
    } else {
      const node = nodes.get(entry.data.at);
      if (node === undefined) return { tree, length, problem: `line ${line} names a node that is not there` };
      for (const child of tree.add(node, entry.data.moves)) nodes.set(child.id, child);
    }
    length = end + 1;
  }
  return { tree, length };
}

function nodesOf({ root }: SearchTree): Map<number, SearchNode> {
  const nodes = new Map<number, SearchNode>();
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.set(node.id, node);
    stack.push(...node.children);
  }
  return nodes;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What the schema above has of it, and nothing else that a policy holds by its candidates: that need not be plain data. */
function plainCandidate(step: Move['step']): z.output<typeof moveSchema>['step'] {
  const { final, answer, by, times, logProbability, tokens } = step;
  return {
    ...plainStep(step),
    final,
    ...(answer === undefined ? {} : { answer }),
    ...(by === undefined ? {} : { by }),
    ...(times === undefined ? {} : { times }),
    ...(logProbability === undefined ? {} : { logProbability }),
    tokens,
  };
}
