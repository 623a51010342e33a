/** From a step's score to what the person is told: a doubt, never an error. */
import type { Finding } from '../findings.ts';
import type { StepScore } from './reward-model.ts';

/** A low score as severe as its rule speaks; what is not calibrated, or belongs to an earlier text, is Information at most. */
export function severityOfScore({ calibrated, old }: StepScore, severity: Finding['severity']): Finding['severity'] {
  const most = calibrated && old !== true ? 'warning' : 'information';
  if (severity === 'hint') return severity;
  return severity === 'information' ? severity : most;
}

/** In whole percent. A score is never certain: there is no 0 % and no 100 %. */
export function percent(value: number): string {
  if (value < 0.01) return '< 1 %';
  return value > 0.99 ? '> 99 %' : `${Math.round(100 * value)} %`;
}

/** `12 % — the reward model NAME finds this step doubtful: reason`, or `8 % that all is right up to here — the reward model NAME finds this step or one before it doubtful` */
export function describeLowScore({ value, upTo, calibrated, model, reason, old, omitted = [] }: StepScore): string {
  const share = upTo === undefined ? percent(value) : `${percent(upTo)} that all is right up to here`;
  const which = upTo === undefined ? 'this step' : 'this step or one before it';
  const measure = calibrated ? '' : " by the model's own measure, not calibrated";
  const why = reason === undefined || reason.trim() === '' ? '.' : `: ${reason.replace(/\s+/g, ' ').trim()}`;
  const age = old === true ? ' (This is about the text before the last change.)' : '';
  const missing =
    omitted.length === 0
      ? ''
      : ` (It was shown ${omitted.length} earlier ${omitted.length === 1 ? 'step' : 'steps'} less: the solution is longer than its window.)`;
  return `${share}${measure} — the reward model ${model} finds ${which} doubtful${why}${age}${missing}`;
}
