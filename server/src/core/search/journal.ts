/**
 * The search as lines of text, appended as it goes: what was asked of a tree and what came. A tree follows from them alone, so that one that was lost with its
 * process is made again without asking anything. A line that was cut off in the writing, and all after it, count as not written.
 */
import * as z from 'zod/mini';
import type { Move } from './move.ts';
import type { SearchNode } from './node.ts';
import { SearchTree, type WriterStep } from './tree.ts';

const stepSchema = z.object({
  text: z.string(),
  code: z.exactOptional(z.string()),
  output: z.exactOptional(z.string()),
});

const value = z.number().check(z.minimum(-1), z.maximum(1));

const moveSchema = z.object({
  step: z.extend(stepSchema, {
    final: z.boolean(),
    answer: z.exactOptional(z.string()),
    logProbability: z.exactOptional(z.number()),
    tokens: z.number(),
  }),
  key: z.string(),
  fate: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('open'), value }),
    z.object({ kind: z.literal('final'), value, known: z.boolean() }),
    z.object({ kind: z.literal('dead'), reason: z.string() }),
  ]),
  checked: z.enum(['proved', 'tested', 'unchecked']),
  answerKey: z.exactOptional(z.string()),
});

const entrySchema = z.union([
  z.object({ follow: z.array(z.object({ step: stepSchema, key: z.string() })) }),
  z.object({ at: z.int().check(z.minimum(0)), moves: z.array(moveSchema) }),
]);

/** The writer's text changed: to be appended when `SearchTree.follow` is called. Ends with a line break. */
export function followEntry(steps: readonly WriterStep[]): string {
  return `${JSON.stringify({ follow: steps.map(({ step, key }) => ({ step: plain(step), key })) })}\n`;
}

/** An expansion counted: to be appended when `SearchOptions.onExpanded` tells. Ends with a line break. */
export function expansionEntry(node: SearchNode, moves: readonly Move[]): string {
  return `${JSON.stringify({ at: node.id, moves })}\n`;
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
  const tree = new SearchTree();
  const nodes = new Map([[tree.root.id, tree.root]]);
  let length = 0;
  for (let line = 1; length < journal.length; line += 1) {
    const end = journal.indexOf('\n', length);
    if (end === -1) return { tree, length, problem: `line ${line} was cut off` };
    const entry = readEntry(journal.slice(length, end));
    if (entry === undefined) return { tree, length, problem: `line ${line} is not an entry of a search` };
    if ('follow' in entry) {
      tree.follow(entry.follow);
      for (let at = tree.current; at.parent !== undefined; at = at.parent) nodes.set(at.id, at);
    } else {
      const node = nodes.get(entry.at);
      if (node === undefined) return { tree, length, problem: `line ${line} names a node that is not there` };
      for (const child of tree.add(node, entry.moves)) nodes.set(child.id, child);
    }
    length = end + 1;
  }
  return { tree, length };
}

function readEntry(line: string): z.output<typeof entrySchema> | undefined {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function plain({ text, code, output }: WriterStep['step']): WriterStep['step'] {
  return { text, ...(code === undefined ? {} : { code }), ...(output === undefined ? {} : { output }) };
}
