/** Solutions whose steps are labelled, as ProcessBench has them (arXiv 2412.06559): one JSON object a line. */
import { z } from 'zod';
import {
  type Filed,
  type ItemKind,
  parseLines,
  type ReadLines,
  readLines,
  type SampleArguments,
  sampleLines,
  sampleOf,
} from './lines.ts';

const itemSchema = z.object({
  id: z.string(),
  problem: z.string(),
  steps: z.array(z.string()).min(1),
  /** Index of the first wrong step, -1 where all are right. */
  label: z.int().min(-1),
});

export type Item = Filed<z.infer<typeof itemSchema>>;

export type ReadItems = ReadLines<z.infer<typeof itemSchema>>;

const labelled: ItemKind<z.infer<typeof itemSchema>> = {
  schema: itemSchema,
  isNot: 'no labelled solution with id, problem, steps and label',
  none: 'no labelled solution',
  fault: ({ label, steps }) =>
    label < steps.length ? undefined : `the label ${label} is none of its ${steps.length} steps`,
};

/** All items of a file, in order. A line that is no item is a reason with its number. */
export function readItems(path: string): Promise<ReadItems> {
  return readLines(path, labelled);
}

/** The items of several files, by their paths from `cwd`: of each so many as `sample` says, drawn by the seed, or all. The first file that cannot be read is a reason. */
export function readSample(
  args: SampleArguments,
  cwd: string,
  draw: (items: readonly Item[], count: number, seed: number) => readonly Item[] = sampleOf,
): Promise<ReadItems> {
  return sampleLines(args, cwd, labelled, draw);
}

/** The same of a text that was read already; `path` names it. */
export function parseItems(text: string, path: string): ReadItems {
  return parseLines(text, path, labelled);
}

export { sampleOf };
