/** Reward models that ask for a value: what they ask, what they make of the answers, and of answers that are none. */
import { describe, expect, test } from 'vitest';
import type { ReadRequest } from '../../../server/src/core/model/language-model.ts';
import { createRewardModel, type RewardParts } from '../../../server/src/core/reward/create.ts';
import type { RewardMethod, RewardModel, ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import { failed, noAbort, oneCall, type Script, ScriptedModel } from './scripted.ts';

const request: ScoreRequest = {
  problem: 'Add 1, 2 and 3.',
  steps: [{ text: '1 + 2 = 3.' }, { text: '3 + 3 = 7.' }, { text: 'The answer is 7.' }],
};

function reward(
  method: RewardMethod,
  script: Script,
  parts: Partial<RewardParts> = {},
): { model: ScriptedModel; reward: RewardModel } {
  const model = new ScriptedModel(script);
  const created = createRewardModel(method, { model, ...parts });
  if (!created.ok) throw new Error(created.reason);
  return { model, reward: created.reward };
}

interface Seen {
  readonly values?: readonly (number | undefined)[];
  readonly fault?: string;
}

async function values(given: RewardModel, more: Partial<ScoreRequest> = {}): Promise<Seen> {
  const scored = await given.score({ ...request, ...more }, noAbort());
  if (!scored.ok) return { fault: scored.fault.kind };
  return {
    values: scored.scores.map(score => score?.value),
    ...(scored.fault === undefined ? {} : { fault: scored.fault.kind }),
  };
}

describe('pooling', () => {
  test('one call, every step closed by the marker', async () => {
    const { model, reward: prm } = reward('pooling', { pool: () => [0.9, 0.1, 0.3] });
    expect(await values(prm)).toEqual({ values: [0.9, 0.1, 0.3] });
    expect(model.pools).toHaveLength(1);
    expect(model.pools[0]).toMatchObject({ marker: '<extra_0>', count: 3 });
    expect(model.pools[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    expect(model.pools[0]?.messages.at(-1)?.content).toBe(
      '1 + 2 = 3.<extra_0>3 + 3 = 7.<extra_0>The answer is 7.<extra_0>',
    );
  });

  test('a new last step costs one call and gives one score', async () => {
    const { model, reward: prm } = reward('pooling', { pool: () => [0.9, 0.1, 0.3] });
    expect(await values(prm, { from: 2 })).toEqual({ values: [undefined, undefined, 0.3] });
    expect(model.pools).toHaveLength(1);
  });

  test('a marker in the text is not counted as one', async () => {
    const { model, reward: prm } = reward('pooling', { pool: () => [0.5] });
    await values(prm, { steps: [{ text: 'a<extra_0>b' }] });
    expect(model.pools[0]?.messages.at(-1)?.content).toBe('ab<extra_0>');
  });

  test.each([
    ['too few values', [0.9], 'not-understood'],
    ['no value', [], 'not-understood'],
    ['too many values', [0.1, 0.2, 0.3, 0.4], 'not-understood'],
    ['an error', failed('broken'), 'broken'],
  ] as const)('%s: no score at all', async (_what, answer, fault) => {
    expect(await values(reward('pooling', { pool: () => answer }).reward)).toEqual({ fault });
  });

  test.each([Number.NaN, -0.1, 1.01, Number.POSITIVE_INFINITY])('%s is no score; the others stay', async odd => {
    expect(await values(reward('pooling', { pool: () => [0.9, odd, 0.3] }).reward)).toEqual({
      values: [0.9, undefined, 0.3],
      fault: 'not-understood',
    });
  });

  test('longer than the window: more calls, and what was not shown is told', async () => {
    const steps = Array.from({ length: 12 }, (_, index) => ({ text: `Step ${index} `.padEnd(400, 'x') }));
    const { model, reward: prm } = reward('pooling', {
      abilities: { window: 1000 },
      pool: ({ count }) => Array.from({ length: count }, () => 0.5),
    });
    const scored = await prm.score({ problem: '', steps }, noAbort());
    expect(model.pools.length).toBeGreaterThan(1);
    expect(scored.ok && scored.scores.every(score => score?.value === 0.5)).toBe(true);
    expect(scored.ok && scored.omitted.at(-1)).toMatchObject({ of: 11, steps: expect.arrayContaining([0, 1]) });
    for (const { messages } of model.pools) {
      expect(messages.reduce((sum, { content }) => sum + model.countTokens(content), 0)).toBeLessThan(1000);
    }
  });
});

describe('labels', () => {
  test.each([
    ['yes-no', ['Yes', 'No'], 'Is Step 3 right'],
    ['rlhflow', ['+', '-'], 'Step 3: The answer is 7.'],
  ] as const)('%s: one call a step', async (form, labels, asked) => {
    const { model, reward: prm } = reward('labels', { weigh: () => [0.8, 0.2] }, { form });
    expect(await values(prm)).toEqual({ values: [0.8, 0.8, 0.8] });
    expect(model.weighed).toHaveLength(3);
    expect(model.weighed[2]?.labels).toEqual(labels);
    expect(model.weighed[2]?.messages.at(-1)?.content).toContain(asked);
  });

  test('rlhflow: each step a turn of the user, + the answer to those before', async () => {
    const { model, reward: prm } = reward('labels', { weigh: () => [0.8, 0.2] }, { form: 'rlhflow' });
    await values(prm, { from: 2 });
    expect(model.weighed[0]?.messages.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      'user: Add 1, 2 and 3. Step 1: 1 + 2 = 3.',
      'assistant: +',
      'user: Step 2: 3 + 3 = 7.',
      'assistant: +',
      'user: Step 3: The answer is 7.',
    ]);
  });

  test('Math-Shepherd in one pass where the model can be read', async () => {
    const read = ({ parts }: ReadRequest) => ({
      ok: true as const,
      usage: oneCall,
      parts: parts.map((_, at) => ({ tokens: [], labels: [at, 0] })),
    });
    const { model, reward: prm } = reward('labels', { read }, { form: 'math-shepherd' });
    const scored = await values(prm);
    expect(model.calls).toBe(1);
    expect(model.reads[0]?.parts.join('')).toBe(
      'Step 1: 1 + 2 = 3. ки\nStep 2: 3 + 3 = 7. ки\nStep 3: The answer is 7. ки\n',
    );
    expect(scored.values?.map(value => value?.toFixed(3))).toEqual(['0.500', '0.881', '0.982']);
  });

  test('Math-Shepherd elsewhere: one call a step, the mark of the last one open', async () => {
    const { model, reward: prm } = reward(
      'labels',
      { abilities: { read: false }, weigh: () => [0.7, 0.3] },
      { form: 'math-shepherd' },
    );
    expect(await values(prm, { from: 1 })).toEqual({ values: [undefined, 0.7, 0.7] });
    expect(model.weighed.map(({ prefix }) => prefix)).toEqual([
      'Step 1: 1 + 2 = 3. ки\nStep 2: 3 + 3 = 7. ки',
      'Step 1: 1 + 2 = 3. ки\nStep 2: 3 + 3 = 7. ки\nStep 3: The answer is 7. ки',
    ]);
  });

  test('in line: without logits, the label against what the model found likeliest', async () => {
    const likely = [Math.log(0.9), Math.log(0.2), Math.log(0.5)];
    const read = ({ parts }: ReadRequest) => {
      let label = -1;
      return {
        ok: true as const,
        usage: oneCall,
        parts: parts.map(text => {
          if (text !== ' Yes') return { tokens: [] };
          label++;
          const best = label === 1 ? Math.log(0.6) : likely[label];
          return { tokens: [{ text, logProbability: likely[label] ?? 0, ...(best === undefined ? {} : { best }) }] };
        }),
      };
    };
    const { model, reward: prm } = reward(
      'labels',
      { abilities: { read: { logits: false } }, read },
      { form: 'inline' },
    );
    expect((await values(prm)).values?.map(value => value?.toFixed(2))).toEqual(['0.90', '0.25', '0.50']);
    expect(model.calls).toBe(1);
  });

  test('in line: a reading without labels gives no score', async () => {
    const read = ({ parts }: ReadRequest) => ({
      ok: true as const,
      usage: oneCall,
      parts: parts.map(() => ({ tokens: [] })),
    });
    expect(await values(reward('labels', { read }, { form: 'inline' }).reward)).toEqual({ fault: 'not-understood' });
  });

  test('a model that would say something else altogether has no opinion', async () => {
    const weigh = () => ({ ok: true as const, probabilities: [0.5, 0.5], mass: 1e-6, usage: oneCall });
    expect(await values(reward('labels', { weigh }).reward)).toEqual({ fault: 'not-understood' });
  });

  test('a fault in the middle: what came is kept, no more is asked', async () => {
    let call = 0;
    const weigh = () => (++call === 2 ? failed('busy') : ([0.8, 0.2] as const));
    const { model, reward: prm } = reward('labels', {
      abilities: { prefixCache: true },
      weigh: weigh as () => readonly [number, number],
    });
    expect(await values(prm)).toEqual({ values: [0.8, undefined, undefined], fault: 'busy' });
    expect(model.weighed).toHaveLength(2);
  });

  test('with a cache that many requests share, the longest prompt goes first', async () => {
    const { model, reward: prm } = reward('labels', {
      abilities: { prefixCache: true, parallel: 32 },
      weigh: () => [0.8, 0.2],
    });
    expect(await values(prm)).toEqual({ values: [0.8, 0.8, 0.8] });
    expect(model.weighed.map(({ messages }) => /Is Step (\d)/.exec(messages.at(-1)?.content ?? '')?.[1])).toEqual([
      '3',
      '1',
      '2',
    ]);
  });

  test.each([
    ['labels', { weigh: false, read: false }],
    ['pooling', { pool: false }],
    ['decisions', {}],
  ] as const)('%s asks nothing of a model that cannot do it', async (method, abilities) => {
    const { model, reward: prm } = reward(method, { abilities });
    expect(await values(prm)).toEqual({ fault: 'unsupported' });
    expect(model.calls).toBe(0);
  });
});

describe('decisions', () => {
  test('a statement for each step, in one call; a refusal is no score', async () => {
    const { model, reward: prm } = reward('decisions', { decide: () => [0.9, undefined, 0.2] });
    expect(await values(prm)).toEqual({ values: [0.9, undefined, 0.2] });
    expect(model.decisions).toHaveLength(1);
    expect(model.decisions[0]?.statements).toHaveLength(3);
    expect(model.decisions[0]?.text).toContain('Step 2: 3 + 3 = 7.');
  });

  test('fewer answers than questions: none is used', async () => {
    expect(await values(reward('decisions', { decide: () => [0.9] }).reward)).toEqual({ fault: 'not-understood' });
  });
});

test('evidence: by the share of claims that are settled', async () => {
  const evidence = [
    { proved: 2, tested: 0, unknown: 0, refuted: 0 },
    { proved: 3, tested: 0, unknown: 0, refuted: 1 },
    { proved: 0, tested: 0, unknown: 0, refuted: 0 },
  ];
  const created = createRewardModel('evidence', {});
  expect(created.ok && (await values(created.reward, { evidence }))).toEqual({ values: [1, 0, 0.5] });
});

test.each(['pooling', 'labels', 'critic', 'code-critic', 'rollouts', 'decisions', 'ppm'] as const)(
  '%s says what it lacks',
  method => {
    expect(createRewardModel(method, {})).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/Set up a model|Get the local model/),
    });
  },
);

test('stopped before it began, nothing is asked', async () => {
  const { model, reward: prm } = reward('pooling', { pool: () => [0.9, 0.1, 0.3] });
  const stopped = AbortSignal.abort();
  expect(await prm.score(request, stopped)).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  expect(model.calls).toBe(0);
});
