/** A calibration as a file: for one reward model, with what it was measured to be worth. */
import * as z from 'zod/mini';
import { createCalibration } from './calibration.ts';
import type { Readiness } from './measure.ts';
import { readinessSchema } from './ppm/weights.ts';
import type { Calibration } from './reward-model.ts';

const schema = z.object({
  kind: z.literal('stepwise-calibration'),
  version: z.literal(1),
  /** `RewardModel.id`: for another the values mean something else. */
  reward: z.string().check(z.minLength(1)),
  /** For people. */
  name: z.string(),
  readiness: readinessSchema,
  measured: z.object({
    solutions: z.int(),
    f1: z.number(),
    /** Calibration error of values that were calibrated by other problems. */
    ece: z.number(),
    precisionOnWrong: z.number(),
    precisionOnAll: z.number(),
  }),
});

export interface CalibrationFile extends Omit<z.output<typeof schema>, 'readiness'> {
  readonly readiness: Readiness;
}

export type ReadCalibration =
  | { readonly ok: true; readonly file: CalibrationFile; readonly calibration: Calibration }
  /** One sentence, to follow the file's name. */
  | { readonly ok: false; readonly reason: string };

/** Reads the text of a calibration file. */
export function readCalibration(text: string): ReadCalibration {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'It is no JSON.' };
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      reason: `It holds no calibration of version 1 (${issue?.path.join('.') || 'the whole'}: ${issue?.message}). Fit it anew with "stepwise calibrate".`,
    };
  }
  const { reward, readiness } = parsed.data;
  return { ok: true, file: parsed.data, calibration: createCalibration(reward, readiness) };
}
