/** The command line's words, read once and checked here. */
import { parseArgs } from 'node:util';
import { type CodeArguments, codeOf, type InputArguments, inputsOf } from './inputArguments.ts';
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
import {
  type BenchSolveArguments,
  readBenchSolve,
  readSearch,
  readSolve,
  type SearchArguments,
  type SolveArguments,
} from './searchArguments.ts';

export type { CodeArguments, InputArguments } from './inputArguments.ts';
export type { BenchSolveArguments, SearchArguments, SolveArguments, SolvingArguments } from './searchArguments.ts';

export type OutputFormat = (typeof outputFormats)[number];

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
      const read = readSearch(words, values);
      return read.ok ? { kind: 'search', arguments: read.arguments } : wrong(read.reason);
    }
    case 'solve': {
      const read = readSolve(words, values);
      return read.ok ? { kind: 'solve', arguments: read.arguments } : wrong(read.reason);
    }
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

function modelsCommand([action, model, ...more]: readonly string[], { json }: OptionValues): Command {
  if (action === undefined) return { kind: 'models', arguments: { action: 'list', json } };
  if (action === 'get' && model === undefined) return { kind: 'models', arguments: { action, json } };
  if (action === 'try' && model !== undefined && more.length === 0)
    return { kind: 'models', arguments: { action, model, json } };
  if (action === 'try') return wrong('models try takes one model: a name, gguf:PATH or http://host:port/v1#model');
  return wrong(action === 'get' ? 'models get takes nothing more' : `models takes get or try, not "${action}"`);
}

function benchCommand([name, ...files]: readonly string[], values: OptionValues): Command {
  if (name === 'solve') {
    const read = readBenchSolve(files, values);
    return read.ok ? { kind: 'bench-solve', arguments: read.arguments } : wrong(read.reason);
  }
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

function parse(args: readonly string[]) {
  try {
    return { ok: true, ...parseArgs({ args: [...args], options, allowPositionals: true }) } as const;
  } catch (error) {
    // parseArgs throws a TypeError whose message is meant for the person.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: error.message.replace(/\. To specify .*$/, '') } as const;
  }
}
