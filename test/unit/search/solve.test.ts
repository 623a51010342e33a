/** A problem solved under each strategy, by a policy that a table writes. */
import { describe, expect, it, test } from 'vitest';
import { noUsage, type Usage } from '../../../server/src/core/model/fault.ts';
import type { Policy } from '../../../server/src/core/policy/policy.ts';
import type { RewardModel } from '../../../server/src/core/reward/reward-model.ts';
import type { EnvironmentParts } from '../../../server/src/core/search/environment.ts';
import { type Solved, type SolveOptions, solve, solveStrategies } from '../../../server/src/core/search/solve.ts';

const usage: Usage = { ...noUsage, promptTokens: 100, cachedTokens: 90, completionTokens: 10, calls: 1 };

/** `A → B C`: after A come B and C; what ends with `!` is the last step and states the number before it. One that is asked again gives the next in turn. */
function policyOf(table: Readonly<Record<string, readonly string[]>>): Policy & { asked: number } {
  const turns = new Map<string, number>();
  const policy = {
    id: 'table',
    name: 'Table',
    asked: 0,
    propose: (({ steps }, { n }) => {
      policy.asked += 1;
      const key = steps.map(({ text }) => text).join(' ');
      const all = table[key] ?? [];
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + n);
      const chosen = Array.from(
        { length: Math.min(n, all.length) },
        (_, index) => all[(turn + index) % all.length] ?? '',
      );
      const candidates = chosen.map(text =>
        text.endsWith('!')
          ? { text, final: true, answer: text.slice(0, -1), tokens: 10 }
          : { text, final: false, tokens: 10 },
      );
      return Promise.resolve({ ok: true, candidates, unread: [], usage });
    }) satisfies Policy['propose'],
  };
  return policy;
}

/** Values by the last step's text, 0.5 for others; notes what it is asked about. */
function rewardOf(values: Readonly<Record<string, number>>): RewardModel & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id: 'r',
    name: 'r',
    method: 'labels',
    asked,
    score: ({ steps, from = 0 }) => {
      asked.push(steps.at(-1)?.text ?? '');
      const scores = steps.map(({ text }, index) => (index < from ? undefined : { value: values[text] ?? 0.5 }));
      return Promise.resolve({ ok: true, scores, omitted: [], usage: noUsage });
    },
  };
}

const options: SolveOptions = {
  strategy: 'mcts',
  budget: { expansions: 60 },
  n: 3,
  temperature: 1,
  exploration: 1,
  maxDepth: 6,
  parallel: 1,
  seed: 1,
  order: 'asked',
  now: () => 0,
};

const never = new AbortController().signal;

function solved(
  table: Readonly<Record<string, readonly string[]>>,
  more: Partial<SolveOptions> = {},
  parts: Partial<EnvironmentParts> = {},
  signal = never,
): Promise<Solved> {
  const policy = policyOf(table);
  const world = { problem: 'How many?', policy, form: 'plain', maxTokens: 50, repairs: false, ...parts } as const;
  return solve([], world, { ...options, ...more }, signal);
}

/** Seven comes twice, by two ways; eight is what a reward model likes best. */
const table = { '': ['first', 'second', 'third'], first: ['7!'], second: ['8!'], third: ['7!'] };
const likesEight = { '8!': 0.9, second: 0.9, '7!': 0.4 };

describe('the answer of each strategy', () => {
  it.each<readonly [SolveOptions['strategy'], string, string]>([
    ['greedy', '7', 'alone'],
    ['majority', '7', 'agreement'],
    ['best-of-n', '8', 'reward'],
    ['beam', '8', 'reward'],
    ['mcts', '8', 'agreement'],
  ])('%s', async (strategy, answer, ground) => {
    const found = await solved(table, { strategy }, { reward: rewardOf(likesEight) });
    expect([found.answer?.text, found.answer?.ground.kind]).toEqual([answer, ground]);
    expect(found.line.map(({ step }) => step.text)).toEqual([answer === '7' ? 'first' : 'second', `${answer}!`]);
  });

  test('none where the policy has nothing to add: its last step ends the search, not the solution', async () => {
    const last = { text: 'So $1 + 1 = 2$.', final: false, reaches: true, tokens: 10 } as const;
    const policy: Policy = {
      ...policyOf({}),
      propose: ({ steps }) => {
        const aside = { text: `Aside ${steps.length}.`, final: false, tokens: 10 };
        const candidates = steps.length === 1 ? [aside, last] : [aside];
        return Promise.resolve({ ok: true, candidates, unread: [], usage });
      },
    };
    const found = await solved({}, {}, { policy });
    expect([found.result.end, found.answer, found.answers]).toEqual(['settled', undefined, []]);
    expect(found.line.map(({ step }) => step.text)).toEqual(['Aside 0.', last.text]);
  });

  test('majority says how many agree', async () => {
    const { answer } = await solved(table, { strategy: 'majority' });
    expect(answer?.ground).toEqual({ kind: 'agreement', solutions: 2, of: 3, share: 2 / 3 });
  });

  test('best-of-n without a reward model goes by agreement of what the checks make of them', async () => {
    const { answer } = await solved(table, { strategy: 'best-of-n' });
    expect(answer?.ground.kind).toBe('agreement');
  });

  test.each(solveStrategies)('%s: a known answer is believed, whatever is said of others', async strategy => {
    const tree = { '': ['8!', '7!'], '8!': [] };
    const found = await solved(tree, { strategy, n: 2 }, { answer: '7', reward: rewardOf(likesEight) });
    const isSeen = strategy !== 'greedy';
    expect(found.answer?.text).toBe(isSeen ? '7' : undefined);
    if (isSeen) expect(found.answer?.ground).toEqual({ kind: 'known' });
  });
});

test.each<readonly [SolveOptions['strategy'], readonly string[]]>([
  ['greedy', []],
  ['majority', []],
  ['best-of-n', ['7!', '8!', '7!']],
  ['beam', ['first', 'second', 'third', '7!', '8!', '7!']],
])('%s asks the reward model about what it looks at alone', async (strategy, asked) => {
  const reward = rewardOf({});
  await solved(table, { strategy }, { reward });
  expect([...reward.asked].sort()).toEqual([...asked].sort());
});

test('a finished solution is worth what its weakest step is', async () => {
  const { answer } = await solved(
    { '': ['weak', 'strong'], weak: ['7!'], strong: ['8!'] },
    { strategy: 'best-of-n', n: 2 },
    { reward: rewardOf({ weak: 0.1, strong: 0.6, '7!': 0.9, '8!': 0.7 }) },
  );
  expect(answer).toMatchObject({ text: '8', ground: { kind: 'reward', of: 2 } });
  expect(answer?.ground.kind === 'reward' && answer.ground.value).toBeCloseTo(0.6);
});

describe('mcts', () => {
  test('goes on to the end before it looks elsewhere, and then elsewhere', async () => {
    const table = { '': ['a', 'b'], a: ['aa', 'ab'], 'a aa': ['7!'], b: ['8!'], 'a ab': ['7!'] };
    const asked: string[] = [];
    const policy = policyOf(table);
    const noted: Policy = {
      ...policy,
      propose: (partial, given, signal) => {
        asked.push(partial.steps.map(({ text }) => text).join(' '));
        return policy.propose(partial, given, signal);
      },
    };
    await solved(table, { temperature: 0 }, { policy: noted });
    expect(asked.slice(0, 3)).toEqual(['', 'a', 'a aa']);
    expect([...asked].sort()).toEqual(['', 'a', 'a aa', 'a ab', 'b']);
  });

  test('the likeliest step is among the candidates of the first descent, and of no other', async () => {
    const table = { '': ['a', 'b'], a: ['aa', 'ab'], 'a aa': ['7!'], b: ['8!'], 'a ab': ['7!'] };
    const asked: (true | undefined)[] = [];
    const policy = policyOf(table);
    const noted: Policy = {
      ...policy,
      propose: (partial, given, signal) => {
        asked.push(given.likeliest);
        return policy.propose(partial, given, signal);
      },
    };
    await solved(table, { budget: { expansions: 5 } }, { policy: noted });
    expect(asked).toEqual([true, true, true, undefined, undefined]);
  });

  test('where nothing is left, asks the beginning again, as long as something else may be written', async () => {
    const table = { '': ['7!', '8!', '8!', '7!', '8!', '8!'] };
    const { answer, result } = await solved(table, { n: 1, budget: { expansions: 6 } });
    expect(result.end).toEqual({ spent: 'expansions' });
    expect(answer).toMatchObject({ text: '8', ground: { solutions: 4, of: 6 } });
    const { result: sure } = await solved(table, { n: 1, temperature: 0 });
    expect([sure.end, sure.spent.expansions]).toEqual(['exhausted', 1]);
  });

  test('what several replies say at once counts as often', async () => {
    const policy: Policy = {
      id: 'p',
      name: 'p',
      propose: async () => ({
        ok: true,
        candidates: [
          { text: 'It is 7.', final: true, answer: '7', tokens: 5 },
          { text: 'It is 8.', final: true, answer: '8', tokens: 5, times: 3 },
        ],
        unread: [],
        usage,
      }),
    };
    const { answer } = await solved({}, { temperature: 0 }, { policy });
    expect(answer).toEqual({ text: '8', ground: { kind: 'agreement', solutions: 3, of: 4, share: 0.75 } });
  });
});

describe('it ends', () => {
  test('when so many solutions agree', async () => {
    const same = { '': ['7!', 'on'], on: ['7!', 'further'], 'on further': ['7!'] };
    const { result } = await solved(same, { strategy: 'majority', n: 50, agreeing: 4 });
    expect(result.end).toBe('settled');
    expect(result.spent.expansions).toBeLessThan(20);
  });

  test('when its tokens are spent; those that the model had read before are not counted', async () => {
    const { result } = await solved(table, { strategy: 'majority', n: 50, budget: { tokens: 100 } });
    expect(result.end).toEqual({ spent: 'tokens' });
    expect(result.spent.expansions).toBe(5);
  });

  test('when it is stopped, with the best so far', async () => {
    const control = new AbortController();
    const found = await solved(
      { '': ['a'], a: ['b'], 'a b': ['c'] },
      { strategy: 'greedy', onProgress: ({ nodes }) => (nodes === 2 ? control.abort() : undefined) },
      {},
      control.signal,
    );
    expect(found.result.end).toBe('cancelled');
    expect(found.line.map(({ step }) => step.text)).toEqual(['a', 'b']);
    expect(found.answer).toBeUndefined();
  });

  test('when the policy fails, with the reason', async () => {
    const fault = { kind: 'unreachable', message: 'Nobody answers.' } as const;
    const policy: Policy = { id: 'x', name: 'x', propose: async () => ({ ok: false, fault, usage: noUsage }) };
    const { result, line } = await solved({}, {}, { policy });
    expect([result.end, result.fault, line]).toEqual(['failed', fault, []]);
  });
});

test('steps that are given are gone on from', async () => {
  const found = await solve(
    [{ step: { text: 'first' }, key: 'k' }],
    { problem: 'P', policy: policyOf({ first: ['7!'] }), form: 'plain', maxTokens: 9, repairs: false },
    options,
    never,
  );
  expect(found.line.map(({ step }) => step.text)).toEqual(['7!']);
});
