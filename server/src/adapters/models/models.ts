/** The person's models by name: each made when it is first asked for, held to the day's budget, and recorded where that is wanted. */
import type { Sandbox } from '../../core/code/sandbox.ts';
import {
  type Account,
  type BudgetLimits,
  DayBudget,
  type LimitNames,
  type Spent,
  withBudget,
  withMeter,
} from '../../core/model/budget.ts';
import { AnswerCache, withCache } from '../../core/model/cached.ts';
import type { FaultKind, ModelFault } from '../../core/model/fault.ts';
import type { LanguageModel } from '../../core/model/language-model.ts';
import { recorded, replayed } from '../../core/model/recording.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { CreatedReward, RewardParts } from '../../core/reward/create.ts';
import type { EnsemblePart } from '../../core/reward/ensemble.ts';
import type { RewardMethod, RewardModel } from '../../core/reward/reward-model.ts';
import type { ModelConfig } from '../../settings/models.ts';
import { bestMethod } from './best-method.ts';
import type { RecordingFile } from './recording-file.ts';

type Of<Kind extends ModelConfig['kind']> = Extract<ModelConfig, { readonly kind: Kind }>;

/** How each kind of thing is made: the adapters and core's services, given here so that tests can give others. */
export interface Makers {
  readonly server: (config: Of<'server'>, key: string | undefined) => LanguageModel;
  readonly gguf: (config: Of<'gguf'>) => Promise<Found<LanguageModel>>;
  /** Only where there is an editor. */
  readonly editor?: (config: Of<'editor'>) => LanguageModel;
  readonly policy: (model: LanguageModel) => Policy;
  readonly reward: (method: RewardMethod, parts: RewardParts) => CreatedReward;
  /** The embedded process preference model over this model, with its calibration; `undefined` where no weights were fitted for it. */
  readonly ppm: (model: LanguageModel) => Promise<EnsemblePart | undefined>;
  /** For critics that write code. */
  readonly sandbox?: () => Sandbox;
}

export interface ModelsOptions {
  readonly configs: Readonly<Record<string, ModelConfig>>;
  readonly makers: Makers;
  /** The key that was kept for this origin, and goes to no other. */
  readonly keyOf: (origin: string) => Promise<string | undefined> | string | undefined;
  readonly account: Account;
  /** Asked at each request. */
  readonly limits: () => BudgetLimits;
  /** What the limits are called where the person sets them. */
  readonly limitNames: LimitNames;
  /** All traffic goes through it. In the mode `replay` nothing else answers. */
  readonly recording?: RecordingFile;
}

export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: ModelFault };

export interface RewardChoice {
  /** `auto`: the best that the model can do. */
  readonly method: RewardMethod | 'auto';
  /** Name of a model; `evidence` needs none. */
  readonly model?: string;
  /** Name of the model that writes rollouts; without it the model itself does. */
  readonly policy?: string;
  readonly votes?: number;
  readonly seed?: number;
}

export class Models {
  readonly #options: ModelsOptions;
  readonly #budget: DayBudget;
  readonly #cache = new AnswerCache();
  #configs: Readonly<Record<string, ModelConfig>>;
  readonly #made = new Map<string, Promise<Found<LanguageModel>>>();

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#configs = options.configs;
    this.#budget = new DayBudget(options.account, options.limits, options.limitNames);
  }

  get names(): readonly string[] {
    const { recording } = this.#options;
    return recording?.mode === 'replay' ? recording.models.map(({ name }) => name) : Object.keys(this.#configs);
  }

  /** What counts against the day's budget, of all windows and the command line. */
  spentToday(): Spent {
    return this.#budget.spentToday();
  }

  /** Other settings: models whose configuration is the same stay as they are, the rest are given back. */
  configure(configs: Readonly<Record<string, ModelConfig>>): void {
    const before = this.#configs;
    this.#configs = configs;
    for (const name of Object.keys(before))
      if (JSON.stringify(before[name]) !== JSON.stringify(configs[name])) this.#drop(name);
  }

  /** A key was set or forgotten: models of this origin are made anew when they are next asked for. */
  keyChanged(origin: string): void {
    for (const [name, config] of Object.entries(this.#configs))
      if (config.kind === 'server' && new URL(config.url).origin === origin) this.#drop(name);
  }

  /** The model of this name, always the same one. Asks nothing of it yet. */
  async model(name: string): Promise<Found<LanguageModel>> {
    const known = this.#made.get(name);
    if (known !== undefined) return await known;
    const making = this.#make(name);
    this.#made.set(name, making);
    const made = await making;
    // What is missing today may be there tomorrow: a file, a key.
    if (!made.ok && this.#made.get(name) === making) this.#made.delete(name);
    return made;
  }

  async policy(name: string): Promise<Found<Policy>> {
    const model = await this.model(name);
    return model.ok ? { ok: true, value: this.#options.makers.policy(model.value) } : model;
  }

  /** The reward model of this choice. `auto` asks the model what it can do; cancelling gives a fault `cancelled`. */
  async reward(choice: RewardChoice, signal: AbortSignal): Promise<Found<RewardModel>> {
    if (choice.model === undefined) return this.#reward(choice.method === 'auto' ? 'evidence' : choice.method, {});
    const found = await this.model(choice.model);
    if (!found.ok) return found;
    const model = found.value;
    const { makers } = this.#options;
    const ppm = usesPpm(choice.method) ? await makers.ppm(model) : undefined;
    const method = choice.method === 'auto' ? await bestMethod(model, ppm !== undefined, signal) : choice.method;
    if (typeof method !== 'string') return { ok: false, fault: method };
    const policy = choice.policy === undefined ? undefined : await this.policy(choice.policy);
    if (policy?.ok === false) return policy;
    return this.#reward(method, {
      model,
      ...(policy === undefined ? {} : { policy: policy.value }),
      ...(ppm === undefined ? {} : { ppm: ppm.reward }),
      ...(method === 'whole' ? { ensemble: await this.#parts(ppm, { ...choice, model: choice.model }, signal) } : {}),
      ...(makers.sandbox === undefined || method !== 'code-critic' ? {} : { sandbox: makers.sandbox() }),
      ...(choice.votes === undefined ? {} : { votes: choice.votes }),
      ...(choice.seed === undefined ? {} : { seed: choice.seed }),
    });
  }

  /** What the whole is made of beside the evidence: the embedded model where there is one, else the best that the model can do. */
  async #parts(
    ppm: EnsemblePart | undefined,
    choice: RewardChoice,
    signal: AbortSignal,
  ): Promise<readonly EnsemblePart[]> {
    if (ppm !== undefined) return [ppm];
    const best = await this.reward({ ...choice, method: 'auto' }, signal);
    return best.ok ? [{ reward: best.value }] : [];
  }

  /** Gives back what all models hold. */
  async dispose(): Promise<void> {
    const made = [...this.#made.values()];
    this.#made.clear();
    for (const found of await Promise.all(made)) if (found.ok) await found.value.release();
    this.#options.recording?.close();
  }

  #reward(method: RewardMethod, parts: RewardParts): Found<RewardModel> {
    const created = this.#options.makers.reward(method, parts);
    return created.ok ? { ok: true, value: created.reward } : failed('unsupported', created.reason);
  }

  #drop(name: string): void {
    const made = this.#made.get(name);
    this.#made.delete(name);
    void made?.then(found => (found.ok ? found.value.release() : undefined));
  }

  async #make(name: string): Promise<Found<LanguageModel>> {
    const { recording, account } = this.#options;
    if (recording?.mode === 'replay') {
      const about = recording.models.find(model => model.name === name);
      if (about === undefined) return failed('no-model', `The recording has no model ${name}. ${this.#listed()}`);
      return { ok: true, value: replayed({ id: about.id, name: about.title }, recording) };
    }
    const config = Object.hasOwn(this.#configs, name) ? this.#configs[name] : undefined;
    if (config === undefined) return failed('no-model', `There is no model ${name}. ${this.#listed()}`);
    const bare = await this.#bare(config);
    if (!bare.ok) return bare;
    const price = config.kind === 'server' ? config.price : undefined;
    // What runs on this machine costs nobody anything.
    const paid = config.kind === 'gguf' ? withMeter(bare.value, account) : withBudget(bare.value, this.#budget, price);
    const model = withCache(paid, this.#cache);
    if (recording === undefined) return { ok: true, value: model };
    recording.addModel({ name, id: model.id, title: model.name });
    return { ok: true, value: recorded(model, recording) };
  }

  async #bare(config: ModelConfig): Promise<Found<LanguageModel>> {
    const { makers, keyOf } = this.#options;
    switch (config.kind) {
      case 'server':
        return { ok: true, value: makers.server(config, await keyOf(new URL(config.url).origin)) };
      case 'gguf':
        return await makers.gguf(config);
      case 'editor':
        if (makers.editor === undefined) return failed('unsupported', 'Models of VS Code can be used in VS Code only.');
        return { ok: true, value: makers.editor(config) };
    }
  }

  #listed(): string {
    return this.names.length === 0 ? 'None is set up yet.' : `There is: ${this.names.join(', ')}.`;
  }
}

function usesPpm(method: RewardChoice['method']): boolean {
  return method === 'auto' || method === 'ppm' || method === 'whole';
}

function failed(kind: FaultKind, message: string): { readonly ok: false; readonly fault: ModelFault } {
  return { ok: false, fault: { kind, message } };
}
