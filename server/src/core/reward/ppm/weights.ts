/** The weights of the embedded PPM as a file: tied to the language model whose logits they read, and to the features that they weigh. */
import * as z from 'zod/mini';
import { featureNames, featuresOf, picked, type StepReading } from '../features.ts';
import type { Readiness } from '../measure.ts';
import type { StepEvidence } from '../reward-model.ts';
import { dot, scaled } from './linear.ts';
import { firstErrorOf } from './listwise.ts';

const share = z.number().check(z.minimum(0), z.maximum(1));
const numbers = z.array(z.number());

export const calibrationMapSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('isotonic'),
      values: z.array(share).check(z.minLength(1)),
      probabilities: z.array(share),
    })
    .check(
      z.refine(
        map => map.values.length === map.probabilities.length && ascends(map.values) && ascends(map.probabilities),
        {
          error: 'both lists of an isotonic calibration are as long and ascend',
        },
      ),
    ),
  z.object({ kind: z.literal('platt'), slope: z.number().check(z.nonnegative()), intercept: z.number() }),
]);

export const readinessSchema = z.object({
  map: calibrationMapSchema,
  /** Calibrated values below it are shown. */
  threshold: share,
  /** The first step below it, raw, is named as the first wrong one where F1 is what counts. */
  naming: share,
  /** The same of what the model says of a solution up to a step; files of before had none. */
  upTo: z.optional(z.object({ map: calibrationMapSchema, threshold: share })),
});

const schema = z.object({
  kind: z.literal('stepwise-ppm'),
  version: z.literal(1),
  language: z.object({ name: z.string(), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  features: z.array(z.string()),
  means: numbers,
  spreads: numbers,
  weights: numbers,
  none: z.number(),
  /** The direction of the hidden state that counts, read through the logits of these tokens. */
  probe: z.optional(z.object({ tokens: z.array(z.int().check(z.nonnegative())), direction: numbers })),
  /** Of the model's values, and of the whole that is made of them and the evidence. */
  ppm: readinessSchema,
  whole: readinessSchema,
  trained: z.object({
    /** Fingerprints of the problems: who measures knows what was seen. */
    problems: z.array(z.string()),
    solutions: z.int(),
    options: z.object({ components: z.int(), ridge: z.number(), folds: z.int(), seed: z.int() }),
    /** Out of fold, by file and their mean. */
    f1: z.object({ ppm: z.record(z.string(), share), whole: z.record(z.string(), share) }),
  }),
});

export interface PpmWeights extends Readonly<Omit<z.output<typeof schema>, 'ppm' | 'whole'>> {
  readonly ppm: Readiness;
  readonly whole: Readiness;
}

export type ReadWeights =
  | { readonly ok: true; readonly weights: PpmWeights }
  /** One sentence, to follow the file's name. */
  | { readonly ok: false; readonly reason: string };

const refit = 'Fit them anew with "stepwise fit-reward".';

/** Reads the text of a weights file. */
export function readPpmWeights(text: string): ReadWeights {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'It is no JSON.' };
  }
  return checkPpmWeights(raw);
}

/** Of a file that was parsed already. */
export function checkPpmWeights(raw: unknown): ReadWeights {
  const version = z.object({ kind: z.literal('stepwise-ppm'), version: z.number() }).safeParse(raw);
  if (!version.success) return { ok: false, reason: 'It holds no weights of an embedded PPM.' };
  if (version.data.version !== 1)
    return {
      ok: false,
      reason: `Its weights are of version ${version.data.version}; this Stepwise reads version 1. ${refit}`,
    };
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, reason: `Its weights are damaged at ${issue?.path.join('.')}: ${issue?.message}. ${refit}` };
  }
  const weights = parsed.data;
  const { features } = weights;
  if (features.some(name => !featureNames.includes(name)) || new Set(features).size < features.length)
    return { ok: false, reason: `Its weights are for other features than this Stepwise computes. ${refit}` };
  const lengths = [weights.means, weights.spreads, weights.weights].map(list => list.length);
  if (lengths.some(length => length !== features.length) || weights.spreads.some(spread => spread <= 0))
    return { ok: false, reason: `Its weights are damaged: there is not one for each feature. ${refit}` };
  if (weights.probe !== undefined && weights.probe.tokens.length !== weights.probe.direction.length)
    return { ok: false, reason: `Its weights are damaged: there is not one for each token of the probe. ${refit}` };
  return { ok: true, weights };
}

/** Whether the model is the one that the weights were fitted over; if not, why not. A model from a file has the file's hash in its id. */
export function fitsModel(
  { language }: PpmWeights,
  modelId: string,
): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  if (modelId.includes(language.sha256)) return { ok: true };
  return {
    ok: false,
    reason: `The weights of the embedded model are for ${language.name} (sha256 ${language.sha256.slice(0, 12)}…) and not for ${modelId}. Use that model, or fit weights for this one with "stepwise fit-reward".`,
  };
}

/**
 * For each step 1 minus the probability that it is the first wrong one, in [0, 1]. Throws a RangeError where a reading holds what is no number, or the probe's
 * logits are missing.
 */
export function ppmValues(
  weights: PpmWeights,
  readings: readonly StepReading[],
  evidence: readonly StepEvidence[] | undefined,
): number[] {
  const { probe } = weights;
  const rows = picked(featuresOf(readings, evidence), weights.features).map((row, index) => {
    const known = scaled(row, weights);
    if (probe === undefined) return [...known, 0];
    const logits = readings[index]?.judged;
    if (logits?.length !== probe.direction.length)
      throw new RangeError(
        `the model gave ${logits?.length ?? 0} logits where ${probe.direction.length} were asked for`,
      );
    return [...known, dot(centred(logits), probe.direction)];
  });
  const first = firstErrorOf({ weights: [...weights.weights, 1], none: weights.none }, rows);
  if (first.some(probability => !Number.isFinite(probability)))
    throw new RangeError('the model gave logits that are no numbers');
  return first.map(probability => 1 - probability);
}

/**
 * For each step from `from` on, in order, the probability that neither it nor one before it is wrong, in [0, 1]. What comes behind a step plays no part, so the
 * value belongs to the text up to it, whenever it is asked for. Throws as `ppmValues` does.
 */
export function ppmUpTo(
  weights: PpmWeights,
  readings: readonly StepReading[],
  evidence: readonly StepEvidence[] | undefined,
  from = 0,
): number[] {
  return readings
    .slice(from)
    .map((_, at) => upToOf(ppmValues(weights, readings.slice(0, from + at + 1), evidence?.slice(0, from + at + 1))));
}

/** From values of all steps of a text: what is left for "none of them is wrong". */
export function upToOf(values: readonly number[]): number {
  return Math.max(0, 1 - values.reduce((sum, value) => sum + (1 - value), 0));
}

/** Logits are known up to a constant: only their differences say something. */
export function centred(logits: ArrayLike<number>): Float64Array {
  const row = Float64Array.from(logits);
  const mean = row.reduce((sum, value) => sum + value, 0) / Math.max(1, row.length);
  return row.map(value => value - mean);
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= (values[index - 1] as number));
}
