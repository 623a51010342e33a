/** The embedded PPM: what a small fit gives, what its weights' file may be, and what is made of a model's answer. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ReadRequest } from '../../../server/src/core/model/language-model.ts';
import { foldOf } from '../../../server/src/core/reward/measure.ts';
import { crossValidate, type FitSolution, fitWeights } from '../../../server/src/core/reward/ppm/fit.ts';
import { firstErrorOf, fitListwise } from '../../../server/src/core/reward/ppm/listwise.ts';
import { probeTokens } from '../../../server/src/core/reward/ppm/probe-tokens.ts';
import { createPpmReward } from '../../../server/src/core/reward/ppm/reward.ts';
import { shippedCalibration, shippedPpm, shippedWeights } from '../../../server/src/core/reward/ppm/shipped.ts';
import { type PpmWeights, readPpmWeights } from '../../../server/src/core/reward/ppm/weights.ts';
import { failed, oneCall, type Script, ScriptedModel } from './scripted.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/reward/${name}`, import.meta.url), 'utf8');

interface KeptSolution {
  readonly id: string;
  readonly group: string;
  readonly problem: string;
  readonly label: number;
  readonly evidence: readonly (readonly [number, number, number, number])[];
  readonly steps: readonly {
    readonly tokens: readonly (readonly [string, number, number])[];
    readonly judged: number[];
  }[];
}

/** Real solutions read by Qwen2.5-Coder-0.5B, with a few of the probe's logits. */
const solutions = (JSON.parse(fixture('readings.json')) as readonly KeptSolution[]).map(
  ({ evidence, steps, ...rest }): FitSolution => ({
    ...rest,
    evidence: evidence.map(([proved, tested, unknown, refuted]) => ({ proved, tested, unknown, refuted })),
    readings: steps.map(({ tokens, judged }) => ({
      tokens: tokens.map(([text, logProbability, best]) => ({ text, logProbability, best })),
      judged: Float32Array.from(judged),
    })),
  }),
);
const kept = JSON.parse(fixture('weights.json')) as PpmWeights;
const about = { options: kept.trained.options, language: kept.language, probe: [1, 2, 3, 4, 5, 6] };
const never = new AbortController().signal;

describe('fit', () => {
  test('the fixture gives the weights that were kept', async () => {
    const folds = await crossValidate(solutions, about.options, never);
    if (folds === 'stopped') throw new Error(folds);
    const weights = await fitWeights(solutions, folds, about, never);
    if (weights === 'stopped') throw new Error(weights);
    const near = (a: readonly number[], b: readonly number[]): void => {
      expect(a).toHaveLength(b.length);
      for (const [index, value] of a.entries()) expect(value).toBeCloseTo(b[index] as number, 4);
    };
    near(weights.weights, kept.weights);
    near(weights.means, kept.means);
    near(weights.probe?.direction ?? [], kept.probe?.direction ?? []);
    near([weights.none, weights.ppm.naming, weights.ppm.threshold], [kept.none, kept.ppm.naming, kept.ppm.threshold]);
    expect(weights.trained.problems).toEqual(kept.trained.problems);
    expect(readPpmWeights(JSON.stringify(weights)).ok).toBe(true);
  });

  test('solutions of one problem are in one fold', () => {
    const folds = new Set(Array.from({ length: 5 }, () => foldOf('the same', { folds: 5, seed: 2 })));
    expect(folds.size).toBe(1);
  });

  test('a solution is scored by weights that did not see its label', async () => {
    const turned = solutions.map((solution, index) =>
      index === 0 ? { ...solution, label: solution.label === -1 ? 0 : -1 } : solution,
    );
    const [before, after] = [
      await crossValidate(solutions, about.options, never),
      await crossValidate(turned, about.options, never),
    ];
    if (before === 'stopped' || after === 'stopped') throw new Error('stopped');
    expect(after[0]?.values).toEqual(before[0]?.values);
    expect(after.slice(1).map(({ values }) => values)).not.toEqual(before.slice(1).map(({ values }) => values));
  });

  test('it stops when it is told to', async () => {
    const stopped = AbortSignal.abort();
    expect(await crossValidate(solutions, about.options, stopped)).toBe('stopped');
    expect(await fitWeights(solutions, [], about, stopped)).toBe('stopped');
  });

  test('what is no number is refused', async () => {
    const [first] = solutions;
    const damaged = [
      { ...first, readings: [{ tokens: [{ text: 'a', logProbability: Number.NaN }] }], label: -1 } as FitSolution,
    ];
    await expect(crossValidate([...damaged, ...solutions.slice(1)], about.options, never)).rejects.toThrow(RangeError);
  });

  test('the listwise model learns which of two features tells', () => {
    const examples = Array.from({ length: 60 }, (_, index) => ({
      rows: [0, 1, 2].map(step => [index % 4 === step ? 2 : 0, (index * 7 + step * 3) % 5]),
      label: index % 4 === 3 ? -1 : index % 4,
    }));
    const model = fitListwise(examples, 0.01);
    const first = firstErrorOf(model ?? { weights: [0, 0], none: 0 }, [
      [0, 3],
      [2, 0],
      [0, 4],
    ]);
    expect(first.indexOf(Math.max(...first))).toBe(1);
    expect(first.reduce((sum, each) => sum + each, 0)).toBeLessThan(1);
  });

  test('the probe is the same list at every call', () => {
    expect(probeTokens()).toEqual(probeTokens());
    expect(new Set(probeTokens()).size).toBe(1024);
  });
});

describe('weights file', () => {
  test.each<[name: string, change: (weights: Record<string, unknown>) => unknown, reason: RegExp]>([
    ['another kind', () => ({ kind: 'model' }), /no weights of an embedded PPM/],
    ['a later version', weights => ({ ...weights, version: 2 }), /version 2.*fit-reward/],
    [
      'a hash that is none',
      weights => ({ ...weights, language: { name: 'x', sha256: 'abc' } }),
      /damaged at language\.sha256/,
    ],
    ['other features', weights => ({ ...weights, features: ['x'] }), /other features/],
    ['a weight too few', weights => ({ ...weights, weights: kept.weights.slice(1) }), /one for each feature/],
    ['a spread of 0', weights => ({ ...weights, spreads: kept.spreads.map(() => 0) }), /one for each feature/],
    ['a weight that is no number', weights => ({ ...weights, none: 'NaN' }), /damaged at none/],
    [
      'a probe of another length',
      weights => ({ ...weights, probe: { tokens: [1], direction: [1, 2] } }),
      /each token of the probe/,
    ],
    [
      'a calibration that falls',
      weights => ({
        ...weights,
        ppm: { ...kept.ppm, map: { kind: 'isotonic', values: [0, 1], probabilities: [1, 0] } },
      }),
      /damaged at ppm\.map/,
    ],
  ])('%s', (_, change, reason) => {
    const read = readPpmWeights(JSON.stringify(change({ ...kept })));
    expect(read.ok ? '' : read.reason).toMatch(reason);
  });
  test('no JSON', () => expect(readPpmWeights('{')).toEqual({ ok: false, reason: 'It is no JSON.' }));
});

describe('the reward model', () => {
  const named = (script: Script, id = `gguf:${kept.language.sha256}:4096`): ScriptedModel =>
    Object.assign(new ScriptedModel(script), { id });
  const answer = ({ parts, logitsOf = [] }: ReadRequest, surprise: (text: string) => number) => ({
    ok: true as const,
    parts: parts.map(text => ({
      tokens: text.split(/(?<= )/).map(word => ({ text: word, logProbability: -surprise(word), best: 0 })),
      logits: Float32Array.from(logitsOf, () => 1),
    })),
    usage: oneCall,
  });
  const steps = ['We add 3 and 4.', 'That is 3 + 4 = 8.', 'So it is 8.'].map(text => ({ text }));
  const reward = (model: ScriptedModel) => {
    const created = createPpmReward(model, kept);
    if (!created.ok) throw new Error(created.reason);
    return created.reward;
  };

  test('one pass over all steps, a value for each in [0, 1]', async () => {
    const model = named({ read: request => answer(request, () => 1) });
    const scored = await reward(model).score({ problem: 'What is 3 + 4?', steps }, never);
    const values = scored.ok ? scored.scores.map(score => score?.value ?? Number.NaN) : [];
    expect(values.map(value => value >= 0 && value <= 1)).toEqual([true, true, true]);
    expect(model.reads).toHaveLength(1);
    expect(model.reads[0]?.parts[0]).toBe('We add 3 and 4.');
    expect(model.reads[0]?.logitsOf).toEqual(kept.probe?.tokens);
  });

  test('only the steps from `from` on get one, and all are read', async () => {
    const model = named({ read: request => answer(request, () => 1) });
    const scored = await reward(model).score({ problem: '', steps, from: 2 }, never);
    expect(scored.ok && scored.scores.map(score => score !== undefined)).toEqual([false, false, true]);
    expect(model.reads[0]?.parts).toHaveLength(9);
  });

  test('no steps, no call', async () => {
    const model = named({});
    expect((await reward(model).score({ problem: '', steps: [] }, never)).ok).toBe(true);
    expect(model.calls).toBe(0);
  });

  test.each<[name: string, script: Script, kind: string]>([
    ['the model fails', { read: () => failed('broken') }, 'broken'],
    ['it cannot be read', { abilities: { read: false } }, 'unsupported'],
    ['it gives no logits', { abilities: { read: { logits: false } } }, 'unsupported'],
    ['NaN as log-probability', { read: request => answer(request, () => Number.NaN) }, 'not-understood'],
    [
      'NaN as logit',
      {
        read: request => ({
          ...answer(request, () => 1),
          parts: answer(request, () => 1).parts.map(part => ({ ...part, logits: part.logits.fill(Number.NaN) })),
        }),
      },
      'not-understood',
    ],
    ['too few logits', { read: request => answer({ ...request, logitsOf: [1] }, () => 1) }, 'not-understood'],
  ])('%s: a fault and no score', async (_, script, kind) => {
    const scored = await reward(named(script)).score({ problem: '', steps }, never);
    expect(scored.ok ? scored.scores : scored.fault.kind).toBe(kind);
  });

  test('cancelled', async () => {
    const model = named({ read: request => answer(request, () => 1) });
    const scored = await reward(model).score({ problem: '', steps }, AbortSignal.abort());
    expect(scored.ok ? '' : scored.fault.kind).toBe('cancelled');
  });

  test('another model than that of the weights is told, with what to do', () => {
    const created = createPpmReward(named({}, 'gguf:abc:4096'), kept);
    expect(created.ok ? '' : created.reason).toMatch(/are for fixture.*fit-reward/);
  });

  test('shipped weights are read, and their calibration is found by the reward model', () => {
    const [weights] = shippedWeights();
    const model = named({}, `gguf:${weights?.language.sha256}:4096`);
    const ppm = shippedPpm(model);
    expect(ppm?.method).toBe('ppm');
    expect(shippedCalibration(ppm ?? { id: '' })?.rewardId).toBe(ppm?.id);
    expect(shippedPpm(named({}, 'gguf:abc'))).toBeUndefined();
    expect(shippedCalibration({ id: 'critic' })).toBeUndefined();
  });
});
