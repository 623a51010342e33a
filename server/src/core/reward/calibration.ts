/**
 * From a reward model's own values to probabilities, and the threshold below which a step is shown. Isotonic regression (Zadrozny and Elkan 2002) and
 * Platt's logistic (1999), fitted on steps that people labelled; the expected calibration error has bins of equal mass (Nguyen and O'Connor 2015).
 */
import type { Calibration } from './reward-model.ts';

/** One labelled step and its value in [0, 1]. */
export interface LabelledValue {
  readonly value: number;
  readonly right: boolean;
}

/** How values become probabilities: data, so that it can lie in a file. */
export type CalibrationMap =
  /** Straight between the points; both lists ascend, `values` strictly. Outside them the nearest holds. */
  | { readonly kind: 'isotonic'; readonly values: readonly number[]; readonly probabilities: readonly number[] }
  /** `1/(1 + exp(-(slope · logit(value) + intercept)))`, `slope` not below 0. */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number };

/** Values nearer to 0 or 1 are taken as this far from it: their log-odds stay finite. */
const EDGE = 1e-4;
/** An isotonic step of fewer labelled steps says nothing: its mean is drawn to that of all by so many. */
const PRIOR = 4;

/** Probability in [0, 1] for a value in [0, 1]. */
export function calibrated(map: CalibrationMap, value: number): number {
  switch (map.kind) {
    case 'platt':
      return sigmoid(map.slope * logit(value) + map.intercept);
    case 'isotonic':
      return between(map.values, map.probabilities, value);
  }
}

/** What was fitted for one reward model: of its values of steps, and of those of solutions up to a step where it gives them. */
export interface Fitted {
  readonly map: CalibrationMap;
  readonly threshold: number;
  readonly upTo?: Pick<Fitted, 'map' | 'threshold'> | undefined;
}

export function createCalibration(rewardId: string, { map, threshold, upTo }: Fitted): Calibration {
  const calibration = { rewardId, threshold, calibrate: (value: number): number => calibrated(map, value) };
  if (upTo === undefined) return calibration;
  return {
    ...calibration,
    upTo: { threshold: upTo.threshold, calibrate: value => calibrated(upTo.map, value) },
  };
}

/**
 * Isotonic regression by pooling adjacent violators: a block of values shares the probability of its steps, drawn a little to the share of all. Without steps
 * values stay as they are.
 */
export function fitIsotonic(steps: readonly LabelledValue[]): CalibrationMap {
  if (steps.length === 0) return { kind: 'isotonic', values: [0, 1], probabilities: [0, 1] };
  const overall = share(steps);
  const blocks: { low: number; high: number; right: number; count: number }[] = [];
  for (const { value, right } of [...steps].sort((a, b) => a.value - b.value)) {
    const last = blocks.at(-1);
    // Equal values are one block: what is told apart by nothing gets one probability.
    if (last?.high === value) {
      last.right += right ? 1 : 0;
      last.count++;
    } else blocks.push({ low: value, high: value, right: right ? 1 : 0, count: 1 });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push({ ...block });
    for (;;) {
      const [before, last] = pooled.slice(-2);
      if (before === undefined || last === undefined || before.right * last.count < last.right * before.count) break;
      pooled.splice(-2, 2, {
        low: before.low,
        high: last.high,
        right: before.right + last.right,
        count: before.count + last.count,
      });
    }
  }
  const values: number[] = [];
  const probabilities: number[] = [];
  for (const { low, high, right, count } of pooled) {
    const probability = (right + PRIOR * overall) / (count + PRIOR);
    const at = low === high ? [low] : [low, high];
    for (const value of at) {
      values.push(value);
      // Drawing blocks of unlike size to the share of all can turn their order.
      probabilities.push(Math.max(probability, probabilities.at(-1) ?? 0));
    }
  }
  return { kind: 'isotonic', values, probabilities };
}

/** Platt's logistic in the log-odds of the value, with his targets that keep it from certainty; Newton's method, at most 100 rounds. */
export function fitPlatt(steps: readonly LabelledValue[]): CalibrationMap {
  const rights = steps.filter(({ right }) => right).length;
  const wrongs = steps.length - rights;
  const [high, low] = [(rights + 1) / (rights + 2), 1 / (wrongs + 2)];
  let [slope, intercept] = [1, 0];
  if (rights === 0 || wrongs === 0) return { kind: 'platt', slope: 0, intercept: logit(rights === 0 ? low : high) };
  for (let round = 0; round < 100; round++) {
    // A ridge keeps separable steps finite.
    let [gs, gi, hss, hsi, hii] = [1e-6 * slope, 0, 1e-6, 0, 1e-9];
    for (const { value, right } of steps) {
      const x = logit(value);
      const p = sigmoid(slope * x + intercept);
      const [miss, weight] = [p - (right ? high : low), p * (1 - p)];
      gs += miss * x;
      gi += miss;
      hss += weight * x * x;
      hsi += weight * x;
      hii += weight;
    }
    const determinant = hss * hii - hsi * hsi;
    if (determinant <= 0) break;
    const [ds, di] = [(hii * gs - hsi * gi) / determinant, (hss * gi - hsi * gs) / determinant];
    slope -= ds;
    intercept -= di;
    if (Math.abs(ds) + Math.abs(di) < 1e-9) break;
  }
  // A model whose low values mean right steps is not turned round: it says nothing.
  return slope > 0 ? { kind: 'platt', slope, intercept } : { kind: 'platt', slope: 0, intercept: logit(share(steps)) };
}

/** A bar of a reliability plot: `value` is the mean of its steps' values, `share` how many of them are right. */
export interface ReliabilityBin {
  readonly count: number;
  readonly value: number;
  readonly share: number;
}

/** Bins of equal mass, by value; fewer where there are fewer steps. Steps of one value are not torn apart. */
export function reliabilityOf(steps: readonly LabelledValue[], bins = 10): readonly ReliabilityBin[] {
  const sorted = [...steps].sort((a, b) => a.value - b.value);
  const result: ReliabilityBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= bins && start < sorted.length; bin++) {
    let end = Math.max(start + 1, Math.round((bin * sorted.length) / bins));
    while (end < sorted.length && sorted[end]?.value === sorted[end - 1]?.value) end++;
    const held = sorted.slice(start, end);
    const value = held.reduce((sum, each) => sum + each.value, 0) / held.length;
    result.push({ count: held.length, value, share: share(held) });
    start = end;
  }
  return result;
}

/** Mean distance of a step's probability from the share of right steps in its bin, in [0, 1]; 0 without steps. */
export function expectedCalibrationError(steps: readonly LabelledValue[], bins = 10): number {
  const distance = reliabilityOf(steps, bins).reduce(
    (sum, bin) => sum + bin.count * Math.abs(bin.value - bin.share),
    0,
  );
  return steps.length === 0 ? 0 : distance / steps.length;
}

/** A solution with the value of each step, and the index of its first wrong step, -1 where all are right. */
export interface LabelledSolution {
  readonly values: readonly number[];
  readonly label: number;
}

/** Steps of which people said something: those before the first wrong one are right, it is wrong, and those after it are not known. */
export function labelledSteps(solutions: readonly LabelledSolution[]): readonly LabelledValue[] {
  return solutions.flatMap(({ values, label }) =>
    (label === -1 ? values : values.slice(0, label + 1)).map((value, index) => ({ value, right: index !== label })),
  );
}

/** What warnings on the steps below a threshold are worth. Shares are 1 where there is no warning. */
export interface WarningPrecision {
  readonly warnings: number;
  /** Of the warnings on solutions with an error, the share at or after the first wrong step. */
  readonly onWrong: number;
  /** Of all warnings that share: one on a right solution is wrong. */
  readonly onAll: number;
  /** Share of the wrong solutions with a warning at or after the error and none before. */
  readonly recall: number;
}

export function warningPrecision(solutions: readonly LabelledSolution[], threshold: number): WarningPrecision {
  let [right, early, onRight, found, wrongs] = [0, 0, 0, 0, 0];
  for (const { values, label } of solutions) {
    const flagged = values.flatMap((value, index) => (value < threshold ? [index] : []));
    if (label === -1) {
      onRight += flagged.length;
      continue;
    }
    wrongs++;
    const soon = flagged.filter(index => index < label).length;
    early += soon;
    right += flagged.length - soon;
    if (soon === 0 && flagged.length > 0) found++;
  }
  const warnings = right + early + onRight;
  return {
    warnings,
    onWrong: right + early === 0 ? 1 : right / (right + early),
    onAll: warnings === 0 ? 1 : right / warnings,
    recall: wrongs === 0 ? 0 : found / wrongs,
  };
}

/** What the threshold is held to. */
export interface ThresholdBar {
  /** Least share of warnings on wrong solutions at or after the error. */
  readonly onWrong: number;
  /** Least share of all warnings. */
  readonly onAll: number;
  /** Fewer warnings than these prove no share. */
  readonly atLeast: number;
}

/** Nine in ten of the warnings are right, those on right solutions counted. */
export const shownBar: ThresholdBar = { onWrong: 0.9, onAll: 0.9, atLeast: 10 };

/** The highest threshold at which warnings are as precise as the bar asks; 0, which shows nothing, where there is none. */
export function chooseThreshold(solutions: readonly LabelledSolution[], bar: ThresholdBar = shownBar): number {
  const values = [...new Set(solutions.flatMap(solution => solution.values))].sort((a, b) => b - a);
  let above = 1;
  for (const value of values) {
    // Between two values, so that rounding does not decide.
    const threshold = (above + value) / 2;
    above = value;
    const { warnings, onWrong, onAll } = warningPrecision(solutions, threshold);
    if (warnings < bar.atLeast) return 0;
    if (onWrong >= bar.onWrong && onAll >= bar.onAll) return threshold;
  }
  return 0;
}

function share(steps: readonly LabelledValue[]): number {
  return steps.length === 0 ? 0 : steps.filter(({ right }) => right).length / steps.length;
}

function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const next = xs.findIndex(each => each >= x);
  if (next === -1) return ys.at(-1) ?? x;
  const [x1, y1] = [xs[next] as number, ys[next] as number];
  if (next === 0 || x1 === x) return y1;
  const [x0, y0] = [xs[next - 1] as number, ys[next - 1] as number];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

function logit(value: number): number {
  const held = Math.min(1 - EDGE, Math.max(EDGE, value));
  return Math.log(held / (1 - held));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
