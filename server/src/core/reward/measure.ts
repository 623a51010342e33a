/** What the values of a reward model are worth on labelled solutions, when everything that is chosen is chosen on other problems. */
import { fingerprint } from '../document/fingerprint.ts';
import {
  type CalibrationMap,
  calibrated,
  chooseThreshold,
  expectedCalibrationError,
  fitIsotonic,
  type LabelledValue,
  labelledSteps,
  type WarningPrecision,
  warningPrecision,
} from './calibration.ts';
import { doubtedStep, type UpToReadiness, upToReadiness } from './doubt.ts';
import type { Standing } from './evidence.ts';
import { chooseNamingThreshold, type GroupedSolution, namedStep, namingByGroup, scoreNaming } from './first-error.ts';

export interface ScoredSolution extends GroupedSolution {
  readonly id: string;
  /** Where the model gives them: see `RawScore.upTo`. */
  readonly upTo?: readonly number[];
  /** Where evidence counts: refuted steps are shown, proved ones are not. */
  readonly standing?: readonly Standing[];
  /** Solutions of one problem are never on both sides. */
  readonly problem: string;
}

/** All that stands between a reward model's raw values and what is shown. */
export interface Readiness {
  readonly map: CalibrationMap;
  /** Calibrated values below it are shown. */
  readonly threshold: number;
  /** The first step with a raw value below it is named as the first wrong one. */
  readonly naming: number;
  readonly upTo?: UpToReadiness | undefined;
}

export interface Folding {
  /** Parts that the problems are dealt into, at least 2. */
  readonly folds: number;
  readonly seed: number;
}

/** A solution with what is made of its values. */
export interface Measured extends ScoredSolution {
  readonly probabilities: readonly number[];
  /** Index of the step named as the first wrong one, -1 for none. */
  readonly named: number;
  /** Indexes of the steps that would be shown. */
  readonly shown: readonly number[];
}

/** Solutions of one problem share a fold. */
export function foldOf(problem: string, { folds, seed }: Folding): number {
  return Number.parseInt(fingerprint(`${seed} ${problem}`).slice(-8), 16) % folds;
}

/** Calibration and thresholds by these solutions; the threshold of what is shown is held to `shownBar`. */
export function readinessOf(solutions: readonly ScoredSolution[]): Readiness {
  const map = fitIsotonic(labelledSteps(solutions));
  // What evidence has settled is no warning of the score.
  const doubtable = ({ standing }: ScoredSolution, value: number, index: number): number =>
    (standing?.[index] ?? 'open') === 'open' ? calibrated(map, value) : 1;
  const threshold = chooseThreshold(
    solutions.map(solution => ({
      label: solution.label,
      values: solution.values.map((value, index) => doubtable(solution, value, index)),
    })),
  );
  const judged = solutions.flatMap(({ upTo, ...rest }) => (upTo === undefined ? [] : [{ ...rest, upTo }]));
  const naming = chooseNamingThreshold(solutions);
  return { map, threshold, naming, ...(judged.length === 0 ? {} : { upTo: upToReadiness(judged) }) };
}

/** What is made of values by a calibration that was fitted elsewhere. */
export function measuredBy({ map, threshold, naming, upTo }: Readiness, solution: ScoredSolution): Measured {
  const probabilities = solution.values.map(value => calibrated(map, value));
  const doubted = upTo && solution.upTo ? doubtedStep(solution.upTo, upTo.threshold, solution.standing) : -1;
  const isShown = (value: number, index: number): boolean => {
    const stands = solution.standing?.[index] ?? 'open';
    return stands === 'refuted' || index === doubted || (stands === 'open' && value < threshold);
  };
  return {
    ...solution,
    probabilities,
    named: namedStep(solution.values, naming),
    shown: probabilities.flatMap((value, index) => (isShown(value, index) ? [index] : [])),
  };
}

/** Each solution with calibration and thresholds that were chosen on the problems of the other folds. In the order given. */
export function crossCalibrate(solutions: readonly ScoredSolution[], folding: Folding): readonly Measured[] {
  const dealt = solutions.map(solution => ({ solution, fold: foldOf(solution.problem, folding) }));
  const ready = Array.from({ length: folding.folds }, (_, fold) =>
    readinessOf(dealt.filter(each => each.fold !== fold).map(({ solution }) => solution)),
  );
  return dealt.map(({ solution, fold }) => measuredBy(ready[fold] as Readiness, solution));
}

export interface RewardFigures {
  readonly solutions: number;
  readonly errorAccuracy: number;
  readonly correctAccuracy: number;
  readonly f1: number;
  /** Of the calibrated values of labelled steps. */
  readonly ece: number;
  readonly warnings: number;
  /** Share of the warnings on wrong solutions at or after the first wrong step. */
  readonly precisionOnWrong: number;
  /** Share of all warnings: one on a right solution is wrong. */
  readonly precisionOnAll: number;
  /** Share of the wrong solutions with a warning, none of them before the first wrong step. */
  readonly recall: number;
}

/** By group, and together: errorAccuracy, correctAccuracy and F1 are then means over the groups, the rest is of all solutions. */
export function figuresOf(measured: readonly Measured[]): {
  readonly all: RewardFigures;
  readonly groups: ReadonlyMap<string, RewardFigures>;
} {
  const naming = namingByGroup(measured);
  const groups = new Map<string, RewardFigures>();
  for (const group of naming.groups.keys()) groups.set(group, figures(measured.filter(each => each.group === group)));
  const mean = (of: (figure: RewardFigures) => number): number =>
    [...groups.values()].reduce((sum, figure) => sum + of(figure), 0) / Math.max(1, groups.size);
  const all = figures(measured);
  return {
    all: {
      ...all,
      errorAccuracy: mean(figure => figure.errorAccuracy),
      correctAccuracy: mean(figure => figure.correctAccuracy),
      f1: naming.mean,
    },
    groups,
  };
}

function figures(measured: readonly Measured[]): RewardFigures {
  const { errorAccuracy, correctAccuracy, f1 } = scoreNaming(measured);
  const { warnings, onWrong, onAll, recall } = shownPrecision(measured);
  return {
    solutions: measured.length,
    errorAccuracy,
    correctAccuracy,
    f1,
    ece: expectedCalibrationError(calibratedSteps(measured)),
    warnings,
    precisionOnWrong: onWrong,
    precisionOnAll: onAll,
    recall,
  };
}

/** Labelled steps with their calibrated values: for a reliability plot. */
export function calibratedSteps(measured: readonly Measured[]): readonly LabelledValue[] {
  return labelledSteps(measured.map(({ probabilities, label }) => ({ values: probabilities, label })));
}

function shownPrecision(measured: readonly Measured[]): WarningPrecision {
  // What is shown was decided fold by fold: 0 for a step that is shown, 1 for one that is not.
  const decided = measured.map(({ values, shown, label }) => ({
    label,
    values: values.map((_, index) => (shown.includes(index) ? 0 : 1)),
  }));
  return warningPrecision(decided, 0.5);
}
