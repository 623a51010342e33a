/** Models whose pace, values and failures a test decides. */
import { nothingSpent, type Spent } from '../../../server/src/core/model/budget.ts';
import { type ModelFault, noUsage } from '../../../server/src/core/model/fault.ts';
import type { Policy, Proposal } from '../../../server/src/core/policy/policy.ts';
import type { Calibration, RewardModel, Scored, ScoreRequest } from '../../../server/src/core/reward/reward-model.ts';
import type {
  CreateModelHost,
  Judge,
  ModelHost,
  ModelHostServices,
  Proposer,
} from '../../../server/src/features/modelHost.ts';
import type { FetchedModel, FoundServer, ListedModels, LocalModel, ModelTrial } from '../../../server/src/protocol.ts';
import type { Settings } from '../../../server/src/settings/schema.ts';

/** A judge that reads what it is to say in the step: `doubt 7` has the value 0.07 (in percent); any other step 0.9. */
export class ScriptedModels implements ModelHost, RewardModel {
  readonly id = 'scripted';
  readonly name = 'Scripted judge';
  readonly method = 'critic';
  /** Texts of the steps that were wanted, one entry a call. */
  readonly asked: (readonly string[])[] = [];
  /** What became of each call. */
  readonly ended: string[] = [];
  readonly tried: unknown[] = [];
  readonly keysChanged: string[] = [];
  services: ModelHostServices | undefined;
  settings: Settings | undefined;
  /** Calls wait until they are cancelled or released. */
  hangs = false;
  fault: ModelFault | undefined;
  calibrated = true;
  omitted: readonly number[] = [];
  reason: string | undefined;
  spent: Spent = nothingSpent;
  found: readonly FoundServer[] = [];
  trial: ModelTrial = { ok: true, can: ['write'], cannot: [], methods: ['critic'] };
  local: LocalModel | null = null;
  disposed = false;
  /** What it proposes for a next step behind these; those that end a solution state their answer in a box. */
  proposals: (written: readonly string[]) => readonly string[] = () => [];
  /** How often it was asked to propose. */
  proposed = 0;
  readonly policy: Policy = {
    id: 'scripted policy',
    name: 'Scripted policy',
    propose: async ({ steps }, _, signal): Promise<Proposal> => {
      this.proposed += 1;
      await this.#hang(signal);
      if (signal.aborted) return { ok: false, fault: { kind: 'cancelled', message: 'Cancelled.' }, usage: noUsage };
      if (this.fault !== undefined) return { ok: false, fault: this.fault, usage: noUsage };
      const proposed = this.proposals(steps.map(({ text }) => text));
      const candidates = proposed.map(text => ({ text, final: text.includes('boxed'), tokens: 10 }));
      return { ok: true, candidates, unread: [], usage: { ...noUsage, completionTokens: 10, calls: 1 } };
    },
  };
  #judge: Judge | undefined;
  readonly #release: (() => void)[] = [];

  readonly create: CreateModelHost = services => {
    this.services = services;
    return this;
  };

  configure(settings: Settings): void {
    if (this.settings?.['reward.model'] !== settings['reward.model']) this.#judge = undefined;
    this.settings = settings;
  }

  async judge(): Promise<Judge> {
    const name = this.settings?.['reward.model'] ?? '';
    this.#judge ??= this.#judgeOf(name);
    return this.#judge;
  }

  async proposer(): Promise<Proposer> {
    const name = this.settings?.['policy.model'] ?? '';
    if (name === '') return { kind: 'none' };
    if (name === 'missing')
      return { kind: 'fault', fault: { kind: 'no-model', message: 'There is no model missing.' } };
    return { kind: 'ready', policy: this.policy, parallel: 2 };
  }

  spentToday(): Spent {
    return this.spent;
  }

  async findServers(): Promise<readonly FoundServer[]> {
    return this.found;
  }

  async listModels(url: string): Promise<ListedModels> {
    return { ok: true, models: [`of ${url}`] };
  }

  async tryModel(model: unknown, signal: AbortSignal): Promise<ModelTrial> {
    this.tried.push(model);
    await this.#hang(signal);
    return signal.aborted ? { ok: false, message: 'Cancelled.', needsKey: false } : this.trial;
  }

  async localModel(): Promise<LocalModel | null> {
    return this.local;
  }

  async fetchModel(report: (message: string, share: number) => void, signal: AbortSignal): Promise<FetchedModel> {
    report('1 of 2 MB', 0.5);
    await this.#hang(signal);
    return signal.aborted ? { ok: false, cancelled: true, message: 'Cancelled.' } : { ok: true };
  }

  keyChanged(origin: string): void {
    this.keysChanged.push(origin);
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    this.release();
  }

  async score({ steps, from = 0, onScore }: ScoreRequest, signal: AbortSignal): Promise<Scored> {
    const wanted = steps.slice(from).map(({ text }) => text);
    this.asked.push(wanted);
    await this.#hang(signal);
    if (signal.aborted) {
      this.ended.push('cancelled');
      return { ok: false, fault: { kind: 'cancelled', message: 'Cancelled.' }, usage: noUsage };
    }
    this.ended.push(this.fault === undefined ? 'scored' : this.fault.kind);
    if (this.fault !== undefined) return { ok: false, fault: this.fault, usage: noUsage };
    const scores = steps.map(({ text }, index) => {
      if (index < from) return undefined;
      const score = { value: shareOf(text), ...(this.reason === undefined ? {} : { reason: this.reason }) };
      onScore?.(index, score);
      return score;
    });
    const omitted = this.omitted.length === 0 ? [] : steps.map((_, of) => ({ of, steps: this.omitted }));
    return { ok: true, scores, omitted, usage: noUsage };
  }

  /** Lets what hangs go on. */
  release(): void {
    this.hangs = false;
    for (const end of this.#release.splice(0)) end();
  }

  async #hang(signal: AbortSignal): Promise<void> {
    if (!this.hangs) return;
    await new Promise<void>(resolve => {
      this.#release.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
  }

  #judgeOf(name: string): Judge {
    if (name === '') return { kind: 'none' };
    if (name === 'missing')
      return { kind: 'fault', fault: { kind: 'no-model', message: 'There is no model missing.' } };
    const calibration: Calibration = { rewardId: this.id, calibrate: value => value, threshold: 0.3 };
    return { kind: 'ready', reward: this, ...(this.calibrated ? { calibration } : {}) };
  }
}

function shareOf(text: string): number {
  const doubt = /doubt (\d+)/.exec(text);
  return doubt === null ? 0.9 : Number(doubt[1]) / 100;
}
