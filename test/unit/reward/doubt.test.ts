/** Where a solution has gone wrong by now: at which step the doubt is told, and from what share on. */
import { describe, expect, test } from 'vitest';
import { doubtedStep, upToReadiness } from '../../../server/src/core/reward/doubt.ts';
import { settledValue, standingOf } from '../../../server/src/core/reward/evidence.ts';
import { measuredBy, readinessOf } from '../../../server/src/core/reward/measure.ts';

const standings = { o: 'open', p: 'proved', r: 'refuted' } as const;

test.each([
  ['the first below', [0.9, 0.2, 0.1], 'ooo', 1],
  ['none', [0.9, 0.8, 0.5], 'ooo', -1],
  ['none where nothing is shown', [0, 0], 'oo', -1, 0],
  ['a proved step is passed over', [0.9, 0.2, 0.1], 'opo', 2],
  ['all that is left is proved', [0.9, 0.2, 0.1], 'opp', -1],
  ['before a refuted step', [0.9, 0.2, 0.1], 'oor', 1],
  ['behind a refuted step', [0.9, 0, 0], 'oro', -1],
  ['a step of which it is not known', [0.9, undefined, 0.1], 'ooo', 2],
  ['no step', [], '', -1],
])('the doubt is told at: %s', (_, upTo, standing, expected, threshold = 0.3) => {
  const of = [...standing].map(letter => standings[letter as keyof typeof standings]);
  expect(doubtedStep(upTo, threshold, of)).toBe(expected);
});

/** `wrong` solutions that are surely wrong at their second step, `right` ones that look as `like` says. */
const solutions = (wrong: number, right: number, like: number) => [
  ...Array.from({ length: wrong }, () => ({ upTo: [0.8, 0.2, 0.1], label: 1 })),
  ...Array.from({ length: right }, () => ({ upTo: [0.9, 0.7, like], label: -1 })),
];

describe('the threshold', () => {
  test('is the highest at which nine of ten warnings are right', () => {
    // Between what is seen of right solutions and of wrong ones, next to the former.
    expect(upToReadiness(solutions(30, 30, 0.6)).threshold).toBeCloseTo(0.4);
  });

  test.each([
    ['right solutions look the same', solutions(30, 30, 0.1)],
    ['there are too few to tell', solutions(9, 30, 0.6)],
    ['there are none', []],
    ['every warning would stand before the error', Array.from({ length: 30 }, () => ({ upTo: [0.1, 0.1], label: 1 }))],
  ])('shows nothing where %s', (_, given) => {
    expect(upToReadiness(given).threshold).toBe(0);
  });

  test('does not count what evidence has settled', () => {
    const refuted = solutions(30, 0, 0).map(each => ({ ...each, standing: ['open', 'refuted', 'open'] as const }));
    expect(upToReadiness([...refuted, ...solutions(0, 30, 0.6)]).threshold).toBe(0);
  });
});

test('what would be shown of a solution: refuted steps, and the doubted one', () => {
  const scored = solutions(30, 30, 0.6).map((each, index) => ({
    ...each,
    id: `${index}`,
    group: 'a',
    problem: `${index}`,
    values: [0.9, 0.8, 0.9],
  }));
  const readiness = readinessOf(scored);
  const shown = (standing: string): readonly number[] => {
    const of = [...standing].map(letter => standings[letter as keyof typeof standings]);
    return measuredBy(readiness, { ...(scored[0] as (typeof scored)[number]), standing: of }).shown;
  };
  expect(['ooo', 'opo', 'oro', 'oor', 'opp'].map(shown)).toEqual([[1], [2], [1], [1, 2], []]);
});

const none = { proved: 0, tested: 0, unknown: 0, refuted: 0 };

test.each([
  ['nothing', none, 'open', undefined],
  ['proved', { ...none, proved: 2 }, 'proved', 1],
  ['proved, and more said', { ...none, proved: 2, saysMore: true }, 'proved', undefined],
  ['one not decided', { ...none, proved: 2, unknown: 1 }, 'open', undefined],
  ['one tested', { ...none, proved: 2, tested: 1 }, 'open', undefined],
  ['one refuted', { ...none, proved: 2, refuted: 1, saysMore: true }, 'refuted', 0],
])('evidence: %s', (_, evidence, standing, value) => {
  expect([standingOf(evidence), settledValue(evidence)]).toEqual([standing, value]);
});
