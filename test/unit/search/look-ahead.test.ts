/** A document's tree that symbolic moves and a model grow together: who is asked when, what each goes on from, and how it ends. */
import { describe, expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import type { RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';
import { noUsage } from '../../../server/src/core/model/fault.ts';
import type { Policy, Proposal } from '../../../server/src/core/policy/policy.ts';
import { Continuations, type Found, type Place } from '../../../server/src/core/search/continuations.ts';
import type { SearchModels } from '../../../server/src/core/search/sources.ts';
import { never } from './lib.ts';

const sandbox: Sandbox = {
  run: () =>
    Promise.resolve<RunResult>({
      status: 'ok',
      stdout: '{"known":null,"moves":[]}',
      cut: false,
      checks: [],
      ms: 1,
      ran: 1,
    }),
  onState: () => () => {},
  dispose: () => {},
};

const problem = 'problem: Tom has 3 bags with 4 apples each and eats 5. How many are left?\n\n';
const text = `${problem}There are 3*4 = 12 apples.\n`;

function placeIn(written: string, after = 0): Place {
  const options = { format: 'steps', wholeFile: true, severities: {} } as const;
  return { document: new DocumentChecker(written, options).result, solution: 0, after };
}

interface Scripted extends Policy {
  readonly asked: string[];
}

/** Proposes by the last step; what is not in the table it does not know. */
function policyOf(table: Readonly<Record<string, readonly string[]>>): Scripted {
  const asked: string[] = [];
  return {
    id: 'scripted',
    name: 'Scripted',
    asked,
    propose: async ({ steps }, { repair }): Promise<Proposal> => {
      const last = steps.at(-1)?.text ?? '';
      asked.push(repair === undefined ? last : `repair ${repair.candidate.text}`);
      const candidates = (table[last] ?? []).map(each => ({ text: each, final: each.includes('answer'), tokens: 5 }));
      return {
        ok: true,
        candidates: repair === undefined ? candidates : [],
        unread: [],
        usage: { ...noUsage, completionTokens: 5, calls: 1 },
      };
    },
  };
}

function continuationsWith(policy: Policy | undefined, more: Partial<SearchModels> = {}): Continuations {
  const models: SearchModels = {
    ...(policy === undefined ? {} : { policy: { policy, form: 'auto', n: 3, temperature: 0.8, parallel: 2 } }),
    ...more,
  };
  return new Continuations({
    sandbox,
    now: () => 0,
    timeout: ms => AbortSignal.timeout(ms),
    models: () => async () => models,
  });
}

const budget = { timeMs: 5000, nodes: 50 };
const firsts = (found: Found | undefined): readonly (string | undefined)[] =>
  (found?.continuations ?? []).map(({ first }) => first.step.text);

describe('a model beside symbolic moves', () => {
  const table = {
    'There are 3*4 = 12 apples.': ['Then $12 - 5 = 7$.', 'Then $12 - 5 = 9$.'],
    'Then 12 - 5 = 7.': ['The answer is \\boxed{7}.'],
  };

  test('proposes, also below what it proposed; what is refuted goes back to it once', async () => {
    const policy = policyOf(table);
    const searched = await continuationsWith(policy).search(placeIn(text), budget, never, () => undefined);
    expect(firsts(searched?.found)).toEqual(['Then 12 - 5 = 7.']);
    expect(searched?.found.continuations[0]?.line.steps.map(({ text: step }) => step)).toEqual([
      'Then 12 - 5 = 7.',
      'The answer is 7.',
    ]);
    expect(policy.asked).toEqual(['There are 3*4 = 12 apples.', 'repair Then 12 - 5 = 9.', 'Then 12 - 5 = 7.']);
    expect(searched?.result.end).toBe('exhausted');
  });

  test('is asked for the likeliest step too, where it is asked for the first time', async () => {
    const policy = policyOf({ 'There are 3*4 = 12 apples.': ['Then $12 - 5 = 7$.'] });
    const likeliest: (true | undefined)[] = [];
    const noting: Policy = {
      ...policy,
      propose: (partial, options, signal) => {
        likeliest.push(options.likeliest);
        return policy.propose(partial, options, signal);
      },
    };
    const continuations = continuationsWith(noting);
    await continuations.search(placeIn(text), budget, never, () => undefined);
    expect(likeliest).toEqual([true, undefined]);
    await continuations.search(placeIn(text), budget, never, () => undefined);
    expect(likeliest).toEqual([true, undefined, undefined]);
  });

  test('says who wrote a step', async () => {
    const searched = await continuationsWith(policyOf(table)).search(placeIn(text), budget, never, () => undefined);
    expect(searched?.found.continuations[0]?.first.step.by).toBe('Scripted');
  });

  test('what was written of its proposals keeps its tree, and it is asked on from there', async () => {
    const policy = policyOf(table);
    const continuations = continuationsWith(policy);
    await continuations.search(placeIn(text), budget, never, () => undefined);
    const next = placeIn(`${text}Then 12 - 5 = 7.\n`, 1);
    expect(firsts(continuations.standing(next))).toEqual(['The answer is 7.']);
  });

  test('the step that the writer has already is not offered', async () => {
    const continuations = continuationsWith(policyOf(table));
    const place = placeIn(`${text}Then 12 - 5 = 7.\n`);
    const searched = await continuations.search(place, budget, never, () => undefined);
    expect(firsts(searched?.found)).toEqual([]);
  });

  test('is not asked where the search is to do without', async () => {
    const policy = policyOf(table);
    await continuationsWith(policy).search(placeIn(text), { ...budget, symbolicOnly: true }, never, () => undefined);
    expect(policy.asked).toEqual([]);
  });

  test('that cannot be had is told, and the search goes on', async () => {
    const fault = { kind: 'no-model', message: 'There is no such model.' } as const;
    const searched = await continuationsWith(undefined, { fault }).search(
      placeIn(text),
      budget,
      never,
      () => undefined,
    );
    expect([searched?.result.end, searched?.result.fault]).toEqual(['exhausted', fault]);
  });

  test.each<readonly [string, boolean, unknown]>([
    ['ends when the time is up, whatever the model is still at', false, { spent: 'timeMs' }],
    ['ends when it is cancelled', true, 'cancelled'],
  ])('%s', async (_, cancels, end) => {
    const abort = new AbortController();
    const slow: Policy = {
      id: 'slow',
      name: 'Slow',
      propose: (_partial, _options, signal) =>
        new Promise(resolve => {
          if (cancels) abort.abort();
          const stopped = { ok: false, fault: { kind: 'cancelled', message: 'Stopped.' }, usage: noUsage } as const;
          if (signal.aborted) resolve(stopped);
          else signal.addEventListener('abort', () => resolve(stopped));
        }),
    };
    const searched = await continuationsWith(slow).search(
      placeIn(text),
      { ...budget, timeMs: 50 },
      abort.signal,
      () => undefined,
    );
    expect(searched?.result.end).toEqual(end);
  });
});

describe('where the trouble starts', () => {
  test('a written step that leads nowhere, where another leads to a known end', async () => {
    // Solving 2x = 8: the problem's own check tells the right answer from the wrong one.
    const start = 'problem: Solve 2x + 1 = 9.\n\n';
    const policy = policyOf({
      '': ['So $2x = 8$.'],
      'So 2x = 8.': ['The answer is $x = 4$.'],
      'We go on with half of it.': ['The answer is $x = 5$.'],
    });
    const continuations = continuationsWith(policy);
    const place = placeIn(`${start}We go on with half of it.\n`, 0);
    await continuations.examine(place, { timeMs: 20_000, nodes: 100 }, never, () => undefined);
    const trouble = continuations.troubleAt(place);
    expect([trouble?.step, trouble?.before, trouble?.instead.map(({ step }) => step.text)]).toEqual([
      0,
      1,
      ['So 2x = 8.'],
    ]);
  });
});
