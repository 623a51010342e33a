import { describe, expect, it } from 'vitest';
import type { RunRequest, RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { noUsage } from '../../../server/src/core/model/fault.ts';
import type { Candidate, Policy, ProposeOptions } from '../../../server/src/core/policy/policy.ts';
import type { RewardModel, ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import { CandidateChecker } from '../../../server/src/core/search/candidate-check.ts';
import { createEnvironment, type EnvironmentParts } from '../../../server/src/core/search/environment.ts';
import type { Move } from '../../../server/src/core/search/move.ts';

const problem = 'Solve $x^2 - 5x + 6 = 0$.';
const never = new AbortController().signal;
const options = { n: 4, temperature: 0.7, seed: 1 };

function candidate(text: string, more: Partial<Candidate> = {}): Candidate {
  return { text, final: false, tokens: 5, ...more };
}

function policyOf(
  candidates: readonly Candidate[],
  mended: readonly Candidate[] = [],
): Policy & { readonly asked: ProposeOptions[] } {
  const asked: ProposeOptions[] = [];
  return {
    id: 'p',
    name: 'p',
    asked,
    propose: (_partial, given) => {
      asked.push(given);
      const found = given.repair === undefined ? candidates : mended;
      return Promise.resolve({ ok: true, candidates: found, unread: [], usage: { ...noUsage, calls: 1 } });
    },
  };
}

function sandboxOf(result: Partial<RunResult>): Sandbox & { readonly ran: RunRequest[] } {
  const ran: RunRequest[] = [];
  return {
    ran,
    run: (request: RunRequest) => {
      ran.push(request);
      return Promise.resolve({
        status: 'ok',
        value: undefined,
        stdout: '',
        ms: 1,
        checks: [],
        cut: false,
        ...result,
      } as RunResult);
    },
  } as unknown as Sandbox & { readonly ran: RunRequest[] };
}

function partsOf(parts: Partial<EnvironmentParts> & Pick<EnvironmentParts, 'policy'>): EnvironmentParts {
  return { problem, form: 'plain', maxTokens: 100, repairs: false, ...parts };
}

async function movesOf(parts: EnvironmentParts, path: readonly string[] = []): Promise<readonly Move[]> {
  const expansion = await createEnvironment(parts).expand(
    path.map(text => ({ text })),
    options,
    never,
  );
  if (!expansion.ok) throw new Error(expansion.fault.message);
  return expansion.moves;
}

const told = (moves: readonly Move[]): readonly string[] =>
  moves.map(({ step, fate }) => `${step.text} → ${fate.kind}`);

describe('a candidate', () => {
  it('that is refuted is dead, with the words that the writer would see', async () => {
    const [move] = await movesOf(partsOf({ policy: policyOf([candidate('So $x = 2$ or $x = 4$.', { final: true })]) }));
    expect(move?.fate).toEqual({
      kind: 'dead',
      reason: 'x = 4 put into x² - 5x + 6 = 0 gives 2 on the left, 0 on the right.',
    });
  });

  it('that says the same as another is one with it', async () => {
    const policy = policyOf([
      candidate('Factor: $(x-2)(x-3) = 0$.'),
      candidate('We get $(x-3)(x-2)=0$'),
      candidate('$0 = (x-2)(x-3)$'),
    ]);
    expect(told(await movesOf(partsOf({ policy })))).toEqual(['Factor: $(x-2)(x-3) = 0$. → open']);
  });

  it('that states the proved answer is right, whatever the reward', async () => {
    const policy = policyOf([candidate('So $x = 2$ or $x = 3$.', { final: true })]);
    const [move] = await movesOf(partsOf({ policy, reward: rewardOf(0.1) }), ['$(x-2)(x-3)=0$']);
    expect(move?.fate).toEqual({ kind: 'final', value: 1, known: true });
  });

  it.each<readonly [answer: string, stated: string, value: number]>([
    ['1/2', 'The answer is \\boxed{\\frac{1}{2}}.', 1],
    ['1/2', 'The answer is \\boxed{0.5}.', 1],
    ['1/2', 'The answer is \\boxed{2}.', -1],
    ['1/2', 'That is all.', -1],
  ])('is held against the known answer %s: %s', async (answer, stated, value) => {
    const policy = policyOf([candidate(stated, { final: true })]);
    const [move] = await movesOf({ ...partsOf({ policy, answer }), problem: 'Which number is it?' });
    expect(move?.fate).toEqual({ kind: 'final', value, known: true });
  });

  it.each<readonly [name: string, says: string, held: string, checked: string]>([
    ['says what its policy has held', '$\\sqrt{x} = 3y$', '\\sqrt{x} = 3y', 'proved'],
    ['says something else', '$\\sqrt{x} = 4y$', '\\sqrt{x} = 3y', 'unchecked'],
    ['says more than that', '$\\sqrt{x} = 3y$ and $z = 7y$', '\\sqrt{x} = 3y', 'unchecked'],
    ['says nothing that is read', 'We go on.', '\\sqrt{x} = 3y', 'unchecked'],
  ])('%s', async (_, says, held, checked) => {
    const read = parseFormula(held, { notation: 'tex' });
    const relations = read.ok
      ? read.formula.statements.flatMap(({ body }) => (body.kind === 'chain' ? [body] : []))
      : [];
    const policy = policyOf([candidate(says, { held: { how: 'proved', relations } })]);
    const [move] = await movesOf(partsOf({ policy, problem: 'Consider $x$, $y$ and $z$.' }));
    expect(move?.checked).toBe(checked);
  });

  it('is worth what the reward model says, in [-1, 1]', async () => {
    const policy = policyOf([candidate('$(x-2)(x-3)=0$')]);
    const [move] = await movesOf(partsOf({ policy, reward: rewardOf(0.75) }));
    expect(move?.fate).toEqual({ kind: 'open', value: 0.5 });
  });

  it('is scored with what the checks say of it and of the steps before', async () => {
    const told: ScoreRequest[] = [];
    const reward: RewardModel = {
      ...rewardOf(0.5),
      score: (request, signal) => {
        told.push(request);
        return rewardOf(0.5).score(request, signal);
      },
    };
    await movesOf(partsOf({ policy: policyOf([candidate('So $2 + 2 = 4$.')]), reward }), [
      '$(x-2)(x-3)=0$',
      'We think.',
    ]);
    expect(told.map(({ evidence }) => evidence?.map(each => each.proved))).toEqual([[1, 0, 1]]);
  });

  it('is worth what its checks say where the reward model fails', async () => {
    const policy = policyOf([candidate('$(x-2)(x-3)=0$')]);
    const [move] = await movesOf(partsOf({ policy, reward: rewardOf(undefined) }));
    expect(move?.fate).toEqual({ kind: 'open', value: 0.6 });
  });
});

it.each<readonly [string, string, string, boolean]>([
  ['names that it gives', 'n = 2 * 3\nprint(n)', 'count = 2 * 3  # all\nprint(count)', true],
  ['names that it is given', 'n = a * 3', 'n = b * 3', false],
  ['other numbers', 'n = 2 * 3', 'n = 2 * 4', false],
  ['texts', "n = 'n'", "m = 'n'", true],
  ['two names in their order', 'a, b = 1, 2\nprint(a)', 'b, a = 1, 2\nprint(b)', true],
  ['two names crossed', 'a, b = 1, 2\nprint(a)', 'a, b = 1, 2\nprint(b)', false],
])('code that differs in %s', (_, one, other, same) => {
  const key = (code: string) => new CandidateChecker({ problem, steps: [] }).check({ text: 'Compute.', code }).key;
  expect(key(one) === key(other)).toBe(same);
});

it('gives a fault where something throws', async () => {
  const policy: Policy = {
    ...policyOf([]),
    propose: () => {
      throw new TypeError('no such thing');
    },
  };
  const expansion = await createEnvironment(partsOf({ policy })).expand([], options, never);
  expect(expansion).toMatchObject({
    ok: false,
    fault: { kind: 'broken', message: 'A step could not be judged: no such thing' },
  });
});

describe('code of a candidate', () => {
  const withCode = candidate('We compute it.', { code: 'a = 2 + 3\nprint(a)' });

  it('runs after the code of the steps before it, and its output is kept', async () => {
    const sandbox = sandboxOf({ stdout: '5\n' });
    const expansion = await createEnvironment(partsOf({ policy: policyOf([withCode]), form: 'code', sandbox })).expand(
      [{ text: 'First.', code: 'b = 1', output: '1' }],
      options,
      never,
    );
    expect(sandbox.ran[0]?.cells.map(({ code }) => code.trim())).toEqual(['b = 1', 'a = 2 + 3\nprint(a)']);
    expect(expansion.ok && expansion.moves[0]?.step.output).toBe('5');
  });

  describe('of the writer', () => {
    const path = [{ text: 'First.', code: 'b = 1\nprint(b)' }, { text: 'Then we see.' }];

    /** What the policy is shown as output of each step, and what was run for it; the tree is expanded twice. */
    async function shownWith(form: ProposeOptions['form'], result: Partial<RunResult>) {
      const shown: (readonly (string | undefined)[])[] = [];
      const noting: Policy = {
        ...policyOf([]),
        propose: ({ steps }, given, signal) => {
          shown.push(steps.map(({ output }) => output));
          return policyOf([]).propose({ problem, steps }, given, signal);
        },
      };
      const sandbox = sandboxOf(result);
      const environment = createEnvironment(partsOf({ policy: noting, form, sandbox }));
      for (let times = 0; times < 2; times += 1) await environment.expand(path, options, never);
      return { shown, ran: sandbox.ran.map(({ cells }) => cells.map(({ code }) => code.trim())) };
    }

    it('is shown with what it prints, and run once', async () => {
      const { shown, ran } = await shownWith('code', { stdout: '1\n' });
      expect(shown).toEqual([
        ['1', undefined],
        ['1', undefined],
      ]);
      expect(ran).toEqual([['b = 1\nprint(b)']]);
    });

    it('is shown without, where it does not run, and where sentences are asked for', async () => {
      const failing = await shownWith('code', { status: 'error', error: { type: 'NameError', message: 'no b' } });
      expect(failing.shown[0]).toEqual([undefined, undefined]);
      const { ran } = await shownWith('plain', { stdout: '1\n' });
      expect(ran).toEqual([]);
    });
  });

  it.each<readonly [string, Partial<RunResult>, string | undefined]>([
    ['ok', { status: 'ok' }, undefined],
    ['failed', { status: 'failed', error: { type: 'CheckFailed', message: '5 is not 6' } }, '5 is not 6'],
    [
      'error',
      { status: 'error', error: { type: 'NameError', message: "name 'c' is not defined" } },
      "Its code does not run: NameError: name 'c' is not defined",
    ],
    ['timeout', { status: 'timeout' }, 'Its code takes too long.'],
    ['memory', { status: 'memory' }, 'Its code needs too much memory.'],
    ['unavailable', { status: 'unavailable' }, undefined],
  ])('%s', async (_, result, reason) => {
    const [move] = await movesOf(partsOf({ policy: policyOf([withCode]), form: 'code', sandbox: sandboxOf(result) }));
    expect(move?.fate.kind === 'dead' ? move.fate.reason : undefined).toBe(reason);
  });

  it('goes back once with its reason where the policy can repair', async () => {
    const policy = policyOf([candidate('$2 + 2 = 5$')], [candidate('$2 + 2 = 4$')]);
    const moves = await movesOf(partsOf({ policy, repairs: true }));
    expect(told(moves)).toEqual(['$2 + 2 = 5$ → dead', '$2 + 2 = 4$ → open']);
    expect(policy.asked.map(({ n, repair }) => [n, repair?.candidate.text])).toEqual([
      [4, undefined],
      [1, '$2 + 2 = 5$'],
    ]);
  });
});

describe('what lies outside fails', () => {
  it('a policy that gives nothing is a failed expansion with its fault', async () => {
    const fault = { kind: 'unreachable', message: 'Nothing answers.' } as const;
    const policy: Policy = { id: 'p', name: 'p', propose: () => Promise.resolve({ ok: false, fault, usage: noUsage }) };
    const expansion = await createEnvironment(partsOf({ policy })).expand([], options, never);
    expect(expansion).toEqual({ ok: false, fault, usage: noUsage });
  });
});

describe('the checker reads a candidate in its place', () => {
  it.each<readonly [string, string, string]>([
    ['$(x-2)(x-3)=0$', 'proved', ''],
    ['$(x-2)(x+3)=0$', 'unchecked', 'refuted'],
    ['We think about it.', 'unchecked', ''],
    ['Multiply by 1.\nThen $x^2 + 6 = 5x$.', 'proved', ''],
  ])('%s', (text, checked, refuted) => {
    const check = new CandidateChecker({ problem, steps: [] }).check({ text });
    expect([
      check.refuted === undefined ? '' : 'refuted',
      check.refuted === undefined ? check.checked : 'unchecked',
    ]).toEqual([refuted, checked]);
  });

  it('without a problem and without steps', () => {
    expect(new CandidateChecker({ problem: '', steps: [] }).check({ text: '$2+2=4$' }).checked).toBe('proved');
    expect(new CandidateChecker({ problem: '', steps: [] }).check({ text: '' }).steps).toEqual([]);
  });
});

function rewardOf(value: number | undefined): RewardModel {
  return {
    id: 'r',
    name: 'r',
    method: 'critic',
    score: ({ steps }) =>
      Promise.resolve(
        value === undefined
          ? { ok: false, fault: { kind: 'broken', message: 'It broke.' }, usage: noUsage }
          : { ok: true, scores: steps.map(() => ({ value })), omitted: [], usage: noUsage },
      ),
  };
}
