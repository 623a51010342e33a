/** Scores joined to a document: what the person is told, and what evidence forbids to be told. */
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import type { Severities } from '../../../server/src/core/findings.ts';
import { enrich } from '../../../server/src/core/late.ts';
import type { StepScore } from '../../../server/src/core/reward/reward-model.ts';
import type { Verdict } from '../../../server/src/core/verify/verdict.ts';

const low: StepScore = { value: 0.124, calibrated: true, low: true, model: 'PRM' };

interface Case {
  readonly text?: string;
  readonly score?: Partial<StepScore>;
  readonly severities?: Severities;
  readonly verdict?: Verdict;
}

function joined({ text = 'Hence it holds.', score = {}, severities = {}, verdict }: Case) {
  const options = { format: 'markdown', wholeFile: true, severities } as const;
  const checked = new DocumentChecker(`## Solution\n\n${text}\n`, options).result;
  const late = {
    outcomeOf: () => undefined,
    verdictOf: () => verdict,
    scoreOf: () => ({ ...low, ...score }),
  };
  return enrich(checked, late, options);
}

function told(given: Case): readonly string[] {
  const document = joined(given);
  return document.findings
    .filter(({ rule }) => rule === 'step.low-score')
    .map(
      ({ severity, message, span }) => `${severity} [${document.document.text.slice(span.start, span.end)}] ${message}`,
    );
}

test.each([
  ['calibrated', {}, 'warning [Hence it holds.] 12 % — the reward model PRM finds this step doubtful.'],
  [
    'with its reason',
    { score: { reason: 'It does\nnot follow. ' } },
    'warning [Hence it holds.] 12 % — the reward model PRM finds this step doubtful: It does not follow.',
  ],
  [
    'raw',
    { score: { calibrated: false } },
    "information [Hence it holds.] 12 % by the model's own measure, not calibrated — the reward model PRM finds this step doubtful.",
  ],
  [
    'old',
    { score: { old: true } },
    'information [Hence it holds.] 12 % — the reward model PRM finds this step doubtful. (This is about the text before the last change.)',
  ],
  [
    'of all steps up to here',
    { score: { value: 0.6, upTo: 0.08 } },
    'warning [Hence it holds.] 8 % that all is right up to here — the reward model PRM finds this step or one before it doubtful.',
  ],
  [
    'of a part of the solution',
    { score: { omitted: [0, 1] } },
    'warning [Hence it holds.] 12 % — the reward model PRM finds this step doubtful. (It was shown 2 earlier steps less: the solution is longer than its window.)',
  ],
  [
    'very low',
    { score: { value: 0.001 } },
    'warning [Hence it holds.] < 1 % — the reward model PRM finds this step doubtful.',
  ],
  [
    'as information',
    { severities: { 'step.low-score': 'information' } },
    'information [Hence it holds.] 12 % — the reward model PRM finds this step doubtful.',
  ],
  [
    'as a hint, even raw',
    { severities: { 'step.low-score': 'hint' }, score: { calibrated: false } },
    "hint [Hence it holds.] 12 % by the model's own measure, not calibrated — the reward model PRM finds this step doubtful.",
  ],
  [
    'never an error',
    { severities: { 'step.low-score': 'error' } },
    'warning [Hence it holds.] 12 % — the reward model PRM finds this step doubtful.',
  ],
] as const)('%s', (_what, given, message) => {
  expect(told(given)).toEqual([message]);
});

test.each<readonly [string, Case]>([
  ['a score that is not low', { score: { low: false, value: 0.9 } }],
  ['a step that is proved', { text: '$2 + 2 = 4$' }],
  ['a step that is refuted', { text: '$2 + 2 = 5$' }],
  ['a step that is ignored', { text: '<!-- stepwise: ignore -->\nHence it holds.' }],
  ['a rule that is off', { severities: { 'step.low-score': 'off' } }],
  ['a file that turns it off', { text: '<!-- stepwise: disable step.low-score -->\n\nHence it holds.' }],
])('nothing is said of %s', (_what, given) => {
  expect(told(given)).toEqual([]);
});

test('a step that is proved later is no longer doubted', () => {
  const text = '$$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$$';
  const proved: Verdict = { status: 'proved', checker: 'sympy', evidence: { kind: 'method', method: 'SymPy' } };
  expect(told({ text })).toHaveLength(1);
  expect(told({ text, verdict: proved })).toEqual([]);
});

test('the score stands at its step, and is low nowhere that evidence has spoken', () => {
  const [solution] = joined({ text: 'Hence it holds.\n\n$2 + 2 = 4$\n\n$2 + 2 = 5$' }).solutions;
  expect(solution?.steps.map(({ score, status }) => [status, score?.low])).toEqual([
    ['unknown', true],
    ['proved', false],
    ['refuted', false],
  ]);
});
