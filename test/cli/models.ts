/** Models for the command line's tests: none, or language models that a test writes. */
import { join } from 'node:path';
import type { Makers } from '../../server/src/adapters/models/models.ts';
import type { ModelWorld } from '../../server/src/cli/modelWorld.ts';
import type { Usage } from '../../server/src/core/model/fault.ts';
import type { Abilities, LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../server/src/core/policy/language-policy.ts';
import { createRewardModel } from '../../server/src/core/reward/create.ts';

const never = (): never => {
  throw new Error('nobody asked for a model');
};

/** Where no model may be asked. */
export const noModels: ModelWorld = {
  file: '/nowhere/models.json',
  usage: '/nowhere/usage',
  now: never,
  makers: never,
  calibrationOf: never,
  findServers: never,
  local: { about: never, fetch: never },
};

/** The files of a folder, and this model whatever is named. */
export function worldOf(folder: string, model: LanguageModel): ModelWorld {
  return {
    ...noModels,
    file: join(folder, 'models.json'),
    usage: join(folder, 'usage'),
    now: () => new Date(2026, 10, 23, 12),
    makers: () => makersOf(model),
    calibrationOf: async () => undefined,
  };
}

export const usage: Usage = { promptTokens: 100, cachedTokens: 0, completionTokens: 10, calls: 1, cost: 0 };

const able: Abilities = {
  window: 8192,
  many: false,
  continuation: 'turn',
  logProbabilities: false,
  schema: false,
  prefixCache: false,
  read: false,
  weigh: true,
  pool: false,
  parallel: 4,
};

/** A model that weighs labels as `good` says: the probability that the last step in a text is right. */
export function judgingModel(good: (text: string) => number, parts: Partial<LanguageModel> = {}): LanguageModel {
  const unsupported = async () =>
    ({ ok: false, fault: { kind: 'unsupported', message: 'It cannot.' }, usage: { ...usage, calls: 0 } }) as const;
  return {
    id: 'scripted:1',
    name: 'Scripted',
    abilities: async () => ({ ok: true, abilities: able }),
    generate: unsupported,
    read: unsupported,
    weigh: async ({ messages }) => {
      const value = good(messages.map(({ content }) => content).join('\n'));
      return { ok: true, probabilities: [value, 1 - value], mass: 0.9, usage };
    },
    pool: unsupported,
    countTokens: text => Math.ceil(text.length / 4),
    release: async () => undefined,
    ...parts,
  };
}

/** Makers that give this model for every server, with the key that came for it noted. */
export function makersOf(model: LanguageModel, keys: (string | undefined)[] = []): Makers {
  return {
    server: (_, key) => {
      keys.push(key);
      return model;
    },
    gguf: async () => ({ ok: true, value: model }),
    policy: createLanguagePolicy,
    reward: createRewardModel,
    ppm: async () => undefined,
  };
}
