/** What a policy asks of a language model, and what becomes of the replies. */
import { describe, expect, test } from 'vitest';
import type { Generated, GenerateRequest } from '../../../server/src/core/model/language-model.ts';
import { createLanguagePolicy } from '../../../server/src/core/policy/language-policy.ts';
import type { PartialSolution, ProposeOptions } from '../../../server/src/core/policy/policy.ts';
import { failed, noAbort, oneCall, type Script, ScriptedModel } from '../reward/scripted.ts';

const partial: PartialSolution = {
  problem: 'Solve $3x + 2 = 14$.',
  steps: [{ text: 'Subtract 2: $3x = 12$.', code: 'left = 12\nprint(left)', output: '12' }],
};
const options: ProposeOptions = { n: 3, form: 'plain', temperature: 0.8, maxTokens: 200 };

async function proposed(script: Script, more: Partial<ProposeOptions> = {}, from = partial) {
  const model = new ScriptedModel(script);
  const proposal = await createLanguagePolicy(model, { examples: [] }).propose(
    from,
    { ...options, ...more },
    noAbort(),
  );
  return { model, proposal, asked: model.generated[0] as GenerateRequest };
}

describe('what is asked', () => {
  test('plain: the steps so far and the number of the next', async () => {
    const { asked } = await proposed({ generate: () => [] });
    expect(asked).toMatchObject({ n: 3, maxTokens: 200, temperature: 0.8 });
    expect(asked.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(asked.prefix).toBe(
      'Step 1: Subtract 2: $3x = 12$.\n```python\nleft = 12\nprint(left)\n```\nOutput:\n12\n\nStep 2:',
    );
    expect(asked.stop?.length).toBeLessThanOrEqual(4);
  });

  test('code: a trajectory that goes on', async () => {
    const { asked } = await proposed({ generate: () => [] }, { form: 'code' });
    expect(asked.prefix).toBe(
      '<code>\n# Step 1: Subtract 2: $3x = 12$.\nleft = 12\nprint(left)\n# <end_of_step>\n# Output: 12\n',
    );
  });

  test('code, from the beginning', async () => {
    const { asked } = await proposed({ generate: () => [] }, { form: 'code' }, { problem: 'P', steps: [] });
    expect(asked.prefix).toBe('<code>\n# Step 1:');
  });

  test('examples of its form are shown before the problem', async () => {
    const model = new ScriptedModel({ generate: () => [] });
    await createLanguagePolicy(model).propose(partial, { ...options, form: 'code' }, noAbort());
    const { messages } = model.generated[0] as GenerateRequest;
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
    expect(messages[4]?.content).toMatch(/^<code>\n# Step 1: [\s\S]*# Output: 36\n<end_of_code>\n<answer>/);
  });

  test('further marks end a reply', async () => {
    const model = new ScriptedModel({ generate: () => [] });
    await createLanguagePolicy(model, { stops: ['###'] }).propose(partial, options, noAbort());
    const { asked } = await proposed({ generate: () => [] });
    expect(model.generated[0]?.stop).toEqual([...(asked.stop ?? []), '###']);
  });

  test('the likeliest among them: one at temperature 0, the rest sampled', async () => {
    const { model, proposal } = await proposed(
      { generate: ({ temperature }) => (temperature === 0 ? ['Divide by 3.'] : ['Add 2.', 'Divide by 3.']) },
      { likeliest: true },
    );
    expect(model.generated.map(({ n, temperature }) => [n, temperature])).toEqual([
      [1, 0],
      [2, 0.8],
    ]);
    if (!proposal.ok) throw new Error(proposal.fault.message);
    expect(proposal.candidates.map(({ text, times }) => [text, times])).toEqual([
      ['Divide by 3.', 2],
      ['Add 2.', undefined],
    ]);
  });

  test('the likeliest alone, and where the others cannot be had', async () => {
    const alone = await proposed({ generate: () => ['Add 2.'] }, { likeliest: true, n: 1 });
    expect(alone.model.generated.map(({ n, temperature }) => [n, temperature])).toEqual([[1, 0]]);
    const failing: Script = { generate: ({ temperature }) => (temperature === 0 ? ['Add 2.'] : failed('busy')) };
    const { proposal } = await proposed(failing, { likeliest: true });
    expect(proposal).toMatchObject({ ok: true, candidates: [{ text: 'Add 2.' }], fault: { kind: 'busy' } });
    const { proposal: none } = await proposed({ generate: () => failed('busy') }, { likeliest: true });
    expect(none).toMatchObject({ ok: false, fault: { kind: 'busy' } });
  });

  test('what failed, and why, when better is wanted', async () => {
    const repair = { candidate: { text: 'Divide by 4.' }, reason: '12 / 4 = 3 is not the x of 3x = 12.' };
    const { asked } = await proposed({ generate: () => [] }, { repair });
    expect(asked.messages.at(-1)?.content).toContain(
      'Divide by 4.\nWhy it failed: 12 / 4 = 3 is not the x of 3x = 12.',
    );
  });

  test('a solution without a problem', async () => {
    const { asked } = await proposed({ generate: () => [] }, {}, { ...partial, problem: ' ' });
    expect(asked.messages.at(-1)?.content).toContain('The problem is not written down.');
  });

  test('longer than the window: it fits, and what was left out is told', async () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({ text: `Then comes ${index} `.padEnd(200, 'x') }));
    const { model, asked, proposal } = await proposed(
      { abilities: { window: 1500 }, generate: () => [' On.'] },
      {},
      { problem: 'P', steps },
    );
    const tokens = [...asked.messages.map(({ content }) => content), asked.prefix ?? ''].reduce(
      (sum, text) => sum + model.countTokens(text),
      0,
    );
    expect(tokens + 200).toBeLessThan(1500);
    expect(asked.prefix).toMatch(
      /^\[Steps 1 to \d+ are left out here for length\.\]\n\nStep \d+: [\s\S]*\n\nStep 31:$/,
    );
    expect(proposal).toMatchObject({ ok: true, omitted: expect.arrayContaining([0, 1, 2]) });
  });

  test('a problem longer than the window is told, and nothing is asked', async () => {
    const { model, proposal } = await proposed(
      { abilities: { window: 1000 } },
      {},
      { problem: 'x'.repeat(8000), steps: [] },
    );
    expect(proposal).toMatchObject({ ok: false, fault: { kind: 'too-long' } });
    expect(model.calls).toBe(0);
  });
});

describe('what comes back', () => {
  test('distinct candidates; what holds no step is kept with the reason', async () => {
    const { proposal } = await proposed({
      generate: () => [' Divide by 3: $x = 4$.', 'Step 2: Divide by 3:  $x=4$', ''],
    });
    expect(proposal).toMatchObject({
      ok: true,
      candidates: [{ text: 'Divide by 3: $x = 4$.', final: false }],
      unread: [{ raw: '', reason: 'The reply is empty.' }],
    });
  });

  test('of equal candidates the likeliest is kept', async () => {
    const completions = [-9, -2, -5].map(logProbability => ({
      text: ' Divide by 3.',
      tokens: 4,
      finish: 'stop' as const,
      logProbability,
    }));
    const { proposal } = await proposed({ generate: () => ({ ok: true, completions, usage: oneCall }) });
    expect(proposal).toMatchObject({ ok: true, candidates: [{ logProbability: -2, tokens: 4 }] });
    expect(proposal.ok && proposal.candidates).toHaveLength(1);
  });

  test('code that differs in comments alone is the same', async () => {
    const replies = [
      '# Step 2: Divide.\nx = 4  # four\n',
      '# Step 2: We divide by 3.\nx = 4\n',
      '# Step 2: Divide.\nx = 5\n',
    ];
    const { proposal } = await proposed({ generate: () => replies }, { form: 'code' });
    expect(proposal.ok && proposal.candidates.map(({ code }) => code)).toEqual(['x = 4  # four', 'x = 5']);
  });

  test('candidates that came beside a fault are given with it', async () => {
    const some: Generated = {
      ok: true,
      completions: [{ text: ' Divide by 3.', tokens: 4, finish: 'stop' }],
      usage: oneCall,
      fault: { kind: 'busy', message: 'Later.' },
    };
    const { proposal } = await proposed({ generate: () => some });
    expect(proposal).toMatchObject({
      ok: true,
      candidates: [{ text: 'Divide by 3.' }],
      fault: { kind: 'busy' },
      usage: { calls: 1 },
    });
  });

  test('a fault alone is the answer', async () => {
    expect((await proposed({ generate: () => failed('unreachable') })).proposal).toMatchObject({
      ok: false,
      fault: { kind: 'unreachable' },
    });
  });

  test('stopped: a fault, no candidate', async () => {
    const model = new ScriptedModel({ generate: () => [' On.'] });
    const proposal = await createLanguagePolicy(model).propose(partial, options, AbortSignal.abort());
    expect(proposal).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  });
});

test('what most replies say comes first, with how many said it', async () => {
  const script: Script = { generate: () => [' Divide by 4.', ' Divide by 3.', ' Divide by **3**.'] };
  const { proposal } = await proposed(script);
  expect(proposal.ok && proposal.candidates.map(({ text, times }) => [text, times])).toEqual([
    ['Divide by 3.', 2],
    ['Divide by 4.', undefined],
  ]);
});

test('other examples and other marks make another policy', () => {
  const model = new ScriptedModel();
  expect(createLanguagePolicy(model).id).not.toBe(createLanguagePolicy(model, { examples: [] }).id);
  expect(createLanguagePolicy(model).id).not.toBe(createLanguagePolicy(model, { stops: ['###'] }).id);
  expect(createLanguagePolicy(model).id).toContain('scripted');
});
