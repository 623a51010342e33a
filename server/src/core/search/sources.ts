/** Who proposes and judges in the trees of documents: symbolic moves, and beside them the models that the person has set. */
import type { RunLimits, Sandbox } from '../code/sandbox.ts';
import type { ModelFault } from '../model/fault.ts';
import { type Notation, writtenFor } from '../policy/in-notation.ts';
import type { Policy, ProposeOptions } from '../policy/policy.ts';
import { createSymbolicPolicy } from '../policy/symbolic/symbolic-policy.ts';
import type { RewardModel } from '../reward/reward-model.ts';
import type { Settler } from '../settle/settler.ts';
import { createEnvironment } from './environment.ts';
import type { Environment, Expansion } from './move.ts';
import type { Source } from './strategies/together.ts';

/** A policy over a language model, and how it is asked. */
export interface ModelPolicy {
  readonly policy: Policy;
  /** `auto`: code where the solution has Python itself, else sentences. */
  readonly form: ProposeOptions['form'] | 'auto';
  /** Candidates for a step. */
  readonly n: number;
  readonly temperature: number;
  /** Requests that the model takes together. */
  readonly parallel: number;
}

/** What there is of models for a search. */
export interface SearchModels {
  readonly policy?: ModelPolicy;
  /** Gives what the model proposes its first values; its values are probabilities (`calibratedReward`). */
  readonly reward?: RewardModel;
  /** Why something that was set is not to be had: the search goes on without it. */
  readonly fault?: ModelFault;
}

export const noModels: SearchModels = {};

export interface SourceParts {
  /** Of the solution that is gone on with. */
  readonly problem: string;
  readonly notation: Notation;
  /** Steps of the solution carry Python. */
  readonly hasCode: boolean;
  readonly sandbox: Sandbox;
  readonly settler?: Settler;
  readonly limits: RunLimits;
  readonly maxDepth: number;
}

/** Symbolic moves come in the order in which a person would try them: c is small, so that the order counts. */
const SYMBOLIC_EXPLORATION = 0.4;

/**
 * A model's candidates come in no order: c is that of rStar-Math (section 4.1). So each source descends by its own constant, through the candidates of both.
 */
const MODEL_EXPLORATION = 2;

const SYMBOLIC_CANDIDATES = 5;

/** Tokens of a sentence, and of a sentence with code. */
const MAX_TOKENS: Readonly<Record<ProposeOptions['form'], number>> = { plain: 256, code: 512 };

/** Symbolic moves, quick and judged by their checks alone. */
export function symbolicSource(parts: SourceParts): Sourced {
  const { notation, sandbox, limits, maxDepth } = parts;
  const policy = createSymbolicPolicy({ sandbox, limits, notation: notation.formulas });
  const environment = createEnvironment({ ...checking(parts), policy, form: 'plain', maxTokens: 0, repairs: false });
  const selecting = { exploration: SYMBOLIC_EXPLORATION, maxDepth };
  return { source: { id: symbolicId, selecting, parallel: 2, n: SYMBOLIC_CANDIDATES, temperature: 0 }, environment };
}

/** Of the symbolic moves, whatever their version: what an old tree holds is theirs. */
export const symbolicId = 'symbolic';

/** What the model proposes, each candidate checked, repaired once where it fails, and judged by the reward model where there is one. */
export function modelSource(parts: SourceParts, model: ModelPolicy, reward: RewardModel | undefined): Sourced {
  const { notation, hasCode, maxDepth } = parts;
  const form = model.form === 'auto' ? (hasCode ? 'code' : 'plain') : model.form;
  const environment = createEnvironment({
    ...checking(parts),
    policy: writtenFor(model.policy, notation),
    form,
    maxTokens: MAX_TOKENS[form],
    ...(reward === undefined ? {} : { reward }),
    repairs: true,
  });
  const { n, temperature, parallel } = model;
  const selecting = { exploration: MODEL_EXPLORATION, maxDepth };
  return { source: { id: `${form}:${model.policy.id}`, selecting, parallel, n, temperature }, environment };
}

/** What candidates of every source are checked with. */
function checking({ problem, sandbox, settler, limits }: SourceParts) {
  return { problem, sandbox, limits, ...(settler === undefined ? {} : { settler }) };
}

export interface Sourced {
  readonly source: Source;
  readonly environment: Environment;
}

/** Each source's expansions by its own environment. */
export function environmentOf(sourced: readonly Sourced[]): Environment {
  const environments = new Map(sourced.map(({ source, environment }) => [source.id, environment]));
  return {
    expand: async (path, options, signal): Promise<Expansion> => {
      const environment = environments.get(options.source ?? symbolicId);
      if (environment === undefined) throw new RangeError(`no source ${options.source}`);
      return environment.expand(path, options, signal);
    },
  };
}
