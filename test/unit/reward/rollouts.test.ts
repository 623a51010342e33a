/** Monte-Carlo estimation: which prefixes are tried, and what the shares come to. */
import { describe, expect, test } from 'vitest';
import type { GenerateRequest } from '../../../server/src/core/model/language-model.ts';
import type { Policy } from '../../../server/src/core/policy/policy.ts';
import type { ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import { createRolloutReward } from '../../../server/src/core/reward/rollouts.ts';
import { failed, noAbort, oneCall, ScriptedModel } from './scripted.ts';

const steps = Array.from({ length: 8 }, (_, index) => ({ text: `Then we do thing ${index}` }));
const request: ScoreRequest = { problem: 'How many?', steps, answer: '12' };

/** How many steps of the solution a completion goes on from. */
function prefixOf({ prefix = '' }: GenerateRequest): number {
  return [...prefix.matchAll(/thing \d/g)].length;
}

function shares(right: (prefix: number) => number) {
  const model = new ScriptedModel({
    generate: asked =>
      Array.from({ length: asked.n }, (_, at) => (at < right(prefixOf(asked)) ? 'So \\boxed{12}.' : 'So \\boxed{13}.')),
  });
  return { model, tried: () => model.generated.map(prefixOf) };
}

describe('the answer is known', () => {
  test('all is well: one prefix is enough', async () => {
    const { model, tried } = shares(() => 3);
    const scored = await createRolloutReward(model, { completions: 4 }).score(request, noAbort());
    expect(tried()).toEqual([8]);
    expect(scored.ok && scored.scores.map(score => score?.value)).toEqual(steps.map(() => 0.75));
  });

  test('the first bad step is found by binary search', async () => {
    const { model, tried } = shares(prefix => (prefix <= 5 ? 2 : 0));
    const scored = await createRolloutReward(model, { completions: 4 }).score(request, noAbort());
    expect(tried()).toEqual([8, 4, 6, 5]);
    expect(scored.ok && scored.scores.map(score => score?.value)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0, 0, 0]);
  });

  test('a new last step costs one call', async () => {
    const { model, tried } = shares(() => 1);
    const scored = await createRolloutReward(model, { completions: 4 }).score({ ...request, from: 7 }, noAbort());
    expect(tried()).toEqual([8]);
    expect(scored.ok && scored.scores[7]?.value).toBe(0.25);
  });

  test('a step that states the answer needs no completion', async () => {
    const { model, tried } = shares(() => 0);
    const stated = [...steps.slice(0, 2), { text: 'So it is \\boxed{\\frac{24}{2}}.' }];
    const scored = await createRolloutReward(model, { completions: 4 }).score({ ...request, steps: stated }, noAbort());
    expect(tried()).toEqual([]);
    expect(scored.ok && scored.scores.map(score => score?.value)).toEqual([1, 1, 1]);
  });
});

describe('no answer is known', () => {
  const { answer: _, ...open } = request;

  test('what most completions agree on stands for it', async () => {
    const { model, tried } = shares(prefix => (prefix <= 3 ? 4 : 0));
    const scored = await createRolloutReward(model, { completions: 4 }).score(open, noAbort());
    expect(tried()[0]).toBe(0);
    expect(scored.ok && scored.scores.map(score => score?.value)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  test('no two agree: no score', async () => {
    const model = new ScriptedModel({
      generate: ({ n }) => Array.from({ length: n }, (_, at) => `So \\boxed{${at}}.`),
    });
    const scored = await createRolloutReward(model, { completions: 4 }).score(open, noAbort());
    expect(scored).toMatchObject({ ok: false, fault: { kind: 'not-understood' } });
  });
});

test('a fault in the middle: what the search knew by then is kept, the rest has no score', async () => {
  let call = 0;
  const model = new ScriptedModel({
    generate: ({ n }) => {
      call++;
      if (call === 1) return Array.from({ length: n }, () => 'So \\boxed{13}.');
      if (call === 2) return Array.from({ length: n }, () => 'So \\boxed{12}.');
      return failed('broken');
    },
  });
  const scored = await createRolloutReward(model, { completions: 2 }).score(request, noAbort());
  expect(scored).toMatchObject({ ok: true, fault: { kind: 'broken' } });
  expect(scored.ok && scored.scores.map(score => score?.value)).toEqual([
    1,
    1,
    1,
    1,
    undefined,
    undefined,
    undefined,
    0,
  ]);
});

test('completions that state no answer count as missed', async () => {
  const model = new ScriptedModel({
    generate: ({ n }) => Array.from({ length: n }, (_, at) => (at === 0 ? 'So \\boxed{12}.' : 'Hm.')),
  });
  const scored = await createRolloutReward(model, { completions: 4 }).score({ ...request, from: 7 }, noAbort());
  expect(scored.ok && scored.scores[7]?.value).toBe(0.25);
});

test('with a policy the rest is written step by step', async () => {
  const asked: number[] = [];
  const policy: Policy = {
    id: 'scripted policy',
    name: 'Scripted',
    async propose({ steps: so }) {
      asked.push(so.length);
      const final = so.length === 9;
      const candidate = final ? { text: 'Done.', final, answer: '12', tokens: 3 } : { text: 'On.', final, tokens: 2 };
      return { ok: true, candidates: [candidate], unread: [], usage: oneCall };
    },
  };
  const model = new ScriptedModel({ abilities: { parallel: 1 } });
  const scored = await createRolloutReward(model, { completions: 2, policy }).score({ ...request, from: 7 }, noAbort());
  expect(asked).toEqual([8, 9, 8, 9]);
  expect(scored.ok && scored.scores[7]?.value).toBe(1);
});
