/** The command line's words, read once and checked here. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { RunLimits } from '../core/code/sandbox.ts';
import type { DocumentFormat } from '../core/document/solution.ts';
import { settingsSchema } from '../settings/schema.ts';

export const outputFormats = ['text', 'json', 'sarif'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** What both commands take. */
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

export interface CheckArguments extends InputArguments, CodeArguments {
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

export type Command =
  | { readonly kind: 'check'; readonly arguments: CheckArguments }
  | { readonly kind: 'run'; readonly arguments: RunArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly reason: string };

export const help = `Stepwise checks mathematics step by step.

usage: stepwise check [FILES|FOLDERS|-] [options]    check every step
       stepwise run [FILES|FOLDERS|-] [options]      run the Python code of the steps, and tell what came of it

  FILES           Markdown (.md), LaTeX (.tex) or .steps files; a folder stands for all such files in it
  -               standard input, also where no file is named

both:
  --language LANGUAGE markdown, latex or steps: for standard input (default markdown) and files of another name
  --whole-file        Markdown: read all mathematics, not only what a heading marks as a solution

check:
  --format FORMAT     text (default), json or sarif
  --quiet             text: print only the steps that have a finding
  --code              run the code of the steps too: a failed check refutes its step
  --settle            ask SymPy about what the instant checks leave open

run:
  --json              print one JSON object

where code runs:
  --time-limit S      seconds that the code of a step may take (default 5)
  --memory-limit MB   memory that it may use (default 256)
  --output-limit KB   what it may print (default 64)
  --python PATH       run it with your own Python instead of the sandbox: then it can do all that you can

  --help, --version

exit code of check: 0 nothing found, 1 a step was flagged (error or warning)
exit code of run:   0 all code ran and no check failed, 1 a check failed, or code raised an error or was stopped
both:               2 wrong usage, a file that could not be read, or no Python to run code with; 130 interrupted
`;

const options = {
  format: { type: 'string' },
  language: { type: 'string' },
  'whole-file': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  code: { type: 'boolean' },
  settle: { type: 'boolean' },
  json: { type: 'boolean' },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  'output-limit': { type: 'string' },
  python: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

type OptionName = keyof typeof options;

const ofBoth: readonly OptionName[] = ['language', 'whole-file', 'help', 'version'];
const ofCode: readonly OptionName[] = ['time-limit', 'memory-limit', 'output-limit', 'python'];
const ofCommand = {
  check: [...ofBoth, ...ofCode, 'format', 'quiet', 'code', 'settle'],
  run: [...ofBoth, ...ofCode, 'json'],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>;

/** A number, within the bounds of the setting of the same meaning. */
function numberAs(name: 'code.timeLimit' | 'code.memoryLimit' | 'code.outputLimit', words: string) {
  const setting = settingsSchema[name];
  return z
    .string()
    .optional()
    .transform((text, context) => {
      const parsed = setting.safeParse(text === undefined || text.trim() === '' ? text : Number(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: `takes ${words}` });
      return z.NEVER;
    });
}

const schema = z.object({
  format: z.enum(outputFormats, { error: 'takes text, json or sarif' }).default('text'),
  language: z.enum(['markdown', 'latex', 'steps'], { error: 'takes markdown, latex or steps' }).optional(),
  'whole-file': z.boolean().default(false),
  quiet: z.boolean().default(false),
  code: z.boolean().default(false),
  settle: z.boolean().default(false),
  json: z.boolean().default(false),
  'time-limit': numberAs('code.timeLimit', 'seconds, 0.1 to 600'),
  'memory-limit': numberAs('code.memoryLimit', 'megabytes, 128 to 2048'),
  'output-limit': numberAs('code.outputLimit', 'kilobytes, 1 to 10000'),
  python: z.string().min(1, 'takes the path of a Python').optional(),
});

type Values = z.infer<typeof schema>;

/** Reads the arguments after the program's name. Wrong usage is a value with its reason. */
export function readCommand(args: readonly string[]): Command {
  const parsed = parse(args);
  if (!parsed.ok) return { kind: 'usage', reason: parsed.reason };
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [command, ...inputs] = positionals;
  if (command === undefined) return { kind: 'usage', reason: 'no command given' };
  if (command === 'help') return { kind: 'help' };
  if (command !== 'check' && command !== 'run')
    return { kind: 'usage', reason: `unknown command "${command}"; did you mean: check ${command}` };
  const given = Object.keys(values) as OptionName[];
  const foreign = given.find(name => !(ofCommand[command] as readonly OptionName[]).includes(name));
  if (foreign !== undefined) {
    return { kind: 'usage', reason: `--${foreign} belongs to stepwise ${command === 'check' ? 'run' : 'check'}` };
  }
  const read = schema.safeParse(values);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { kind: 'usage', reason: `--${issue?.path.join('.')} ${issue?.message}` };
  }
  const idle = command === 'check' && !read.data.code && !read.data.settle;
  const unused = idle ? given.find(name => ofCode.includes(name)) : undefined;
  if (unused !== undefined) return { kind: 'usage', reason: `--${unused} needs --code or --settle` };
  return commandOf(command, inputs, read.data);
}

function commandOf(command: 'check' | 'run', inputs: readonly string[], values: Values): Command {
  const { language, python, format, quiet, code, settle, json } = values;
  const shared = {
    inputs,
    ...(language === undefined ? {} : { language }),
    wholeFile: values['whole-file'],
    limits: {
      timeMs: values['time-limit'] * 1000,
      memoryMb: values['memory-limit'],
      outputKb: values['output-limit'],
    },
    ...(python === undefined ? {} : { python }),
  };
  return command === 'run'
    ? { kind: 'run', arguments: { ...shared, json } }
    : { kind: 'check', arguments: { ...shared, format, quiet, code, settle } };
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
