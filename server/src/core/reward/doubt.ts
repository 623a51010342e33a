/**
 * Where a solution has gone wrong, as far as a reward model tells: of every step the probability that all is right up to it. A model that is unsure which step
 * is the wrong one can still be sure that one of them is, and then a warning stands at the first step behind which it is.
 */
import { type CalibrationMap, fitPlatt, type LabelledValue, shownBar, type ThresholdBar } from './calibration.ts';
import type { Standing } from './evidence.ts';

/** Between a model's own values "right up to here" and what is shown. */
export interface UpToReadiness {
  readonly map: CalibrationMap;
  /** The first open step with a raw value below it is shown; 0 where none is. */
  readonly threshold: number;
}

export interface UpToSolution {
  /** The model's own value that no step up to each one is wrong, in [0, 1]. */
  readonly upTo: readonly number[];
  /** Index of the first wrong step, -1 where all are right. */
  readonly label: number;
  /** Of each step; all are open where it is absent. */
  readonly standing?: readonly Standing[];
}

/**
 * Index of the step at which the doubt is told, -1 for none: the first open one with a value below the threshold. Behind a refuted step there is nothing left
 * to say, and a proved step is passed over. `undefined`: not known of this step.
 */
export function doubtedStep(
  upTo: readonly (number | undefined)[],
  threshold: number,
  standing?: readonly Standing[],
): number {
  for (const [index, value] of upTo.entries()) {
    const stands = standing?.[index] ?? 'open';
    if (stands === 'refuted') return -1;
    if (value !== undefined && value < threshold && stands === 'open') return index;
  }
  return -1;
}

/** Calibration (Platt: it keeps values apart) and threshold by these solutions: one warning a solution, and as many of them right as the bar asks. */
export function upToReadiness(solutions: readonly UpToSolution[], bar: ThresholdBar = shownBar): UpToReadiness {
  const map = fitPlatt(solutions.flatMap(labelledPrefixes));
  const values = [...new Set(solutions.flatMap(({ upTo }) => upTo))].sort((a, b) => b - a);
  let above = 1;
  for (const value of values) {
    const threshold = (above + value) / 2;
    above = value;
    const { warnings, onWrong, onAll } = precisionAt(solutions, threshold);
    if (warnings < bar.atLeast) break;
    if (onWrong >= bar.onWrong && onAll >= bar.onAll) return { map, threshold };
  }
  return { map, threshold: 0 };
}

/** People named the first wrong step, and so said of every step whether all is right up to it. */
function labelledPrefixes({ upTo, label }: UpToSolution): readonly LabelledValue[] {
  return upTo.map((value, index) => ({ value, right: label === -1 || index < label }));
}

function precisionAt(solutions: readonly UpToSolution[], threshold: number) {
  let [right, early, onRight] = [0, 0, 0];
  for (const { upTo, label, standing } of solutions) {
    const index = doubtedStep(upTo, threshold, standing);
    if (index === -1) continue;
    if (label === -1) onRight++;
    else if (index >= label) right++;
    else early++;
  }
  const warnings = right + early + onRight;
  return { warnings, onWrong: right / Math.max(1, right + early), onAll: right / Math.max(1, warnings) };
}
