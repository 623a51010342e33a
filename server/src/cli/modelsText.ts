/** What `stepwise models` reports, and how a person reads it. */
import type { Spent } from '../core/model/budget.ts';
import type { Trial } from '../core/model/try-model.ts';
import type { RewardMethod } from '../core/reward/reward-model.ts';
import type { ModelConfig } from '../settings/models.ts';
import type { LocalModelAbout } from './modelWorld.ts';
import { oneLine, type Paint } from './terminal.ts';

export type ModelReport = { readonly name: string; readonly config: ModelConfig } & (
  | {
      readonly can: readonly string[];
      readonly cannot: readonly string[];
      /** How it can judge steps, best first. */
      readonly methods: readonly RewardMethod[];
    }
  | { readonly fault: string }
);

export interface ModelsReport {
  readonly version: 1;
  /** The file of models. */
  readonly file: string;
  readonly models: readonly ModelReport[];
  readonly local: LocalModelAbout;
  readonly servers: readonly {
    readonly name: string;
    readonly url: string;
    readonly models: readonly string[];
    readonly needsKey: boolean;
  }[];
  /** What counts against a budget. */
  readonly today: Spent;
}

export type TrialReport = { readonly version: 1; readonly name: string } & (
  | {
      readonly ok: true;
      readonly title: string;
      readonly trial?: Trial;
      readonly can: readonly string[];
      readonly cannot: readonly string[];
      readonly methods: readonly RewardMethod[];
    }
  | { readonly ok: false; readonly message: string }
);

export function textOfModels({ file, models, local, servers, today }: ModelsReport, paint: Paint): string {
  const lines = [
    models.length === 0 ? `No model is named in ${file}.` : `Models of ${file}:`,
    ...models.flatMap(model => linesOfModel(model, paint)),
    '',
    'The model of this machine:',
    `  ${paint('bold', 'gguf')}  ${local.name}, ${local.licence}: ${stateOf(local)}`,
    '',
    servers.length === 0 ? 'No server of models was found on this machine.' : 'Servers found on this machine:',
    ...servers.flatMap(server => linesOfServer(server, paint)),
    '',
    `Used today by models of servers: ${today.tokens.toLocaleString('en-US')} tokens, $${today.money.toFixed(2)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function linesOfModel(model: ModelReport, paint: Paint): readonly string[] {
  const head = `  ${paint('bold', oneLine(model.name))}  ${placeOf(model.config)}`;
  if ('fault' in model) return [head, `    ${paint('red', oneLine(model.fault))}`];
  return [
    head,
    `    judges steps by ${model.methods.join(', ')}`,
    ...model.can.map(text => `    ${paint('green', '+')} ${text}`),
    ...model.cannot.map(text => `    ${paint('dim', '-')} ${paint('dim', `cannot: ${text}`)}`),
  ];
}

function placeOf(config: ModelConfig): string {
  switch (config.kind) {
    case 'server':
      return `${oneLine(config.model)} at ${config.url}`;
    case 'gguf':
      return config.file ?? 'the model of this machine';
    case 'editor':
      return `a model of VS Code (${[config.vendor, config.family, config.id].filter(part => part !== undefined).join(' / ')})`;
  }
}

function linesOfServer(
  { name, url, models, needsKey }: ModelsReport['servers'][number],
  paint: Paint,
): readonly string[] {
  if (needsKey) return [`  ${paint('bold', name)}  ${url}: wants a key`];
  if (models.length === 0) return [`  ${paint('bold', name)}  ${url}: no model is loaded`];
  return models.map(model => `  ${paint('bold', name)}  ${url}#${oneLine(model)}`);
}

function stateOf({ ready, there, size, file }: LocalModelAbout): string {
  if (ready) return file;
  const whole = `${(size / 1e9).toFixed(1)} GB`;
  return there > 0
    ? `${Math.floor((100 * there) / size)} % of ${whole} fetched; "stepwise models get" goes on`
    : `not fetched (${whole}); "stepwise models get" does`;
}

export function textOfTrial(report: TrialReport): string {
  if (!report.ok) return `${report.name}: ${report.message}\n`;
  const { title, trial, can, cannot, methods } = report;
  const answered =
    trial === undefined
      ? []
      : [
          `${trial.solved ? 'solved' : 'did not solve'} a small problem in ${trial.seconds.toFixed(1)} s, ${Math.round(trial.tokensPerSecond)} tokens a second`,
        ];
  return [
    `${report.name} (${title}):`,
    ...answered.map(text => `  ${trial?.solved === true ? '+' : '-'} ${text}`),
    ...can.map(text => `  + ${text}`),
    ...cannot.map(text => `  - cannot: ${text}`),
    `  judges steps by ${methods.join(', ')}`,
    '',
  ].join('\n');
}
