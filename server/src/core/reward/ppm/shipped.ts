/** The weights that come with Stepwise, one file for each language model that we could fit over. */
import type { LanguageModel } from '../../model/language-model.ts';
import { createCalibration } from '../calibration.ts';
import { createEnsemble } from '../ensemble.ts';
import type { Calibration, RewardModel } from '../reward-model.ts';
import { createPpmReward, ppmId } from './reward.ts';
import coder05 from './weights/qwen2.5-coder-0.5b-instruct-q4_k_m.json' with { type: 'json' };
import coder15 from './weights/qwen2.5-coder-1.5b-instruct-q4_k_m.json' with { type: 'json' };
import { checkPpmWeights, fitsModel, type PpmWeights } from './weights.ts';

let known: readonly PpmWeights[] | undefined;

/** Throws where a file that we ship is damaged: that is a bug. */
export function shippedWeights(): readonly PpmWeights[] {
  known ??= [coder05, coder15].map(raw => {
    const read = checkPpmWeights(raw);
    if (!read.ok) throw new Error(read.reason);
    return read.weights;
  });
  return known;
}

/** The embedded PPM over this model; `undefined` where no weights were fitted for it. Asks nothing of the model. */
export function shippedPpm(model: LanguageModel): RewardModel | undefined {
  return ppmOver(model, shippedWeights());
}

/** With the first of these weights that were fitted for the model. */
export function ppmOver(model: LanguageModel, among: readonly PpmWeights[]): RewardModel | undefined {
  const weights = among.find(each => fitsModel(each, model.id).ok);
  const created = weights === undefined ? undefined : createPpmReward(model, weights);
  return created?.ok === true ? created.reward : undefined;
}

/** Of the embedded PPM, and of the whole that is made of it and the evidence; `undefined` for any other reward model. */
export function shippedCalibration(reward: Pick<RewardModel, 'id'>): Calibration | undefined {
  return calibrationAmong(reward, shippedWeights());
}

/** The same of these weights. */
export function calibrationAmong(
  { id }: Pick<RewardModel, 'id'>,
  among: readonly PpmWeights[],
): Calibration | undefined {
  for (const weights of among) {
    const ofPpm = ppmCalibration(weights);
    if (id === ofPpm.rewardId) return ofPpm;
    if (id === wholeId(weights)) return createCalibration(id, weights.whole);
  }
  return undefined;
}

/** From the values of the PPM of these weights to probabilities. */
export function ppmCalibration(weights: PpmWeights): Calibration {
  return createCalibration(ppmId(weights), weights.ppm);
}

function wholeId(weights: PpmWeights): string {
  const reward: RewardModel = { id: ppmId(weights), name: '', method: 'ppm', score: () => Promise.reject(new Error()) };
  return createEnsemble([{ reward, calibration: ppmCalibration(weights) }]).id;
}
