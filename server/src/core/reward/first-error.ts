/** Which step is named as the first wrong one, and how good that is: ProcessBench's measure (arXiv 2412.06559, section 3). */
import type { LabelledSolution } from './calibration.ts';

/** Index of the first step whose value is below the threshold, -1 where there is none. */
export function namedStep(values: readonly number[], threshold: number): number {
  return values.findIndex(value => value < threshold);
}

export interface NamingScore {
  /** Share of the solutions with an error whose first wrong step is named exactly. */
  readonly errorAccuracy: number;
  /** Share of the right solutions in which no step is named. */
  readonly correctAccuracy: number;
  /** Their harmonic mean. */
  readonly f1: number;
  readonly wrong: number;
  readonly right: number;
}

/** `named` and `label` are indexes of steps, -1 for none. The share of nothing is 1. */
export function scoreNaming(pairs: readonly { readonly named: number; readonly label: number }[]): NamingScore {
  const wrong = pairs.filter(({ label }) => label !== -1);
  const right = pairs.filter(({ label }) => label === -1);
  const exact = wrong.filter(({ named, label }) => named === label).length;
  const silent = right.filter(({ named }) => named === -1).length;
  const errorAccuracy = wrong.length === 0 ? 1 : exact / wrong.length;
  const correctAccuracy = right.length === 0 ? 1 : silent / right.length;
  const sum = errorAccuracy + correctAccuracy;
  const f1 = sum === 0 ? 0 : (2 * errorAccuracy * correctAccuracy) / sum;
  return { errorAccuracy, correctAccuracy, f1, wrong: wrong.length, right: right.length };
}

/** A solution and the kind it is measured with: each kind counts alike, however many solutions it has. */
export interface GroupedSolution extends LabelledSolution {
  readonly group: string;
}

/** By group, and the mean of F1 over the groups. */
export function namingByGroup(solutions: readonly (GroupedSolution & { readonly named: number })[]): {
  readonly mean: number;
  readonly groups: ReadonlyMap<string, NamingScore>;
} {
  const groups = new Map<string, NamingScore>();
  for (const group of [...new Set(solutions.map(solution => solution.group))].sort())
    groups.set(group, scoreNaming(solutions.filter(solution => solution.group === group)));
  const f1 = [...groups.values()].map(score => score.f1);
  return { mean: f1.reduce((sum, value) => sum + value, 0) / Math.max(1, f1.length), groups };
}

/** Candidates for a threshold: so many shares of the steps lie below. */
const CANDIDATES = 80;
/** Thresholds whose F1 is as good as the best within this are taken together: their middle holds better on other solutions than the best itself. */
const AS_GOOD = 0.01;

/** The threshold with the highest mean F1 over the groups, 0 where there is nothing to choose by. */
export function chooseNamingThreshold(solutions: readonly GroupedSolution[]): number {
  const values = solutions.flatMap(solution => solution.values).sort((a, b) => a - b);
  if (values.length === 0) return 0;
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] as number;
  // Most steps are right: a threshold above three quarters of all values names far too many.
  const thresholds = Array.from({ length: CANDIDATES }, (_, index) => at((0.75 * (index + 1)) / CANDIDATES));
  const scores = thresholds.map(
    threshold =>
      namingByGroup(solutions.map(solution => ({ ...solution, named: namedStep(solution.values, threshold) }))).mean,
  );
  const best = Math.max(...scores);
  const good = thresholds.filter((_, index) => (scores[index] as number) >= best - AS_GOOD);
  return good[Math.floor(good.length / 2)] ?? 0;
}
