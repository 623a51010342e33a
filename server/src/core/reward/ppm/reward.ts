/** The embedded process preference model: reads problem and steps once, and weighs what the language model thought of them. */

import { fingerprint } from '../../document/fingerprint.ts';
import type { LanguageModel } from '../../model/language-model.ts';
import { noEvidence } from '../evidence.ts';
import type { StepReading } from '../features.ts';
import type { RewardModel, Scored, ScoreRequest } from '../reward-model.ts';
import { ScoreSheet } from '../sheet.ts';
import { readSolution } from './reading.ts';
import { fitsModel, type PpmWeights, ppmUpTo, ppmValues } from './weights.ts';

export type CreatedPpm =
  | { readonly ok: true; readonly reward: RewardModel }
  | { readonly ok: false; readonly reason: string };

/** Of these weights over this model; a reason where they were fitted over another. Asks nothing of the model. */
export function createPpmReward(model: LanguageModel, weights: PpmWeights): CreatedPpm {
  const fits = fitsModel(weights, model.id);
  if (!fits.ok) return fits;
  return {
    ok: true,
    reward: {
      id: ppmId(weights),
      name: `${model.name}, embedded PPM`,
      method: 'ppm',
      score: (request, signal) => score(model, weights, request, signal),
    },
  };
}

/** The same for the same weights, and so for the same language model; of nothing else do the values depend. */
export function ppmId({ language, trained: _, ppm: __, whole: ___, ...counts }: PpmWeights): string {
  return `ppm:1:${language.sha256.slice(0, 16)}:${fingerprint(JSON.stringify(counts))}`;
}

/**
 * Every step of a solution counts when one is scored, so all that can be read at once are read; only those from `from` on get a value. A step that was not
 * read is left out, and the rest are scored without it.
 */
async function score(
  model: LanguageModel,
  weights: PpmWeights,
  request: ScoreRequest,
  signal: AbortSignal,
): Promise<Scored> {
  const sheet = new ScoreSheet(request);
  if (sheet.wanted.length === 0) return sheet.result();
  const probe = weights.probe === undefined ? {} : { probe: weights.probe.tokens };
  const reading = await readSolution(model, request, { from: sheet.from, ...probe }, signal);
  sheet.use(reading.usage);
  if (reading.fault !== undefined) sheet.fail(reading.fault);
  for (const { of, steps } of reading.omitted) sheet.omit(of, steps);
  const read = [...reading.readings.entries()].filter(
    (entry): entry is [number, StepReading] => entry[1] !== undefined,
  );
  if (read.length === 0) return sheet.result();
  try {
    const evidence = request.evidence;
    const steps = read.map(([, step]) => step);
    const found = evidence && read.map(([index]) => evidence[index] ?? noEvidence);
    const values = ppmValues(weights, steps, found);
    const wanted = read.findIndex(([index]) => index >= sheet.from);
    if (wanted === -1) return sheet.result();
    const upTo = ppmUpTo(weights, steps, found, wanted);
    for (const [at, ofAll] of upTo.entries()) {
      const [index] = read[wanted + at] as [number, StepReading];
      sheet.set(index, values[wanted + at] ?? Number.NaN, { upTo: ofAll });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sheet.fail({ kind: 'not-understood', message: `The step could not be scored: ${error.message}.` });
  }
  return sheet.result();
}
