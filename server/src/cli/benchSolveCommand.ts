/** `stepwise bench solve`: how many problems each strategy solves, and at what cost. */
import { resolve } from 'node:path';
import type { Policy } from '../core/policy/policy.ts';
import { createSymbolicPolicy } from '../core/policy/symbolic/symbolic-policy.ts';
import type { RewardModel } from '../core/reward/reward-model.ts';
import type { BenchSolveArguments } from './arguments.ts';
import { type Problem, readProblems } from './bench/problems.ts';
import { comparable, type SolveMeasures, solveMeasures } from './bench/solveMeasures.ts';
import { openSolveResults, type SolveFile, type SolveHead } from './bench/solveResults.ts';
import { solveTable } from './bench/solveText.ts';
import { type Contestant, type Solving, solveAll } from './bench/solving.ts';
import { ExitCode, type Io, progress, unusable } from './io.ts';
import { type ModelSession, withModels } from './modelSession.ts';
import type { Python } from './python.ts';
import { MAX_TOKENS, searchSettings } from './solveSettings.ts';

export interface BenchSolveReport {
  readonly version: 1;
  readonly policy: string;
  readonly reward: string;
  readonly seed: number;
  /** Stopped before every problem was done: the measures are of those that every strategy has been given. */
  readonly partial: boolean;
  readonly strategies: Readonly<Record<string, SolveMeasures>>;
  readonly byFile: Readonly<Record<string, Readonly<Record<string, SolveMeasures>>>>;
}

export async function benchSolve(args: BenchSolveArguments, io: Io): Promise<number> {
  const read = await readProblems(args, io.cwd);
  if (!read.ok) return await unusable(read.reason, io);
  const problems = inTurn(read.items);
  return await withModels(args, io, async (session, python) => {
    const found = await modelsOf(args, session, python);
    if (typeof found === 'string') return await unusable(found, io);
    const file =
      args.results === undefined ? undefined : openSolveResults(resolve(io.cwd, args.results), headOf(args, found));
    if (file?.ok === false) return await unusable(file.reason, io);
    const solving = await solveEach(problems, args, { ...found, python, file: file?.results, io });
    file?.results.close();
    const report = reportOf(solving, problems.length, args, found);
    await io.out(args.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(solving, problems.length, args, found));
    if (io.signal.aborted) return ExitCode.interrupted;
    return solving.fault === undefined
      ? ExitCode.clean
      : await unusable(session.worded(solving.fault, args.policy).message, io);
  });
}

interface Models {
  readonly policy: Policy;
  readonly reward?: RewardModel;
}

async function modelsOf(args: BenchSolveArguments, session: ModelSession, python: Python): Promise<Models | string> {
  const reward = args.reward === undefined ? undefined : await session.reward();
  if (reward?.ok === false) return reward.fault.message;
  const judged = reward === undefined ? {} : { reward: reward.value.reward };
  if (args.policy === undefined) {
    const { sandbox } = python;
    return { policy: createSymbolicPolicy({ sandbox, limits: args.limits, notation: 'tex' }), ...judged };
  }
  const policy = await session.policy(args.policy);
  return policy.ok ? { policy: policy.value, ...judged } : session.worded(policy.fault, args.policy).message;
}

function headOf(args: BenchSolveArguments, { policy, reward }: Models): SolveHead {
  const { tokens = null, nodes = null, seconds, n = null, temperature = null, seed } = args;
  return {
    policy: policy.id,
    reward: reward?.id ?? 'none',
    settings: { tokens, nodes, seconds, n, temperature, seed },
  };
}

interface World extends Models {
  readonly python: Python;
  readonly file: SolveFile | undefined;
  readonly io: Io;
}

async function solveEach(problems: readonly Problem[], args: BenchSolveArguments, world: World): Promise<Solving> {
  const { policy, reward, python, file, io } = world;
  const isSymbolic = args.policy === undefined;
  const solving = await solveAll(
    problems,
    args.contestants,
    {
      policy,
      ...(reward === undefined ? {} : { reward }),
      sandbox: python.sandbox,
      limits: args.limits,
      file,
      maxTokens: form => (isSymbolic ? 0 : MAX_TOKENS[form]),
      options: ({ strategy }) => searchSettings(strategy, args, isSymbolic, 'bench'),
      now: () => performance.now(),
      onItem: (done, of) => void progress(`${done} of ${of}`, io),
    },
    io.signal,
  );
  await progress('', io);
  return solving;
}

/** One of each file after the other, so that wherever it is stopped all files have been seen alike. */
function inTurn(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))].map(name =>
    problems.filter(({ file }) => file === name),
  );
  const longest = Math.max(0, ...files.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => files.flatMap(file => file[index] ?? [])).flat();
}

const namesOf = (contestants: readonly Contestant[]): readonly string[] => contestants.map(({ name }) => name);

function reportOf(
  { results }: Solving,
  wanted: number,
  args: BenchSolveArguments,
  { policy, reward }: Models,
): BenchSolveReport {
  const names = namesOf(args.contestants);
  const shown = comparable(results, names);
  const measuresIn = (of: typeof shown): Readonly<Record<string, SolveMeasures>> =>
    Object.fromEntries(names.map(name => [name, solveMeasures(of.filter(({ strategy }) => strategy === name))]));
  const files = [...new Set(shown.map(({ file }) => file))];
  return {
    version: 1,
    policy: policy.name,
    reward: reward?.name ?? 'none',
    seed: args.seed,
    partial: shown.length < wanted * names.length,
    strategies: measuresIn(shown),
    byFile: Object.fromEntries(files.map(file => [file, measuresIn(shown.filter(result => result.file === file))])),
  };
}

function textOf({ results }: Solving, wanted: number, args: BenchSolveArguments, { policy, reward }: Models): string {
  const names = namesOf(args.contestants);
  const shown = comparable(results, names);
  const items = shown.length / names.length;
  const head = `${policy.name}; reward: ${reward?.name ?? 'none'}`;
  const partial = items < wanted ? [`partial: ${items} of ${wanted} problems`] : [];
  return `${[head, solveTable(shown, names), ...partial].join('\n')}\n`;
}
