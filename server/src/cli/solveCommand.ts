/** `stepwise solve`: a problem, or a solution that was begun, solved to its end by a search. */
import { resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import type { Policy } from '../core/policy/policy.ts';
import { createSymbolicPolicy } from '../core/policy/symbolic/symbolic-policy.ts';
import type { RewardModel } from '../core/reward/reward-model.ts';
import { newTokens } from '../core/search/budget.ts';
import type { EnvironmentParts } from '../core/search/environment.ts';
import type { PageTree } from '../core/search/page.ts';
import { type Solved, type SolveOptions, solve as solveProblem } from '../core/search/solve.ts';
import { Settler } from '../core/settle/settler.ts';
import type { SolveArguments } from './arguments.ts';
import { ExitCode, type Io, progress, unusable } from './io.ts';
import { type ModelSession, withModels } from './modelSession.ts';
import { writePage, writeText } from './pageFile.ts';
import type { Python } from './python.ts';
import { type Journal, openJournal } from './solveJournal.ts';
import { MAX_TOKENS, searchSettings } from './solveSettings.ts';
import { type ReadTasks, readTasks, type SolveTask } from './solveTasks.ts';
import { pageTree, type SolvedReport, solvedReport, textOfSolved } from './solveText.ts';
import { painter, wantsColour } from './terminal.ts';

/** Exit code 0 where every problem has an answer, 1 where one has none, 2 where a file, a model or Python could not be had, 130 when interrupted. */
export async function solve(args: SolveArguments, io: Io): Promise<number> {
  const tasks = await readTasks(args, io);
  const solvable = tasks.filter(task => !('error' in task));
  if (args.journal !== undefined && solvable.length > 1)
    return await unusable('--journal is for one problem: name one file with one solution', io);
  return await withModels(args, io, (session, python) => solveTasks(tasks, args, { session, python, io }));
}

interface World {
  readonly session: ModelSession;
  readonly python: Python;
  readonly io: Io;
}

type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

interface Models {
  /** Absent: symbolic moves. */
  readonly policy?: Policy;
  readonly reward?: RewardModel;
}

async function solveTasks(tasks: ReadTasks, args: SolveArguments, world: World): Promise<number> {
  const { io } = world;
  const found = await modelsOf(args, world.session);
  if (!found.ok) return await unusable(found.reason, io);
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  const done: { readonly report: SolvedReport; readonly page: PageTree }[] = [];
  const errors: { readonly path: string; readonly error: string }[] = [];
  for (const task of tasks) {
    if (io.signal.aborted) break;
    if ('error' in task) {
      errors.push(task);
      await io.err(`stepwise: ${task.path}: ${task.error}\n`);
      continue;
    }
    const solved = await solveTask(task, found.value, args, world);
    if (!solved.ok) return await unusable(solved.reason, io);
    const report = solvedReport(task, solved.value, args, fault => world.session.worded(fault, args.policy));
    done.push({ report, page: pageTree(report, solved.value) });
    if (!args.json) await io.out(textOfSolved(report, paint));
  }
  const written = await writeTrees(done, args, io);
  const reports = done.map(({ report }) => report);
  if (args.json) {
    const tool = { name: 'stepwise', version: manifest.version };
    const report = { version: 1, tool, interrupted: io.signal.aborted, solutions: reports, errors };
    await io.out(`${JSON.stringify(report, null, 2)}\n`);
  }
  if (written !== undefined) return await unusable(written, io);
  return io.signal.aborted ? ExitCode.interrupted : exitCodeOf(reports, errors.length);
}

async function modelsOf(args: SolveArguments, session: ModelSession): Promise<Found<Models>> {
  const policy = args.policy === undefined ? undefined : await session.policy(args.policy);
  if (policy?.ok === false) return { ok: false, reason: session.worded(policy.fault, args.policy).message };
  const reward = args.reward === undefined ? undefined : await session.reward();
  if (reward?.ok === false) return { ok: false, reason: reward.fault.message };
  return {
    ok: true,
    value: {
      ...(policy === undefined ? {} : { policy: policy.value }),
      ...(reward === undefined ? {} : { reward: reward.value.reward }),
    },
  };
}

async function solveTask(task: SolveTask, models: Models, args: SolveArguments, world: World): Promise<Found<Solved>> {
  const { io } = world;
  const parts = partsOf(task, models, args, world.python);
  const journal =
    args.journal === undefined ? undefined : openJournal(resolve(io.cwd, args.journal), keyOf(task, parts));
  if (journal?.ok === false) return journal;
  const kept = journal?.journal;
  if (kept !== undefined && kept.tree.size > 1) await io.err(`stepwise: going on with ${kept.tree.size - 1} nodes\n`);
  const options = optionsOf(models, args, kept, spent => {
    const tokens = newTokens(spent.usage);
    void progress(
      `${spent.nodes} nodes${tokens === 0 ? '' : `, ${tokens} tokens`}, ${Math.round(spent.ms / 1000)} s`,
      io,
    );
  });
  const solved = await solveProblem(task.steps, parts, options, io.signal, kept?.tree);
  kept?.close();
  await progress('', io);
  return { ok: true, value: solved };
}

/** What a kept tree depends on. */
function keyOf({ problem, steps }: SolveTask, { policy, form }: EnvironmentParts): string {
  return JSON.stringify([problem, steps.map(({ key }) => key), policy.id, form]);
}

function partsOf(
  { problem, notation }: SolveTask,
  models: Models,
  args: SolveArguments,
  python: Python,
): EnvironmentParts {
  const { sandbox } = python;
  const { limits } = args;
  const isSymbolic = models.policy === undefined;
  const form = isSymbolic ? 'plain' : args.form;
  return {
    problem,
    policy: models.policy ?? createSymbolicPolicy({ sandbox, limits, notation }),
    form,
    maxTokens: isSymbolic ? 0 : MAX_TOKENS[form],
    sandbox,
    limits,
    settler: new Settler(sandbox, () => undefined),
    ...(models.reward === undefined ? {} : { reward: models.reward }),
    ...(args.answer === undefined ? {} : { answer: args.answer }),
    repairs: !isSymbolic,
  };
}

function optionsOf(
  models: Models,
  args: SolveArguments,
  journal: Journal | undefined,
  onProgress: NonNullable<SolveOptions['onProgress']>,
): SolveOptions {
  return {
    ...searchSettings(args.strategy, args, models.policy === undefined, 'solve'),
    strategy: args.strategy,
    now: () => performance.now(),
    onProgress,
    ...(journal === undefined ? {} : { onExpanded: journal.add }),
  };
}

/** @returns why a file could not be written */
async function writeTrees(
  solved: readonly { readonly report: SolvedReport; readonly page: PageTree }[],
  args: SolveArguments,
  io: Io,
): Promise<string | undefined> {
  const trees = solved.map(({ report: { path, problem, tree } }) => ({ path, problem, tree }));
  const json = `${JSON.stringify({ version: 1, trees }, null, 2)}\n`;
  const page = solved.map(each => each.page);
  return (
    (args.tree === undefined ? undefined : await writeText(args.tree, json, io)) ??
    (args.html === undefined ? undefined : await writePage(args.html, page, io))
  );
}

function exitCodeOf(reports: readonly SolvedReport[], errors: number): number {
  if (errors > 0 || reports.some(({ fault, answer }) => fault !== undefined && answer === undefined))
    return ExitCode.unusable;
  return reports.every(({ finished }) => finished) ? ExitCode.clean : ExitCode.flagged;
}
