/** Models by name, and how each judges best. */
import { describe, expect, test } from 'vitest';
import { methodsOf } from '../../../../server/src/adapters/models/best-method.ts';
import { type Makers, Models } from '../../../../server/src/adapters/models/models.ts';
import { nothingSpent } from '../../../../server/src/core/model/budget.ts';
import type { Abilities, LanguageModel } from '../../../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../../../server/src/core/policy/language-policy.ts';
import { createRewardModel } from '../../../../server/src/core/reward/create.ts';
import type { EnsemblePart } from '../../../../server/src/core/reward/ensemble.ts';
import { createEvidenceReward } from '../../../../server/src/core/reward/evidence.ts';
import type { ModelConfig } from '../../../../server/src/settings/models.ts';
import { abilities, refused, requests, scripted, signal } from '../../model/scripted.ts';

const server: ModelConfig = { kind: 'server', url: 'https://one.example/v1', model: 'm' };
const other: ModelConfig = { kind: 'server', url: 'https://two.example:8443/v1', model: 'm' };

interface World {
  readonly models: Models;
  /** What each server that was made is, with its key. */
  readonly made: string[];
  readonly used: (readonly [string, boolean])[];
}

function worldOf(
  configs: Record<string, ModelConfig>,
  parts: {
    readonly model?: LanguageModel;
    readonly ppm?: EnsemblePart;
    readonly tokens?: number;
    readonly editor?: boolean;
  } = {},
): World {
  const { model = scripted(), ppm, tokens = 0, editor = false } = parts;
  const made: string[] = [];
  const used: (readonly [string, boolean])[] = [];
  const makers: Makers = {
    server: ({ url }, key) => {
      made.push(`${url} ${key}`);
      return model;
    },
    gguf: async ({ file }) =>
      file === 'missing'
        ? { ok: false, fault: { kind: 'no-model', message: 'There is no file.' } }
        : { ok: true, value: model },
    policy: createLanguagePolicy,
    reward: createRewardModel,
    ppm: async () => ppm,
    ...(editor ? { editor: () => model } : {}),
  };
  const models = new Models({
    configs,
    makers,
    keyOf: origin => `key of ${origin}`,
    account: { spentToday: () => nothingSpent, add: (name, _, limited) => used.push([name, limited]) },
    limits: () => ({ tokens, money: 0 }),
    limitNames: { tokens: 'tokens', money: 'money' },
  });
  return { models, made, used };
}

async function given<T>(
  found: Promise<{ ok: true; value: T } | { ok: false; fault: { message: string } }>,
): Promise<T> {
  const result = await found;
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

describe('a model by its name', () => {
  test('is made when it is first asked for, once, with the key of its own origin', async () => {
    const { models, made } = worldOf({ a: server, b: other });
    expect(made).toEqual([]);
    const [first, second] = await Promise.all([models.model('a'), models.model('a')]);
    expect(first).toBe(second);
    await models.model('b');
    expect(made).toEqual([
      'https://one.example/v1 key of https://one.example',
      'https://two.example:8443/v1 key of https://two.example:8443',
    ]);
  });

  test.each([
    ['nobody', {}, 'There is no model nobody. None is set up yet.'],
    ['nobody', { a: server }, 'There is no model nobody. There is: a.'],
    ['constructor', { a: server }, 'There is no model constructor. There is: a.'],
    ['a', { a: { kind: 'editor' } }, 'Models of VS Code can be used in VS Code only.'],
    ['a', { a: { kind: 'gguf', file: 'missing' } }, 'There is no file.'],
  ] satisfies [string, Record<string, ModelConfig>, string][])('%s of %j: a fault', async (name, configs, message) => {
    expect(await worldOf(configs).models.model(name)).toMatchObject({ ok: false, fault: { message } });
  });

  test.each([
    ['server', server, true],
    ['gguf', { kind: 'gguf' }, false],
    ['editor', { kind: 'editor' }, true],
  ] satisfies [string, ModelConfig, boolean][])(
    '%s: its usage counts against the budget: %j, %s',
    async (_, config, limited) => {
      const { models, used } = worldOf({ a: config }, { editor: true });
      await (await given(models.model('a'))).weigh(requests.weigh, signal);
      expect(used).toEqual([['Scripted', limited]]);
    },
  );

  test('over the budget nothing is asked', async () => {
    const model = scripted();
    const { models } = worldOf({ a: server }, { model, tokens: 10 });
    const answer = await (await given(models.model('a'))).weigh(requests.weigh, signal);
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'over-budget' } });
    expect(model.calls).toEqual([]);
  });
});

describe('what changes', () => {
  test('other settings give back the models that are not the same any more', async () => {
    const model = scripted();
    const { models, made } = worldOf({ a: server, b: server }, { model });
    await models.model('a');
    await models.model('b');
    models.configure({ a: server, b: other });
    await models.model('a');
    await models.model('b');
    expect(made).toHaveLength(3);
    expect(model.calls).toEqual(['release']);
  });

  test('another key makes the models of its origin anew, and no others', async () => {
    const { models, made } = worldOf({ a: server, b: other });
    await models.model('a');
    await models.model('b');
    models.keyChanged('https://one.example');
    await models.model('a');
    await models.model('b');
    expect(made).toHaveLength(3);
  });

  test('all are given back at the end', async () => {
    const model = scripted();
    const { models } = worldOf({ a: server }, { model });
    await models.model('a');
    await models.dispose();
    expect(model.calls).toEqual(['release']);
  });
});

describe('how a model judges best', () => {
  const none: Partial<Abilities> = { read: false, weigh: false, pool: false };
  test.each<[string, Partial<Abilities>, boolean, boolean, string]>([
    ['it writes and no more', none, false, false, 'critic code-critic rollouts'],
    ['it weighs', { ...none, weigh: true }, false, false, 'labels critic code-critic rollouts'],
    ['it has a decision endpoint', none, false, true, 'decisions critic code-critic rollouts'],
    ['weights were fitted for it', {}, true, false, 'ppm labels critic code-critic rollouts'],
    ['weights, and it cannot be read here', none, true, false, 'critic code-critic rollouts'],
    ['it is a process reward model', { ...none, pool: true }, false, false, 'pooling'],
  ])('%s', (_, parts, ppm, decides, methods) => {
    expect(methodsOf({ ...abilities, ...parts }, ppm, decides)).toEqual(methods.split(' '));
  });

  const part = { reward: { ...createEvidenceReward(), id: 'ppm:1', method: 'ppm' as const } };
  test.each<[string, Parameters<Models['reward']>[0], Partial<LanguageModel>, EnsemblePart | undefined, string]>([
    ['nothing named', { method: 'auto' }, {}, undefined, 'evidence'],
    ['auto', { method: 'auto', model: 'a' }, {}, undefined, 'labels'],
    ['auto with weights', { method: 'auto', model: 'a' }, {}, part, 'ppm'],
    ['a critic', { method: 'critic', model: 'a', votes: 2, seed: 1 }, {}, part, 'critic'],
    ['the whole', { method: 'whole', model: 'a' }, {}, part, 'whole'],
    ['the whole without weights', { method: 'whole', model: 'a' }, {}, undefined, 'whole'],
    ['ppm without weights', { method: 'ppm', model: 'a' }, {}, undefined, 'fault unsupported'],
    ['no such model', { method: 'auto', model: 'b' }, {}, undefined, 'fault no-model'],
    ['no such policy', { method: 'rollouts', model: 'a', policy: 'b' }, {}, undefined, 'fault no-model'],
    [
      'a server that is away',
      { method: 'auto', model: 'a' },
      { abilities: async () => refused },
      undefined,
      'fault unreachable',
    ],
    [
      'a critic that writes code, without a sandbox',
      { method: 'code-critic', model: 'a' },
      {},
      undefined,
      'fault unsupported',
    ],
  ])('%s', async (_, choice, parts, ppm, expected) => {
    const { models } = worldOf({ a: server }, { model: scripted(parts), ...(ppm === undefined ? {} : { ppm }) });
    const found = await models.reward(choice, signal);
    expect(found.ok ? found.value.method : `fault ${found.fault.kind}`).toBe(expected);
  });
});
