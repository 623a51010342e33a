/** Scores of the steps of documents, for one command: the same scorer as the editor's, asked once for each document. */
import type { CheckedDocument, CheckedSolution } from '../core/check.ts';
import type { ModelFault } from '../core/model/fault.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import { Scorer } from '../core/reward/scores.ts';
import type { CodeArguments } from './arguments.ts';
import type { Io } from './io.ts';
import type { ModelArguments } from './modelArguments.ts';
import { type ModelSession, openModels } from './modelSession.ts';
import type { Python } from './python.ts';

export type OpenedScoring =
  | { readonly ok: true; readonly scoring: Scoring }
  | { readonly ok: false; readonly reason: string };

/** What `--reward` asks for, ready to be asked; or why it cannot be. */
export async function openScoring(
  args: CodeArguments & ModelArguments,
  io: Io,
  python: Python,
): Promise<OpenedScoring> {
  const opened = await openModels(args, io, () => python.sandbox);
  if (!opened.ok) return opened;
  const { session } = opened;
  const chosen = await session.reward();
  if (chosen.ok)
    return { ok: true, scoring: new Scoring(new Scorer(chosen.value.reward, chosen.value.calibration), session, io) };
  await session.dispose();
  return { ok: false, reason: chosen.fault.message };
}

export class Scoring {
  readonly #scorer: Scorer;
  readonly #session: ModelSession;
  readonly #io: Io;
  #fault: ModelFault | undefined;
  /** The next document would fare no better. */
  #isOver = false;

  constructor(scorer: Scorer, session: ModelSession, io: Io) {
    this.#scorer = scorer;
    this.#session = session;
    this.#io = io;
  }

  /** Why steps have no score, the first of several reasons; Ctrl-C is none. */
  get fault(): ModelFault | undefined {
    return this.#fault;
  }

  readonly scoreOf = (solution: CheckedSolution, step: number): StepScore | undefined =>
    this.#scorer.scoreOf(solution, step);

  /** Asks for the scores of a document. After a failure that has to do with the model, and not with a step, no further document is asked about. */
  async score(document: CheckedDocument): Promise<void> {
    if (this.#isOver || this.#io.signal.aborted) return;
    const fault = await this.#scorer.score(document, { inView: [] }, this.#io.signal, () => undefined);
    if (fault === undefined || fault.kind === 'cancelled') return;
    this.#fault ??= this.#session.worded(fault);
    this.#isOver = fault.kind !== 'too-long' && fault.kind !== 'not-understood';
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
  }
}
