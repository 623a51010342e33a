/** The words of the command line that are about what is read, and how code runs. */
import type { RunLimits } from '../core/code/sandbox.ts';
import type { DocumentFormat } from '../core/document/solution.ts';
import type { OptionValues } from './options.ts';

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

export function inputsOf(inputs: readonly string[], values: OptionValues): InputArguments {
  const { language } = values;
  return { inputs, ...(language === undefined ? {} : { language }), wholeFile: values['whole-file'] };
}

export function codeOf(values: OptionValues): CodeArguments {
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
