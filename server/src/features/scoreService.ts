/** Scores of the open documents' steps, from whatever judges them by the settings. Features ask this service; it asks core's scorer, which keeps by content. */
import { type Disposable, Emitter, type Event } from 'vscode-languageserver';
import type { CheckedDocument, CheckedSolution } from '../core/check.ts';
import type { ModelFault } from '../core/model/fault.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import { type ScoreOptions, Scorer } from '../core/reward/scores.ts';
import { defaultSettings, type Settings } from '../settings/schema.ts';
import type { Judge, ModelHost } from './modelHost.ts';

export interface ScoreState {
  /** Name of what judges; absent where nothing does. */
  readonly reward?: string;
  /** What went wrong last, while it lasts. */
  readonly fault?: ModelFault;
}

type Ready = Extract<Judge, { readonly kind: 'ready' }>;

export class ScoreService implements Disposable {
  readonly #host: ModelHost;
  readonly #onState = new Emitter<ScoreState>();
  readonly #onReplaced = new Emitter<void>();
  #settings = defaultSettings;
  #ready: { readonly judge: Ready; readonly scorer: Scorer } | undefined;
  #state: ScoreState = {};

  constructor(host: ModelHost) {
    this.#host = host;
  }

  get state(): ScoreState {
    return this.#state;
  }

  get onState(): Event<ScoreState> {
    return this.#onState.event;
  }

  /** Something else judges from now on, or may: what was given up may be tried again. */
  get onReplaced(): Event<void> {
    return this.#onReplaced.event;
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.#host.configure(settings);
    void this.#look().then(() => this.#onReplaced.fire());
  }

  keyChanged(origin: string): void {
    this.#host.keyChanged(origin);
    void this.#look().then(() => this.#onReplaced.fire());
  }

  readonly scoreOf = (solution: CheckedSolution, step: number): StepScore | undefined =>
    this.#ready?.scorer.scoreOf(solution, step);

  /**
   * Scores the steps of a document, those in view first, calling `onChange` as scores come. What has a score of the text as it stands is not asked again.
   * Resolves to what went wrong, `undefined` where nothing did, nothing judges, or the signal was aborted; what was scored until then is kept.
   */
  async score(
    document: CheckedDocument,
    options: ScoreOptions,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<ModelFault | undefined> {
    await this.#look();
    const ready = this.#ready;
    if (signal.aborted) return undefined;
    if (ready === undefined) return this.#state.fault;
    const fault = await ready.scorer.score(document, options, signal, onChange);
    if (signal.aborted || fault?.kind === 'cancelled' || this.#ready !== ready) return undefined;
    this.#tell({ reward: ready.judge.reward.name, ...(fault === undefined ? {} : { fault }) });
    return fault;
  }

  dispose(): void {
    this.#onState.dispose();
    this.#onReplaced.dispose();
    void this.#host.dispose();
  }

  /** Finds out what judges now. Scores stay as long as it is the same. */
  async #look(): Promise<void> {
    const judge = await this.#host.judge();
    switch (judge.kind) {
      case 'none':
        this.#ready = undefined;
        return this.#tell({});
      case 'fault':
        this.#ready = undefined;
        return this.#tell({ reward: this.#settings['reward.model'], fault: judge.fault });
      case 'ready':
        if (this.#ready?.judge === judge) return;
        this.#ready = { judge, scorer: new Scorer(judge.reward, judge.calibration) };
        return this.#tell({ reward: judge.reward.name });
    }
  }

  #tell(state: ScoreState): void {
    if (state.reward === this.#state.reward && state.fault === this.#state.fault) return;
    this.#state = state;
    this.#onState.fire(state);
  }
}
