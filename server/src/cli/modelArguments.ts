/** The words of the command line that are about models. */
import type { RecordingMode } from '../adapters/models/recording-file.ts';
import type { BudgetLimits } from '../core/model/budget.ts';
import { type RewardMethod, rewardMethods } from '../core/reward/reward-model.ts';
import type { OptionValues } from './options.ts';

export interface ModelArguments {
  /** How steps are scored; absent: they are not. `model` as the person wrote it: see `modelNamed`. */
  readonly reward?: { readonly method: RewardMethod | 'auto'; readonly model?: string };
  /** Writes rollouts, as the person wrote it. */
  readonly policy?: string;
  readonly votes: number;
  readonly seed: number;
  readonly budget: BudgetLimits;
  readonly recording?: { readonly mode: RecordingMode; readonly path: string };
}

export type ReadModelArguments =
  | { readonly ok: true; readonly models: ModelArguments }
  | { readonly ok: false; readonly reason: string };

/** Wrong usage is a value with its reason. */
export function readModelArguments(values: OptionValues): ReadModelArguments {
  const { record, replay, policy, votes, seed } = values;
  if (record !== undefined && replay !== undefined) return wrong('--record and --replay exclude each other');
  const reward = values.reward === undefined ? undefined : rewardOf(values.reward, values.model);
  if (typeof reward === 'string') return wrong(reward);
  const file = record ?? replay;
  return {
    ok: true,
    models: {
      ...(reward === undefined ? {} : { reward }),
      ...(policy === undefined ? {} : { policy }),
      votes,
      seed,
      budget: { tokens: values['tokens-per-day'] ?? 0, money: values['money-per-day'] ?? 0 },
      ...(file === undefined ? {} : { recording: { mode: record === undefined ? 'replay' : 'record', path: file } }),
    },
  };
}

function wrong(reason: string): ReadModelArguments {
  return { ok: false, reason };
}

const methods: readonly string[] = ['auto', ...rewardMethods];

/** `METHOD`, `METHOD:MODEL`, or a model alone, which means `auto`. A model may have colons itself. Wrong usage is its reason. */
function rewardOf(text: string, model: string | undefined): NonNullable<ModelArguments['reward']> | string {
  const colon = text.indexOf(':');
  const word = colon === -1 ? text : text.slice(0, colon);
  if (!isMethod(word)) {
    if (model !== undefined) return `--reward takes a method where --model is given: ${methods.join(', ')}`;
    return { method: 'auto', model: text };
  }
  const named = colon === -1 ? undefined : text.slice(colon + 1);
  if (named === '') return `--reward ${word}: names no model after the colon`;
  if (named !== undefined && model !== undefined) return '--reward names a model, and --model another: leave one out';
  const chosen = named ?? model;
  if (word === 'evidence') return chosen === undefined ? { method: word } : '--reward evidence asks no model';
  return chosen === undefined
    ? `--reward ${word} needs a model: --reward ${word}:MODEL, or --model MODEL`
    : { method: word, model: chosen };
}

function isMethod(word: string): word is RewardMethod | 'auto' {
  return methods.includes(word);
}
