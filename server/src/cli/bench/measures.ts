/** ProcessBench's measures (arXiv 2412.06559, section 3). */
import type { ItemResult } from './results.ts';

export interface Measures {
  readonly items: number;
  /** Share of items with an error where exactly the first wrong step is named; 0 where there is none such. */
  readonly errorAccuracy: number;
  /** Share of right items where no step is named; 0 where there is none such. */
  readonly correctAccuracy: number;
  /** Harmonic mean of both. */
  readonly f1: number;
  readonly secondsPerItem: number;
  /** Items with steps that have no value: they count as not solved. */
  readonly failed: number;
  readonly tokens: number;
  readonly money: number;
}

/** @param threshold the first step whose value is below it is the one that is named */
export function measuresOf(results: readonly ItemResult[], threshold: number): Measures {
  const wrong = results.filter(({ label }) => label >= 0);
  const right = results.filter(({ label }) => label < 0);
  const isSolved = (result: ItemResult): boolean => namedStep(result, threshold) === result.label;
  const errorAccuracy = share(wrong.filter(isSolved).length, wrong.length);
  const correctAccuracy = share(right.filter(isSolved).length, right.length);
  const sum = (of: (result: ItemResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  return {
    items: results.length,
    errorAccuracy,
    correctAccuracy,
    f1:
      errorAccuracy + correctAccuracy === 0
        ? 0
        : (2 * errorAccuracy * correctAccuracy) / (errorAccuracy + correctAccuracy),
    secondsPerItem: share(
      sum(({ seconds }) => seconds),
      results.length,
    ),
    failed: results.filter(({ values }) => values.includes(null)).length,
    tokens: sum(({ tokens }) => tokens),
    money: sum(({ money }) => money),
  };
}

/** Index of the first step below the threshold, -1 for none; `undefined` where a step before it has no value. */
export function namedStep({ values }: Pick<ItemResult, 'values'>, threshold: number): number | undefined {
  const index = values.findIndex(value => value === null || value < threshold);
  return index >= 0 && values[index] === null ? undefined : index;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
