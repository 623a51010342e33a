/** Problems with their answers, as GSM8K and MATH-500 have them: one JSON object a line. */
import { z } from 'zod';
import { type Filed, type ItemKind, parseLines, type ReadLines, type SampleArguments, sampleLines } from './lines.ts';

const problemSchema = z.object({
  id: z.string(),
  problem: z.string().min(1),
  answer: z.string().min(1),
});

export type Problem = Filed<z.infer<typeof problemSchema>>;

export type ReadProblems = ReadLines<z.infer<typeof problemSchema>>;

const answered: ItemKind<z.infer<typeof problemSchema>> = {
  schema: problemSchema,
  isNot: 'no problem with id, problem and answer',
  none: 'no problem',
};

/** The problems of several files, by their paths from `cwd`: of each so many as `sample` says, drawn by the seed, or all. The first file that cannot be read is a reason. */
export function readProblems(args: SampleArguments, cwd: string): Promise<ReadProblems> {
  return sampleLines(args, cwd, answered);
}

/** The same of a text that was read already; `path` names it. */
export function parseProblems(text: string, path: string): ReadProblems {
  return parseLines(text, path, answered);
}
