/** The person's settings, in one schema. package.json's `contributes.configuration` is held to it by a test. */
import * as z from 'zod/mini';
import { rewardMethods } from '../core/reward/reward-model.ts';
import { modelSchema } from './models.ts';

export const severitySchema = z.enum(['error', 'warning', 'information', 'hint', 'off']);
export const languageSchema = z.enum(['markdown', 'latex', 'steps']);

/** Every setting by its name after `stepwise.`; the default stands in for a value that is missing or not allowed. */
export const settingsSchema = {
  enable: z._default(z.boolean(), true),
  languages: z._default(z.array(languageSchema), ['markdown', 'latex', 'steps']),
  'markdown.wholeFile': z._default(z.boolean(), false),
  rules: z._default(z.record(z.string(), severitySchema), {}),
  maxFileSizeKb: z._default(z.int().check(z.minimum(1), z.maximum(100_000)), 4000),
  settle: z._default(z.boolean(), true),
  'code.run': z._default(z.enum(['onSave', 'onPause', 'onRequest']), 'onSave'),
  'code.timeLimit': z._default(z.number().check(z.minimum(0.1), z.maximum(600)), 5),
  'code.memoryLimit': z._default(z.int().check(z.minimum(128), z.maximum(2048)), 256),
  'code.outputLimit': z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 64),
  'code.python': z._default(z.string(), ''),
  models: z._default(z.record(z.string(), modelSchema), {}),
  'policy.model': z._default(z.string(), ''),
  'policy.form': z._default(z.enum(['auto', 'plain', 'code']), 'auto'),
  'policy.candidates': z._default(z.int().check(z.minimum(1), z.maximum(16)), 4),
  'policy.temperature': z._default(z.number().check(z.minimum(0), z.maximum(2)), 0.8),
  'search.seconds': z._default(z.number().check(z.minimum(1), z.maximum(600)), 20),
  ghostText: z._default(z.boolean(), false),
  'reward.model': z._default(z.string(), ''),
  'reward.method': z._default(z.enum(['auto', ...rewardMethods]), 'auto'),
  'reward.run': z._default(z.enum(['onPause', 'onSave', 'onRequest']), 'onPause'),
  'reward.chips': z._default(z.enum(['off', 'low', 'all']), 'low'),
  'reward.severity': z._default(z.enum(['warning', 'information']), 'warning'),
  'reward.votes': z._default(z.int().check(z.minimum(1), z.maximum(64)), 4),
  /** 0: no limit. */
  'budget.tokensPerDay': z._default(z.int().check(z.minimum(0)), 2_000_000),
  /** US dollars; 0: no limit. */
  'budget.moneyPerDay': z._default(z.number().check(z.minimum(0)), 1),
  'local.modelUrl': z._default(
    z.string(),
    'https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  ),
  'local.registry': z._default(z.string(), 'https://registry.npmjs.org'),
  'trace.server': z._default(z.enum(['off', 'messages', 'verbose']), 'off'),
} as const;

export type SettingName = keyof typeof settingsSchema;
export type Settings = { readonly [Name in SettingName]: z.output<(typeof settingsSchema)[Name]> };

/** Settings of a person who set nothing. */
export const defaultSettings: Settings = Object.fromEntries(
  Object.entries(settingsSchema).map(([name, schema]) => [name, z.parse(schema, undefined)]),
) as Settings;
