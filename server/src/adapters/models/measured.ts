/** What was measured of reward models: by the person, in a folder beside the file of models, else what comes with Stepwise. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModel } from '../../core/model/language-model.ts';
import type { EnsemblePart } from '../../core/reward/ensemble.ts';
import { calibrationAmong, ppmOver, shippedWeights } from '../../core/reward/ppm/shipped.ts';
import { type PpmWeights, readPpmWeights } from '../../core/reward/ppm/weights.ts';
import type { Calibration, RewardModel } from '../../core/reward/reward-model.ts';
import { calibrationIn } from './calibrations.ts';

export interface Measured {
  /** The embedded process preference model over this model, with its calibration; `undefined` where no weights were fitted for it. */
  ppm(model: LanguageModel): Promise<EnsemblePart | undefined>;
  /** What the values are worth; `undefined` where that was not measured. */
  calibrationOf(reward: RewardModel): Promise<Calibration | undefined>;
}

/** Where `stepwise fit-reward` puts weights, and `stepwise calibrate` calibrations. */
export const foldersOf = (config: string): { readonly weights: string; readonly calibrations: string } => ({
  weights: join(config, 'weights'),
  calibrations: join(config, 'calibrations'),
});

/**
 * @param config the folder of the file of models; its `weights/*.json` and `calibrations/*.json` come before those that ship
 * @param tell is told of a file that cannot be used: it is left out
 */
export function measuredIn(config: string, tell: (message: string) => void): Measured {
  const folders = foldersOf(config);
  let reading: Promise<readonly PpmWeights[]> | undefined;
  const all = async (): Promise<readonly PpmWeights[]> => {
    reading ??= weightsIn(folders.weights, tell);
    return [...(await reading), ...shippedWeights()];
  };
  const calibrationOf = async (reward: RewardModel): Promise<Calibration | undefined> =>
    (await calibrationIn(folders.calibrations, reward, tell)) ?? calibrationAmong(reward, await all());
  return {
    calibrationOf,
    async ppm(model) {
      const reward = ppmOver(model, await all());
      if (reward === undefined) return undefined;
      // The whole was measured with the calibration that came with the weights.
      const calibration = calibrationAmong(reward, await all());
      return { reward, ...(calibration === undefined ? {} : { calibration }) };
    },
  };
}

async function weightsIn(folder: string, tell: (message: string) => void): Promise<readonly PpmWeights[]> {
  const names = await readdir(folder).catch(() => []);
  const weights: PpmWeights[] = [];
  for (const name of names.filter(each => each.endsWith('.json')).sort()) {
    const path = join(folder, name);
    const read = await readFile(path, 'utf8').then(readPpmWeights, (error: unknown) => ({
      ok: false as const,
      reason: `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    }));
    if (read.ok) weights.push(read.weights);
    else tell(`${path} is left out. ${read.reason}`);
  }
  return weights;
}
