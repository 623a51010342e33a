/**
 * Learning the embedded PPM from solutions whose first wrong step people named. Everything that is chosen (scaling, directions of the hidden state, weights,
 * thresholds, calibration) is chosen without the solutions that it is measured on, and problems never stand on both sides.
 */
import { fingerprint } from '../../document/fingerprint.ts';
import { seededRandom } from '../../math/random.ts';
import { type CalibrationMap, createCalibration } from '../calibration.ts';
import { createEnsemble } from '../ensemble.ts';
import { standingOf } from '../evidence.ts';
import { featuresOf, fewFeatures, picked, type StepReading } from '../features.ts';
import { crossCalibrate, figuresOf, foldOf, type Readiness, readinessOf, type ScoredSolution } from '../measure.ts';
import type { RewardModel, StepEvidence } from '../reward-model.ts';
import { dot, principalDirections, type Scaling, scaled, scalingOf } from './linear.ts';
import { firstErrorOf, fitListwise, type Listwise } from './listwise.ts';
import { centred, type PpmWeights, upToOf } from './weights.ts';

/** A solution with its label and what was read of it. */
export interface FitSolution {
  readonly id: string;
  /** The data file: F1 is the mean over them. */
  readonly group: string;
  readonly problem: string;
  /** Index of the first wrong step, -1 where all are right. */
  readonly label: number;
  readonly readings: readonly StepReading[];
  readonly evidence: readonly StepEvidence[];
}

export interface FitOptions {
  /** Directions of the hidden state that are kept; 0 leaves it out. */
  readonly components: number;
  /** Penalty on the squares of the weights, per solution. */
  readonly ridge: number;
  /** Parts that the problems are dealt into, at least 2. */
  readonly folds: number;
  readonly seed: number;
}

export const defaultFitOptions: FitOptions = { components: 4, ridge: 0.05, folds: 5, seed: 1 };

export type Stopped = 'stopped';

/** Told after each fold; what it gives is waited for, so that the event loop has its turn. */
export type OnFold = (done: number, of: number) => void | Promise<void>;

/**
 * Every measured solution with values by weights that never saw its problem, in the order given. Gives `stopped` when the signal is aborted. Throws a
 * RangeError where a reading holds what is no number.
 */
export async function crossValidate(
  solutions: readonly FitSolution[],
  options: FitOptions,
  signal: AbortSignal,
  onFold: OnFold = () => {},
): Promise<readonly ScoredSolution[] | Stopped> {
  const values = new Map<FitSolution, Pick<ScoredSolution, 'values' | 'upTo'>>();
  for (let fold = 0; fold < options.folds; fold++) {
    const isTest = ({ problem }: FitSolution): boolean => foldOf(problem, options) === fold;
    const model = fitModel(
      solutions.filter(solution => !isTest(solution)),
      options,
      signal,
    );
    if (model === 'stopped') return model;
    for (const solution of solutions) if (isTest(solution)) values.set(solution, judgedBy(model, solution));
    await onFold(fold + 1, options.folds);
  }
  return [...solutions].flatMap(solution => {
    const own = values.get(solution);
    const { id, group, problem, label } = solution;
    return own === undefined ? [] : [{ id, group, problem, label, ...own }];
  });
}

/** What the weights are told to be for and how they were fitted. */
export interface FitAbout {
  readonly options: FitOptions;
  readonly language: PpmWeights['language'];
  /** Tokens whose logits the readings hold. */
  readonly probe: readonly number[];
}

/** The weights of all solutions together. `folds`: the measured ones out of fold, by which calibration and thresholds are set. */
export async function fitWeights(
  solutions: readonly FitSolution[],
  folds: readonly ScoredSolution[],
  { options, language, probe }: FitAbout,
  signal: AbortSignal,
): Promise<PpmWeights | Stopped> {
  const model = fitModel(solutions, options, signal);
  if (model === 'stopped') return model;
  const direction = model.direction.map(significant);
  const ppm = readinessOf(folds);
  const whole = await wholeOf(folds, solutions, ppm, signal);
  return {
    kind: 'stepwise-ppm',
    version: 1,
    language,
    features: [...fewFeatures],
    means: model.scaling.means.map(significant),
    spreads: model.scaling.spreads.map(significant),
    weights: model.weights.map(significant),
    none: significant(model.none),
    ...(direction.length === 0 ? {} : { probe: { tokens: [...probe], direction } }),
    ppm: rounded(ppm),
    whole: rounded(readinessOf(whole)),
    trained: {
      problems: [...new Set(solutions.map(({ problem }) => fingerprint(problem)))].sort(),
      solutions: solutions.length,
      options,
      f1: { ppm: foldF1(folds, options), whole: foldF1(whole, options) },
    },
  };
}

function foldF1(folds: readonly ScoredSolution[], options: FitOptions): Record<string, number> {
  const { all, groups } = figuresOf(crossCalibrate(folds, options));
  return {
    ...Object.fromEntries([...groups].map(([group, { f1 }]) => [group, significant(f1)])),
    mean: significant(all.f1),
  };
}

/** The same solutions as the whole has them: evidence over calibrated values. Refuted steps are shown, proved ones never. */
export async function wholeOf(
  scored: readonly ScoredSolution[],
  solutions: readonly Pick<FitSolution, 'id' | 'evidence'>[],
  readiness: Readiness,
  signal: AbortSignal,
): Promise<readonly ScoredSolution[]> {
  const evidence = new Map(solutions.map(solution => [solution.id, solution.evidence]));
  const result: ScoredSolution[] = [];
  for (const solution of scored) {
    const calibration = createCalibration('fold', readiness);
    const whole = createEnsemble([{ reward: given(solution), calibration }]);
    const steps = solution.values.map(() => ({ text: '' }));
    const found = evidence.get(solution.id);
    const request = { problem: solution.problem, steps, ...(found === undefined ? {} : { evidence: found }) };
    const answer = await whole.score(request, signal);
    const scores = answer.ok ? answer.scores : [];
    const values = scores.map(score => score?.value ?? Number.NaN);
    const upTo = scores.flatMap(score => score?.upTo ?? []);
    result.push({
      ...solution,
      values,
      ...(upTo.length < values.length ? {} : { upTo }),
      ...(found === undefined ? {} : { standing: found.map(standingOf) }),
    });
  }
  return result;
}

/** A reward model whose values are known. */
function given({ values, upTo }: Pick<ScoredSolution, 'values' | 'upTo'>): RewardModel {
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, calls: 0, cost: 0 };
  return {
    id: 'given',
    name: 'given',
    method: 'ppm',
    score: async () => ({
      ok: true,
      scores: values.map((value, index) => {
        const ofAll = upTo?.[index];
        return ofAll === undefined ? { value } : { value, upTo: ofAll };
      }),
      omitted: [],
      usage,
    }),
  };
}

/** A fitted model before it is written: the hidden state's components are folded into one direction of the logits. */
interface PpmModel extends Listwise {
  readonly scaling: Scaling;
  readonly direction: readonly number[];
}

function fitModel(
  solutions: readonly FitSolution[],
  { components, ridge, seed }: FitOptions,
  signal: AbortSignal,
): PpmModel | Stopped {
  const rows = solutions.map(rowsOf);
  const scaling = scalingOf(rows.flat());
  const hidden = components === 0 ? undefined : componentsOf(solutions, components, seed);
  const examples = solutions.map((solution, index) => ({
    label: solution.label,
    rows: (rows[index] ?? []).map((row, step) => [
      ...scaled(row, scaling),
      ...(hidden === undefined ? [] : hidden.of(solution.readings[step])),
    ]),
  }));
  const fitted = fitListwise(examples, ridge, signal);
  if (fitted === undefined) return 'stopped';
  if (hidden === undefined) return { ...fitted, scaling, direction: [] };
  const own = fitted.weights.slice(0, fewFeatures.length);
  const { direction, shift } = hidden.folded(fitted.weights.slice(fewFeatures.length));
  // What all steps have in common counts against "none".
  return { weights: own, none: fitted.none + shift, scaling, direction };
}

/** The hidden state of the steps, seen along the directions in which it varies most. */
function componentsOf(solutions: readonly FitSolution[], count: number, seed: number) {
  const logits = solutions.flatMap(({ readings }) => readings.map(reading => centred(reading.judged ?? [])));
  const width = logits[0]?.length ?? 0;
  if (width === 0 || logits.some(row => row.length !== width))
    throw new RangeError('a step was read without the logits of the probe');
  const mean = new Float64Array(width);
  for (const row of logits)
    for (let k = 0; k < width; k++) mean[k] = (mean[k] as number) + (row[k] as number) / logits.length;
  const rows = logits.map(row => row.map((value, k) => value - (mean[k] as number)));
  const directions = principalDirections(rows, count, seededRandom(seed)).map(direction => {
    const spread = Math.sqrt(rows.reduce((sum, row) => sum + dot(row, direction) ** 2, 0) / rows.length);
    return direction.map(value => value / (spread < 1e-9 ? 1 : spread));
  });
  const shifts = directions.map(direction => dot(mean, direction));
  return {
    of: (reading: StepReading | undefined): number[] => {
      const row = centred(reading?.judged ?? []);
      return directions.map((direction, k) => dot(row, direction) - (shifts[k] as number));
    },
    folded: (weights: readonly number[]): { readonly direction: number[]; readonly shift: number } => ({
      direction: Array.from({ length: width }, (_, at) =>
        directions.reduce((sum, direction, k) => sum + (weights[k] as number) * (direction[at] as number), 0),
      ),
      shift: dot(weights, shifts),
    }),
  };
}

function rowsOf({ readings, evidence }: FitSolution): number[][] {
  return picked(featuresOf(readings, evidence), fewFeatures);
}

/** As `ppmValues` and `ppmUpTo` have it of weights that were written. */
function judgedBy(model: PpmModel, solution: FitSolution): Required<Pick<ScoredSolution, 'values' | 'upTo'>> {
  const { readings, evidence } = solution;
  return {
    values: valuesOf(model, solution),
    upTo: readings.map((_, index) => {
      const shown = { readings: readings.slice(0, index + 1), evidence: evidence.slice(0, index + 1) };
      return upToOf(valuesOf(model, { ...solution, ...shown }));
    }),
  };
}

function valuesOf({ weights, none, scaling, direction }: PpmModel, solution: FitSolution): number[] {
  const rows = rowsOf(solution).map((row, index) => [
    ...scaled(row, scaling),
    direction.length === 0 ? 0 : dot(centred(solution.readings[index]?.judged ?? []), direction),
  ]);
  return firstErrorOf({ weights: [...weights, 1], none }, rows).map(probability => 1 - probability);
}

/** Six digits are more than the data hold, and make the file the same on every machine. */
function significant(value: number): number {
  return Number(value.toPrecision(6));
}

function rounded({ map, threshold, naming, upTo }: Readiness): Readiness {
  return {
    map: roundedMap(map),
    threshold: significant(threshold),
    naming: significant(naming),
    ...(upTo === undefined ? {} : { upTo: { map: roundedMap(upTo.map), threshold: significant(upTo.threshold) } }),
  };
}

function roundedMap(map: CalibrationMap): CalibrationMap {
  if (map.kind === 'platt')
    return { kind: 'platt', slope: significant(map.slope), intercept: significant(map.intercept) };
  const { values, probabilities } = map;
  return { kind: 'isotonic', values: values.map(significant), probabilities: probabilities.map(significant) };
}
