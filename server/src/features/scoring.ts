/**
 * When steps are scored: as the person pauses, when the document is saved, or on request. One document at a time, the one looked at last first. A
 * change of the text gives up what runs for it; the scores that came by then are kept, and the old ones stay in sight until new ones are there.
 */
import { type CancellationToken, type Connection, type Disposable, Emitter, type Event } from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { CheckedDocument } from '../core/check.ts';
import type { SolutionDocument } from '../core/document/solution.ts';
import type { ModelFault } from '../core/model/fault.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import { isAsked } from '../core/reward/scores.ts';
import { type ScoreAnswer, scoreDocument } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { all, type Feature } from './feature.ts';
import type { ScoreService } from './scoreService.ts';
import type { DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import type { VisibleLinesFeature } from './visibleLines.ts';

/** As long without a key or a scroll is a pause (ms). */
const PAUSE_MS = 1000;

/** Scores that arrive one after the other are shown together, this often (ms). */
const TOGETHER_MS = 150;

/** A server that says when it has time again is asked again by itself, up to this (ms). */
const LONGEST_WAIT_MS = 600_000;

const fileParams = z.object({ uri: z.string() });

interface Running {
  readonly session: DocumentSession;
  readonly abort: AbortController;
}

/** A person asks. */
interface Asked {
  readonly signal: AbortSignal;
}

/** Of the steps that can have a score. */
export interface ScoringProgress {
  readonly done: number;
  readonly total: number;
}

export class ScoringFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #scores: ScoreService;
  readonly #visible: VisibleLinesFeature;
  readonly #settings: () => Settings;
  readonly #onProgress = new Emitter<ScoringProgress | undefined>();
  /** Documents that were saved, or may be scored for another reason. */
  readonly #due = new Set<DocumentSession>();
  readonly #refreshes = new Map<DocumentSession, ReturnType<typeof setTimeout>>();
  /** Texts of which every step that can have a score has one. */
  #done = new WeakSet<SolutionDocument>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Running | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #passing = false;
  #again = false;
  #disposed = false;

  constructor(
    sessions: DocumentSessions,
    scores: ScoreService,
    visible: VisibleLinesFeature,
    settings: () => Settings,
  ) {
    this.#sessions = sessions;
    this.#scores = scores;
    this.#visible = visible;
    this.#settings = settings;
  }

  /** How far the document is that is being scored; `undefined` when none is. */
  get onProgress(): Event<ScoringProgress | undefined> {
    return this.#onProgress.event;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.onRequest<ScoreAnswer, void>(scoreDocument.method, (given: unknown, token: CancellationToken) =>
        this.#asked(given, token),
      ),
      this.#sessions.onStale(session => this.#changed(session)),
      this.#sessions.onSettled(() => this.#wait(PAUSE_MS)),
      this.#visible.onChange(() => this.#wait(PAUSE_MS)),
      this.#sessions.onSaved(session => void this.#saved(session)),
      this.#sessions.onClosed(session => this.#closed(session)),
      this.#scores.onReplaced(() => this.#replaced()),
      { dispose: () => this.#dispose() },
    ]);
  }

  #changed(session: DocumentSession): void {
    if (this.#running?.session === session) this.#running.abort.abort();
    if (this.#settings()['reward.run'] === 'onPause') this.#due.add(session);
  }

  async #saved(session: DocumentSession): Promise<void> {
    if (this.#settings()['reward.run'] !== 'onSave') return;
    await session.whenChecked();
    this.#due.add(session);
    this.#wait(0);
  }

  #closed(session: DocumentSession): void {
    if (this.#running?.session === session) this.#running.abort.abort();
    this.#due.delete(session);
    clearTimeout(this.#refreshes.get(session));
    this.#refreshes.delete(session);
  }

  /** Something else judges: the scores that are shown are no longer those of the model that is named. */
  #replaced(): void {
    this.#running?.abort.abort();
    this.#done = new WeakSet();
    for (const session of this.#sessions.sessions) session.refresh();
    if (this.#settings()['reward.run'] !== 'onPause') return;
    for (const session of this.#sessions.sessions) this.#due.add(session);
    this.#wait(PAUSE_MS);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#disposed || this.#due.size === 0) return;
    this.#timer = setTimeout(() => void this.#pass(), ms);
  }

  /** All that is due, in order. A failure ends it: what failed for one document fails for the next. */
  async #pass(): Promise<void> {
    this.#again = true;
    if (this.#passing) return;
    this.#passing = true;
    while (this.#again && !this.#disposed) {
      this.#again = false;
      for (const session of this.#visible.inOrder()) {
        if (!this.#due.has(session)) continue;
        const fault = await this.#inTurn(() => this.#score(session));
        if (fault !== undefined) {
          this.#again = false;
          if (fault.retryAfterMs !== undefined) this.#wait(Math.min(fault.retryAfterMs, LONGEST_WAIT_MS));
          break;
        }
      }
    }
    this.#passing = false;
  }

  async #asked(given: unknown, token: CancellationToken): Promise<ScoreAnswer> {
    const parsed = fileParams.safeParse(given);
    const session = parsed.success ? this.#sessions.get(parsed.data.uri) : undefined;
    if (session === undefined) return { ok: false, message: 'This document is not open, or is not checked.' };
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    try {
      for (;;) {
        const checked = await session.whenChecked(token);
        if (checked === undefined)
          return { ok: false, message: 'This document is not checked, so it has no steps to score.' };
        // Whatever runs of itself goes on after what was asked for.
        this.#running?.abort.abort();
        const fault = await this.#inTurn(() => this.#score(session, { signal: cancelled.signal }));
        if (fault !== undefined) return { ok: false, message: fault.message };
        if (this.#scores.state.reward === undefined) {
          return { ok: false, message: 'No model judges steps. Choose one with "Stepwise: Set Up a Model".' };
        }
        if (token.isCancellationRequested || session.checked?.version === checked.version)
          return this.#summary(session);
      }
    } finally {
      subscription.dispose();
    }
  }

  #summary(session: DocumentSession): ScoreAnswer {
    const known = session.checked === undefined ? [] : scoresOf(session.checked.document, this.#scores);
    const fresh = known.filter(score => score !== undefined && score.old !== true);
    return { ok: true, scored: fresh.length, low: fresh.filter(score => score?.low === true).length };
  }

  /** One after the other: two that score the same steps at the same time would pay twice. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #score(session: DocumentSession, asked?: Asked): Promise<ModelFault | undefined> {
    const { checked } = session;
    if (checked === undefined || this.#disposed) return undefined;
    const { document } = checked;
    if (asked === undefined && this.#done.has(document.document)) {
      this.#due.delete(session);
      return undefined;
    }
    const abort = new AbortController();
    const either = asked === undefined ? abort.signal : AbortSignal.any([abort.signal, asked.signal]);
    const options = { inView: this.#visible.inView(checked), again: asked !== undefined };
    this.#running = { session, abort };
    this.#progress(document);
    const fault = await this.#scores.score(document, options, either, () => {
      this.#progress(document);
      this.#showSoon(session);
    });
    this.#running = undefined;
    this.#onProgress.fire(undefined);
    this.#show(session);
    if (either.aborted) {
      // Given up for something that was asked for: it is taken up again after that.
      if (this.#due.has(session)) this.#again = true;
      return undefined;
    }
    if (fault === undefined) {
      this.#done.add(document.document);
      this.#due.delete(session);
    }
    return fault;
  }

  #progress(document: CheckedDocument): void {
    if (this.#scores.state.reward === undefined) return;
    const known = scoresOf(document, this.#scores);
    const done = known.filter(score => score !== undefined && score.old !== true).length;
    this.#onProgress.fire({ done, total: known.length });
  }

  #showSoon(session: DocumentSession): void {
    if (this.#refreshes.has(session)) return;
    this.#refreshes.set(
      session,
      setTimeout(() => this.#show(session), TOGETHER_MS),
    );
  }

  #show(session: DocumentSession): void {
    clearTimeout(this.#refreshes.get(session));
    this.#refreshes.delete(session);
    if (!this.#disposed && this.#scores.state.reward !== undefined) session.refresh();
  }

  #dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const timer of this.#refreshes.values()) clearTimeout(timer);
    this.#refreshes.clear();
    this.#running?.abort.abort();
    this.#onProgress.dispose();
  }
}

/** Of each step that a reward model has something to say of. */
function scoresOf(document: CheckedDocument, scores: ScoreService): readonly (StepScore | undefined)[] {
  return document.solutions.flatMap(solution =>
    solution.steps.flatMap((step, index) => (isAsked(step) ? [scores.scoreOf(solution, index)] : [])),
  );
}
