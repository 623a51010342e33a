/** What may come next: a policy proposes candidate steps for a partial solution. */
import type { Chain } from '../math/expr.ts';
import type { ModelFault, Usage } from '../model/fault.ts';

/** One step as a policy or reward model reads it. */
export interface WrittenStep {
  /** The sentence, in the writer's own notation, without list marks. */
  readonly text: string;
  /** Python that runs after the code of the steps before it. */
  readonly code?: string;
  /** What that code printed, where it has run. */
  readonly output?: string;
  /** It ends nothing, and the policy that proposed it knows nothing that leads further: what is asked for is more than it understands. */
  readonly reaches?: true;
}

export interface PartialSolution {
  /** The problem's statement; empty where the document has none. */
  readonly problem: string;
  readonly steps: readonly WrittenStep[];
}

export interface ProposeOptions {
  /** Candidates wanted, at least 1; fewer distinct ones may come. */
  readonly n: number;
  /** `plain`: a sentence. `code`: a sentence and Python (rStar-Math, section 3.1). */
  readonly form: 'plain' | 'code';
  readonly temperature: number;
  /** Of n candidates one is the likeliest, as at temperature 0: sampling alone may miss it. */
  readonly likeliest?: true;
  /** For each candidate. */
  readonly maxTokens: number;
  readonly seed?: number;
  /** A candidate that failed and why: the policy is asked to do better. */
  readonly repair?: { readonly candidate: WrittenStep; readonly reason: string };
}

export interface Candidate extends WrittenStep {
  /** The step gives the final answer: the solution ends with it. */
  readonly final: boolean;
  /** The answer, where the step is final and states it. */
  readonly answer?: string;
  /**
   * How the policy itself held these relations against what is asked for. It counts where the step, as it is read, says nothing else.
   */
  readonly held?: { readonly how: 'proved' | 'tested'; readonly relations: readonly Chain[] };
  /** Sum over its tokens (nats), where the model tells: a prior for PUCT. */
  readonly logProbability?: number;
  /** Replies that said it; 1 where absent. */
  readonly times?: number;
  /** Tokens that it cost. */
  readonly tokens: number;
  /** Name of the language model that wrote it, where one did and the reader is to know. */
  readonly by?: string;
}

/** A reply that holds no step, kept with the reason. */
export interface Unread {
  readonly raw: string;
  readonly reason: string;
}

/** With `ok`, `candidates` may still be empty: every reply was unread. `fault` then says what happened to requests that failed beside those that came. */
export type Proposal =
  | {
      readonly ok: true;
      readonly candidates: readonly Candidate[];
      readonly unread: readonly Unread[];
      readonly usage: Usage;
      readonly fault?: ModelFault;
      /** Indexes of steps that the model was not shown: the solution is longer than its window. */
      readonly omitted?: readonly number[];
    }
  | { readonly ok: false; readonly fault: ModelFault; readonly usage: Usage };

export interface Policy {
  /** Names the policy and all that its proposals depend on: a key for caches and recordings. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Never rejects; an aborted signal gives what came until then, or a fault `cancelled`. */
  propose(partial: PartialSolution, options: ProposeOptions, signal: AbortSignal): Promise<Proposal>;
}
