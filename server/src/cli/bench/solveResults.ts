/** What `bench solve` writes down of each problem and strategy. */
import { z } from 'zod';
import { type OpenedLines, openLines, type ResultKind, type ResultLines } from './resultLines.ts';

const solveResult = z.object({
  file: z.string(),
  id: z.string(),
  /** `mcts:code`. */
  strategy: z.string(),
  right: z.boolean(),
  /** As it was stated; absent where none was found. */
  answer: z.string().optional(),
  /** Why it was believed. */
  ground: z.enum(['known', 'agreement', 'reward', 'alone']).optional(),
  /** A solution with the right answer was written, whichever was chosen. */
  among: z.boolean(),
  /** Finished solutions that were written. */
  solutions: z.int().min(0),
  nodes: z.int().min(0),
  /** Read and written, without what had been read before. */
  tokens: z.number().min(0),
  written: z.number().min(0),
  money: z.number().min(0),
  seconds: z.number().min(0),
  /** Why the search ended: see `SearchEnd`. */
  end: z.string(),
  fault: z.string().optional(),
});

export type SolveResult = z.infer<typeof solveResult>;

const headSchema = z.object({
  kind: z.literal('solve'),
  version: z.literal(1),
  policy: z.string(),
  reward: z.string(),
  /** Everything else that the results depend on. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

export type SolveHead = Omit<z.infer<typeof headSchema>, 'kind' | 'version'>;

export type SolveFile = ResultLines<SolveResult>;

export function solveKey({ file, id, strategy }: Pick<SolveResult, 'file' | 'id' | 'strategy'>): string {
  return `${strategy} ${file} ${id}`;
}

const solveKind: ResultKind<SolveHead, SolveResult> = {
  name: 'solve',
  version: 1,
  head: headSchema,
  result: solveResult,
  keyOf: solveKey,
  other(known, head) {
    if (known.policy !== head.policy) return `results of another policy (${known.policy})`;
    if (known.reward !== head.reward) return `results of another reward model (${known.reward})`;
    const names = new Set([...Object.keys(known.settings), ...Object.keys(head.settings)]);
    const differs = [...names].find(name => known.settings[name] !== head.settings[name]);
    return differs === undefined ? undefined : `results with ${differs} ${known.settings[differs] ?? 'unset'}`;
  },
};

/** A last line that was cut off is dropped; a file of other settings, or of something else, is a reason. */
export function openSolveResults(path: string, head: SolveHead): OpenedLines<SolveResult> {
  return openLines(path, head, solveKind);
}
