/** Critics: what they are asked, how their replies are read, and what votes come to. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../server/src/core/code/sandbox.ts';
import type { Generated, GenerateRequest } from '../../../server/src/core/model/language-model.ts';
import { createCodeCriticReward } from '../../../server/src/core/reward/code-critic.ts';
import { createCriticReward, voteValue } from '../../../server/src/core/reward/critic.ts';
import { readCritique } from '../../../server/src/core/reward/critique.ts';
import type { ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import { ScriptedSandbox } from '../code/scripted.ts';
import { failed, noAbort, oneCall, type Script, ScriptedModel } from './scripted.ts';

const request: ScoreRequest = {
  problem: 'Add 1, 2 and 3.',
  steps: [{ text: '1 + 2 = 3.' }, { text: '3 + 3 = 7.' }, { text: 'The answer is 7.' }],
};

describe('a critique names a paragraph', () => {
  test.each([
    [
      'a box',
      'Paragraph 0 is fine.\nParagraph 1: 3 + 3 is 6, not 7.\nFirst wrong paragraph: \\boxed{1}',
      1,
      '3 + 3 is 6, not 7.',
    ],
    ['none', 'All fine.\nFirst wrong paragraph: \\boxed{-1}', -1, undefined],
    ['a minus of another kind', '\\boxed{−1}', -1, undefined],
    ['a box with words', 'The sum is wrong.\n\\boxed{\\text{paragraph_1}}', 1, 'The sum is wrong.'],
    ['the last of several boxes', '\\boxed{0}? No: paragraph 1 adds wrongly. \\boxed{1}', 1, 'adds wrongly.'],
    ['without a box', 'The sum is wrong.\n\n**First wrong paragraph:** 1', 1, 'The sum is wrong.'],
    ['in words', 'I checked everything. All paragraphs are correct.', -1, undefined],
    [
      'the paragraph itself, as a small model answers',
      'The first wrong paragraph is:\n\n<paragraph_0>First, add.</paragraph_0>',
      0,
      undefined,
    ],
    ['thoughts do not count', '<think>\\boxed{0}</think>The second is wrong.\n\\boxed{1}', 1, 'The second is wrong.'],
    ['tags of paragraphs', '<paragraph_1> 3 + 3 = 6. </paragraph_1>\n\\boxed{1}', 1, '3 + 3 = 6.'],
  ])('%s', (_what, raw, first, reason) => {
    expect(readCritique(raw, 0, 3)).toEqual({
      ok: true,
      first,
      ...(reason === undefined ? {} : { reason: expect.stringContaining(reason) }),
    });
  });

  test.each([
    ['one that is not there', '\\boxed{3}', 0],
    ['one that was not asked about', '\\boxed{0}', 1],
    ['none at all', 'The solution looks interesting.', 0],
    ['nothing', '', 0],
    ['a fraction', '\\boxed{1.5}', 0],
  ])('%s: not understood', (_what, raw, from) => {
    expect(readCritique(raw, from, 3)).toMatchObject({ ok: false });
  });

  test('a long reason is cut at a sentence', () => {
    const read = readCritique(`Paragraph 1: ${'This is wrong. '.repeat(60)}\n\\boxed{1}`, 0, 3);
    expect(read).toMatchObject({ ok: true, reason: expect.stringMatching(/This is wrong\.$/) });
    expect(read.reason?.length).toBeLessThanOrEqual(280);
  });
});

test.each([
  ['nobody has voted', [], 0, 0.75],
  ['one vote for it', [1], 1, 0.375],
  ['one vote that all is right', [-1], 1, 0.875],
  ['before the step that all name', [1, 1, 1, 1], 0, 0.95],
  ['the step that all name', [1, 1, 1, 1], 1, 0.15],
  ['behind it nobody has judged', [1, 1, 1, 1], 2, 0.75],
  ['half of the votes', [1, 1, -1, -1], 1, 0.55],
  ['most of the votes', [1, 1, 1, -1], 1, 0.35],
] as const)('%s', (_what, votes, index, value) => {
  expect(
    voteValue(
      votes.map(first => ({ first })),
      index,
    ),
  ).toBeCloseTo(value, 10);
});

async function criticised(script: Script, more: Partial<ScoreRequest> = {}, votes = 3) {
  const model = new ScriptedModel(script);
  const scored = await createCriticReward(model, { votes }).score({ ...request, ...more }, noAbort());
  return { model, scored };
}

describe('critic', () => {
  test('one request for all votes; the reason stands at the step that was named', async () => {
    const { model, scored } = await criticised({
      generate: () => ['Paragraph 1: 3 + 3 = 6.\n\\boxed{1}', '\\boxed{1}', '\\boxed{-1}'],
    });
    expect(model.generated).toHaveLength(1);
    expect(model.generated[0]).toMatchObject({ n: 3 });
    expect(model.generated[0]?.messages[1]?.content).toContain('<paragraph_1>\n3 + 3 = 7.\n</paragraph_1>');
    expect(scored).toMatchObject({
      ok: true,
      scores: [{ value: 0.9375 }, { value: 0.4375, reason: '3 + 3 = 6.' }, { value: 0.875 }],
    });
  });

  test('only the last step is asked about: the others are context', async () => {
    const { model, scored } = await criticised(
      { generate: () => ['\\boxed{2}', '\\boxed{0}', '\\boxed{2}'] },
      { from: 2 },
    );
    expect(model.generated[0]?.messages[1]?.content).toContain('Which of paragraph 2 is the first wrong one?');
    // The vote that names a step which was to be taken as right does not count.
    expect(scored).toMatchObject({ ok: true, scores: [undefined, undefined, { value: 0.25 }] });
  });

  test('votes that came before a failure count, and the failure is told', async () => {
    const some: Generated = {
      ok: true,
      completions: [{ text: '\\boxed{-1}', tokens: 5, finish: 'stop' }],
      usage: oneCall,
      fault: { kind: 'timeout', message: 'It took too long.' },
    };
    const { scored } = await criticised({ generate: () => some });
    expect(scored).toMatchObject({
      ok: true,
      fault: { kind: 'timeout' },
      scores: [{ value: 0.875 }, { value: 0.875 }, { value: 0.875 }],
    });
  });

  test.each([
    ['no vote is understood', ['What a nice solution!', '', '7'], 'not-understood'],
    ['the model fails', failed('unreachable'), 'unreachable'],
  ] as const)('%s: no score', async (_what, answer, kind) => {
    expect((await criticised({ generate: () => answer })).scored).toMatchObject({ ok: false, fault: { kind } });
  });

  test('stopped between two windows: the scores that came are kept', async () => {
    const abort = new AbortController();
    const steps = Array.from({ length: 12 }, (_, index) => ({ text: `Step ${index} `.padEnd(600, 'x') }));
    const model = new ScriptedModel({
      abilities: { window: 3000 },
      generate: () => ['\\boxed{-1}'],
    });
    const scored = await createCriticReward(model, { votes: 1 }).score(
      { problem: '', steps, onScore: () => abort.abort() },
      abort.signal,
    );
    expect(scored).toMatchObject({ ok: true, fault: { kind: 'cancelled' } });
    const came = scored.ok ? scored.scores.filter(score => score !== undefined).length : 0;
    expect(came).toBeGreaterThan(0);
    expect(came).toBeLessThan(12);
    expect(model.generated).toHaveLength(1);
  });
});

describe('critic with code', () => {
  const code = '```python\nprint(3 + 3)\n```';

  async function checked(
    script: Script,
    run: Partial<RunResult>,
    more: Partial<ScoreRequest> = { from: 1, steps: request.steps.slice(0, 2) },
  ) {
    const model = new ScriptedModel(script);
    const sandbox = new ScriptedSandbox(() => run);
    const scored = await createCodeCriticReward(model, sandbox, { votes: 4 }).score({ ...request, ...more }, noAbort());
    return { model, sandbox, scored };
  }

  test('writes, runs, and judges with what came out', async () => {
    const { model, sandbox, scored } = await checked(
      { generate: () => [code], weigh: () => [0.1, 0.9] },
      { stdout: '6\n' },
    );
    expect(sandbox.requests.map(({ cells }) => cells[0]?.code)).toEqual(['print(3 + 3)']);
    expect(model.weighed[0]?.messages.at(-1)?.content).toContain('Output:\n6\nIt ran to its end.');
    expect(scored).toMatchObject({ ok: true, scores: [undefined, { value: 0.1 }] });
  });

  test('a check that fails is the reason, and no verdict', async () => {
    const { scored } = await checked(
      { generate: () => [code], weigh: () => [0.2, 0.8] },
      { status: 'failed', error: { type: 'CheckFailed', message: '6 = 7 is false' } },
    );
    expect(scored).toMatchObject({
      ok: true,
      scores: [undefined, { value: 0.2, reason: 'A check that the model wrote fails: 6 = 7 is false' }],
    });
  });

  test.each([
    ['writes no code', 'I believe it.', {}],
    ['has no sandbox', code, { status: 'unavailable' }],
  ] as const)('%s: judges without', async (_what, reply, run) => {
    const { model, scored } = await checked({ generate: () => [reply], weigh: () => [0.6, 0.4] }, run);
    expect(model.weighed[0]?.messages.at(-1)?.content).not.toContain('python');
    expect(scored).toMatchObject({ ok: true, scores: [undefined, { value: 0.6 }] });
  });

  test('without labels it votes in words', async () => {
    const answer = ({ n }: GenerateRequest) => (n === 1 ? [code] : ['No.', 'No', 'Yes', 'perhaps']);
    const { scored } = await checked({ abilities: { weigh: false }, generate: answer }, { stdout: '6' });
    expect(scored).toMatchObject({ ok: true, scores: [undefined, { value: 0.375 }] });
  });

  test('long output is cut, and the cut is said', async () => {
    const { model } = await checked({ generate: () => [code], weigh: () => [0.5, 0.5] }, { stdout: '6'.repeat(5000) });
    expect(model.weighed[0]?.messages.at(-1)?.content).toContain('[The rest is cut.]');
  });

  test('a fault in the middle keeps what came', async () => {
    let call = 0;
    const { scored } = await checked(
      {
        abilities: { prefixCache: true },
        generate: () => [code],
        weigh: () => (++call === 1 ? [0.9, 0.1] : failed('over-budget')),
      },
      {},
      { from: 0 },
    );
    expect(scored).toMatchObject({
      ok: true,
      scores: [{ value: 0.9 }, undefined, undefined],
      fault: { kind: 'over-budget' },
    });
  });
});
