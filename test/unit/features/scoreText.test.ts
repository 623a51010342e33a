/** The words for scores. */
import { describe, expect, test } from 'vitest';
import type { CheckedStep } from '../../../server/src/core/check.ts';
import type { StepScore } from '../../../server/src/core/reward/reward-model.ts';
import type { VerdictStatus } from '../../../server/src/core/verify/verdict.ts';
import { chipLabel, chipMarkdown, sourcesMarkdown, stepNumbers } from '../../../server/src/features/scoreText.ts';

const score: StepScore = { value: 0.234, calibrated: true, low: true, model: 'Judge_1' };

function stepOf(status: VerdictStatus, ...claims: readonly VerdictStatus[]): CheckedStep {
  const checked = claims.map(each => ({ verdict: { status: each } }));
  return { status, claims: checked } as unknown as CheckedStep;
}

test.each([
  [0, '< 1 %'],
  [0.0099, '< 1 %'],
  [0.01, '1 %'],
  [0.505, '51 %'],
  [0.99, '99 %'],
  [1, '> 99 %'],
])('a share of %d is %s: never certain', (value, expected) => {
  expect(chipLabel({ ...score, value })).toBe(expected);
});

test.each([
  [[3], 'step 4'],
  [[1, 2, 3], 'steps 2–4'],
  [[6, 1, 2, 1], 'steps 2–3 and 7'],
  [[0, 2, 4], 'steps 1, 3 and 5'],
])('indexes %j are %s', (indexes, expected) => {
  expect(stepNumbers(indexes)).toBe(expected);
});

test('an old score is marked', () => {
  expect([chipLabel(score), chipLabel({ ...score, old: true })]).toEqual(['23 %', '↻ 23 %']);
  expect(chipMarkdown({ ...score, old: true })).toContain('of the text before the last change');
});

describe('sources', () => {
  const words = (step: CheckedStep, given: StepScore = score): string => sourcesMarkdown(step, [], given);

  test.each([
    ['calibrated', score, /\*\*23 %\*\* likely to be right · Judge\\_1/],
    ['not calibrated', { ...score, calibrated: false }, /\*\*23 %\*\* by the model's own measure, not calibrated/],
    ['a reason, as text', { ...score, reason: 'a *bold*\n claim' }, /Its reason: a \\\*bold\\\* claim/],
    ['an empty reason', { ...score, reason: ' ' }, /^(?!.*reason)/s],
    ['what the model was not shown', { ...score, omitted: [0, 1] }, /was not shown steps 1–2: the solution is longer/],
  ] as const)('%s', (_, given, expected) => {
    expect(words(stepOf('unknown'), given)).toMatch(expected);
  });

  test.each([
    [stepOf('unknown'), /nothing in it could be read as a claim/],
    [stepOf('unknown', 'unknown'), /1 claim, 1 not decided/],
    [stepOf('unknown', 'proved', 'unknown', 'proved'), /3 claims, 2 proved, 1 not decided/],
    [stepOf('proved', 'proved'), /its score is not held against it/],
    [stepOf('refuted', 'refuted'), /A check refutes it, whatever its score/],
  ])('%#', (step, expected) => {
    expect(words(step)).toMatch(expected);
  });

  test('what came of the code of the step', () => {
    const result = { status: 'ok', stdout: '', cut: false, checks: [], ms: 7, ran: 1, value: '42' } as const;
    expect(sourcesMarkdown(stepOf('unknown'), [{ kind: 'done', result }], score)).toMatch(/- Code: .*42/);
  });
});
