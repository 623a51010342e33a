/** What is said of a candidate that failed, so that the next one is better. */
import type { WrittenStep } from '../policy.ts';
import { writeStep } from './steps.ts';

export function repairNote({
  candidate,
  reason,
}: {
  readonly candidate: WrittenStep;
  readonly reason: string;
}): string {
  return [
    'This was tried as the next step and failed:',
    writeStep(candidate),
    `Why it failed: ${reason.trim()}`,
    'Write the next step anew, without that mistake.',
  ].join('\n');
}
