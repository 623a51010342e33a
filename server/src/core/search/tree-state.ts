/** A tree as plain data, all that it takes to make it again. */
import * as z from 'zod/mini';
import type { WrittenStep } from '../policy/policy.ts';
import type { SearchNode } from './node.ts';

export const writtenStepSchema = z.object({
  text: z.string(),
  code: z.exactOptional(z.string()),
  output: z.exactOptional(z.string()),
  reaches: z.exactOptional(z.literal(true)),
});

/** What the schema has of a step, and nothing else that is held by it: that need not be plain data. */
export function plainStep({ text, code, output, reaches }: WrittenStep): WrittenStep {
  return {
    text,
    ...(code === undefined ? {} : { code }),
    ...(output === undefined ? {} : { output }),
    ...(reaches === undefined ? {} : { reaches }),
  };
}

export const valueSchema = z.number().check(z.minimum(-1), z.maximum(1));

export const fateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), value: valueSchema }),
  z.object({ kind: z.literal('final'), value: valueSchema, known: z.boolean() }),
  z.object({ kind: z.literal('dead'), reason: z.string() }),
]);

export const checkedSchema = z.enum(['proved', 'tested', 'unchecked']);

const count = z.int().check(z.minimum(0));

const nodeSchema = z.object({
  id: count,
  /** Absent at the root alone. */
  parent: z.exactOptional(count),
  step: z.extend(writtenStepSchema, { answer: z.exactOptional(z.string()), by: z.exactOptional(z.string()) }),
  key: z.string(),
  fate: fateSchema,
  checked: checkedSchema,
  answerKey: z.exactOptional(z.string()),
  logProbability: z.exactOptional(z.number()),
  visits: count,
  total: z.number(),
  expansions: count,
  closed: z.boolean(),
});

/** Each node after its parent, children in their order. */
export const treeStateSchema = z.object({
  nextId: count,
  current: count,
  answers: z.array(z.string()),
  nodes: z.array(nodeSchema),
});

export type NodeState = z.output<typeof nodeSchema>;
export type TreeState = z.output<typeof treeStateSchema>;

export function nodeState(node: SearchNode): NodeState {
  const { id, parent, key, fate, checked, answerKey, logProbability } = node;
  const { answer, by } = node.step;
  return {
    id,
    ...(parent === undefined ? {} : { parent: parent.id }),
    step: {
      ...plainStep(node.step),
      ...(answer === undefined ? {} : { answer }),
      ...(by === undefined ? {} : { by }),
    },
    key,
    fate,
    checked,
    ...(answerKey === undefined ? {} : { answerKey }),
    ...(logProbability === undefined ? {} : { logProbability }),
    ...countsOf(node),
  };
}

/** What changes in a node as the search goes on. */
export function countsOf({ visits, total, expansions, closed }: Counts): Counts {
  return { visits, total, expansions, closed };
}

type Counts = Pick<NodeState, 'visits' | 'total' | 'expansions' | 'closed'>;
