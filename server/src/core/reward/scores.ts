/** Scores of the steps of documents, by content: asked for when there is time, kept while the text stays the same. */
import type { CheckedDocument, CheckedSolution, CheckedStep } from '../check.ts';
import type { ModelFault } from '../model/fault.ts';
import type { WrittenStep } from '../policy/policy.ts';
import { evidenceOf, saysMore, writtenSolution, writtenStep } from '../policy/written.ts';
import { doubtedStep } from './doubt.ts';
import type { Standing } from './evidence.ts';
import { keysOf, type StepKey } from './keys.ts';
import type { Calibration, RawScore, RewardModel, StepScore } from './reward-model.ts';
import { cancelled } from './sheet.ts';

export interface ScoreOptions {
  /** Document spans that the person has in view: their steps go first. */
  readonly inView: readonly { readonly start: number; readonly end: number }[];
  /** The person asks: steps on which the model failed before are tried once more. */
  readonly again?: boolean;
}

/** Scores that are kept; the oldest are forgotten. */
const MOST_KEPT = 5000;

/** Share of its text that a step keeps through an edit; with less it is another step. */
const SAME_SHARE = 0.5;

/** Raw values below it are low where nothing says what they are worth: a false alarm costs more than a miss. */
const LOW_UNCALIBRATED = 0.25;

interface Kept {
  readonly score: RawScore;
  /** `StepKey.text` of the step, and what it says. */
  readonly key: string;
  readonly text: string;
  readonly omitted?: readonly number[];
}

/** Consecutive steps of a solution that have no score yet. */
interface Run {
  readonly checked: CheckedSolution;
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
}

export class Scorer {
  readonly #reward: RewardModel;
  readonly #calibration: Calibration | undefined;
  readonly #kept = new Map<string, Kept>();
  /** The newest score of a step with this text, and of one at this place: what is shown until a new one comes. */
  readonly #byText = new Map<string, string>();
  readonly #byPlace = new Map<string, string>();
  /** Steps on which the model failed in a way that it would again. */
  readonly #failed = new Map<string, ModelFault>();
  /** See `#doubted`; of the scores that are kept now. */
  #doubts = new WeakMap<CheckedSolution, number>();
  readonly #most: number;

  /** A calibration that was fitted for another model is not used. `most` scores are kept. */
  constructor(reward: RewardModel, calibration?: Calibration, most = MOST_KEPT) {
    this.#most = most;
    this.#reward = reward;
    this.#calibration = calibration?.rewardId === reward.id ? calibration : undefined;
  }

  get reward(): RewardModel {
    return this.#reward;
  }

  /**
   * The score of a step: of the text as it stands, or else, marked as old, of the same step behind an earlier text, or of the earlier text at its place.
   * Never low where evidence has settled the step, or the person has set it aside.
   */
  scoreOf(checked: CheckedSolution, index: number): StepScore | undefined {
    if (this.#kept.size === 0) return undefined;
    const { steps, texts } = keysOf(checked.solution);
    const key = steps[index];
    const step = checked.steps[index];
    if (key === undefined || step === undefined) return undefined;
    const exact = this.#kept.get(key.exact);
    const kept = exact ?? this.#oldOf(key, texts, step);
    if (kept === undefined) return undefined;
    const shown = this.#shown(kept, isOpen(step), exact !== undefined && this.#doubted(checked) === index);
    return exact === undefined ? { ...shown, old: true } : shown;
  }

  /**
   * Asks for the scores that are missing, those in view first, calling `onChange` as they come. Steps of which evidence has settled all that they say are not asked about, and those
   * on which the model failed for good only with `again`. What came before a failure or an abort is kept. Never rejects.
   * @returns what went wrong, the first of several; `undefined` where nothing did
   */
  async score(
    document: CheckedDocument,
    options: ScoreOptions,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<ModelFault | undefined> {
    if (options.again === true) this.#failed.clear();
    let first: ModelFault | undefined;
    for (const run of this.#runs(document, options.inView)) {
      if (signal.aborted) return cancelled;
      const fault = await this.#ask(run, signal, onChange);
      if (fault === undefined) continue;
      first ??= fault;
      if (!isLasting(fault)) break;
      for (const { exact } of this.#missing(run)) this.#remember(this.#failed, exact, fault);
    }
    return first ?? this.#failedIn(document);
  }

  async #ask({ checked, from, to }: Run, signal: AbortSignal, onChange: () => void): Promise<ModelFault | undefined> {
    const keys = keysOf(checked.solution).steps;
    const written = writtenSolution(checked, to);
    const scored = await this.#reward.score(
      {
        ...written,
        evidence: checked.steps.slice(0, to).map(evidenceOf),
        from,
        onScore: (index, score) => {
          if (this.#take(keys[index], written.steps[index], score)) onChange();
        },
      },
      signal,
    );
    if (!scored.ok) return scored.fault;
    let changed = false;
    for (const [index, score] of scored.scores.entries()) {
      const omitted = scored.omitted.find(({ of }) => of === index)?.steps;
      if (index >= from && score !== undefined && this.#take(keys[index], written.steps[index], score, omitted))
        changed = true;
    }
    if (changed) onChange();
    return scored.fault;
  }

  /** Gives whether it says something new. What is no share of one is no score. */
  #take(
    key: StepKey | undefined,
    step: WrittenStep | undefined,
    score: RawScore,
    omitted?: readonly number[],
  ): boolean {
    if (key === undefined || step === undefined || !(score.value >= 0 && score.value <= 1)) return false;
    const before = this.#kept.get(key.exact)?.score;
    if (before?.value === score.value && before.reason === score.reason && omitted === undefined) return false;
    const told = omitted === undefined ? {} : { omitted };
    this.#remember(this.#kept, key.exact, { score, key: key.text, text: step.text, ...told });
    this.#remember(this.#byText, key.text, key.exact);
    this.#remember(this.#byPlace, key.place, key.exact);
    this.#failed.delete(key.exact);
    this.#doubts = new WeakMap();
    return true;
  }

  #remember<T>(map: Map<string, T>, key: string, value: T): void {
    map.delete(key);
    map.set(key, value);
    for (const oldest of map.keys()) {
      if (map.size <= this.#most) break;
      map.delete(oldest);
    }
  }

  /** What keeps steps of the document from having a score. */
  #failedIn(document: CheckedDocument): ModelFault | undefined {
    if (this.#failed.size === 0) return undefined;
    for (const { solution } of document.solutions) {
      for (const { exact } of keysOf(solution).steps) {
        const fault = this.#failed.get(exact);
        if (fault !== undefined) return fault;
      }
    }
    return undefined;
  }

  #oldOf({ text, place }: StepKey, texts: ReadonlySet<string>, { placed }: CheckedStep): Kept | undefined {
    const same = this.#kept.get(this.#byText.get(text) ?? '');
    if (same !== undefined) return same;
    const before = this.#kept.get(this.#byPlace.get(place) ?? '');
    // A step that still stands elsewhere was moved, not rewritten.
    if (before === undefined || texts.has(before.key)) return undefined;
    return resembles(before.text, writtenStep(placed).text) ? before : undefined;
  }

  /** Index of the step at which the model is sure that something is wrong by now, -1 where it is of none. */
  #doubted(checked: CheckedSolution): number {
    const ofAll = this.#calibration?.upTo;
    if (ofAll === undefined) return -1;
    const known = this.#doubts.get(checked);
    if (known !== undefined) return known;
    const upTo = keysOf(checked.solution).steps.map(({ exact }) => this.#kept.get(exact)?.score.upTo);
    const index = doubtedStep(upTo, ofAll.threshold, checked.steps.map(standing));
    this.#doubts.set(checked, index);
    return index;
  }

  #shown({ score, omitted }: Kept, open: boolean, doubted: boolean): StepScore {
    const calibration = this.#calibration;
    const value = calibration === undefined ? score.value : calibration.calibrate(score.value);
    const upTo = doubted && score.upTo !== undefined ? calibration?.upTo?.calibrate(score.upTo) : undefined;
    return {
      value,
      calibrated: calibration !== undefined,
      low: open && (doubted || value < (calibration?.threshold ?? LOW_UNCALIBRATED)),
      ...(upTo === undefined || !open ? {} : { upTo }),
      model: this.#reward.name,
      ...(score.reason === undefined ? {} : { reason: score.reason }),
      ...(omitted === undefined ? {} : { omitted }),
    };
  }

  /** Steps without a score, in runs; of those in view first. What has come in the meantime is left out. */
  *#runs({ solutions }: CheckedDocument, inView: ScoreOptions['inView']): Generator<Run> {
    const isInView = ({ placed: { step, offset } }: CheckedStep): boolean =>
      inView.some(({ start, end }) => offset + step.span.start < end && offset + step.span.end > start);
    for (const wanted of [true, false]) {
      for (const checked of solutions) {
        let from = 0;
        while (from < checked.steps.length) {
          const wants = (index: number): boolean => {
            const step = checked.steps[index];
            return step !== undefined && isInView(step) === wanted && this.#needs(checked, index);
          };
          let to = from;
          while (wants(to)) to++;
          if (to > from) yield { checked, from, to };
          from = Math.max(to, from + 1);
        }
      }
    }
  }

  #needs(checked: CheckedSolution, index: number): boolean {
    const key = keysOf(checked.solution).steps[index];
    const step = checked.steps[index];
    if (key === undefined || step === undefined || !isAsked(step)) return false;
    return !this.#kept.has(key.exact) && !this.#failed.has(key.exact);
  }

  #missing({ checked, from, to }: Run): readonly StepKey[] {
    return keysOf(checked.solution)
      .steps.slice(from, to)
      .filter(({ exact }) => !this.#kept.has(exact));
  }
}

/** Evidence has not settled it, and the person has not set it aside. */
function isOpen(step: CheckedStep): boolean {
  return standing(step) === 'open';
}

/** A step that was set aside is not doubted, as one that is proved. */
function standing({ status, placed }: CheckedStep): Standing {
  if (placed.ignored) return 'proved';
  return status === 'proved' || status === 'refuted' ? status : 'open';
}

/** A reward model has something to say of it: of one whose claims are proved where it says more than them. */
export function isAsked(step: CheckedStep): boolean {
  return isOpen(step) || (step.status === 'proved' && !step.placed.ignored && saysMore(step));
}

/** Asked the same again, the model would fail again. */
function isLasting({ kind }: ModelFault): boolean {
  return kind === 'too-long' || kind === 'not-understood';
}

/** One is the other with a part in the middle changed. */
function resembles(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return start + end >= SAME_SHARE * longer;
}
