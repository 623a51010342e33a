/** Weights and calibrations that a person fitted come before those that ship. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepCalibration } from '../../../../server/src/adapters/models/calibrations.ts';
import { foldersOf, measuredIn } from '../../../../server/src/adapters/models/measured.ts';
import { createEvidenceReward } from '../../../../server/src/core/reward/evidence.ts';
import { scripted } from '../../model/scripted.ts';

const shipped = JSON.parse(
  readFileSync(
    new URL('../../../../server/src/core/reward/ppm/weights/qwen2.5-coder-0.5b-instruct-q4_k_m.json', import.meta.url),
    'utf8',
  ),
);
const ownHash = 'a'.repeat(64);
const modelOf = (sha256: string) => ({ ...scripted(), id: `gguf:${sha256}:4096` });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwise-measured-'));
  mkdirSync(foldersOf(folder).weights);
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: unknown): void {
  writeFileSync(join(foldersOf(folder).weights, name), JSON.stringify(content));
}

test.each([
  ['the model that shipped weights fit', shipped.language.sha256, true],
  ['the model of my own weights', ownHash, true],
  ['another model', 'b'.repeat(64), false],
])('%s', async (_, sha256, isThere) => {
  put('mine.json', { ...shipped, language: { name: 'Mine', sha256: ownHash } });
  const measured = measuredIn(folder, message => {
    throw new Error(message);
  });
  const part = await measured.ppm(modelOf(sha256));
  expect(part !== undefined).toBe(isThere);
  expect(part?.calibration?.rewardId).toBe(part?.reward.id);
  if (part !== undefined) expect((await measured.calibrationOf(part.reward))?.rewardId).toBe(part.reward.id);
});

test('a file that is no weights is told of, and costs nothing else', async () => {
  put('broken.json', { weights: [] });
  put('mine.json', { ...shipped, language: { name: 'Mine', sha256: ownHash } });
  const told: string[] = [];
  expect(await measuredIn(folder, message => told.push(message)).ppm(modelOf(ownHash))).toBeDefined();
  expect(told).toEqual([expect.stringMatching(/broken\.json is left out\./)]);
});

test('without a folder there is what ships', async () => {
  const measured = measuredIn(join(folder, 'nowhere'), () => undefined);
  expect(await measured.ppm(modelOf(shipped.language.sha256))).toBeDefined();
  expect(await measured.calibrationOf(createEvidenceReward())).toBeUndefined();
});

test('a calibration of one’s own is the one that counts', async () => {
  const measured = measuredIn(folder, () => undefined);
  const part = await measured.ppm(modelOf(shipped.language.sha256));
  if (part === undefined) throw new Error('no weights ship for this model');
  await keepCalibration(foldersOf(folder).calibrations, {
    kind: 'stepwise-calibration',
    version: 1,
    reward: part.reward.id,
    name: part.reward.name,
    readiness: { map: { kind: 'platt', slope: 1, intercept: 0 }, threshold: 0.123, naming: 0.5 },
    measured: { solutions: 40, f1: 0.5, ece: 0.05, precisionOnWrong: 0.9, precisionOnAll: 0.8 },
  });
  expect((await measured.calibrationOf(part.reward))?.threshold).toBe(0.123);
});
