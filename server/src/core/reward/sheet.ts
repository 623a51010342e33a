/** Scores as they come, for one request: what is no number in [0, 1] never becomes one. */
import { addUsage, type ModelFault, noUsage, type Usage } from '../model/fault.ts';
import type { Omission, RawScore, Scored, ScoreRequest } from './reward-model.ts';

/** What a model says of a step beside its value. */
interface Told {
  readonly reason?: string | undefined;
  readonly upTo?: number | undefined;
}

export class ScoreSheet {
  readonly #request: ScoreRequest;
  readonly #scores: (RawScore | undefined)[];
  readonly #omitted: Omission[] = [];
  #usage: Usage = noUsage;
  #fault: ModelFault | undefined;

  constructor(request: ScoreRequest) {
    this.#request = request;
    this.#scores = request.steps.map(() => undefined);
  }

  /** First step that needs a score. */
  get from(): number {
    return Math.min(Math.max(0, this.#request.from ?? 0), this.#request.steps.length);
  }

  /** Indexes of the steps that need one, in order. */
  get wanted(): readonly number[] {
    return this.#request.steps.map((_, index) => index).slice(this.from);
  }

  get fault(): ModelFault | undefined {
    return this.#fault;
  }

  /** Takes a value for a step; for one that was not asked for it does nothing, for one that is no share it notes a fault. */
  set(index: number, value: number, { reason, upTo }: Told = {}): void {
    if (index < this.from || index >= this.#scores.length) return;
    const odd = [value, upTo ?? value].find(each => !(each >= 0 && each <= 1));
    if (odd !== undefined) {
      this.fail({
        kind: 'not-understood',
        message: `The model gave ${odd} as the score of step ${index + 1}, which is not between 0 and 1. It is not used.`,
      });
      return;
    }
    const score: RawScore = {
      value,
      ...(reason === undefined || reason === '' ? {} : { reason }),
      ...(upTo === undefined ? {} : { upTo }),
    };
    this.#scores[index] = score;
    this.#request.onScore?.(index, score);
  }

  use(usage: Usage): void {
    this.#usage = addUsage(this.#usage, usage);
  }

  /** The first fault is told: later ones mostly follow from it. */
  fail(fault: ModelFault): void {
    this.#fault ??= fault;
  }

  /** Notes steps that the model was not shown when it judged step `of`. */
  omit(of: number, steps: readonly number[]): void {
    if (steps.length > 0 && of >= this.from) this.#omitted.push({ of, steps });
  }

  /** What came until now. Without any score a fault is the whole answer. */
  result(): Scored {
    const came = this.#scores.some(score => score !== undefined);
    const fault = this.#fault;
    if (fault !== undefined && !came) return { ok: false, fault, usage: this.#usage };
    const omitted = this.#omitted.filter(({ of }) => this.#scores[of] !== undefined);
    const scored = { ok: true, scores: this.#scores, omitted, usage: this.#usage } as const;
    return fault === undefined ? scored : { ...scored, fault };
  }
}

export const cancelled: ModelFault = { kind: 'cancelled', message: 'Stopped.' };

/** Works through items, at most `limit` of them at a time, until the signal is aborted or `work` gives false. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  const rest = items.values();
  let goesOn = true;
  const worker = async (): Promise<void> => {
    for (const item of rest) {
      if (signal.aborted || !goesOn) return;
      if (!(await work(item))) goesOn = false;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
