/** The command line's words, read once and checked here. */
import { parseArgs } from 'node:util';
import type { RunLimits } from '../core/code/sandbox.ts';
import type { DocumentFormat } from '../core/document/solution.ts';
import { type SolveStrategy, solveStrategies } from '../core/search/solve.ts';
import { type Contestant, contestant } from './bench/solving.ts';
import { type ModelArguments, readModelArguments } from './modelArguments.ts';
import {
  type CommandName,
  type OptionName,
  type OptionValues,
  ofCode,
  ofCommand,
  ofModels,
  optionSchema,
  options,
  type outputFormats,
} from './options.ts';

export type OutputFormat = (typeof outputFormats)[number];

/** What `check` and `run` take. */
export interface InputArguments {
  /** Files, folders, or `-` for standard input; none named means standard input. */
  readonly inputs: readonly string[];
  /** For standard input and for files whose name does not tell. */
  readonly language?: DocumentFormat;
  readonly wholeFile: boolean;
}

/** How code runs. */
export interface CodeArguments {
  readonly limits: RunLimits;
  /** The person's own Python instead of the sandbox. */
  readonly python?: string;
}

export interface CheckArguments extends InputArguments, CodeArguments, ModelArguments {
  readonly format: OutputFormat;
  /** Text output: only the steps with a finding. */
  readonly quiet: boolean;
  /** Run the code of the steps too. */
  readonly code: boolean;
  /** Ask SymPy about what the instant checks leave open. */
  readonly settle: boolean;
}

export interface RunArguments extends InputArguments, CodeArguments {
  readonly json: boolean;
}

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
  readonly parallel: number;
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
  readonly parallel: number;
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

/** `stepwise models`, with what is to be done. */
export type ModelsArguments = { readonly json: boolean } & (
  | { readonly action: 'list' | 'get' }
  /** As the person wrote it. */
  | { readonly action: 'try'; readonly model: string }
);

export interface BenchArguments extends CodeArguments, ModelArguments {
  /** Files of labelled solutions. */
  readonly files: readonly string[];
  readonly json: boolean;
  /** Items of each file; all where it is absent. */
  readonly sample?: number;
  /** In [0, 1]: a step whose value is below it counts as wrong. */
  readonly threshold: number;
  /** Where each item is written down. */
  readonly results?: string;
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

/** `stepwise fit-reward`. */
export interface FitRewardArguments {
  /** Files of labelled solutions. */
  readonly files: readonly string[];
  /** As the person wrote it. */
  readonly model: string;
  /** Where the weights are written. */
  readonly output: string;
  /** Items of each file; all where it is absent. */
  readonly sample?: number;
  readonly seed: number;
}

/** `stepwise calibrate`. */
export interface CalibrateArguments extends CodeArguments, ModelArguments {
  /** Files of labelled solutions. */
  readonly files: readonly string[];
  /** Items of each file; all where it is absent. */
  readonly sample?: number;
  /** Where each item is written down. */
  readonly results?: string;
}

export type Command =
  | { readonly kind: 'check'; readonly arguments: CheckArguments }
  | { readonly kind: 'run'; readonly arguments: RunArguments }
  | { readonly kind: 'search'; readonly arguments: SearchArguments }
  | { readonly kind: 'solve'; readonly arguments: SolveArguments }
  | { readonly kind: 'models'; readonly arguments: ModelsArguments }
  | { readonly kind: 'bench'; readonly arguments: BenchArguments }
  | { readonly kind: 'bench-solve'; readonly arguments: BenchSolveArguments }
  | { readonly kind: 'fit-reward'; readonly arguments: FitRewardArguments }
  | { readonly kind: 'calibrate'; readonly arguments: CalibrateArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly reason: string };

/** Reads the arguments after the program's name. Wrong usage is a value with its reason. */
export function readCommand(args: readonly string[]): Command {
  const parsed = parse(args);
  if (!parsed.ok) return wrong(parsed.reason);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [command, ...words] = positionals;
  if (command === undefined) return wrong('no command given');
  if (command === 'help') return { kind: 'help' };
  if (!isCommand(command)) return wrong(`unknown command "${command}"; did you mean: check ${command}`);
  const given = Object.keys(values) as OptionName[];
  const misplaced = misplacedOption(command, given);
  if (misplaced !== undefined) return wrong(misplaced);
  const read = optionSchema.safeParse(values);
  if (!read.success) {
    const [issue] = read.error.issues;
    return wrong(`--${issue?.path.join('.')} ${issue?.message}`);
  }
  return commandOf(command, words, read.data);
}

function wrong(reason: string): Command {
  return { kind: 'usage', reason };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(ofCommand, word);
}

/** Why one of the options given does not go with the command or with the others. */
function misplacedOption(command: CommandName, given: readonly OptionName[]): string | undefined {
  const foreign = given.find(name => !belongs(name, command));
  if (foreign !== undefined) {
    const owners = (Object.keys(ofCommand) as CommandName[]).filter(name => belongs(foreign, name));
    return `--${foreign} belongs to stepwise ${owners.join(', ')}`;
  }
  const has = (name: OptionName): boolean => given.includes(name);
  if (command !== 'check') return undefined;
  const idle = !has('code') && !has('settle') && !has('reward');
  const code = idle ? given.find(name => ofCode.includes(name)) : undefined;
  if (code !== undefined) return `--${code} needs --code or --settle`;
  const model = has('reward') ? undefined : given.find(name => ofModels.includes(name));
  return model === undefined ? undefined : `--${model} needs --reward`;
}

function belongs(name: OptionName, command: CommandName): boolean {
  return (ofCommand[command] as readonly OptionName[]).includes(name);
}

function commandOf(command: CommandName, words: readonly string[], values: OptionValues): Command {
  switch (command) {
    case 'run':
      return { kind: 'run', arguments: { ...inputsOf(words, values), ...codeOf(values), json: values.json } };
    case 'check': {
      const read = readModelArguments(values);
      if (!read.ok) return wrong(read.reason);
      const { format, quiet, code, settle } = values;
      const shared = { ...inputsOf(words, values), ...codeOf(values), ...read.models };
      return { kind: 'check', arguments: { ...shared, format, quiet, code, settle } };
    }
    case 'search': {
      return searchCommand(words, values);
    }
    case 'solve':
      return solveCommand(words, values);
    case 'models':
      return modelsCommand(words, values);
    case 'bench':
      return benchCommand(words, values);
    case 'fit-reward':
      return fitRewardCommand(words, values);
    case 'calibrate':
      return calibrateCommand(words, values);
  }
}

const SEARCH_SECONDS = 20;
const SOLVE_SECONDS = 120;

/** Without a model, or with `--policy symbolic`, symbolic moves alone. */
function searchCommand(words: readonly string[], values: OptionValues): Command {
  const { policy, ...rest } = values;
  const isModel = policy !== undefined && policy !== 'symbolic';
  if (!isModel && values.reward !== undefined)
    return wrong('--reward needs --policy MODEL: it judges what a model proposes');
  const read = readModelArguments(isModel ? values : rest);
  if (!read.ok) return wrong(read.reason);
  const { json, step, seconds = SEARCH_SECONDS, html, form, n, temperature, parallel } = values;
  return {
    kind: 'search',
    arguments: {
      ...inputsOf(words, values),
      ...codeOf(values),
      ...read.models,
      json,
      seconds,
      parallel,
      ...(step === undefined ? {} : { step }),
      ...(html === undefined ? {} : { html }),
      ...(form === undefined ? {} : { form }),
      ...(n === undefined ? {} : { n }),
      ...(temperature === undefined ? {} : { temperature }),
    },
  };
}

function solveCommand(words: readonly string[], values: OptionValues): Command {
  const solving = solvingOf(values);
  if (!solving.ok) return wrong(solving.reason);
  const { json, step, answer, tree, html, journal, strategy: word = 'mcts' } = values;
  const strategy = solveStrategies.find(each => each === word);
  if (strategy === undefined) return wrong(`--strategy takes ${solveStrategies.join(', ')}`);
  if (journal !== undefined && strategy !== 'mcts') return wrong('--journal is for --strategy mcts');
  return {
    kind: 'solve',
    arguments: {
      ...inputsOf(words, values),
      ...solving.solving,
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

type ReadSolving =
  | { readonly ok: true; readonly solving: SolvingArguments }
  | { readonly ok: false; readonly reason: string };

/** `--policy symbolic` is no model. */
function solvingOf(values: OptionValues): ReadSolving {
  const { policy, ...rest } = values;
  const isModel = policy !== undefined && policy !== 'symbolic';
  const read = readModelArguments(isModel ? values : rest);
  if (!read.ok) return read;
  const { form = 'code', seconds = SOLVE_SECONDS, tokens, nodes, n, temperature, parallel } = values;
  return {
    ok: true,
    solving: {
      ...codeOf(values),
      ...read.models,
      form,
      seconds,
      parallel,
      ...(tokens === undefined ? {} : { tokens }),
      ...(nodes === undefined ? {} : { nodes }),
      ...(n === undefined ? {} : { n }),
      ...(temperature === undefined ? {} : { temperature }),
    },
  };
}

function modelsCommand([action, model, ...more]: readonly string[], { json }: OptionValues): Command {
  if (action === undefined) return { kind: 'models', arguments: { action: 'list', json } };
  if (action === 'get' && model === undefined) return { kind: 'models', arguments: { action, json } };
  if (action === 'try' && model !== undefined && more.length === 0)
    return { kind: 'models', arguments: { action, model, json } };
  if (action === 'try') return wrong('models try takes one model: a name, gguf:PATH or http://host:port/v1#model');
  return wrong(action === 'get' ? 'models get takes nothing more' : `models takes get or try, not "${action}"`);
}

function benchCommand([name, ...files]: readonly string[], values: OptionValues): Command {
  if (name === 'solve') return benchSolveCommand(files, values);
  if (name !== 'processbench') return wrong('bench takes the name of a benchmark: processbench or solve');
  const foreign = (['strategy', 'tokens', 'nodes', 'seconds', 'n', 'temperature'] as const).find(
    option => values[option] !== undefined,
  );
  if (foreign !== undefined) return wrong(`--${foreign} belongs to bench solve`);
  if (files.length === 0) return wrong('bench processbench takes files of labelled solutions (JSON lines)');
  const read = readModelArguments(values);
  if (!read.ok) return wrong(read.reason);
  const { json, sample, threshold, results } = values;
  return {
    kind: 'bench',
    arguments: {
      ...codeOf(values),
      ...read.models,
      files,
      json,
      threshold,
      ...(sample === undefined ? {} : { sample }),
      ...(results === undefined ? {} : { results }),
    },
  };
}

/** What the issue compares: the search with code and without, and what it must beat. */
const CONTESTANTS = 'mcts,mcts:plain,beam:plain,best-of-n:plain,majority:plain,greedy:plain';

function benchSolveCommand(files: readonly string[], values: OptionValues): Command {
  if (files.length === 0) return wrong('bench solve takes files of problems with their answers (JSON lines)');
  const solving = solvingOf(values);
  if (!solving.ok) return wrong(solving.reason);
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
    kind: 'bench-solve',
    arguments: {
      ...solving.solving,
      files,
      json,
      contestants: [...new Map(contestants.flatMap(each => (each === undefined ? [] : [[each.name, each]]))).values()],
      ...(sample === undefined ? {} : { sample }),
      ...(results === undefined ? {} : { results }),
    },
  };
}

function fitRewardCommand(files: readonly string[], { model, output, sample, seed }: OptionValues): Command {
  if (files.length === 0) return wrong('fit-reward takes files of labelled solutions (JSON lines)');
  if (model === undefined) return wrong('fit-reward needs --model FILE: the GGUF file of the language model');
  if (output === undefined) return wrong('fit-reward needs -o FILE: where the weights are written');
  return {
    kind: 'fit-reward',
    arguments: { files, model, output, seed, ...(sample === undefined ? {} : { sample }) },
  };
}

function calibrateCommand(files: readonly string[], values: OptionValues): Command {
  if (files.length === 0) return wrong('calibrate takes files of labelled solutions (JSON lines)');
  const read = readModelArguments(values);
  if (!read.ok) return wrong(read.reason);
  if (read.models.reward === undefined) return wrong('calibrate needs --reward METHOD[:MODEL]: what is calibrated');
  const { sample, results } = values;
  return {
    kind: 'calibrate',
    arguments: {
      ...codeOf(values),
      ...read.models,
      files,
      ...(sample === undefined ? {} : { sample }),
      ...(results === undefined ? {} : { results }),
    },
  };
}

function inputsOf(inputs: readonly string[], values: OptionValues): InputArguments {
  const { language } = values;
  return { inputs, ...(language === undefined ? {} : { language }), wholeFile: values['whole-file'] };
}

function codeOf(values: OptionValues): CodeArguments {
  const { python } = values;
  return {
    limits: {
      timeMs: values['time-limit'] * 1000,
      memoryMb: values['memory-limit'],
      outputKb: values['output-limit'],
    },
    ...(python === undefined ? {} : { python }),
  };
}

function parse(args: readonly string[]) {
  try {
    return { ok: true, ...parseArgs({ args: [...args], options, allowPositionals: true }) } as const;
  } catch (error) {
    // parseArgs throws a TypeError whose message is meant for the person.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: error.message.replace(/\. To specify .*$/, '') } as const;
  }
}
