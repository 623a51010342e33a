/** Every option of the command line: its type, its values, and the commands that it belongs to. */
import { z } from 'zod';
import { settingsSchema } from '../settings/schema.ts';

export const outputFormats = ['text', 'json', 'sarif'] as const;

export const options = {
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
  reward: { type: 'string' },
  model: { type: 'string' },
  policy: { type: 'string' },
  votes: { type: 'string' },
  seed: { type: 'string' },
  'tokens-per-day': { type: 'string' },
  'money-per-day': { type: 'string' },
  record: { type: 'string' },
  replay: { type: 'string' },
  sample: { type: 'string' },
  threshold: { type: 'string' },
  results: { type: 'string' },
  output: { type: 'string', short: 'o' },
  step: { type: 'string' },
  seconds: { type: 'string' },
  strategy: { type: 'string' },
  form: { type: 'string' },
  tokens: { type: 'string' },
  nodes: { type: 'string' },
  n: { type: 'string', short: 'n' },
  temperature: { type: 'string' },
  parallel: { type: 'string' },
  answer: { type: 'string' },
  tree: { type: 'string' },
  html: { type: 'string' },
  journal: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

export type OptionName = keyof typeof options;

const ofAll: readonly OptionName[] = ['help', 'version'];
const ofInputs: readonly OptionName[] = ['language', 'whole-file'];
/** Where code runs. */
export const ofCode: readonly OptionName[] = ['time-limit', 'memory-limit', 'output-limit', 'python'];
/** Where a model is asked. */
export const ofModels: readonly OptionName[] = [
  'model',
  'votes',
  'seed',
  'tokens-per-day',
  'money-per-day',
  'record',
  'replay',
];

/** How a model takes part in a search. */
const ofSearching: readonly OptionName[] = ['policy', 'reward', 'form', 'n', 'temperature', 'parallel'];

/** How a problem is solved. */
const ofSolving: readonly OptionName[] = [
  'policy',
  'reward',
  'form',
  'tokens',
  'seconds',
  'nodes',
  'n',
  'temperature',
  'parallel',
];

export const ofCommand = {
  check: [...ofAll, ...ofInputs, ...ofCode, ...ofModels, 'format', 'quiet', 'code', 'settle', 'reward'],
  run: [...ofAll, ...ofInputs, ...ofCode, 'json'],
  search: [...ofAll, ...ofInputs, ...ofCode, ...ofModels, ...ofSearching, 'json', 'step', 'seconds', 'html'],
  solve: [
    ...ofAll,
    ...ofInputs,
    ...ofCode,
    ...ofModels,
    ...ofSolving,
    'json',
    'step',
    'strategy',
    'answer',
    'tree',
    'html',
    'journal',
  ],
  models: [...ofAll, 'json'],
  'fit-reward': [...ofAll, 'model', 'seed', 'sample', 'output'],
  calibrate: [...ofAll, ...ofCode, ...ofModels, 'reward', 'policy', 'sample', 'results'],
  bench: [...ofAll, ...ofCode, ...ofModels, ...ofSolving, 'json', 'strategy', 'sample', 'threshold', 'results'],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>;

export type CommandName = keyof typeof ofCommand;

type NumberSetting = 'code.timeLimit' | 'code.memoryLimit' | 'code.outputLimit' | 'reward.votes';

/** A number, within the bounds of the setting of the same meaning. */
function numberAs(name: NumberSetting, words: string) {
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

/** A number that no setting has. */
function number(schema: z.ZodNumber, words: string) {
  return z
    .string()
    .transform((text, context) => {
      const parsed = schema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: `takes ${words}` });
      return z.NEVER;
    })
    .optional();
}

const path = (words: string) => z.string().min(1, `takes ${words}`).optional();

export const optionSchema = z.object({
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
  python: path('the path of a Python'),
  reward: path('a method, and a model after a colon'),
  model: path('a model'),
  policy: path('a model'),
  votes: numberAs('reward.votes', 'a number, 1 to 64'),
  seed: number(
    z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    'a whole number, 0 or more',
  ).default(1),
  'tokens-per-day': number(z.int().min(1), 'a number of tokens, at least 1'),
  'money-per-day': number(z.number().positive(), 'US dollars, more than 0'),
  record: path('the path of a file'),
  replay: path('the path of a file'),
  sample: number(z.int().min(1), 'a number of items, at least 1'),
  threshold: number(z.number().min(0).max(1), 'a probability, 0 to 1').default(0.5),
  results: path('the path of a file'),
  output: path('the path of a file'),
  step: number(z.int().min(0), 'the number of a step, 0 for the problem'),
  seconds: number(z.number().positive().max(86_400), 'seconds, more than 0'),
  strategy: path('strategies'),
  form: z.enum(['code', 'plain'], { error: 'takes code or plain' }).optional(),
  tokens: number(z.int().min(1), 'a number of tokens, at least 1'),
  nodes: number(z.int().min(1), 'a number of nodes, at least 1'),
  n: number(z.int().min(1).max(256), 'a number, 1 to 256'),
  temperature: number(z.number().min(0).max(2), 'a number, 0 to 2'),
  parallel: number(z.int().min(1).max(64), 'a number of requests, 1 to 64').optional(),
  answer: path('the answer'),
  tree: path('the path of a file'),
  html: path('the path of a file'),
  journal: path('the path of a file'),
});

export type OptionValues = z.infer<typeof optionSchema>;
