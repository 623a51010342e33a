/** How good a written step is: a process reward model gives each step of a partial solution a value. */
import type { ModelFault, Usage } from '../model/fault.ts';
import type { PartialSolution } from '../policy/policy.ts';

/** How a reward model comes to its values. */
export const rewardMethods = [
  /** The instant tier's verdicts alone. */
  'evidence',
  /** A process reward model behind `/pooling` (Qwen2.5-Math-PRM's form). */
  'pooling',
  /** Probability of `+` against `-` after each step (Math-Shepherd, RLHFlow). */
  'labels',
  /** A server's own decision endpoint. */
  'decisions',
  /** A language model that names the first wrong step, several votes (ProcessBench's protocol). */
  'critic',
  /** A critic that writes Python for each step, which the sandbox runs before it judges (GenPRM's idea). */
  'code-critic',
  /** Share of completions from each step that reach the outcome (Math-Shepherd; OmegaPRM's binary search). */
  'rollouts',
  /** The embedded process preference model: surprise and hidden state of a local model, with the evidence. */
  'ppm',
  /** Several together: evidence, the embedded model, and the calibrated scores of others. */
  'whole',
] as const;

export type RewardMethod = (typeof rewardMethods)[number];

/** What the instant tier found of one step: counts of its claims by verdict. */
export interface StepEvidence {
  readonly proved: number;
  readonly tested: number;
  readonly unknown: number;
  readonly refuted: number;
  /** It has words that none of its claims covers: that the claims hold does not say that those are right. */
  readonly saysMore?: boolean;
}

export interface ScoreRequest extends PartialSolution {
  /** As many as `steps`, in their order. */
  readonly evidence?: readonly StepEvidence[];
  /** The answer, where it is known: rollouts are held against it. */
  readonly answer?: string;
  /** Steps before this index need no score (they have one): an edit of the last step costs one call. 0 by default. */
  readonly from?: number;
  /** Called as scores come, before all are there. */
  readonly onScore?: (index: number, score: RawScore) => void;
}

export interface RawScore {
  /** The model's own value that the step is right, in [0, 1]; not calibrated. */
  readonly value: number;
  /** Why, in the model's words, where it gives a reason. Plain text, one paragraph. */
  readonly reason?: string;
  /** The model's own value that neither this step nor one before it is wrong, in [0, 1], where it tells; of the text up to this step alone. */
  readonly upTo?: number;
}

/** What of a long solution the model was not shown. */
export interface Omission {
  /** Indexes of steps whose text was left out when step `of` was scored. */
  readonly of: number;
  readonly steps: readonly number[];
}

/**
 * `scores`: one for each step, `undefined` for those before `from` and for those that were not reached; `fault` then says why. `omitted` is empty where
 * the model was shown everything.
 */
export type Scored =
  | {
      readonly ok: true;
      readonly scores: readonly (RawScore | undefined)[];
      readonly omitted: readonly Omission[];
      readonly usage: Usage;
      readonly fault?: ModelFault;
    }
  | { readonly ok: false; readonly fault: ModelFault; readonly usage: Usage };

export interface RewardModel {
  /** Names the method, the model and all that its values depend on: a key for caches and for the calibration. */
  readonly id: string;
  /** For people: `Qwen2.5-Coder 0.5B, embedded PPM`. */
  readonly name: string;
  readonly method: RewardMethod;
  /** Never rejects; an aborted signal gives the scores that came until then, or a fault `cancelled`. */
  score(request: ScoreRequest, signal: AbortSignal): Promise<Scored>;
}

/** From raw values to probabilities, for one reward model: see calibration. */
export interface Calibration {
  /** `RewardModel.id` that it was fitted for. */
  readonly rewardId: string;
  /** Probability in [0, 1] that a step with this raw value is right. */
  calibrate(value: number): number;
  /** Calibrated values below it are shown: chosen for precision on labelled steps. */
  readonly threshold: number;
  /** The same for `RawScore.upTo`: one warning a solution, at the first open step whose raw value is below the threshold. */
  readonly upTo?: { calibrate(value: number): number; readonly threshold: number };
}

/** What is shown of a step. */
export interface StepScore {
  /** In [0, 1]: probability that the step is right where `calibrated`, else the raw value. */
  readonly value: number;
  readonly calibrated: boolean;
  /** Whether it is low enough to be flagged. */
  readonly low: boolean;
  /** Calibrated probability that all is right up to this step, where that is what it is flagged for. */
  readonly upTo?: number;
  /** `RewardModel.name`. */
  readonly model: string;
  readonly reason?: string;
  /** It belongs to an earlier text of this step or of one before it; a new one is on its way. */
  readonly old?: boolean;
  /** Steps that the model was not shown. */
  readonly omitted?: readonly number[];
}
