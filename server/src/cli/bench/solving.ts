/** Problems solved by several strategies, one problem after the other: wherever it is stopped, all strategies have seen the same problems. */
import type { RunLimits, Sandbox } from '../../core/code/sandbox.ts';
import type { ModelFault } from '../../core/model/fault.ts';
import { sameAnswer } from '../../core/policy/answers.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { RewardModel } from '../../core/reward/reward-model.ts';
import { newTokens } from '../../core/search/budget.ts';
import type { SearchEnd } from '../../core/search/search.ts';
import { type Solved, type SolveOptions, type SolveStrategy, solve, solveStrategies } from '../../core/search/solve.ts';
import type { Problem } from './problems.ts';
import { type SolveFile, type SolveResult, solveKey } from './solveResults.ts';

/** A strategy and the form of its steps. */
export interface Contestant {
  /** `mcts:code`. */
  readonly name: string;
  readonly strategy: SolveStrategy;
  readonly form: 'plain' | 'code';
}

/** `mcts`, `mcts:code`: without a form it is the one given. A word that names no strategy is `undefined`. */
export function contestant(word: string, form: Contestant['form']): Contestant | undefined {
  const [name, own = form, ...more] = word.split(':');
  const strategy = solveStrategies.find(each => each === name);
  if (strategy === undefined || more.length > 0 || (own !== 'plain' && own !== 'code')) return undefined;
  return { name: `${strategy}:${own}`, strategy, form: own };
}

export interface SolvingParts {
  readonly policy: Policy;
  readonly reward?: RewardModel;
  readonly sandbox: Sandbox;
  readonly limits: RunLimits;
  readonly file?: SolveFile | undefined;
  /** Of a step. */
  readonly maxTokens: (form: Contestant['form']) => number;
  readonly options: (contestant: Contestant) => Omit<SolveOptions, 'strategy' | 'now'>;
  readonly now: () => number;
  readonly onItem?: (done: number, of: number) => void;
  /** Each search that was made, as it ended. */
  readonly onSolved?: (problem: Problem, contestant: Contestant, solved: Solved, result: SolveResult) => void;
}

/** Results as far as they came; `fault` is what ended it early, where the signal did not. */
export interface Solving {
  readonly results: readonly SolveResult[];
  readonly fault?: ModelFault;
}

/** Takes from the file what it holds, and adds to it what is done. Cancelling leaves out what was under way. */
export async function solveAll(
  problems: readonly Problem[],
  contestants: readonly Contestant[],
  parts: SolvingParts,
  signal: AbortSignal,
): Promise<Solving> {
  const results: SolveResult[] = [];
  const all = problems.flatMap(problem => contestants.map(each => ({ problem, each })));
  for (const [index, { problem, each }] of all.entries()) {
    const known = parts.file?.done.get(solveKey({ ...problem, strategy: each.name }));
    if (known !== undefined) {
      results.push(known);
      continue;
    }
    if (signal.aborted) break;
    parts.onItem?.(index, all.length);
    const solved = await solveOne(problem, each, parts, signal);
    if (signal.aborted) break;
    const { end, fault } = solved.result;
    // Nothing was found and nothing could be asked: the next problem would fare no better.
    if (end === 'failed' && fault !== undefined && solved.answers.length === 0 && solved.result.spent.nodes === 0)
      return { results, fault };
    const result = resultOf(problem, each, solved);
    results.push(result);
    parts.file?.add(result);
    parts.onSolved?.(problem, each, solved, result);
  }
  return { results };
}

/** The answer is not told to the search: it is held against what the search believes. */
function solveOne(
  { problem }: Problem,
  { strategy, form }: Contestant,
  parts: SolvingParts,
  signal: AbortSignal,
): Promise<Solved> {
  const { policy, reward, sandbox, limits, maxTokens, now } = parts;
  return solve(
    [],
    {
      problem,
      policy,
      form,
      maxTokens: maxTokens(form),
      sandbox,
      limits,
      ...(reward === undefined ? {} : { reward }),
      repairs: strategy === 'mcts',
    },
    { ...parts.options({ name: '', strategy, form }), strategy, now },
    signal,
  );
}

function resultOf({ file, id, answer: right }: Problem, { name }: Contestant, solved: Solved): SolveResult {
  const { answer, answers, result } = solved;
  const { spent, end, fault } = result;
  return {
    file,
    id,
    strategy: name,
    right: answer?.text !== undefined && sameAnswer(answer.text, right),
    ...(answer?.text === undefined ? {} : { answer: answer.text }),
    ...(answer === undefined ? {} : { ground: answer.ground.kind }),
    among: answers.some(({ solutions }) =>
      solutions.some(({ step }) => step.answer !== undefined && sameAnswer(step.answer, right)),
    ),
    solutions: answers.reduce((sum, { count }) => sum + count, 0),
    nodes: spent.nodes,
    tokens: newTokens(spent.usage),
    written: spent.usage.completionTokens,
    money: spent.usage.cost,
    seconds: Math.round(spent.ms) / 1000,
    end: endName(end),
    ...(fault === undefined ? {} : { fault: fault.message }),
  };
}

export function endName(end: SearchEnd): string {
  return typeof end === 'string' ? end : `${end.spent} spent`;
}
