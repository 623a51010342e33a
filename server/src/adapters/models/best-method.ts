/** How a model judges steps best, by what it can do. */
import type { ModelFault } from '../../core/model/fault.ts';
import type { Abilities, LanguageModel } from '../../core/model/language-model.ts';
import type { RewardMethod } from '../../core/reward/reward-model.ts';

/**
 * Methods that a model can do, best first: a model trained to judge steps, then the embedded one that was fitted on this model's surprise, then weighing
 * labels, which costs one token a step, then asking for a critique, which any model that writes can give.
 * @param hasPpm weights of the embedded model were fitted for this very model
 * @param decides the server has an endpoint for decisions
 */
export function methodsOf(abilities: Abilities, hasPpm: boolean, decides: boolean): readonly RewardMethod[] {
  return [
    ...(abilities.pool ? (['pooling'] as const) : []),
    ...(hasPpm && abilities.read !== false ? (['ppm'] as const) : []),
    ...(decides ? (['decisions'] as const) : []),
    ...(abilities.weigh ? (['labels'] as const) : []),
    // A model that pools was trained to judge and cannot write.
    ...(abilities.pool ? [] : (['critic', 'code-critic', 'rollouts'] as const)),
  ];
}

/** The first of `methodsOf`, or why the model could not be asked. A decision endpoint is used only where it is chosen: that a server has a route is not known to mean that it works. */
export async function bestMethod(
  model: LanguageModel,
  hasPpm: boolean,
  signal: AbortSignal,
): Promise<RewardMethod | ModelFault> {
  const answer = await model.abilities(signal);
  return answer.ok ? (methodsOf(answer.abilities, hasPpm, false)[0] ?? 'critic') : answer.fault;
}
