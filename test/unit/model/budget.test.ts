import { describe, expect, test } from 'vitest';
import {
  type Account,
  type BudgetLimits,
  DayBudget,
  estimateOf,
  nothingSpent,
  refusal,
  type Spent,
  withBudget,
  withMeter,
  withUsage,
} from '../../../server/src/core/model/budget.ts';
import type { Asked } from '../../../server/src/core/model/exchange.ts';
import type { Usage } from '../../../server/src/core/model/fault.ts';
import { refused, requests, scripted, signal, usage } from './scripted.ts';

const names = { tokens: 'stepwise.budget.tokensPerDay', money: 'stepwise.budget.moneyPerDay' };

class Book implements Account {
  spent: Spent = nothingSpent;
  readonly lines: [string, Usage, boolean][] = [];

  spentToday(): Spent {
    return this.spent;
  }

  add(model: string, used: Usage, limited: boolean): void {
    this.lines.push([model, used, limited]);
    if (limited) this.spent = withUsage(this.spent, used);
  }
}

describe('a request may be made', () => {
  const spent = { tokens: 900, money: 0.9, calls: 9 };
  test.each<[string, { tokens: number; money: number }, BudgetLimits, string | undefined]>([
    ['without limits', { tokens: 1e9, money: 1e9 }, { tokens: 0, money: 0 }, undefined],
    ['that fits', { tokens: 100, money: 0.1 }, { tokens: 1000, money: 1 }, undefined],
    ['unless it may need more tokens', { tokens: 101, money: 0 }, { tokens: 1000, money: 0 }, names.tokens],
    ['unless it may cost more', { tokens: 1e6, money: 0.2 }, { tokens: 0, money: 1 }, names.money],
    ['unless all tokens are used', { tokens: 0, money: 0 }, { tokens: 900, money: 0 }, names.tokens],
    ['unless all money is used', { tokens: 0, money: 0 }, { tokens: 0, money: 0.5 }, names.money],
  ])('%s', (_, estimate, limits, name) => {
    const fault = refusal(spent, estimate, limits, names);
    expect(fault?.kind).toBe(name === undefined ? undefined : 'over-budget');
    expect(fault?.message ?? '').toContain(name ?? '');
  });

  test('the fault says what is left, what is needed and what to set', () => {
    expect(refusal(spent, { tokens: 5000, money: 0 }, { tokens: 2500, money: 0 }, names)?.message).toBe(
      "Of today's budget 1,600 of 2,500 tokens are left, and this request may need 5,000. It goes on tomorrow, or with a higher stepwise.budget.tokensPerDay.",
    );
  });
});

describe('what a request may need at most', () => {
  test.each<[Asked, number, number]>([
    [{ method: 'generate', request: { ...requests.generate, n: 3, prefix: 'ab' } }, 9 + 16 + 2, 60],
    [{ method: 'read', request: requests.read }, 9 + 16 + 2, 0],
    [{ method: 'weigh', request: requests.weigh }, 9 + 16, 1],
    [{ method: 'pool', request: requests.pool }, 9 + 16, 0],
    [{ method: 'decide', request: requests.decide }, 6 + 11 + 10, 2],
  ])('%j', (asked, promptTokens, completionTokens) => {
    expect(estimateOf(asked, text => text.length)).toEqual({ promptTokens, completionTokens });
  });
});

describe('a model with a budget', () => {
  test('every method is paid for, also one that fails', async () => {
    const book = new Book();
    const failing = scripted({ pool: () => Promise.resolve({ ...refused, usage }) });
    const model = withBudget(failing, new DayBudget(book, () => ({ tokens: 0, money: 0 }), names), undefined);
    await model.generate(requests.generate, signal);
    await model.read(requests.read, signal);
    await model.weigh(requests.weigh, signal);
    await model.pool(requests.pool, signal);
    await model.decide?.(requests.decide, signal);
    expect(book.spent).toEqual({ tokens: 600, money: 0.01, calls: 5 });
    expect(book.lines[0]).toEqual(['Scripted', usage, true]);
  });

  test('over it, no call reaches the model', async () => {
    const book = new Book();
    const bare = scripted();
    const model = withBudget(bare, new DayBudget(book, () => ({ tokens: 150, money: 0 }), names), undefined);
    expect((await model.generate(requests.generate, signal)).ok).toBe(true);
    const second = await model.generate(requests.generate, signal);
    expect(second).toMatchObject({ ok: false, fault: { kind: 'over-budget' }, usage: { calls: 0 } });
    expect(bare.calls).toEqual(['generate']);
  });

  test('requests under way count at their most', async () => {
    const book = new Book();
    let finish: () => void = () => undefined;
    const slow = scripted({
      weigh: () =>
        new Promise(resolve => {
          finish = () => resolve({ ok: true, probabilities: [1, 0], mass: 1, usage: { ...usage, promptTokens: 5 } });
        }),
    });
    // Room for one request of 26 tokens and 10 more.
    const model = withBudget(slow, new DayBudget(book, () => ({ tokens: 36, money: 0 }), names), undefined);
    const first = model.weigh(requests.weigh, signal);
    expect((await model.weigh(requests.weigh, signal)).ok).toBe(false);
    finish();
    expect((await first).ok).toBe(true);
    expect(book.spent.tokens).toBe(25);
  });

  test('money is reckoned by the price before, and counted by the answer', async () => {
    const book = new Book();
    const limits = { tokens: 0, money: 0.003 };
    const price = { input: 10, output: 30 };
    const model = withBudget(scripted(), new DayBudget(book, () => limits, names), price);
    // 25 tokens in and 20 out: 0.00085 at most.
    expect((await model.generate(requests.generate, signal)).ok).toBe(true);
    expect(book.spent.money).toBe(0.002);
    expect((await model.generate(requests.generate, signal)).ok).toBe(true);
    expect((await model.generate(requests.generate, signal)).ok).toBe(false);
  });

  test('limits that change hold from the next request on', async () => {
    let tokens = 10;
    const model = withBudget(scripted(), new DayBudget(new Book(), () => ({ tokens, money: 0 }), names), undefined);
    expect((await model.weigh(requests.weigh, signal)).ok).toBe(false);
    tokens = 1000;
    expect((await model.weigh(requests.weigh, signal)).ok).toBe(true);
  });

  test('a model without a decision endpoint has none afterwards', () => {
    const { decide: _, ...rest } = scripted();
    expect(withMeter(rest, new Book()).decide).toBeUndefined();
  });
});

test('a model of this machine is metered and not limited', async () => {
  const book = new Book();
  await withMeter(scripted(), book).read(requests.read, signal);
  expect(book.lines).toEqual([['Scripted', usage, false]]);
  expect(book.spent).toEqual(nothingSpent);
});
