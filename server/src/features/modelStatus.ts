/**
 * Tells the client what models are about: what judges, how far it is, what the day has used, and what went wrong while that lasts. A failure is also told
 * in words, once: not at each key stroke that meets it again.
 */
import type { Connection, Disposable } from 'vscode-languageserver';
import type { FaultKind } from '../core/model/fault.ts';
import { type ModelsParams, models } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { ModelHost } from './modelHost.ts';
import type { ScoreService, ScoreState } from './scoreService.ts';
import type { ScoringFeature, ScoringProgress } from './scoring.ts';

/** What changes at every score is told this often (ms). */
const TOGETHER_MS = 200;

export class ModelStatusFeature implements Feature {
  readonly capabilities = {};
  readonly #host: ModelHost;
  readonly #scores: ScoreService;
  readonly #scoring: ScoringFeature;
  readonly #settings: () => Settings;
  /** Kinds of failure that the person has read of, since it last went well. */
  readonly #told = new Set<FaultKind>();
  #running: ScoringProgress | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent: string | undefined;

  constructor(host: ModelHost, scores: ScoreService, scoring: ScoringFeature, settings: () => Settings) {
    this.#host = host;
    this.#scores = scores;
    this.#scoring = scoring;
    this.#settings = settings;
  }

  register(connection: Connection): Disposable {
    return all([
      this.#scores.onState(state => {
        this.#tell(state, connection);
        this.#send(connection);
      }),
      this.#scores.onReplaced(() => this.#send(connection)),
      this.#scoring.onProgress(running => {
        this.#running = running;
        this.#sendSoon(connection);
      }),
      { dispose: () => clearTimeout(this.#timer) },
    ]);
  }

  #tell({ fault }: ScoreState, connection: Connection): void {
    if (fault === undefined) {
      this.#told.clear();
      return;
    }
    // A server that says when it has time again is asked again then: nothing is to be done.
    if (this.#told.has(fault.kind) || fault.retryAfterMs !== undefined) return;
    this.#told.add(fault.kind);
    connection.window.showWarningMessage(`Stepwise: steps are not scored. ${fault.message}`);
  }

  #sendSoon(connection: Connection): void {
    this.#timer ??= setTimeout(() => this.#send(connection), TOGETHER_MS);
  }

  #send(connection: Connection): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const params = this.#params();
    const said = JSON.stringify(params);
    if (said === this.#sent) return;
    this.#sent = said;
    unawaited(connection.sendNotification(models.method, params));
  }

  #params(): ModelsParams {
    const { reward, fault } = this.#scores.state;
    const { tokens, money } = this.#host.spentToday();
    const { 'budget.tokensPerDay': mostTokens, 'budget.moneyPerDay': mostMoney } = this.#settings();
    return {
      used: { tokens, money },
      limits: { ...(mostTokens > 0 ? { tokens: mostTokens } : {}), ...(mostMoney > 0 ? { money: mostMoney } : {}) },
      ...(reward === undefined ? {} : { reward }),
      ...(this.#running === undefined ? {} : { running: this.#running }),
      ...(fault === undefined ? {} : { fault: fault.message }),
    };
  }
}
