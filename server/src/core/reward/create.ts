/** Every way to a reward model, by the name of its method. */
import type { Sandbox } from '../code/sandbox.ts';
import type { LanguageModel } from '../model/language-model.ts';
import type { Policy } from '../policy/policy.ts';
import { createCodeCriticReward } from './code-critic.ts';
import { createCriticReward } from './critic.ts';
import { createDecisionsReward } from './decisions.ts';
import { createEnsemble, type EnsemblePart } from './ensemble.ts';
import { createEvidenceReward } from './evidence.ts';
import type { LabelForm } from './label-forms.ts';
import { createLabelsReward } from './labels.ts';
import { createPoolingReward } from './pooling.ts';
import type { RewardMethod, RewardModel } from './reward-model.ts';
import { createRolloutReward } from './rollouts.ts';

/** What a method may need. What it needs and is not given makes `createRewardModel` say so; the rest is passed by. */
export interface RewardParts {
  /** `pooling`, `labels`, `decisions`, `critic`, `code-critic`, `rollouts`. */
  readonly model?: LanguageModel;
  /** `rollouts`: completes step by step with it; without it the model writes the rest in one go. */
  readonly policy?: Policy;
  /** `code-critic`: runs what the critic writes. */
  readonly sandbox?: Sandbox;
  /** `ppm`: the embedded one, made with its weights. */
  readonly ppm?: RewardModel;
  /** `whole`: what is put together. */
  readonly ensemble?: readonly EnsemblePart[];
  /** `labels`: how steps and labels are written; `yes-no` by default. */
  readonly form?: LabelForm;
  /** `critic`, `code-critic`: verdicts asked for; `rollouts`: completions of each prefix. By default 4, 1 and 4. */
  readonly votes?: number;
  /** For critics and rollouts; the same seed gives the same values where the model takes seeds. */
  readonly seed?: number;
}

export type CreatedReward =
  | { readonly ok: true; readonly reward: RewardModel }
  /** What is missing, in words for the person. */
  | { readonly ok: false; readonly reason: string };

/** A reward model of the method, from what is at hand. Calls nothing: what a model can do is seen when it is first asked. */
export function createRewardModel(method: RewardMethod, parts: RewardParts): CreatedReward {
  const { model, policy, sandbox, ppm, ensemble, form = 'yes-no', votes, seed } = parts;
  const seeded = seed === undefined ? {} : { seed };
  switch (method) {
    case 'evidence':
      return made(createEvidenceReward());
    case 'whole':
      return made(createEnsemble(ensemble ?? []));
    case 'ppm':
      return ppm === undefined
        ? lacking('The embedded model is not there. Get it with "Stepwise: Get the local model".')
        : made(ppm);
    default:
      break;
  }
  if (model === undefined)
    return lacking(`The reward method ${method} needs a language model. Set one up with "Stepwise: Set up a model".`);
  switch (method) {
    case 'pooling':
      return made(createPoolingReward(model));
    case 'labels':
      return made(createLabelsReward(model, form));
    case 'decisions':
      return made(createDecisionsReward(model));
    case 'critic':
      return made(createCriticReward(model, { votes: votes ?? 4, ...seeded }));
    case 'code-critic':
      return sandbox === undefined
        ? lacking('The reward method code-critic needs the sandbox, which is not to be had here.')
        : made(createCodeCriticReward(model, sandbox, { votes: votes ?? 1, ...seeded }));
    case 'rollouts':
      return made(
        createRolloutReward(model, { completions: votes ?? 4, ...seeded, ...(policy === undefined ? {} : { policy }) }),
      );
  }
}

function made(reward: RewardModel): CreatedReward {
  return { ok: true, reward };
}

function lacking(reason: string): CreatedReward {
  return { ok: false, reason };
}
