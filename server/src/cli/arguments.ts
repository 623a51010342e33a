/** The command line's words, read once and checked here. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { DocumentFormat } from '../core/document/solution.ts';

export const outputFormats = ['text', 'json', 'sarif'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface CheckArguments {
  /** Files, folders, or `-` for standard input; none named means standard input. */
  readonly inputs: readonly string[];
  readonly format: OutputFormat;
  /** For standard input and for files whose name does not tell. */
  readonly language?: DocumentFormat;
  readonly wholeFile: boolean;
  /** Text output: only the steps with a finding. */
  readonly quiet: boolean;
}

export type Command =
  | { readonly kind: 'check'; readonly arguments: CheckArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly reason: string };

export const help = `Stepwise checks mathematics step by step.

usage: stepwise check [FILES|FOLDERS|-] [options]

  FILES           Markdown (.md), LaTeX (.tex) or .steps files; a folder stands for all such files in it
  -               standard input, also where no file is named

  --format FORMAT     text (default), json or sarif
  --language LANGUAGE markdown, latex or steps: for standard input (default markdown) and files of another name
  --whole-file        Markdown: check all mathematics, not only what a heading marks as a solution
  --quiet             text: print only the steps that have a finding
  --help, --version

exit code: 0 nothing found, 1 a step was flagged (error or warning), 2 wrong usage or a file that could not be read
`;

const options = {
  format: { type: 'string', default: 'text' },
  language: { type: 'string' },
  'whole-file': { type: 'boolean', default: false },
  quiet: { type: 'boolean', short: 'q', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

const schema = z.object({
  format: z.enum(outputFormats, { error: 'takes text, json or sarif' }),
  language: z.enum(['markdown', 'latex', 'steps'], { error: 'takes markdown, latex or steps' }).optional(),
  'whole-file': z.boolean(),
  quiet: z.boolean(),
});

/** Reads the arguments after the program's name. Wrong usage is a value with its reason. */
export function readCommand(args: readonly string[]): Command {
  const parsed = parse(args);
  if (!parsed.ok) return { kind: 'usage', reason: parsed.reason };
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, ...inputs] = positionals;
  if (command === undefined) return { kind: 'usage', reason: 'no command given' };
  if (command === 'help') return { kind: 'help' };
  if (command !== 'check')
    return { kind: 'usage', reason: `unknown command "${command}"; did you mean: check ${command}` };
  const read = schema.safeParse(values);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { kind: 'usage', reason: `--${issue?.path.join('.')} ${issue?.message}` };
  }
  const { format, language, quiet } = read.data;
  return {
    kind: 'check',
    arguments: {
      inputs,
      format,
      ...(language === undefined ? {} : { language }),
      wholeFile: read.data['whole-file'],
      quiet,
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
