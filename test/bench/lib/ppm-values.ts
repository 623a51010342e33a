/**
 * The embedded PPM on labelled solutions. Those whose problems its weights were trained on are scored out of fold: fitted anew, in the same way, without
 * their problem. The others are scored as the shipped weights have it.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '../../../server/src/cacheFolder.ts';
import type { Item } from '../../../server/src/cli/bench/items.ts';
import { withReadCache } from '../../../server/src/cli/reward/readCache.ts';
import { readItems } from '../../../server/src/cli/reward/readItems.ts';
import { fingerprint } from '../../../server/src/core/document/fingerprint.ts';
import type { LanguageModel } from '../../../server/src/core/model/language-model.ts';
import {
  crossCalibrate,
  type Folding,
  type Measured,
  measuredBy,
  type Readiness,
  readinessOf,
  type ScoredSolution,
} from '../../../server/src/core/reward/measure.ts';
import { crossValidate, type FitSolution, wholeOf } from '../../../server/src/core/reward/ppm/fit.ts';
import { probeTokens } from '../../../server/src/core/reward/ppm/probe-tokens.ts';
import { type PpmWeights, ppmUpTo, ppmValues } from '../../../server/src/core/reward/ppm/weights.ts';

export interface PpmRun {
  /** One list for each deal. */
  readonly measured: readonly (readonly Measured[])[];
  /** How many were scored out of fold. */
  readonly outOfFold: number;
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

const never = new AbortController().signal;

/** What was read of texts lies beside the other things that can be made again. */
export function readFolder(): string {
  return join(cacheFolder(process.platform, process.env, homedir()), 'reward');
}

export async function measurePpm(
  method: 'ppm' | 'whole',
  weights: PpmWeights,
  model: LanguageModel,
  items: readonly Item[],
  deals: readonly Folding[],
  note: (text: string) => void,
): Promise<PpmRun> {
  const reader = withReadCache(model, weights.language.sha256, readFolder());
  const tell = (done: number, tokens: number): void => {
    if (tokens > 0 && done % 10 === 0) note(`${done} of ${items.length} read`);
  };
  const read = await readItems(reader, items, probeTokens(), tell, never);
  if (read.fault !== undefined) throw new Error(read.fault.message);
  const seen = new Set(weights.trained.problems);
  const isSeen = ({ problem }: FitSolution): boolean => seen.has(fingerprint(problem));
  const trained = read.solutions.filter(isSeen);
  const fresh = read.solutions.filter(solution => !isSeen(solution));
  const values = fresh.map((solution): ScoredSolution => {
    const { id, group, problem, label, readings, evidence } = solution;
    return {
      id,
      group,
      problem,
      label,
      values: ppmValues(weights, readings, evidence),
      upTo: ppmUpTo(weights, readings, evidence),
    };
  });
  const whole = async (scored: readonly ScoredSolution[], by: Readiness): Promise<readonly ScoredSolution[]> =>
    method === 'ppm' ? scored : await wholeOf(scored, read.solutions, by, never);
  const asShipped = (await whole(values, weights.ppm)).map(solution => measuredBy(weights[method], solution));
  const measured: (readonly Measured[])[] = [];
  for (const deal of deals) {
    const options = { ...weights.trained.options, ...deal };
    const folds = trained.length === 0 ? [] : await crossValidate(trained, options, never);
    if (folds === 'stopped') throw new Error('stopped');
    measured.push([...crossCalibrate(await whole(folds, readinessOf(folds)), deal), ...asShipped]);
  }
  return {
    measured,
    outOfFold: trained.length,
    skipped: read.skipped,
  };
}
