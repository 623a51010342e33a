/** What `stepwise solve` tells of a solved problem: as data, as text, and as part of a page. */
import type { ModelFault } from '../core/model/fault.ts';
import { newTokens } from '../core/search/budget.ts';
import type { SearchNode } from '../core/search/node.ts';
import type { PageTree } from '../core/search/page.ts';
import { type PrintedNode, printTree } from '../core/search/print.ts';
import type { SearchEnd } from '../core/search/search.ts';
import type { Ground, Solved } from '../core/search/solve.ts';
import type { SolveArguments } from './arguments.ts';
import { endName } from './bench/solving.ts';
import { checkedWords } from './checkedWords.ts';
import type { SolveTask } from './solveTasks.ts';
import { oneLine, type Paint } from './terminal.ts';

/** One problem, as `--json` prints it. */
export interface SolvedReport {
  readonly path: string;
  readonly problem: string;
  /** Number of the step after which it goes on; 0: from the problem. */
  readonly after: number;
  /** Number of the step that is refuted, where the search went on from before it. */
  readonly insteadOf?: number;
  readonly strategy: string;
  readonly policy: string;
  /** The steps lead to the end. */
  readonly finished: boolean;
  readonly steps: readonly SolvedStep[];
  /** As it is stated. */
  readonly answer?: string;
  /** Why it is believed. */
  readonly ground?: Ground;
  /** All that were found, the chosen one first. */
  readonly answers: readonly { readonly answer: string; readonly solutions: number; readonly share: number }[];
  readonly nodes: number;
  /** Read and written, without what had been read before; and of these those that were written. */
  readonly tokens: number;
  readonly written: number;
  readonly money: number;
  readonly seconds: number;
  readonly end: SearchEnd;
  /** Why something that was asked failed. */
  readonly fault?: string;
  readonly tree: PrintedNode;
}

interface SolvedStep {
  readonly text: string;
  readonly code?: string;
  readonly output?: string;
  readonly checked: SearchNode['checked'];
}

export function solvedReport(
  task: SolveTask,
  { line, answer, answers, result, tree }: Solved,
  args: SolveArguments,
  worded: (fault: ModelFault) => ModelFault,
): SolvedReport {
  const { spent, end, fault } = result;
  return {
    path: task.path,
    problem: task.problem,
    after: task.steps.length,
    ...(task.insteadOf === undefined ? {} : { insteadOf: task.insteadOf }),
    strategy: args.strategy,
    policy: args.policy ?? 'symbolic',
    finished: line.at(-1)?.fate.kind === 'final',
    steps: line.map(({ step: { text, code, output }, checked }) => ({
      text,
      ...(code === undefined ? {} : { code }),
      ...(output === undefined ? {} : { output }),
      checked,
    })),
    ...(answer?.text === undefined ? {} : { answer: answer.text }),
    ...(answer === undefined ? {} : { ground: answer.ground }),
    answers: answers.flatMap(({ solutions: [first], count, share }) =>
      first?.step.answer === undefined ? [] : [{ answer: first.step.answer, solutions: count, share }],
    ),
    nodes: spent.nodes,
    tokens: newTokens(spent.usage),
    written: spent.usage.completionTokens,
    money: spent.usage.cost,
    seconds: Math.round(spent.ms) / 1000,
    end,
    ...(fault === undefined ? {} : { fault: worded(fault).message }),
    tree: printTree(tree),
  };
}

/** Why the answer is believed, in words. */
export function groundText(ground: Ground): string {
  switch (ground.kind) {
    case 'known':
      return 'checked: it was put back, or is the answer that was given';
    case 'agreement':
      return ground.of === 1
        ? 'one solution gives it; nothing was compared'
        : `${ground.solutions} of ${ground.of} finished solutions give it (${percent(ground.share)} of their weight)`;
    case 'reward':
      return `the best of ${ground.of} finished ${ground.of === 1 ? 'solution' : 'solutions'} by the reward model (${ground.value.toFixed(2)})`;
    case 'alone':
      return 'one solution was written; nothing else speaks for it';
  }
}

export function textOfSolved(report: SolvedReport, paint: Paint): string {
  const { path, after, insteadOf, steps, answer, ground, finished, fault } = report;
  const from = after === 0 ? 'from the problem' : `after step ${after}`;
  const refuted = insteadOf === undefined ? '' : ` (step ${insteadOf} is refuted)`;
  const lines = [`${paint('bold', path)}, ${from}${refuted}:`];
  for (const [index, step] of steps.entries()) lines.push(...stepLines(after + index + 1, step, paint));
  if (!finished)
    lines.push(steps.length === 0 ? `  ${fault ?? 'no step was found'}` : `  … ${unfinishedWords(report)}`);
  else if (answer === undefined) lines.push('  The solution ends without stating an answer.');
  else lines.push(`  ${paint('bold', `Answer: ${oneLine(answer)}`)}`);
  if (ground !== undefined && answer !== undefined) lines.push(`  ${paint('dim', groundText(ground))}`);
  lines.push(`  ${paint('dim', spentText(report))}`);
  if (finished && fault !== undefined) lines.push(`  ${paint('dim', fault)}`);
  return `${lines.join('\n')}\n`;
}

/** Where the search ended of itself, its moves had nothing to add. */
function unfinishedWords({ end }: SolvedReport): string {
  return end === 'settled'
    ? 'so far symbolic moves lead; more is asked for than they understand'
    : 'no solution was finished; so far the best';
}

function stepLines(number: number, { text, code, output, checked }: SolvedStep, paint: Paint): readonly string[] {
  const dim = (mark: string, shown: string | undefined): readonly string[] =>
    shown === undefined ? [] : shown.split('\n').map(line => `     ${paint('dim', `${mark} ${harmless(line)}`)}`);
  const words = text.split('\n').map(oneLine).join('\n     ');
  return [
    `  ${number}. ${words} ${paint('dim', `(${checkedWords[checked]})`)}`,
    ...dim('|', code),
    ...dim('>', output),
  ];
}

function spentText({ nodes, tokens, written, seconds, money, end, finished }: SolvedReport): string {
  const used = tokens === 0 ? [] : [`${tokens} tokens, ${written} of them written`];
  const paid = money === 0 ? [] : [`$${money.toFixed(4)}`];
  const words = end === 'settled' && !finished ? [] : [endWords(end)];
  return [`${nodes} nodes`, ...used, ...paid, `${seconds.toFixed(1)} s`, ...words].join('; ');
}

function endWords(end: SearchEnd): string {
  switch (end) {
    case 'exhausted':
      return 'nothing was left to look at';
    case 'settled':
      return 'the answer was settled';
    case 'cancelled':
      return 'interrupted';
    case 'failed':
      return 'the model failed';
    default:
      return `the budget of ${BUDGETS[end.spent]} was spent`;
  }
}

const BUDGETS = {
  nodes: 'nodes',
  expansions: 'expansions',
  tokens: 'tokens',
  written: 'written tokens',
  cost: 'money',
  timeMs: 'time',
} as const;

export function pageTree(report: SolvedReport, { line }: Solved): PageTree {
  const { path, problem, after, strategy, policy, answer, ground, answers, nodes, tokens, seconds } = report;
  const others = answers
    .slice(1)
    .map(({ answer: other, share }) => `${other} (${percent(share)})`)
    .join('; ');
  const facts: (readonly [string, string])[] = [
    ['Answer', answer ?? 'none'],
    ...(ground === undefined ? [] : [['Why', groundText(ground)] as const]),
    ...(others === '' ? [] : [['Other answers', others] as const]),
    ['Search', `${strategy}, policy ${policy}; ended: ${endName(report.end)}`],
    ['Spent', `${nodes} nodes, ${tokens} tokens, ${seconds.toFixed(1)} s`],
    ...(after === 0 ? [] : [['Goes on', `after step ${after} of ${path}`] as const]),
  ];
  return {
    heading: problem === '' ? path : problem,
    facts,
    root: report.tree,
    best: new Set(line.map(({ id }) => id)),
  };
}

/** Without characters that would steer the terminal; blanks stay, for they mean something in code. */
function harmless(line: string): string {
  return line.replaceAll('\t', '    ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
