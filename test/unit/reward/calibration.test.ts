/** Calibration, its error, and the thresholds chosen by it: small tables worked out by hand. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../server/src/core/math/random.ts';
import {
  calibrated,
  chooseThreshold,
  expectedCalibrationError,
  fitIsotonic,
  fitPlatt,
  type LabelledValue,
  labelledSteps,
  reliabilityOf,
  warningPrecision,
} from '../../../server/src/core/reward/calibration.ts';
import { chooseNamingThreshold, namedStep, scoreNaming } from '../../../server/src/core/reward/first-error.ts';

/** `0.2-` is a wrong step of that value, `0.8+` a right one. */
function steps(written: string): LabelledValue[] {
  return written.split(' ').map(each => ({ value: Number(each.slice(0, -1)), right: each.endsWith('+') }));
}

describe('isotonic regression', () => {
  // Shares are drawn to the mean of all as if four more steps had it.
  test.each<[written: string, value: number, expected: number]>([
    ['0.1- 0.9+', 0.1, (0 + 4 * 0.5) / 5],
    ['0.1- 0.9+', 0.9, (1 + 4 * 0.5) / 5],
    ['0.1- 0.9+', 0.5, 0.5],
    ['0.1- 0.9+', 0, 0.4],
    ['0.1- 0.9+', 1, 0.6],
    // The wrong order is pooled: all three share two thirds.
    ['0.1+ 0.2- 0.3+', 0.1, (1 + 4 * (2 / 3)) / 6],
    ['0.1+ 0.2- 0.3+', 0.2, (1 + 4 * (2 / 3)) / 6],
    ['0.5+ 0.5- 0.5+ 0.5+', 0.5, 0.75],
    ['0.4+ 0.6+', 0.5, 1],
  ])('%s at %d', (written, value, expected) => {
    expect(calibrated(fitIsotonic(steps(written)), value)).toBeCloseTo(expected, 9);
  });

  test('without steps values stay as they are', () => {
    expect(calibrated(fitIsotonic([]), 0.3)).toBeCloseTo(0.3, 9);
  });

  test('it never falls', () => {
    const random = seededRandom(5);
    const many = Array.from({ length: 300 }, () => {
      const value = Math.round(random() * 50) / 50;
      return { value, right: random() < value };
    });
    const map = fitIsotonic(many);
    const line = Array.from({ length: 101 }, (_, index) => calibrated(map, index / 100));
    expect(line.every((value, index) => index === 0 || value >= (line[index - 1] as number))).toBe(true);
  });
});

describe("Platt's logistic", () => {
  const random = seededRandom(3);
  const many = Array.from({ length: 4000 }, () => {
    const value = 0.05 + 0.9 * random();
    // The truth is twice as sure as the model.
    return { value, right: random() < 1 / (1 + ((1 - value) / value) ** 2) };
  });
  test('finds how sure the model should be', () => {
    const map = fitPlatt(many);
    expect(map.kind === 'platt' && map.slope).toBeCloseTo(2, 0);
    expect(calibrated(map, 0.7)).toBeCloseTo(0.49 / 0.58, 1);
  });
  test.each<[name: string, written: string, expected: number]>([
    ['all right', '0.2+ 0.9+', 3 / 4],
    ['all wrong', '0.2- 0.9-', 1 / 4],
    ['low values are right: it says nothing', '0.1+ 0.2+ 0.8- 0.9-', 0.5],
  ])('%s', (_, written, expected) => {
    expect(calibrated(fitPlatt(steps(written)), 0.5)).toBeCloseTo(expected, 2);
  });
});

describe('calibration error, bins of equal mass', () => {
  test.each<[written: string, bins: number, expected: number]>([
    ['0.5+ 0.5-', 1, 0],
    ['0.9- 0.9-', 1, 0.9],
    ['0+ 1+', 2, 0.5],
    ['0- 1+', 2, 0],
    // Equal values stay in one bin however many there are.
    ['0.5+ 0.5- 0.5+ 0.5-', 4, 0],
  ])('%s in %i bins', (written, bins, expected) => {
    expect(expectedCalibrationError(steps(written), bins)).toBeCloseTo(expected, 9);
  });
  test('no steps, no error', () => expect(expectedCalibrationError([])).toBe(0));
  test('every step is in one bin', () => {
    const many = Array.from({ length: 37 }, (_, index) => ({ value: index / 40, right: index % 3 > 0 }));
    expect(reliabilityOf(many).reduce((sum, bin) => sum + bin.count, 0)).toBe(37);
  });
});

describe('labels', () => {
  test('steps after the first wrong one say nothing', () => {
    const labelled = labelledSteps([
      { values: [0.9, 0.2, 0.4], label: 1 },
      { values: [0.8, 0.7], label: -1 },
    ]);
    expect(labelled.map(({ value, right }) => `${value}${right ? '+' : '-'}`)).toEqual([
      '0.9+',
      '0.2-',
      '0.8+',
      '0.7+',
    ]);
  });

  test.each<
    [values: readonly number[], label: number, expected: readonly [onWrong: number, onAll: number, recall: number]]
  >([
    [[0.9, 0.1, 0.1], 1, [1, 1, 1]],
    [[0.1, 0.1, 0.9], 1, [0.5, 0.5, 0]],
    [[0.1, 0.9, 0.9], 2, [0, 0, 0]],
    [[0.9, 0.1], -1, [1, 0, 0]],
    [[0.9, 0.9], 1, [1, 1, 0]],
  ])('warnings on %j with label %i', (values, label, [onWrong, onAll, recall]) => {
    const found = warningPrecision([{ values, label }], 0.5);
    expect([found.onWrong, found.onAll, found.recall]).toEqual([onWrong, onAll, recall]);
  });
});

describe('thresholds', () => {
  const wrong = (value: number) => ({ values: [0.9, value, 0.9], label: 1 });
  const right = (value: number) => ({ values: [0.9, value, 0.9], label: -1 });
  test('the highest that is precise enough', () => {
    const solutions = [
      ...Array.from({ length: 12 }, () => wrong(0.1)),
      ...Array.from({ length: 12 }, () => right(0.6)),
    ];
    const threshold = chooseThreshold(solutions);
    expect(threshold).toBeGreaterThan(0.1);
    expect(threshold).toBeLessThanOrEqual(0.6);
  });
  test('none, where warnings are not precise', () => {
    expect(chooseThreshold(Array.from({ length: 40 }, (_, index) => (index % 2 ? wrong(0.1) : right(0.1))))).toBe(0);
  });
  test('none, where there are too few warnings to tell', () => {
    expect(chooseThreshold([wrong(0.1), ...Array.from({ length: 40 }, () => right(0.9))])).toBe(0);
  });
  test('naming: between the wrong steps and the right ones', () => {
    const solutions = [
      ...Array.from({ length: 10 }, () => ({ ...wrong(0.2), group: 'a' })),
      ...Array.from({ length: 10 }, () => ({ ...right(0.7), group: 'a' })),
    ];
    const threshold = chooseNamingThreshold(solutions);
    expect(solutions.map(({ values }) => namedStep(values, threshold))).toEqual(solutions.map(({ label }) => label));
  });
  test('F1 is the harmonic mean of the two shares', () => {
    const score = scoreNaming([
      { named: 1, label: 1 },
      { named: 0, label: 1 },
      { named: -1, label: -1 },
    ]);
    expect([score.errorAccuracy, score.correctAccuracy, score.f1]).toEqual([0.5, 1, 2 / 3]);
  });
});
