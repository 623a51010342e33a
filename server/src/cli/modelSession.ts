/** Models for one command: what its words name, with keys of the environment, the day's budget and the recording, given back at its end. */
import { resolve } from 'node:path';
import { keysOfEnvironment } from '../adapters/models/keys.ts';
import { type Found, type Makers, Models } from '../adapters/models/models.ts';
import { openRecording, type RecordingFile } from '../adapters/models/recording-file.ts';
import { UsageLog } from '../adapters/models/usage-log.ts';
import type { Sandbox } from '../core/code/sandbox.ts';
import type { Spent } from '../core/model/budget.ts';
import type { ModelFault } from '../core/model/fault.ts';
import type { LanguageModel } from '../core/model/language-model.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Calibration, RewardModel } from '../core/reward/reward-model.ts';
import type { ModelConfig } from '../settings/models.ts';
import type { CodeArguments } from './arguments.ts';
import { type Io, unusable } from './io.ts';
import type { ModelArguments } from './modelArguments.ts';
import { type ModelConfigs, modelNamed, readModelsFile } from './modelsFile.ts';
import { Python } from './python.ts';

export type OpenedSession =
  | { readonly ok: true; readonly session: ModelSession }
  | { readonly ok: false; readonly reason: string };

export interface ChosenReward {
  readonly reward: RewardModel;
  readonly calibration?: Calibration;
}

/** What the editor's commands are called here. */
const commandsHere = {
  '"Stepwise: Get the local model"': '"stepwise models get"',
  '"Stepwise: Set up a model"': '"stepwise models"',
};

const limitNames = { tokens: '--tokens-per-day', money: '--money-per-day' };

/** What `work` gives with the models that the arguments name; they and the Python that they use end with it. Where they cannot be had, that is said. */
export async function withModels(
  args: ModelArguments & CodeArguments,
  io: Io,
  work: (session: ModelSession, python: Python) => Promise<number>,
): Promise<number> {
  const python = new Python(args, io);
  const opened = await openModels(args, io, () => python.sandbox);
  if (!opened.ok) return await unusable(opened.reason, io);
  try {
    return await work(opened.session, python);
  } finally {
    await opened.session.dispose();
    python.dispose();
  }
}

/**
 * Opens what the arguments name. A model that does not exist, a file of models or a recording that cannot be read is a reason; nothing is asked yet.
 * @param extra other models that the command uses, as the person wrote them
 */
export async function openModels(
  args: ModelArguments,
  io: Io,
  sandbox: () => Sandbox,
  extra: readonly string[] = [],
): Promise<OpenedSession> {
  const file = await readModelsFile(io.models.file);
  if (!file.ok) return file;
  for (const problem of file.problems) await io.err(`stepwise: ${problem}\n`);
  const recording = args.recording === undefined ? undefined : openRecordingOf(args.recording, io.cwd);
  if (recording?.ok === false) return recording;
  const words = [args.reward?.model, args.policy, ...extra].filter(word => word !== undefined);
  const named = configsOf(words, file.models, io, recording?.recording);
  if (!named.ok) return named;
  const origins = Object.values(named.configs).flatMap(config => (config.kind === 'server' ? [originOf(config)] : []));
  const keys = keysOfEnvironment(io.env, origins);
  if (keys.warning !== undefined) await io.err(`stepwise: ${keys.warning}\n`);
  const tell = (message: string): void => void io.err(`stepwise: ${message}\n`);
  const makers = io.models.makers({ log: () => undefined, sandbox });
  const models = new Models({
    configs: named.configs,
    makers,
    keyOf: keys.keyOf,
    account: new UsageLog(io.models.usage, io.models.now, tell),
    limits: () => args.budget,
    limitNames,
    ...(recording === undefined ? {} : { recording: recording.recording }),
  });
  const variableOf = (name: string): string | undefined => {
    const config = named.configs[name];
    return config?.kind === 'server' ? keys.variableOf(originOf(config)) : undefined;
  };
  return { ok: true, session: new ModelSession(models, args, io, variableOf, makers) };
}

function openRecordingOf({ mode, path }: NonNullable<ModelArguments['recording']>, cwd: string) {
  return openRecording(resolve(cwd, path), mode);
}

function configsOf(
  words: readonly string[],
  models: ModelConfigs,
  io: Io,
  recording: RecordingFile | undefined,
): { readonly ok: true; readonly configs: ModelConfigs } | { readonly ok: false; readonly reason: string } {
  const configs: Record<string, ModelConfig> = {};
  // A recording knows its models itself: those of the file need not be there any more.
  if (recording?.mode === 'replay') return { ok: true, configs };
  for (const word of words) {
    const named = modelNamed(word, models, io.models.file, io.cwd);
    if (!named.ok) return named;
    configs[named.name] = named.config;
  }
  return { ok: true, configs };
}

function originOf({ url }: Extract<ModelConfig, { readonly kind: 'server' }>): string {
  return new URL(url).origin;
}

export class ModelSession {
  readonly #models: Models;
  readonly #args: ModelArguments;
  readonly #io: Io;
  readonly #variableOf: (name: string) => string | undefined;
  readonly #makers: Makers & { dispose?(): void };

  constructor(
    models: Models,
    args: ModelArguments,
    io: Io,
    variableOf: (name: string) => string | undefined,
    makers: Makers & { dispose?(): void },
  ) {
    this.#models = models;
    this.#args = args;
    this.#io = io;
    this.#variableOf = variableOf;
    this.#makers = makers;
  }

  /** What `--reward` asks for. `auto` asks the model what it can do. */
  async reward(): Promise<Found<ChosenReward>> {
    const { reward: choice = { method: 'evidence' as const }, votes, seed, policy } = this.#args;
    const found = await this.#models.reward(
      { ...choice, votes, seed, ...(policy === undefined ? {} : { policy }) },
      this.#io.signal,
    );
    if (!found.ok) return { ok: false, fault: this.worded(found.fault, choice.model) };
    const calibration = await this.#io.models.calibrationOf(found.value);
    return { ok: true, value: { reward: found.value, ...(calibration === undefined ? {} : { calibration }) } };
  }

  policy(name: string): Promise<Found<Policy>> {
    return this.#models.policy(name);
  }

  model(name: string): Promise<Found<LanguageModel>> {
    return this.#models.model(name);
  }

  /** Whether weights of the embedded process preference model were fitted for it. */
  async ppm(model: LanguageModel): Promise<boolean> {
    return (await this.#makers.ppm(model)) !== undefined;
  }

  /** The fault, with what to do here where that is another thing than in the editor. */
  worded(fault: ModelFault, model = this.#args.reward?.model): ModelFault {
    const variable = fault.kind === 'unauthorized' && model !== undefined ? this.#variableOf(model) : undefined;
    const message = Object.entries(commandsHere).reduce(
      (text, [there, here]) => text.replaceAll(there, here),
      fault.message,
    );
    const key = variable === undefined ? '' : ` The key is taken from the environment: ${variable}.`;
    return { ...fault, message: `${message}${key}` };
  }

  spentToday(): Spent {
    return this.#models.spentToday();
  }

  async dispose(): Promise<void> {
    await this.#models.dispose();
    this.#makers.dispose?.();
  }
}
