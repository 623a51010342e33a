/** What the status bar says of models: what runs, the day's budget, and what went wrong. Nothing where no model judges steps. */
import type { ModelsParams } from '../../server/src/protocol.ts';

export interface ModelsLook {
  readonly text: string;
  readonly tooltip: string;
  readonly warns: boolean;
}

export function modelsLook(state: ModelsParams | undefined): ModelsLook | undefined {
  if (state?.reward === undefined) return undefined;
  const { reward, running, fault } = state;
  const text = [
    ...(fault === undefined ? [] : ['$(alert)']),
    ...(running === undefined ? [] : [`$(loading~spin) ${running.done} of ${running.total} scored`]),
    `· ${shortBudget(state)}`,
  ].join(' ');
  const doing = running === undefined ? '' : ` ${running.done} of ${running.total} steps are scored so far.`;
  const tooltip = [
    '',
    `Steps are judged by ${reward}.${doing}`,
    longBudget(state),
    ...(fault === undefined ? [] : ['', fault]),
  ].join('\n');
  return { text, tooltip, warns: fault !== undefined };
}

/** The share of the limit that is nearer; what was used, where nothing is limited. */
function shortBudget({ used, limits }: ModelsParams): string {
  const shares = [
    ...(limits.tokens === undefined ? [] : [used.tokens / limits.tokens]),
    ...(limits.money === undefined ? [] : [used.money / limits.money]),
  ];
  return shares.length === 0 ? `${inShort(used.tokens)} tokens today` : `budget ${percent(Math.max(...shares))}`;
}

function longBudget({ used, limits }: ModelsParams): string {
  const tokens = used.tokens.toLocaleString('en-US');
  const money = dollars(used.money);
  const ofTokens = limits.tokens === undefined ? '' : ` of ${limits.tokens.toLocaleString('en-US')}`;
  const ofMoney = limits.money === undefined ? '' : ` of ${dollars(limits.money)}`;
  return `Today: ${tokens}${ofTokens} tokens, ${money}${ofMoney}. A model on this machine is not counted.`;
}

/** Nothing used is 0 %, and a little is more than that. */
function percent(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  return `${Math.min(100, Math.floor(100 * share))} %`;
}

function inShort(tokens: number): string {
  if (tokens < 1000) return String(tokens);
  return tokens < 1_000_000 ? `${Math.round(tokens / 1000)}k` : `${(tokens / 1_000_000).toFixed(1)}M`;
}

function dollars(money: number): string {
  return `$${money > 0 && money < 0.01 ? money.toFixed(4) : money.toFixed(2)}`;
}
