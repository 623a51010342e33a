/** What `bench processbench` writes down of each item. */
import { z } from 'zod';
import { type OpenedLines, openLines, type ResultKind, type ResultLines } from './resultLines.ts';

const itemResult = z.object({
  file: z.string(),
  id: z.string(),
  label: z.int(),
  /** See `Judged.values`. */
  values: z.array(z.number().min(0).max(1).nullable()),
  seconds: z.number().min(0),
  tokens: z.number().min(0),
  money: z.number().min(0),
  /** Why steps have no value. */
  fault: z.string().optional(),
});

export type ItemResult = z.infer<typeof itemResult>;

const headSchema = z.object({
  kind: z.literal('processbench'),
  version: z.literal(1),
  reward: z.string(),
  calibrated: z.boolean(),
});

/** What the results depend on: those of another run cannot be gone on with. */
export type ResultsHead = Omit<z.infer<typeof headSchema>, 'kind' | 'version'>;

export type OpenedResults = OpenedLines<ItemResult>;
export type ResultsFile = ResultLines<ItemResult>;

export function keyOf({ file, id }: Pick<ItemResult, 'file' | 'id'>): string {
  return `${file} ${id}`;
}

const processbench: ResultKind<ResultsHead, ItemResult> = {
  name: 'processbench',
  version: 1,
  head: headSchema,
  result: itemResult,
  keyOf,
  other: (known, head) =>
    known.reward === head.reward && known.calibrated === head.calibrated
      ? undefined
      : `results of another reward model (${known.reward})`,
};

/** A last line that was cut off is dropped; a file of another reward model, or of something else, is a reason. */
export function openResults(path: string, head: ResultsHead): OpenedResults {
  return openLines(path, head, processbench);
}
