/** Calibrations that a person fitted, one file for each reward model, in a folder. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../../core/document/fingerprint.ts';
import { type CalibrationFile, readCalibration } from '../../core/reward/calibration-file.ts';
import type { Calibration, RewardModel } from '../../core/reward/reward-model.ts';

export function calibrationPath(folder: string, rewardId: string): string {
  return join(folder, `${fingerprint(rewardId)}.json`);
}

/** The calibration for this reward model; `undefined` where there is none, or `tell` was told why it cannot be used. */
export async function calibrationIn(
  folder: string,
  reward: Pick<RewardModel, 'id'>,
  tell: (message: string) => void,
): Promise<Calibration | undefined> {
  const path = calibrationPath(folder, reward.id);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      tell(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const read = readCalibration(text);
  if (!read.ok) tell(`${path}: ${read.reason}`);
  return read.ok && read.calibration.rewardId === reward.id ? read.calibration : undefined;
}

/** Whole or not at all. Gives the file's path; throws where it cannot be written. */
export async function keepCalibration(folder: string, calibration: CalibrationFile): Promise<string> {
  const path = calibrationPath(folder, calibration.reward);
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.tmp`, `${JSON.stringify(calibration, null, 1)}\n`);
  await rename(`${path}.tmp`, path);
  return path;
}
