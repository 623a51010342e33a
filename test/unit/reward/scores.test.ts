/** Scores of a document through edits: what is asked, what is kept, what is shown. */
import { describe, expect, test } from 'vitest';
import { type CheckedDocument, DocumentChecker } from '../../../server/src/core/check.ts';
import type { ModelFault } from '../../../server/src/core/model/fault.ts';
import type { Calibration, RewardModel, Scored, ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import { type ScoreOptions, Scorer } from '../../../server/src/core/reward/scores.ts';
import { ScoreSheet } from '../../../server/src/core/reward/sheet.ts';
import { noAbort } from './scripted.ts';

/** Gives each step the number at its end as percent; notes what it was asked. */
class Numbers implements RewardModel {
  readonly id = 'numbers';
  readonly name = 'Numbers';
  readonly method = 'critic';
  readonly requests: ScoreRequest[] = [];
  readonly #meet: (request: ScoreRequest, sheet: ScoreSheet) => ModelFault | undefined;

  constructor(meet: (request: ScoreRequest, sheet: ScoreSheet) => ModelFault | undefined = () => undefined) {
    this.#meet = meet;
  }

  async score(request: ScoreRequest, signal: AbortSignal): Promise<Scored> {
    this.requests.push(request);
    const sheet = new ScoreSheet(request);
    const fault = this.#meet(request, sheet);
    if (fault !== undefined) sheet.fail(fault);
    for (const index of sheet.wanted) {
      await Promise.resolve();
      if (signal.aborted) sheet.fail({ kind: 'cancelled', message: 'Stopped.' });
      if (sheet.fault !== undefined) break;
      sheet.set(index, Number(/(\d+)$/.exec(request.steps[index]?.text ?? '')?.[1]) / 100);
    }
    return sheet.result();
  }
}

function document(...steps: readonly string[]): CheckedDocument {
  const text = `## Problem\n\nShow it.\n\n## Solution\n\n${steps.join('\n\n')}\n`;
  return new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
}

/** `90` a score, `90~` an old one, `-` none, `90!` a low one. */
function shown(scorer: Scorer, checked: CheckedDocument): string {
  return checked.solutions
    .flatMap(solution =>
      solution.steps.map((_, index) => {
        const score = scorer.scoreOf(solution, index);
        if (score === undefined) return '-';
        return `${Math.round(score.value * 100)}${score.old === true ? '~' : ''}${score.low ? '!' : ''}`;
      }),
    )
    .join(' ');
}

function scoring(checked: CheckedDocument, scorer: Scorer, options: Partial<ScoreOptions> = {}, signal = noAbort()) {
  return scorer.score(checked, { inView: [], ...options }, signal, () => undefined);
}

/** `1-3` where the steps 1 to 3 were wanted of those that were given. */
function wanted(requests: readonly ScoreRequest[]): readonly string[] {
  return requests.map(({ from = 0, steps }) => `${from}-${steps.length - 1}`);
}

const four = ['Alpha is 90', 'Beta is 80', 'Gamma is 70', 'Delta is 60'];

describe('edits', () => {
  test.each([
    [
      'the last step',
      ['Alpha is 90', 'Beta is 80', 'Gamma is 70', 'Delta is 50'],
      '90 80 70 60~',
      ['3-3'],
      '90 80 70 50',
    ],
    [
      'a step in the middle: those behind it are asked again',
      ['Alpha is 90', 'Beta is 85', 'Gamma is 70', 'Delta is 60'],
      '90 80~ 70~ 60~',
      ['1-3'],
      '90 85 70 60',
    ],
    ['a new last step', [...four, 'Epsilon is 40'], '90 80 70 60 -', ['4-4'], '90 80 70 60 40'],
    [
      'a step put between: no other is shown for it',
      ['Alpha is 90', 'New is 30', 'Beta is 80', 'Gamma is 70', 'Delta is 60'],
      '90 - 80~ 70~ 60~',
      ['1-4'],
      '90 30 80 70 60',
    ],
    ['the last step taken away', four.slice(0, 3), '90 80 70', [], '90 80 70'],
    ['nothing', four, '90 80 70 60', [], '90 80 70 60'],
  ] as const)('%s', async (_what, steps, before, asked, after) => {
    const reward = new Numbers();
    const scorer = new Scorer(reward);
    await scoring(document(...four), scorer);
    expect(wanted(reward.requests.splice(0))).toEqual(['0-3']);
    const edited = document(...steps);
    expect(shown(scorer, edited)).toBe(before);
    expect(await scoring(edited, scorer)).toBeUndefined();
    expect(wanted(reward.requests)).toEqual(asked);
    expect(shown(scorer, edited)).toBe(after);
  });

  test('back to the earlier text: nothing is asked', async () => {
    const reward = new Numbers();
    const scorer = new Scorer(reward);
    for (const steps of [four, ['Alpha is 95', ...four.slice(1)], four]) await scoring(document(...steps), scorer);
    expect(reward.requests).toHaveLength(2);
    expect(shown(scorer, document(...four))).toBe('90 80 70 60');
  });

  test('the same solution in another document is known', async () => {
    const reward = new Numbers();
    const scorer = new Scorer(reward);
    await scoring(document(...four), scorer);
    await scoring(document(...four), scorer);
    expect(reward.requests).toHaveLength(1);
  });

  test('a text that changed while it was scored: its scores are not shown for the new one', async () => {
    const scorer = new Scorer(new Numbers());
    const running = scoring(document('Alpha is 90', 'Beta is 80'), scorer);
    const edited = document('Alpha is 91', 'Beta is 80');
    await running;
    expect(shown(scorer, edited)).toBe('90~ 80~');
  });
});

test('steps in view go first', async () => {
  const reward = new Numbers();
  const checked = document(...four);
  const third = checked.document.text.indexOf('Gamma');
  await scoring(checked, new Scorer(reward), { inView: [{ start: third, end: third + 5 }] });
  expect(wanted(reward.requests)).toEqual(['2-2', '0-1', '3-3']);
});

test('the model reads problem and steps of this solution, and nothing else of the file', async () => {
  const reward = new Numbers();
  const text =
    'Secret notes.\n\n## Problem\n\nFind $x$.\n\n## Solution\n\nSince $x > 1$ it is 50\n\n## Notes\n\nMore secrets.\n';
  await scoring(
    new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result,
    new Scorer(reward),
  );
  expect(reward.requests.map(({ problem, steps }) => ({ problem, steps }))).toEqual([
    { problem: 'Find $x$.', steps: [{ text: 'Since $x > 1$ it is 50' }] },
  ]);
});

test('steps that evidence has settled, or the person has set aside, are not asked about and never low', async () => {
  const reward = new Numbers();
  const scorer = new Scorer(reward);
  const checked = document('$2 + 2 = 4$', 'Then it is 5', '$2 + 2 = 5$', '<!-- stepwise: ignore -->\nAgain 6');
  expect(checked.solutions[0]?.steps.map(({ status }) => status)).toEqual(['proved', 'unknown', 'refuted', 'unknown']);
  await scoring(checked, scorer);
  expect(wanted(reward.requests)).toEqual(['1-1']);
  expect(shown(scorer, checked)).toBe('- 5! - -');
  expect(reward.requests[0]?.evidence?.[0]).toEqual({ proved: 1, tested: 0, unknown: 0, refuted: 0 });
});

test('a step that says more than its proved claims is scored beside the evidence, and never low', async () => {
  const reward = new Numbers();
  const scorer = new Scorer(reward);
  const checked = document(
    'So each of the other players takes $2 + 2 = 4$ stones, whatever they do before, at least 5',
    'So $2 + 2 = 4$',
  );
  expect(checked.solutions[0]?.steps.map(({ status }) => status)).toEqual(['proved', 'proved']);
  await scoring(checked, scorer);
  expect(wanted(reward.requests)).toEqual(['0-0']);
  expect(shown(scorer, checked)).toBe('5 -');
  expect(reward.requests[0]?.evidence?.[0]).toMatchObject({ proved: 1, saysMore: true });
});

/** Gives each step the first number at its end as percent, and the second as that of all up to it. */
class UpTo extends Numbers {
  override async score(request: ScoreRequest): Promise<Scored> {
    const sheet = new ScoreSheet(request);
    for (const index of sheet.wanted) {
      const [, own, ofAll] = /(\d+) (\d+)$/.exec(request.steps[index]?.text ?? '') ?? [];
      sheet.set(index, Number(own) / 100, { upTo: Number(ofAll) / 100 });
    }
    return sheet.result();
  }
}

test.each([
  ['at the first step below the threshold alone', ['Alpha 90 80', 'Beta 60 20', 'Gamma 50 10'], '90 60! 50'],
  ['nowhere', ['Alpha 90 80', 'Beta 60 40'], '90 60'],
  ['at none behind a refuted one', ['Alpha 90 80', '$2 + 2 = 5$', 'Gamma 50 10'], '90 - 50'],
  [
    'not at one that was set aside',
    ['Alpha 90 80', '<!-- stepwise: ignore -->\nBeta 60 20', 'Gamma 50 10'],
    '90 - 50!',
  ],
])('that something is wrong by now is told %s', async (_, steps, expected) => {
  const reward = new UpTo();
  const same = (value: number): number => value;
  const scorer = new Scorer(reward, {
    rewardId: reward.id,
    calibrate: same,
    threshold: 0,
    upTo: { calibrate: same, threshold: 0.3 },
  });
  const checked = document(...steps);
  await scoring(checked, scorer);
  expect(shown(scorer, checked)).toBe(expected);
  const scores = checked.solutions[0]?.steps.map((__, index) => scorer.scoreOf(checked.solutions[0] as never, index));
  for (const score of scores ?? []) expect(score?.upTo !== undefined).toBe(score?.low === true);
});

test('without a calibration for it, what the model says of all steps flags nothing', async () => {
  const reward = new UpTo();
  const scorer = new Scorer(reward, { rewardId: reward.id, calibrate: value => value, threshold: 0 });
  const checked = document('Alpha 90 1', 'Beta 60 1');
  await scoring(checked, scorer);
  expect(shown(scorer, checked)).toBe('90 60');
});

describe('failures', () => {
  const busy: ModelFault = { kind: 'busy', message: 'Later.' };
  const odd: ModelFault = { kind: 'not-understood', message: 'Odd.' };

  test('what came before is kept, and what is missing asked for the next time', async () => {
    let calls = 0;
    const reward = new Numbers((_, sheet) => {
      calls++;
      if (calls > 1) return undefined;
      sheet.set(0, 0.9);
      return busy;
    });
    const scorer = new Scorer(reward);
    const checked = document(...four);
    expect(await scoring(checked, scorer)).toBe(busy);
    expect(shown(scorer, checked)).toBe('90 - - -');
    expect(await scoring(checked, scorer)).toBeUndefined();
    expect(wanted(reward.requests)).toEqual(['0-3', '1-3']);
  });

  test('where the model would fail again it is not asked again, but by the person', async () => {
    let fails = true;
    const reward = new Numbers(() => (fails ? odd : undefined));
    const scorer = new Scorer(reward);
    const checked = document(...four);
    expect(await scoring(checked, scorer)).toBe(odd);
    expect(await scoring(checked, scorer)).toBe(odd);
    expect(reward.requests).toHaveLength(1);
    fails = false;
    expect(await scoring(checked, scorer, { again: true })).toBeUndefined();
    expect(shown(scorer, checked)).toBe('90 80 70 60');
  });

  test('stopped in the middle: the scores that came are kept', async () => {
    const abort = new AbortController();
    const scorer = new Scorer(new Numbers());
    const checked = document(...four);
    let came = 0;
    const fault = await scorer.score(checked, { inView: [] }, abort.signal, () => {
      if (++came === 2) abort.abort();
    });
    expect(fault).toMatchObject({ kind: 'cancelled' });
    expect(shown(scorer, checked)).toBe('90 80 - -');
  });

  test.each([Number.NaN, 1.5, -1])('%s from a model is no score', async value => {
    const reward: RewardModel = {
      id: 'odd',
      name: 'Odd',
      method: 'critic',
      score: async ({ steps, onScore }) => {
        onScore?.(0, { value });
        return {
          ok: true,
          scores: steps.map(() => ({ value })),
          omitted: [],
          usage: { promptTokens: 0, cachedTokens: 0, completionTokens: 0, calls: 1, cost: 0 },
        };
      },
    };
    const scorer = new Scorer(reward);
    const checked = document('Alpha is 90');
    await scoring(checked, scorer);
    expect(shown(scorer, checked)).toBe('-');
  });
});

describe('what a value is worth', () => {
  const halved: Calibration = { rewardId: 'numbers', calibrate: value => value / 2, threshold: 0.36 };

  test.each([
    ['calibrated: low below the threshold', halved, '45 40 35! 30!'],
    ['a calibration for another model is not used', { ...halved, rewardId: 'other' }, '90 80 70 60'],
    ['raw values are low only where they are very low', undefined, '90 80 70 60'],
  ] as const)('%s', async (_what, calibration, expected) => {
    const scorer = new Scorer(new Numbers(), calibration);
    const checked = document(...four);
    await scoring(checked, scorer);
    expect(shown(scorer, checked)).toBe(expected);
  });
});

test('of many texts the oldest are forgotten', async () => {
  const scorer = new Scorer(new Numbers(), undefined, 6);
  await scoring(document(...four), scorer);
  await scoring(document('Other is 50', 'Words are 40', 'Here is 30', 'Again 20'), scorer);
  expect(shown(scorer, document(...four))).toBe('- - 70 60');
});

test('a first step that is another one altogether has no old score, though its place is the same', async () => {
  const scorer = new Scorer(new Numbers());
  await scoring(document(...four), scorer);
  expect(shown(scorer, document('Quite another solution begins 10'))).toBe('-');
});
