/** The models of the settings: when what judges is the same, what a trial says, and what keys and budgets reach. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Makers } from '../../../server/src/adapters/models/models.ts';
import { nothingSpent } from '../../../server/src/core/model/budget.ts';
import { noUsage } from '../../../server/src/core/model/fault.ts';
import type { Abilities, LanguageModel } from '../../../server/src/core/model/language-model.ts';
import type { RewardModel } from '../../../server/src/core/reward/reward-model.ts';
import type { ModelHost } from '../../../server/src/features/modelHost.ts';
import { createModelHost } from '../../../server/src/modelHost.ts';
import { defaultSettings, type Settings } from '../../../server/src/settings/schema.ts';

const abilities: Abilities = {
  window: 4096,
  many: true,
  continuation: 'raw',
  logProbabilities: true,
  schema: false,
  prefixCache: false,
  read: false,
  weigh: true,
  pool: false,
  parallel: 2,
};
const never = new AbortController().signal;
const server = { kind: 'server', url: 'https://api.example.com/v1', model: 'm' } as const;

let made: { readonly key: string | undefined }[];
let reply: string;
let refuses: boolean;
let host: ModelHost;
beforeEach(() => {
  made = [];
  reply = 'Answer: 7';
  refuses = false;
  host = createModelHost({
    makers: () => makers,
    account: () => ({ spentToday: () => nothingSpent, add: () => {} }),
    calibrationOf: async ({ id }) => ({ rewardId: id, calibrate: value => value, threshold: 0.1 }),
    findServers: async () => [],
    listModels: async (_, key) => ({ ok: true, models: [key ?? 'no key'] }),
  })({
    keyFor: async origin => (origin === 'https://api.example.com' ? 'its key' : undefined),
    editor: { find: async () => [], ask: async () => undefined },
    sandbox: undefined,
    storage: undefined,
    log: () => {},
  });
});

const unasked = async (): Promise<never> => {
  throw new Error('not asked in these tests');
};

const makers: Makers = {
  server: (config, key) => {
    made.push({ key });
    return modelOf(config.model);
  },
  gguf: unasked,
  policy: () => ({ id: 'p', name: 'p', propose: unasked }),
  reward: (method, { model }) => ({ ok: true, reward: rewardOf(method, model?.name ?? '') }),
  ppm: async () => undefined,
};

function modelOf(name: string): LanguageModel {
  const refused = { ok: false, fault: { kind: 'unauthorized', message: 'A key is wanted.' }, usage: noUsage } as const;
  return {
    id: name,
    name,
    abilities: async () => (refuses ? refused : { ok: true, abilities }),
    generate: async () => ({
      ok: true,
      completions: [{ text: reply, tokens: 3, finish: 'stop' }],
      usage: { ...noUsage, calls: 1 },
    }),
    read: unasked,
    weigh: unasked,
    pool: unasked,
    countTokens: text => text.length,
    release: async () => {},
  };
}

function rewardOf(method: RewardModel['method'], name: string): RewardModel {
  return { id: `${method}:${name}`, name: `${name}, ${method}`, method, score: unasked };
}

const configure = (given: Partial<Settings>): void => host.configure({ ...defaultSettings, ...given });
const mine = { models: { mine: server }, 'reward.model': 'mine' } as const;

describe('what judges', () => {
  test('nothing where no model is named', async () => {
    configure({ models: { mine: server } });
    expect(await host.judge()).toEqual({ kind: 'none' });
    expect(made).toEqual([]);
  });

  test('the best that the model can do, with its calibration, and the key of its host', async () => {
    configure(mine);
    expect(await host.judge()).toMatchObject({
      kind: 'ready',
      reward: { name: 'm, labels' },
      calibration: { threshold: 0.1 },
    });
    expect(made).toEqual([{ key: 'its key' }]);
  });

  test('another host has no key', async () => {
    configure({ ...mine, models: { mine: { ...server, url: 'https://api.example.org/v1' } } });
    await host.judge();
    expect(made).toEqual([{ key: undefined }]);
  });

  test('the same object as long as it is the same', async () => {
    configure(mine);
    const first = await host.judge();
    configure({ ...mine, 'reward.chips': 'all' });
    expect(await host.judge()).toBe(first);
    configure({ ...mine, 'reward.method': 'critic' });
    expect(await host.judge()).toMatchObject({ reward: { name: 'm, critic' } });
    configure(mine);
    host.keyChanged('https://elsewhere.example');
    const third = await host.judge();
    expect(await host.judge()).toBe(third);
    host.keyChanged('https://api.example.com');
    expect(await host.judge()).not.toBe(third);
  });

  test('what fails is asked again the next time', async () => {
    refuses = true;
    configure(mine);
    expect(await host.judge()).toMatchObject({ kind: 'fault', fault: { kind: 'unauthorized' } });
    refuses = false;
    expect(await host.judge()).toMatchObject({ kind: 'ready' });
  });

  test('a name that is none', async () => {
    configure({ ...mine, 'reward.model': 'other' });
    expect(await host.judge()).toMatchObject({ kind: 'fault', fault: { kind: 'no-model' } });
  });
});

describe('a trial', () => {
  test('says what the model can do and cannot, and how it can judge', async () => {
    const trial = await host.tryModel(server, never);
    expect(trial).toMatchObject({ ok: true, methods: ['labels', 'critic', 'code-critic', 'rollouts'] });
    expect(trial.ok && trial.can[0]).toMatch(/^solved a small problem in \d+\.\d s$/);
    expect(trial.ok && trial.cannot).toContain('be held to the form of an answer');
  });

  test('a wrong answer is said', async () => {
    reply = 'Answer: 17';
    const trial = await host.tryModel(server, never);
    expect(trial.ok && trial.cannot[0]).toMatch(/its answer was wrong/);
  });

  test('a key that is wanted', async () => {
    refuses = true;
    expect(await host.tryModel(server, never)).toEqual({ ok: false, message: 'A key is wanted.', needsKey: true });
  });

  test.each([[undefined], ['m'], [{ kind: 'server' }], [{ ...server, apiKey: 'sk-1' }]])(
    '%j is no model',
    async raw => {
      expect(await host.tryModel(raw, never)).toMatchObject({ ok: false, needsKey: false });
      expect(made).toEqual([]);
    },
  );
});

test('a server is asked for its models with the key of its origin', async () => {
  expect(await host.listModels('https://api.example.com/v1', never)).toEqual({ ok: true, models: ['its key'] });
  expect(await host.listModels('https://api.example.com:8443/v1', never)).toEqual({ ok: true, models: ['no key'] });
});

test('where nothing runs on the machine, there is no local model', async () => {
  expect(await host.localModel()).toBeNull();
  expect(await host.fetchModel(() => {}, never)).toMatchObject({ ok: false, cancelled: false });
});
