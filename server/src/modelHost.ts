/** The person's models as the features use them: what the settings name, judged, tried, found and fetched. What of it depends on the host comes in as a world. */
import { methodsOf } from './adapters/models/best-method.ts';
import { type Makers, Models } from './adapters/models/models.ts';
import type { Account, BudgetLimits, Spent } from './core/model/budget.ts';
import type { ModelFault } from './core/model/fault.ts';
import { type TriedModel, tryModel } from './core/model/try-model.ts';
import type { Calibration, RewardModel } from './core/reward/reward-model.ts';
import type { CreateModelHost, Judge, ModelHost, ModelHostServices, Proposer } from './features/modelHost.ts';
import type { FetchedModel, FoundServer, ListedModels, LocalModel, ModelTrial } from './protocol.ts';
import { type ModelConfig, readModel } from './settings/models.ts';
import { defaultSettings, type Settings } from './settings/schema.ts';

/** `dispose` ends what its models share. */
export type HostMakers = Makers & { dispose?(): void };

export interface ModelWorld {
  makers(services: ModelHostServices): HostMakers;
  account(services: ModelHostServices): Account;
  /** What a reward model's values are worth, where that was measured. */
  calibrationOf(reward: RewardModel): Promise<Calibration | undefined>;
  /** None of these rejects. */
  findServers(signal: AbortSignal): Promise<readonly FoundServer[]>;
  listModels(url: string, key: string | undefined, signal: AbortSignal): Promise<ListedModels>;
  /** What can be run on this machine itself; absent where nothing can. */
  local?(services: ModelHostServices, settings: () => Settings): LocalModels;
}

export interface LocalModels {
  about(): Promise<LocalModel>;
  fetch(report: (message: string, share: number) => void, signal: AbortSignal): Promise<FetchedModel>;
}

const limitNames = { tokens: 'stepwise.budget.tokensPerDay', money: 'stepwise.budget.moneyPerDay' };

/** What the person would see as their first model: a name for the one that is only tried. */
const trialName = 'trial';

export function createModelHost(world: ModelWorld): CreateModelHost {
  return services => new SettingsModelHost(world, services);
}

class SettingsModelHost implements ModelHost {
  readonly #world: ModelWorld;
  readonly #services: ModelHostServices;
  readonly #account: Account;
  readonly #makers: HostMakers;
  readonly #models: Models;
  readonly #local: LocalModels | undefined;
  readonly #end = new AbortController();
  #settings = defaultSettings;
  #judging: { readonly key: string; readonly judge: Promise<Judge> } | undefined;

  constructor(world: ModelWorld, services: ModelHostServices) {
    this.#world = world;
    this.#services = services;
    this.#account = world.account(services);
    this.#makers = world.makers(services);
    this.#models = this.#modelsOf({});
    this.#local = world.local?.(services, () => this.#settings);
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#models.configure(settings.models);
  }

  judge(): Promise<Judge> {
    const { models, 'reward.model': model, 'reward.method': method, 'reward.votes': votes } = this.#settings;
    if (model === '') return Promise.resolve({ kind: 'none' });
    const key = JSON.stringify([model, models[model] ?? null, method, votes]);
    if (this.#judging?.key === key) return this.#judging.judge;
    const judging = { key, judge: this.#findJudge({ model, method, votes }) };
    this.#judging = judging;
    void judging.judge.then(({ kind }) => {
      // What is missing now may be there when it is asked for again: a server that is started, a file, a key.
      if (kind === 'fault' && this.#judging === judging) this.#judging = undefined;
    });
    return judging.judge;
  }

  async proposer(signal: AbortSignal): Promise<Proposer> {
    const { 'policy.model': name } = this.#settings;
    if (name === '') return { kind: 'none' };
    const model = await this.#models.model(name);
    if (!model.ok) return { kind: 'fault', fault: model.fault };
    const known = await model.value.abilities(signal);
    if (!known.ok) return { kind: 'fault', fault: known.fault };
    return { kind: 'ready', policy: this.#makers.policy(model.value), parallel: known.abilities.parallel };
  }

  spentToday(): Spent {
    return this.#account.spentToday();
  }

  findServers(signal: AbortSignal): Promise<readonly FoundServer[]> {
    return this.#world.findServers(signal);
  }

  async listModels(url: string, signal: AbortSignal): Promise<ListedModels> {
    return this.#world.listModels(url, await this.#services.keyFor(new URL(url).origin), signal);
  }

  async tryModel(raw: unknown, signal: AbortSignal): Promise<ModelTrial> {
    const read = readModel(raw);
    if (!read.ok) return { ok: false, message: `This is no model: ${read.reason}.`, needsKey: false };
    const models = this.#modelsOf({ [trialName]: read.config });
    try {
      const found = await models.model(trialName);
      if (!found.ok) return failedTrial(found.fault);
      const tried = await tryModel(found.value, () => performance.now(), signal);
      if (!tried.ok) return failedTrial(tried.fault);
      const ppm = await this.#makers.ppm(found.value);
      return passedTrial(tried, methodsOf(tried.abilities, ppm !== undefined, false));
    } finally {
      await models.dispose();
    }
  }

  async localModel(): Promise<LocalModel | null> {
    return (await this.#local?.about()) ?? null;
  }

  async fetchModel(report: (message: string, share: number) => void, signal: AbortSignal): Promise<FetchedModel> {
    if (this.#local === undefined) {
      return { ok: false, cancelled: false, message: 'No model can be run here: this editor runs in a browser.' };
    }
    const fetched = await this.#local.fetch(report, signal);
    if (fetched.ok) this.#judging = undefined;
    return fetched;
  }

  keyChanged(origin: string): void {
    this.#models.keyChanged(origin);
    const config = this.#settings.models[this.#settings['reward.model']];
    if (config?.kind === 'server' && new URL(config.url).origin === origin) this.#judging = undefined;
  }

  async dispose(): Promise<void> {
    this.#end.abort();
    await this.#models.dispose();
    this.#makers.dispose?.();
  }

  #modelsOf(configs: Readonly<Record<string, ModelConfig>>): Models {
    return new Models({
      configs,
      makers: this.#makers,
      keyOf: this.#services.keyFor,
      account: this.#account,
      limits: () => this.#limits,
      limitNames,
    });
  }

  get #limits(): BudgetLimits {
    return { tokens: this.#settings['budget.tokensPerDay'], money: this.#settings['budget.moneyPerDay'] };
  }

  async #findJudge(choice: {
    readonly model: string;
    readonly method: Settings['reward.method'];
    readonly votes: number;
  }): Promise<Judge> {
    const found = await this.#models.reward(choice, this.#end.signal);
    if (!found.ok) return { kind: 'fault', fault: found.fault };
    const reward = found.value;
    const calibration = await this.#world.calibrationOf(reward);
    return { kind: 'ready', reward, ...(calibration === undefined ? {} : { calibration }) };
  }
}

function failedTrial({ kind, message }: ModelFault): ModelTrial {
  return { ok: false, message, needsKey: kind === 'unauthorized' };
}

function passedTrial(
  { can, cannot, trial }: Extract<TriedModel, { readonly ok: true }>,
  methods: readonly string[],
): ModelTrial {
  const solved =
    trial === undefined
      ? []
      : [`${trial.solved ? 'solved' : 'answered'} a small problem in ${trial.seconds.toFixed(1)} s`];
  const wrong = trial?.solved === false ? ['solve the small problem: its answer was wrong'] : [];
  return { ok: true, can: [...solved, ...can], cannot: [...wrong, ...cannot], methods };
}
