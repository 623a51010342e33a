/** Results of a benchmark, one line an item, written when the item is done: a run that was killed goes on from there. */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

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

/** What the results depend on: those of another run cannot be gone on with. */
const headSchema = z.object({
  kind: z.literal('processbench'),
  version: z.literal(1),
  reward: z.string(),
  calibrated: z.boolean(),
});

export type ResultsHead = Omit<z.infer<typeof headSchema>, 'kind' | 'version'>;

export type OpenedResults =
  | { readonly ok: true; readonly results: ResultsFile }
  | { readonly ok: false; readonly reason: string };

export interface ResultsFile {
  /** What was there at the start, by `file id`. */
  readonly done: ReadonlyMap<string, ItemResult>;
  add(result: ItemResult): void;
  close(): void;
}

export function keyOf({ file, id }: Pick<ItemResult, 'file' | 'id'>): string {
  return `${file} ${id}`;
}

/** A last line that was cut off is dropped; a file of another reward model, or of something else, is a reason. */
export function openResults(path: string, head: ResultsHead): OpenedResults {
  let file: number;
  try {
    file = openSync(path, 'a+');
  } catch (error) {
    return { ok: false, reason: `${path} cannot be opened: ${messageOf(error)}` };
  }
  const refuse = (reason: string): OpenedResults => {
    closeSync(file);
    return { ok: false, reason: `${path} ${reason}` };
  };
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const whole = { kind: 'processbench', version: 1, ...head };
  const [first, ...rest] = lines.map(parsed);
  if (first === undefined) {
    if (bytes.length > 0) return refuse('holds something else: name another file for --results');
    writeSync(file, `${JSON.stringify(whole)}\n`);
  } else {
    const known = headSchema.safeParse(first);
    if (!known.success) return refuse('holds no results of bench processbench: name another file for --results');
    if (known.data.reward !== head.reward || known.data.calibrated !== head.calibrated)
      return refuse(`holds results of another reward model (${known.data.reward}): name another file for --results`);
    if (end < bytes.length) ftruncateSync(file, end);
  }
  const done = new Map<string, ItemResult>();
  for (const [index, line] of rest.entries()) {
    const result = itemResult.safeParse(line);
    if (!result.success) return refuse(`is damaged in line ${index + 2}`);
    done.set(keyOf(result.data), result.data);
  }
  return {
    ok: true,
    results: {
      done,
      add: result => void writeSync(file, `${JSON.stringify(result)}\n`),
      close: () => closeSync(file),
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
