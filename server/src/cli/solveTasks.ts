/** What `stepwise solve` is to solve: the solutions of files, problems alone, or a problem in words. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CheckedDocument, DocumentChecker } from '../core/check.ts';
import type { DocumentFormat } from '../core/document/solution.ts';
import { writtenProblem, writtenStep } from '../core/policy/written.ts';
import { stepKey } from '../core/search/claim-key.ts';
import { isRefuted, notationOf } from '../core/search/rooted.ts';
import type { WriterStep } from '../core/search/tree.ts';
import type { SolveArguments } from './arguments.ts';
import { eachDocument } from './documents.ts';
import type { Io } from './io.ts';

export interface SolveTask {
  /** The file, or `<problem>`. */
  readonly path: string;
  readonly problem: string;
  /** Steps that are given; it goes on after the last. */
  readonly steps: readonly WriterStep[];
  /** Number of the first step that is refuted: the steps end before it. */
  readonly insteadOf?: number;
  readonly notation: 'tex' | 'plain';
}

export type ReadTasks = readonly (SolveTask | { readonly path: string; readonly error: string })[];

/** In the order named. A file that cannot be read, or in which nothing stands, is an error in its place. Interrupted: those that were read. */
export async function readTasks(args: SolveArguments, io: Io): Promise<ReadTasks> {
  const words = await inWords(args, io);
  if (words !== undefined) return [{ path: '<problem>', problem: words, steps: [], notation: 'tex' }];
  const tasks: ReadTasks[number][] = [];
  for await (const opened of eachDocument(args, io)) {
    if (!opened.ok) tasks.push({ path: opened.path, error: opened.reason });
    else tasks.push(...tasksOf(opened.source.path, opened.checked, args.step));
  }
  return tasks;
}

/** One argument with blanks in it that names no file is a problem. */
async function inWords({ inputs }: SolveArguments, io: Io): Promise<string | undefined> {
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0 || !/\s/.test(input.trim())) return undefined;
  const isThere = await stat(resolve(io.cwd, input)).then(
    () => true,
    () => false,
  );
  return isThere ? undefined : input.trim();
}

function tasksOf(path: string, checked: CheckedDocument, step: number | undefined): ReadTasks {
  if (checked.solutions.length === 0) return [problemAlone(path, checked)];
  return checked.solutions.map(({ solution, steps }) => {
    if ((step ?? 0) > steps.length) return { path, error: `there is no step ${step}: a solution has ${steps.length}` };
    const upTo = steps.slice(0, step ?? steps.length);
    const refuted = upTo.findIndex(each => isRefuted(each, undefined));
    const given = refuted === -1 ? upTo : upTo.slice(0, refuted);
    return {
      path,
      problem: writtenProblem(solution.problem),
      steps: given.map(each => ({ step: writtenStep(each.placed), key: stepKey(each) })),
      ...(refuted === -1 ? {} : { insteadOf: refuted + 1 }),
      notation: notationOf(solution, checked.document.format),
    };
  });
}

/** What a solution would be that is begun under the text. */
const BEGUN: Readonly<Record<DocumentFormat, string>> = {
  markdown: '\n\n## Solution\n\nWe go on.\n',
  latex: '\n\n\\begin{solution}We go on.\\end{solution}\n',
  steps: '\n\nWe go on.\n',
};

/** A text without a solution is a problem: what it marks as one, or all of it. */
function problemAlone(path: string, { document: { text, format } }: CheckedDocument): ReadTasks[number] {
  if (text.trim() === '') return { path, error: 'there is nothing in it' };
  const options = { format, wholeFile: false, severities: {} } as const;
  const begun = new DocumentChecker(`${text.trimEnd()}${BEGUN[format]}`, options).result.solutions.at(-1);
  const marked = begun === undefined ? '' : writtenProblem(begun.solution.problem);
  const notation = begun === undefined ? 'tex' : notationOf(begun.solution, format);
  return { path, problem: marked === '' ? text.trim() : marked, steps: [], notation };
}
