/** Features of steps, from surprise that is written down by hand. */
import { describe, expect, test } from 'vitest';
import type { ReadToken } from '../../../server/src/core/model/language-model.ts';
import { featureNames, featuresOf, type StepReading } from '../../../server/src/core/reward/features.ts';

/** `text:surprise:doubt`, blanks between tokens; the log-probabilities are their negatives. */
function step(written: string): StepReading {
  const tokens = written.split(' ').flatMap((each): ReadToken[] => {
    if (each === '') return [];
    const [text = '', surprise = '0', doubt = surprise] = each.split('|');
    return [{ text, logProbability: -Number(surprise), best: -Number(doubt) }];
  });
  return { tokens };
}

const nothing = { proved: 0, tested: 0, unknown: 0, refuted: 0 };

function feature(name: string, steps: readonly string[], index = 0, evidence = steps.map(() => nothing)): number {
  const row = featuresOf(steps.map(step), evidence)[index];
  expect(featureNames).toContain(name);
  return row?.[featureNames.indexOf(name)] ?? Number.NaN;
}

describe('features of a step', () => {
  test.each<[name: string, steps: readonly string[], index: number, expected: number]>([
    ['tokens', ['so|1 x|2 =|0 7|6'], 0, Math.log(5)],
    ['surpriseMean', ['so|1 x|2 =|0 7|6'], 0, 2.25],
    ['surpriseMax', ['so|1 x|2 =|0 7|6'], 0, 6],
    ['surpriseTop3', ['so|1 x|2 =|0 7|6'], 0, 3],
    ['surpriseSum', ['so|1 x|2 =|0 7|6'], 0, Math.log(10)],
    ['surpriseFirst', ['so|1 x|2 =|0 7|6'], 0, 1],
    ['digitMax', ['so|9 7|6 8|2'], 0, 6],
    ['digitMean', ['so|9 7|6 8|2'], 0, 4],
    ['digits', ['so|9 7|6 8|2'], 0, Math.log(3)],
    ['digitMax', ['no number|3'], 0, 0],
    ['resultMax', ['3|5 +|1 4|1 =|0 8|4 so|0 9|9'], 0, 4],
    ['operatorMax', ['3|5 +|2 4|9 =|1'], 0, 2],
    ['wordMax', ['so|3 7|9 we|1'], 0, 3],
    ['gapMax', ['so|3|1 7|9|8.5'], 0, 2],
    ['gapShare', ['so|3|1 7|9|9'], 0, 0.5],
    ['doubtMax', ['so|3|1 7|9|8.5'], 0, 8.5],
    ['sureMiss', ['7|5|0'], 0, 5],
    ['sureMiss', ['7|5|5'], 0, 0],
    // A number in another script is a digit too.
    ['digitMax', ['٧|4'], 0, 4],
    ['surpriseMax', [''], 0, 0],
    ['tokens', [''], 0, 0],
    ['surpriseMax:z', ['a|1', 'a|1', 'a|4'], 2, Math.SQRT2],
    ['surpriseMax:rise', ['a|1', 'a|2', 'a|4'], 2, 2.5],
    ['surpriseMax:rank', ['a|1', 'a|2', 'a|4'], 1, 0.5],
    ['surpriseMax:z', ['a|4'], 0, 0],
    ['index', ['a|1', 'a|1', 'a|1'], 2, Math.log(3)],
    ['position', ['a|1', 'a|1', 'a|1'], 1, 0.5],
    ['first', ['a|1', 'a|1'], 0, 1],
    ['last', ['a|1', 'a|1'], 1, 1],
    ['last', ['a|1', 'a|1'], 0, 0],
  ])('%s of %j, step %i', (name, steps, index, expected) => {
    expect(feature(name, steps, index)).toBeCloseTo(expected, 9);
  });

  test.each<[name: string, index: number, expected: number]>([
    ['proved', 0, Math.log(3)],
    ['refuted', 1, 1],
    ['refutedBefore', 1, 0],
    ['refutedBefore', 2, 1],
    ['claims', 2, Math.log(2)],
  ])('evidence: %s of step %i', (name, index, expected) => {
    const evidence = [
      { ...nothing, proved: 2 },
      { ...nothing, refuted: 1 },
      { ...nothing, unknown: 1 },
    ];
    expect(feature(name, ['a|1', 'a|1', 'a|1'], index, evidence)).toBeCloseTo(expected, 9);
  });

  test('every row has a number for every name', () => {
    const rows = featuresOf([step('so|1 x|2 =|0 7|6'), step(''), step('a|100')]);
    expect(rows.map(row => row.length)).toEqual(rows.map(() => featureNames.length));
    expect(rows.flat().every(Number.isFinite)).toBe(true);
    expect(new Set(featureNames).size).toBe(featureNames.length);
  });

  test.each([Number.NaN, Number.NEGATIVE_INFINITY])('a log-probability of %s is refused', logProbability => {
    expect(() => featuresOf([{ tokens: [{ text: 'a', logProbability }] }])).toThrow(RangeError);
  });
});
