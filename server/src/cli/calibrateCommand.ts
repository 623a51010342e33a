/** `stepwise calibrate`: what a reward model's values mean as probabilities, and below which a step is worth a warning. */
import { dirname, join, resolve } from 'node:path';
import { calibrationPath, keepCalibration } from '../adapters/models/calibrations.ts';
import { crossCalibrate, figuresOf, readinessOf, type ScoredSolution } from '../core/reward/measure.ts';
import type { RewardModel } from '../core/reward/reward-model.ts';
import type { CalibrateArguments } from './arguments.ts';
import { type Item, readSample } from './bench/items.ts';
import { evidenceOfItem } from './bench/judge.ts';
import { type ItemResult, keyOf, openResults, type ResultsFile } from './bench/results.ts';
import { ExitCode, type Io, progress, unusable } from './io.ts';
import { type ModelSession, withModels } from './modelSession.ts';
import { tableOf } from './reward/table.ts';

const folding = { folds: 5, seed: 1 };
/** Fewer solutions with or without an error say nothing of probabilities. */
const FEWEST = 20;

/** Where calibrations lie: beside the file of models. */
export function calibrationFolder(modelsFile: string): string {
  return join(dirname(modelsFile), 'calibrations');
}

export async function calibrate(args: CalibrateArguments, io: Io): Promise<number> {
  const read = await readSample(args, io.cwd);
  if (!read.ok) return await unusable(read.reason, io);
  const { items } = read;
  const wrong = items.filter(({ label }) => label !== -1).length;
  if (Math.min(wrong, items.length - wrong) < FEWEST)
    return await unusable(
      `a calibration needs at least ${FEWEST} solutions with an error and ${FEWEST} without; there are ${wrong} and ${items.length - wrong}`,
      io,
    );
  return await withModels(args, io, session => run(items, session, args, io));
}

async function run(items: readonly Item[], session: ModelSession, args: CalibrateArguments, io: Io): Promise<number> {
  const chosen = await session.reward();
  if (!chosen.ok) return await unusable(chosen.fault.message, io);
  const { reward } = chosen.value;
  const kept =
    args.results === undefined
      ? undefined
      : openResults(resolve(io.cwd, args.results), { reward: `raw ${reward.id}`, calibrated: false });
  if (kept?.ok === false) return await unusable(kept.reason, io);
  const solutions: ScoredSolution[] = [];
  try {
    for (const [index, item] of items.entries()) {
      if (io.signal.aborted) return ExitCode.interrupted;
      await progress(`item ${index + 1} of ${items.length}`, io);
      const values = await rawValues(item, reward, kept?.results, io);
      if (!values.ok) {
        await progress('', io);
        return io.signal.aborted ? ExitCode.interrupted : await unusable(values.reason, io);
      }
      if (values.values.includes(null)) await io.err(`stepwise: left out ${item.id}: not every step was scored\n`);
      else {
        const { id, file: group, problem, label } = item;
        solutions.push({ id, group, problem, label, values: values.values.filter(value => value !== null) });
      }
    }
  } finally {
    kept?.results.close();
    await progress('', io);
  }
  const readiness = readinessOf(solutions);
  const { all } = figuresOf(crossCalibrate(solutions, folding));
  await io.out(tableOf(reward.name, solutions, folding));
  const folder = calibrationFolder(io.models.file);
  try {
    await keepCalibration(folder, {
      kind: 'stepwise-calibration',
      version: 1,
      reward: reward.id,
      name: reward.name,
      readiness,
      measured: {
        solutions: solutions.length,
        f1: all.f1,
        ece: all.ece,
        precisionOnWrong: all.precisionOnWrong,
        precisionOnAll: all.precisionOnAll,
      },
    });
  } catch (error) {
    return await unusable(`${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`, io);
  }
  const shown =
    readiness.threshold === 0
      ? 'No threshold is precise enough: scores are shown, and no step is flagged by them.'
      : `Steps below ${(100 * readiness.threshold).toFixed(0)} % are flagged.`;
  await io.out(`${shown} Written to ${calibrationPath(folder, reward.id)}\n`);
  return ExitCode.clean;
}

type Values =
  | { readonly ok: true; readonly values: readonly (number | null)[] }
  | { readonly ok: false; readonly reason: string };

/** Not overlaid with the evidence: what the model itself says. */
async function rawValues(item: Item, reward: RewardModel, file: ResultsFile | undefined, io: Io): Promise<Values> {
  const known = file?.done.get(keyOf(item));
  if (known !== undefined && known.values.length === item.steps.length) return { ok: true, values: known.values };
  const began = performance.now();
  const steps = item.steps.map(text => ({ text }));
  const scored = await reward.score({ problem: item.problem, steps, evidence: evidenceOfItem(item) }, io.signal);
  const { fault, usage } = scored;
  if (fault !== undefined && fault.kind !== 'too-long' && fault.kind !== 'not-understood')
    return { ok: false, reason: fault.message };
  const values = scored.ok ? scored.scores.map(each => each?.value ?? null) : steps.map(() => null);
  const result: ItemResult = {
    file: item.file,
    id: item.id,
    label: item.label,
    values,
    seconds: (performance.now() - began) / 1000,
    tokens: usage.promptTokens + usage.completionTokens,
    money: usage.cost,
    ...(fault === undefined ? {} : { fault: fault.message }),
  };
  file?.add(result);
  return { ok: true, values };
}
