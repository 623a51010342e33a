/** The words of the command line that are about searching: for the next step, for a whole solution, and to compare strategies. */
import { type SolveStrategy, solveStrategies } from '../core/search/solve.ts';
import { type Contestant, contestant } from './bench/solving.ts';
import { type CodeArguments, codeOf, type InputArguments, inputsOf } from './inputArguments.ts';
import { type ModelArguments, readModelArguments } from './modelArguments.ts';
import type { OptionValues } from './options.ts';

export interface SearchArguments extends InputArguments, CodeArguments, ModelArguments {
  readonly json: boolean;
  /** Goes on after the step with this number, from 1; 0: from the problem. After the last step where it is absent. */
  readonly step?: number;
  /** For each solution. */
  readonly seconds: number;
  /** Where the trees are written as a page. */
  readonly html?: string;
  /** What a model writes; absent: code where the solution has Python. */
  readonly form?: 'plain' | 'code';
  /** Candidates that a model is asked for. */
  readonly n?: number;
  readonly temperature?: number;
  readonly parallel?: number;
}

/** How a problem is solved. */
export interface SolvingArguments extends CodeArguments, ModelArguments {
  readonly form: 'plain' | 'code';
  /** For each problem. */
  readonly seconds: number;
  readonly tokens?: number;
  readonly nodes?: number;
  /** Candidates for a step, or solutions: see `SolveOptions`. */
  readonly n?: number;
  readonly temperature?: number;
  readonly parallel?: number;
}

/** `policy` is absent for symbolic moves. */
export interface SolveArguments extends InputArguments, SolvingArguments {
  readonly json: boolean;
  /** As in `SearchArguments`. */
  readonly step?: number;
  readonly strategy: SolveStrategy;
  /** What the answer is known to be. */
  readonly answer?: string;
  /** Files that the trees are written to, as JSON and as a page. */
  readonly tree?: string;
  readonly html?: string;
  /** A file that the search is written to as it goes. */
  readonly journal?: string;
}

/** `stepwise bench solve`. */
export interface BenchSolveArguments extends SolvingArguments {
  /** Files of problems with their answers. */
  readonly files: readonly string[];
  readonly json: boolean;
  readonly contestants: readonly Contestant[];
  /** Problems of each file; all where it is absent. */
  readonly sample?: number;
  /** Where each result is written down. */
  readonly results?: string;
}

type Read<T> = { readonly ok: true; readonly arguments: T } | { readonly ok: false; readonly reason: string };

function wrong(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

const SEARCH_SECONDS = 20;
const SOLVE_SECONDS = 120;

/** Without a model, or with `--policy symbolic`, symbolic moves alone. */
export function readSearch(words: readonly string[], values: OptionValues): Read<SearchArguments> {
  const { policy, ...rest } = values;
  const isModel = policy !== undefined && policy !== 'symbolic';
  if (!isModel && values.reward !== undefined)
    return wrong('--reward needs --policy MODEL: it judges what a model proposes');
  const read = readModelArguments(isModel ? values : rest);
  if (!read.ok) return read;
  const { json, step, seconds = SEARCH_SECONDS, html, form, n, temperature, parallel } = values;
  return {
    ok: true,
    arguments: {
      ...inputsOf(words, values),
      ...codeOf(values),
      ...read.models,
      json,
      seconds,
      ...(step === undefined ? {} : { step }),
      ...(html === undefined ? {} : { html }),
      ...(form === undefined ? {} : { form }),
      ...(n === undefined ? {} : { n }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(parallel === undefined ? {} : { parallel }),
    },
  };
}

export function readSolve(words: readonly string[], values: OptionValues): Read<SolveArguments> {
  const solving = solvingOf(values);
  if (!solving.ok) return solving;
  const { json, step, answer, tree, html, journal, strategy: word = 'mcts' } = values;
  const strategy = solveStrategies.find(each => each === word);
  if (strategy === undefined) return wrong(`--strategy takes ${solveStrategies.join(', ')}`);
  if (journal !== undefined && strategy !== 'mcts') return wrong('--journal is for --strategy mcts');
  return {
    ok: true,
    arguments: {
      ...inputsOf(words, values),
      ...solving.arguments,
      json,
      strategy,
      ...(step === undefined ? {} : { step }),
      ...(answer === undefined ? {} : { answer }),
      ...(tree === undefined ? {} : { tree }),
      ...(html === undefined ? {} : { html }),
      ...(journal === undefined ? {} : { journal }),
    },
  };
}

/** `--policy symbolic` is no model. */
function solvingOf(values: OptionValues): Read<SolvingArguments> {
  const { policy, ...rest } = values;
  const isModel = policy !== undefined && policy !== 'symbolic';
  const read = readModelArguments(isModel ? values : rest);
  if (!read.ok) return read;
  const { form = 'code', seconds = SOLVE_SECONDS, tokens, nodes, n, temperature, parallel } = values;
  return {
    ok: true,
    arguments: {
      ...codeOf(values),
      ...read.models,
      form,
      seconds,
      ...(tokens === undefined ? {} : { tokens }),
      ...(nodes === undefined ? {} : { nodes }),
      ...(n === undefined ? {} : { n }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(parallel === undefined ? {} : { parallel }),
    },
  };
}

/** What the issue compares: the search with code and without, and what it must beat. */
const CONTESTANTS = 'mcts,mcts:plain,beam:plain,best-of-n:plain,majority:plain,greedy:plain';

export function readBenchSolve(files: readonly string[], values: OptionValues): Read<BenchSolveArguments> {
  if (files.length === 0) return wrong('bench solve takes files of problems with their answers (JSON lines)');
  const solving = solvingOf(values);
  if (!solving.ok) return solving;
  const { json, sample, results, strategy = CONTESTANTS, form = 'code', policy } = values;
  const isModel = policy !== undefined && policy !== 'symbolic';
  const words = strategy.split(',').filter(word => word !== '');
  const contestants = words.map(word => contestant(word, isModel ? form : 'plain'));
  const unknown = words.find((_, index) => contestants[index] === undefined);
  if (unknown !== undefined || words.length === 0)
    return wrong(
      `--strategy: "${unknown ?? ''}" is none of ${solveStrategies.join(', ')}, with :code or :plain behind it`,
    );
  return {
    ok: true,
    arguments: {
      ...solving.arguments,
      files,
      json,
      contestants: [...new Map(contestants.flatMap(each => (each === undefined ? [] : [[each.name, each]]))).values()],
      ...(sample === undefined ? {} : { sample }),
      ...(results === undefined ? {} : { results }),
    },
  };
}
