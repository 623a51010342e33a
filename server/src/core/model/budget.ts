/** What models may use in a day, and the wrapper that holds one to it. */
import { type Asked, surrounded } from './exchange.ts';
import { type ModelFault, noUsage, type Usage } from './fault.ts';
import type { LanguageModel, Message } from './language-model.ts';

/** For each day; 0 means no limit. */
export interface BudgetLimits {
  /** Of prompts and replies together. */
  readonly tokens: number;
  /** US dollars. */
  readonly money: number;
}

export interface Spent {
  readonly tokens: number;
  readonly money: number;
  readonly calls: number;
}

export const nothingSpent: Spent = { tokens: 0, money: 0, calls: 0 };

/** What both used. */
export function withUsage(spent: Spent, usage: Usage): Spent {
  return {
    tokens: spent.tokens + usage.promptTokens + usage.completionTokens,
    money: spent.money + usage.cost,
    calls: spent.calls + usage.calls,
  };
}

/** Where usage is written down, for all who share the day's budget: other windows, the command line. */
export interface Account {
  /** What was used since the day began, where the person is. Models without limit are not in it. */
  spentToday(): Spent;
  /** Never throws. `limited`: it counts against the budget. */
  add(model: string, usage: Usage, limited: boolean): void;
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** The most that a request may use. */
export interface Estimate {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What the limits are called where the person sets them: the fault says it. */
export interface LimitNames {
  readonly tokens: string;
  readonly money: string;
}

/**
 * Why a request may not be made: with it, what is spent and what is under way could pass a limit. `undefined` where it may.
 * A request of no tokens and no price is refused once a limit is reached.
 */
export function refusal(
  spent: Spent,
  estimate: { readonly tokens: number; readonly money: number },
  limits: BudgetLimits,
  names: LimitNames,
): ModelFault | undefined {
  if (isOver(spent.tokens, estimate.tokens, limits.tokens)) {
    const left = Math.max(0, limits.tokens - spent.tokens);
    return overBudget(`${count(left)} of ${count(limits.tokens)} tokens`, count(estimate.tokens), names.tokens);
  }
  if (isOver(spent.money, estimate.money, limits.money)) {
    const left = Math.max(0, limits.money - spent.money);
    return overBudget(`${dollars(left)} of ${dollars(limits.money)}`, dollars(estimate.money), names.money);
  }
  return undefined;
}

function isOver(spent: number, more: number, limit: number): boolean {
  return limit > 0 && (spent >= limit || spent + more > limit);
}

function overBudget(left: string, needed: string, name: string): ModelFault {
  return {
    kind: 'over-budget',
    message: `Of today's budget ${left} are left, and this request may need ${needed}. It goes on tomorrow, or with a higher ${name}.`,
  };
}

function count(tokens: number): string {
  return Math.ceil(tokens).toLocaleString('en-US');
}

function dollars(money: number): string {
  return `$${money < 0.1 ? money.toFixed(4) : money.toFixed(2)}`;
}

/** Holds all models that share it to the day's limits, with the requests that are under way counted at their most. */
export class DayBudget {
  readonly #account: Account;
  readonly #limits: () => BudgetLimits;
  readonly #names: LimitNames;
  #reservedTokens = 0;
  #reservedMoney = 0;

  /** @param limits asked at each request: the person may change them */
  constructor(account: Account, limits: () => BudgetLimits, names: LimitNames) {
    this.#account = account;
    this.#limits = limits;
    this.#names = names;
  }

  spentToday(): Spent {
    return this.#account.spentToday();
  }

  /** Sets aside what a request may need, or tells why it may not be made. `settle` is called once, with what it did use. */
  reserve(
    model: string,
    estimate: Estimate,
    price: Price | undefined,
  ):
    | { readonly ok: true; readonly settle: (usage: Usage) => void }
    | { readonly ok: false; readonly fault: ModelFault } {
    const tokens = estimate.promptTokens + estimate.completionTokens;
    const money =
      price === undefined
        ? 0
        : (estimate.promptTokens * price.input + estimate.completionTokens * price.output) / 1_000_000;
    const spent = this.#account.spentToday();
    const held = { ...spent, tokens: spent.tokens + this.#reservedTokens, money: spent.money + this.#reservedMoney };
    const fault = refusal(held, { tokens, money }, this.#limits(), this.#names);
    if (fault !== undefined) return { ok: false, fault };
    this.#reservedTokens += tokens;
    this.#reservedMoney += money;
    const settle = (usage: Usage): void => {
      this.#reservedTokens -= tokens;
      this.#reservedMoney -= money;
      this.#account.add(model, usage, true);
    };
    return { ok: true, settle };
  }
}

/** Tokens that a chat format puts around a message, at most. */
const AROUND_MESSAGE = 16;

/** The most that a request may use, by the model's own count of tokens. */
export function estimateOf({ method, request }: Asked, countTokens: (text: string) => number): Estimate {
  const count = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + countTokens(text), 0);
  const messages = (of: readonly Message[]): number =>
    count(of.map(({ content }) => content)) + AROUND_MESSAGE * of.length;
  switch (method) {
    case 'generate':
      return {
        promptTokens: messages(request.messages) + count([request.prefix ?? '']),
        completionTokens: request.n * request.maxTokens,
      };
    case 'read':
      return { promptTokens: messages(request.messages) + count(request.parts), completionTokens: 0 };
    case 'weigh':
      return { promptTokens: messages(request.messages) + count([request.prefix ?? '']), completionTokens: 1 };
    case 'pool':
      return { promptTokens: messages(request.messages), completionTokens: 0 };
    case 'decide':
      return {
        promptTokens: count([request.text, ...request.statements]),
        completionTokens: request.statements.length,
      };
  }
}

/** The model, each call of which is paid from the budget; over it, a call fails without reaching the model. */
export function withBudget(model: LanguageModel, budget: DayBudget, price: Price | undefined): LanguageModel {
  return surrounded(model, async (asked, call) => {
    const estimate = estimateOf(asked, text => model.countTokens(text));
    const reserved = budget.reserve(model.name, estimate, price);
    if (!reserved.ok) return { ok: false, fault: reserved.fault, usage: noUsage };
    let usage = noUsage;
    try {
      const answer = await call();
      usage = answer.usage;
      return answer;
    } finally {
      reserved.settle(usage);
    }
  });
}

/** The model, whose usage is written down and limited by nothing: it runs on this machine. */
export function withMeter(model: LanguageModel, account: Account): LanguageModel {
  return surrounded(model, async (_, call) => {
    const answer = await call();
    account.add(model.name, answer.usage, false);
    return answer;
  });
}
