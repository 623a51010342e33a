/** A reward model whose values are probabilities: what a search compares with values that come from elsewhere. */
import type { Calibration, RawScore, RewardModel } from './reward-model.ts';

/** The reward model with its calibration on every value; as it is where there is none, or one that was fitted for another. */
export function calibratedReward(reward: RewardModel, calibration: Calibration | undefined): RewardModel {
  if (calibration?.rewardId !== reward.id) return reward;
  const right = (score: RawScore): RawScore => ({ ...score, value: calibration.calibrate(score.value) });
  return {
    ...reward,
    id: `calibrated:${reward.id}`,
    score: async ({ onScore, ...request }, signal) => {
      const told =
        onScore === undefined ? {} : { onScore: (index: number, score: RawScore) => onScore(index, right(score)) };
      const scored = await reward.score({ ...request, ...told }, signal);
      if (!scored.ok) return scored;
      return { ...scored, scores: scored.scores.map(score => score && right(score)) };
    },
  };
}
