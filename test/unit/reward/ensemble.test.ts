/** Several opinions put together. */
import { describe, expect, test } from 'vitest';
import { noUsage } from '../../../server/src/core/model/fault.ts';
import { createRewardModel } from '../../../server/src/core/reward/create.ts';
import type { EnsemblePart } from '../../../server/src/core/reward/ensemble.ts';
import type { RewardModel, ScoreRequest, StepEvidence } from '../../../server/src/core/reward/reward-model.ts';
import { ScoreSheet } from '../../../server/src/core/reward/sheet.ts';
import { noAbort } from './scripted.ts';

function says(value: number | undefined, reason?: string): RewardModel {
  return {
    id: `says ${value}`,
    name: `Says ${value}`,
    method: 'critic',
    score: async request => {
      const sheet = new ScoreSheet(request);
      sheet.use({ ...noUsage, calls: 1 });
      if (value === undefined) sheet.fail({ kind: 'broken', message: 'It broke.' });
      else for (const index of sheet.wanted) sheet.set(index, value, { reason });
      return sheet.result();
    },
  };
}

async function whole(parts: readonly EnsemblePart[], more: Partial<ScoreRequest> = {}) {
  const created = createRewardModel('whole', { ensemble: parts });
  if (!created.ok) throw new Error(created.reason);
  return created.reward.score({ problem: '', steps: [{ text: 'a' }], ...more }, noAbort());
}

function found(counts: Partial<StepEvidence>): { readonly evidence: readonly StepEvidence[] } {
  return { evidence: [{ proved: 0, tested: 0, unknown: 0, refuted: 0, ...counts }] };
}

describe('one value', () => {
  test.each<readonly [string, readonly EnsemblePart[], number]>([
    ['agreement', [{ reward: says(0.8) }, { reward: says(0.8) }], 0.8],
    ['opposites', [{ reward: says(0.8) }, { reward: says(0.2) }], 0.5],
    ['by weight', [{ reward: says(0.8), weight: 3 }, { reward: says(0.2) }], 2 / 3],
    [
      'calibrated',
      [{ reward: says(0.9), calibration: { rewardId: 'says 0.9', calibrate: () => 0.3, threshold: 0.5 } }],
      0.3,
    ],
    ['none is surer than 99 %', [{ reward: says(0) }, { reward: says(0.5) }], 1 / (1 + Math.sqrt(99))],
    ['nobody', [], 0.5],
  ])('%s', async (_what, parts, value) => {
    const scored = await whole(parts);
    expect(scored.ok && scored.scores[0]?.value).toBeCloseTo(value, 10);
  });
});

test.each([
  ['refuted', { refuted: 1, proved: 2 }, 0],
  ['all proved', { proved: 2 }, 1],
  ['partly proved', { proved: 2, unknown: 1 }, 0.7],
  ['nothing claimed', {}, 0.7],
] as const)('evidence outranks the models: %s', async (_what, counts, value) => {
  const scored = await whole([{ reward: says(0.7) }], found(counts));
  expect(scored.ok && scored.scores[0]?.value).toBeCloseTo(value, 10);
});

test('the reason is that of the part that doubts most, where the whole doubts', async () => {
  const parts = [{ reward: says(0.3, 'perhaps') }, { reward: says(0.1, 'surely not') }, { reward: says(0.05) }];
  expect(await whole(parts)).toMatchObject({ ok: true, scores: [{ reason: 'surely not' }] });
  expect((await whole([{ reward: says(0.9, 'fine') }])).ok).toBe(true);
});

test('where a part fails there is no score of the whole, and the fault is told', async () => {
  const scored = await whole([{ reward: says(0.3) }, { reward: says(undefined) }]);
  expect(scored).toMatchObject({ ok: false, fault: { kind: 'broken' }, usage: { calls: 2 } });
});

test('other parts make another model: a calibration of the one is none of the other', () => {
  const id = (...parts: readonly EnsemblePart[]): string | undefined => {
    const created = createRewardModel('whole', { ensemble: parts });
    return created.ok ? created.reward.id : undefined;
  };
  const ids = [id({ reward: says(0.1) }), id({ reward: says(0.2) }), id({ reward: says(0.1), weight: 2 }), id()];
  expect(new Set(ids).size).toBe(4);
});
