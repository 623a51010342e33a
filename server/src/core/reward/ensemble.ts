/** The whole: evidence, the embedded model and the calibrated scores of others, put together. */
import { fingerprint } from '../document/fingerprint.ts';
import { settledValue } from './evidence.ts';
import type { Calibration, RewardModel, Scored, ScoreRequest } from './reward-model.ts';
import { ScoreSheet } from './sheet.ts';

export interface EnsemblePart {
  readonly reward: RewardModel;
  /** Without it the raw value counts as it is. */
  readonly calibration?: Calibration;
  /** Above 0; what it counts beside the others. 1 by default. */
  readonly weight?: number;
}

/** No part is taken to be surer than this: one alone could settle a step. */
const SUREST = 0.01;

/**
 * Mean of the parts' log-odds by weight (logarithmic opinion pool), brought back to a probability. Evidence outranks them: 0 where a claim is refuted, 1
 * where all claims are proved and nothing else is said. A step has a score where every part has given one; its reason is that of the part that doubts it most.
 */
export function createEnsemble(parts: readonly EnsemblePart[]): RewardModel {
  const key = parts.map(({ reward, calibration, weight }) => [reward.id, calibration !== undefined, weight ?? 1]);
  return {
    id: `whole:2:${fingerprint(JSON.stringify(key))}`,
    name: parts.length === 0 ? 'Evidence' : parts.map(({ reward }) => reward.name).join(' and '),
    method: 'whole',
    score: (request, signal) => score(parts, request, signal),
  };
}

async function score(parts: readonly EnsemblePart[], request: ScoreRequest, signal: AbortSignal): Promise<Scored> {
  const { onScore: _, ...quiet } = request;
  const scored = await Promise.all(parts.map(({ reward }) => reward.score(quiet, signal)));
  const sheet = new ScoreSheet(request);
  for (const result of scored) {
    sheet.use(result.usage);
    if (result.fault !== undefined) sheet.fail(result.fault);
  }
  for (const index of sheet.wanted) {
    const given = parts.map((part, at) => opinion(part, scored[at], index));
    const opinions = given.filter(each => each !== undefined);
    if (opinions.length < parts.length) continue;
    for (const result of scored) {
      for (const { of, steps } of result.ok ? result.omitted : []) if (of === index) sheet.omit(of, steps);
    }
    const doubting = opinions.filter(({ reason }) => reason !== undefined).sort((a, b) => a.value - b.value)[0];
    const value = settledValue(request.evidence?.[index]) ?? pooled(opinions);
    sheet.set(index, value, { reason: value < 0.5 ? doubting?.reason : undefined, upTo: upTo(request, index, given) });
  }
  return sheet.result();
}

interface Opinion {
  readonly value: number;
  readonly upTo?: number;
  readonly weight: number;
  readonly reason?: string;
}

function opinion(
  { calibration, weight = 1 }: EnsemblePart,
  scored: Scored | undefined,
  index: number,
): Opinion | undefined {
  const raw = scored?.ok === true ? scored.scores[index] : undefined;
  if (raw === undefined) return undefined;
  const value = calibration === undefined ? raw.value : calibration.calibrate(raw.value);
  const ofAll = raw.upTo === undefined ? undefined : (calibration?.upTo?.calibrate(raw.upTo) ?? raw.upTo);
  return {
    value,
    weight,
    ...(raw.reason === undefined ? {} : { reason: raw.reason }),
    ...(ofAll === undefined ? {} : { upTo: ofAll }),
  };
}

/** Of the parts that tell; 0 from a refuted step on. */
function upTo(
  { evidence = [] }: ScoreRequest,
  index: number,
  opinions: readonly (Opinion | undefined)[],
): number | undefined {
  const telling = opinions.flatMap(each => (each?.upTo === undefined ? [] : [{ ...each, value: each.upTo }]));
  if (telling.length === 0) return undefined;
  return evidence.slice(0, index + 1).some(({ refuted }) => refuted > 0) ? 0 : pooled(telling);
}

/** 1/2 where there is no opinion. */
function pooled(opinions: readonly Opinion[]): number {
  const total = opinions.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return 0.5;
  const odds = opinions.reduce((sum, { value, weight }) => sum + (weight / total) * logOdds(value), 0);
  return 1 / (1 + Math.exp(-odds));
}

function logOdds(value: number): number {
  const held = Math.min(1 - SUREST, Math.max(SUREST, value));
  return Math.log(held / (1 - held));
}
