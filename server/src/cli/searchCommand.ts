/** `stepwise search`: what could come next, found by looking ahead from a step of each solution. */
import manifest from '../../../package.json' with { type: 'json' };
import type { Found } from '../adapters/models/models.ts';
import { calibratedReward } from '../core/reward/calibrated.ts';
import { Continuations, type Searched } from '../core/search/continuations.ts';
import type { SearchNode } from '../core/search/node.ts';
import type { PageTree } from '../core/search/page.ts';
import { type PrintedNode, printTree } from '../core/search/print.ts';
import type { SearchEnd } from '../core/search/search.ts';
import type { SearchModels } from '../core/search/sources.ts';
import { Settler } from '../core/settle/settler.ts';
import type { SearchArguments } from './arguments.ts';
import { checkedWords } from './checkedWords.ts';
import { eachDocument, type Opened } from './documents.ts';
import { ExitCode, type Io, unusable } from './io.ts';
import { type ModelSession, withModels } from './modelSession.ts';
import { noSolution } from './noSolution.ts';
import { writePage } from './pageFile.ts';
import { Python } from './python.ts';
import { type Paint, painter, wantsColour } from './terminal.ts';

const NODES = 2000;
const CANDIDATES = 4;
const TEMPERATURE = 0.8;
const PARALLEL = 4;

/** One solution, as `--json` prints it. */
interface SearchedSolution {
  /** Number of the step after which it goes on; 0: from the problem. */
  readonly after: number;
  /** Number of the step that is refuted, where the search went on from before it. */
  readonly insteadOf?: number;
  readonly next: readonly NextSteps[];
  readonly nodes: number;
  /** That models read and wrote. */
  readonly tokens: number;
  readonly end: SearchEnd;
  /** Why nothing was found, where something outside failed. */
  readonly fault?: string;
  readonly tree: PrintedNode;
}

interface NextSteps {
  readonly steps: readonly {
    readonly text: string;
    readonly checked: SearchNode['checked'];
    /** Name of the language model that wrote it, where one did. */
    readonly by?: string;
  }[];
  /** Q of the first step, in [-1, 1]. */
  readonly quality: number;
  readonly visits: number;
  /** The steps lead to the end. */
  readonly finished: boolean;
}

type SearchedFile =
  | { readonly path: string; readonly solutions: readonly SearchedSolution[] }
  | { readonly path: string; readonly error: string };

/** Exit code 0 where every solution has a next step, 1 where one has none, 2 where a file or Python could not be had, 130 when interrupted. */
export async function search(args: SearchArguments, io: Io): Promise<number> {
  const { policy } = args;
  if (policy !== undefined)
    return await withModels(args, io, async (session, python) => {
      const models = await modelsOf(args, policy, session);
      return models.ok ? await searchAll(args, python, models.value, io) : await unusable(models.fault.message, io);
    });
  const python = new Python(args, io);
  try {
    return await searchAll(args, python, undefined, io);
  } finally {
    python.dispose();
  }
}

/** What `--policy` and `--reward` name. Whether they can be reached is seen when they are first asked. */
async function modelsOf(args: SearchArguments, name: string, session: ModelSession): Promise<Found<SearchModels>> {
  const policy = await session.policy(name);
  if (!policy.ok) return { ok: false, fault: session.worded(policy.fault, name) };
  const reward = args.reward === undefined ? undefined : await session.reward();
  if (reward?.ok === false) return reward;
  const { form = 'auto', n = CANDIDATES, temperature = TEMPERATURE, parallel = PARALLEL } = args;
  return {
    ok: true,
    value: {
      policy: { policy: policy.value, form, n, temperature, parallel },
      ...(reward === undefined ? {} : { reward: calibratedReward(reward.value.reward, reward.value.calibration) }),
    },
  };
}

async function searchAll(
  args: SearchArguments,
  python: Python,
  models: SearchModels | undefined,
  io: Io,
): Promise<number> {
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  const files: SearchedFile[] = [];
  for await (const opened of eachDocument(args, io)) {
    const file = await searchFile(opened, args, python, models, io);
    files.push(file);
    if ('error' in file) await io.err(`stepwise: ${file.path}: ${file.error}\n`);
    else if (!args.json) await io.out(textOf(file.path, file.solutions, paint));
    if (!('error' in file)) await tellFaults(file.solutions, io);
  }
  const unwritten = args.html === undefined ? undefined : await writePage(args.html, files.flatMap(pageTrees), io);
  const interrupted = io.signal.aborted;
  if (args.json) {
    const tool = { name: 'stepwise', version: manifest.version };
    await io.out(`${JSON.stringify({ version: 1, tool, interrupted, files }, null, 2)}\n`);
  }
  if (unwritten !== undefined) return await unusable(unwritten, io);
  return interrupted ? ExitCode.interrupted : exitCodeOf(files);
}

function pageTrees(file: SearchedFile): readonly PageTree[] {
  if ('error' in file) return [];
  return file.solutions.map(({ after, insteadOf, nodes, tree }) => ({
    heading: `${file.path}, ${headOf({ after, insteadOf })}`,
    facts: [['Nodes', `${nodes}`]],
    root: tree,
    best: bestOf(tree),
  }));
}

/** Of the best line, below what is written. */
function bestOf(tree: PrintedNode): ReadonlySet<number> {
  const ids = new Set<number>();
  const stack = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.best) ids.add(node.id);
    stack.push(...node.children);
  }
  return ids;
}

/** A model that failed where something was found all the same: that is told beside it. */
async function tellFaults(solutions: readonly SearchedSolution[], io: Io): Promise<void> {
  const faults = new Set(
    solutions.flatMap(({ fault, next }) => (fault === undefined || next.length === 0 ? [] : [fault])),
  );
  for (const fault of faults) await io.err(`stepwise: the search went on without the model. ${fault}\n`);
}

async function searchFile(
  opened: Opened,
  args: SearchArguments,
  python: Python,
  models: SearchModels | undefined,
  io: Io,
): Promise<SearchedFile> {
  if (!opened.ok) return { path: opened.path, error: opened.reason };
  const { checked, source } = opened;
  const { path } = source;
  const short = checked.solutions.find(({ steps }) => (args.step ?? 0) > steps.length);
  if (short !== undefined)
    return { path, error: `there is no step ${args.step}: a solution has ${short.steps.length}` };
  if (checked.solutions.length === 0) return { path, error: noSolution(source.format) };
  const continuations = new Continuations({
    sandbox: python.sandbox,
    settler: new Settler(python.sandbox, () => undefined),
    limits: args.limits,
    now: () => performance.now(),
    timeout: ms => AbortSignal.timeout(ms),
    ...(models === undefined ? {} : { models: () => () => Promise.resolve(models) }),
  });
  const solutions: SearchedSolution[] = [];
  for (const [solution, { steps }] of checked.solutions.entries()) {
    const after = (args.step ?? steps.length) - 1;
    const budget = { timeMs: args.seconds * 1000, nodes: NODES };
    const place = { document: checked, solution, after };
    const searched = await continuations.search(place, budget, io.signal, () => undefined);
    if (searched !== undefined) solutions.push(searchedSolution(after, searched));
  }
  return { path, solutions };
}

function searchedSolution(after: number, { found, result, tree }: Searched): SearchedSolution {
  return {
    after: found.after + 1,
    ...(found.after < after ? { insteadOf: found.after + 2 } : {}),
    next: found.continuations.map(({ line, first }) => ({
      steps: line.nodes.map(({ step, checked }) => ({
        text: step.text,
        checked,
        ...(step.by === undefined ? {} : { by: step.by }),
      })),
      quality: line.quality,
      visits: first.visits,
      finished: line.finished,
    })),
    nodes: result.spent.nodes,
    tokens: result.spent.usage.promptTokens + result.spent.usage.completionTokens,
    end: result.end,
    ...(result.fault === undefined ? {} : { fault: result.fault.message }),
    tree: printTree(tree),
  };
}

function textOf(path: string, solutions: readonly SearchedSolution[], paint: Paint): string {
  return solutions
    .map(solution => `${paint('bold', path)}, ${headOf(solution)}\n${linesOf(solution, paint)}\n`)
    .join('');
}

function headOf({ after, insteadOf }: { readonly after: number; readonly insteadOf?: number | undefined }): string {
  const from = after === 0 ? 'from the problem' : `after step ${after}`;
  return insteadOf === undefined ? `${from}:` : `${from} (step ${insteadOf} is refuted):`;
}

function nothing(end: SearchEnd): string {
  return typeof end === 'object' && end.spent === 'timeMs'
    ? 'nothing was found in the time that it had; --seconds gives it more'
    : 'no next step was found: no move is known for what stands here';
}

function linesOf({ next, fault, end }: SearchedSolution, paint: Paint): string {
  if (next.length === 0) return `  ${fault ?? nothing(end)}\n`;
  const firsts = next.map(({ steps: [first], finished, steps }, index) => {
    const leads = finished ? `, leads to the end in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}` : '';
    return `  ${index + 1}. ${first?.text ?? ''} ${paint('dim', `(${checkedWords[first?.checked ?? 'unchecked']}${leads}${first?.by === undefined ? '' : `, by ${first.by}`})`)}\n`;
  });
  const whole = next.find(({ finished, steps }) => finished && steps.length > 1);
  if (whole === undefined) return firsts.join('');
  const rest = whole.steps.map(({ text, checked }) => `    ${text} ${paint('dim', `(${checkedWords[checked]})`)}\n`);
  return `${firsts.join('')}  To the end:\n${rest.join('')}`;
}

function exitCodeOf(files: readonly SearchedFile[]): number {
  const solutions = files.flatMap(file => ('error' in file ? [] : file.solutions));
  if (
    files.some(file => 'error' in file) ||
    solutions.some(({ fault, next }) => fault !== undefined && next.length === 0)
  )
    return ExitCode.unusable;
  return solutions.every(({ next }) => next.length > 0) ? ExitCode.clean : ExitCode.flagged;
}
