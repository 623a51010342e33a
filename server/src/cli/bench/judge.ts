/** One labelled solution through the instant checks and a reward model. */
import { type CheckedStep, DocumentChecker } from '../../core/check.ts';
import type { ModelFault, Usage } from '../../core/model/fault.ts';
import { evidenceOfAll } from '../../core/policy/written.ts';
import { settledValue } from '../../core/reward/evidence.ts';
import type { Calibration, RewardModel, StepEvidence } from '../../core/reward/reward-model.ts';
import type { Item } from './items.ts';

export interface Judged {
  /** For each step, in [0, 1]: 0 where evidence refutes it, 1 where it proves all that it says, else the (calibrated) score; `null` where there is none. */
  readonly values: readonly (number | null)[];
  readonly usage: Usage;
  readonly fault?: ModelFault;
}

/** Evidence outranks scores, as in the editor. Never rejects. */
export async function judgeItem(
  item: Item,
  reward: RewardModel,
  calibration: Calibration | undefined,
  signal: AbortSignal,
): Promise<Judged> {
  const evidence = evidenceOfItem(item);
  const scored = await reward.score(
    { problem: item.problem, steps: item.steps.map(text => ({ text })), evidence },
    signal,
  );
  const scores = scored.ok ? scored.scores : [];
  const values = item.steps.map((_, index) => {
    const settled = settledValue(evidence[index]);
    const score = scores[index];
    if (settled !== undefined) return settled;
    if (score === undefined) return null;
    return calibration === undefined ? score.value : calibration.calibrate(score.value);
  });
  return { values, usage: scored.usage, ...(scored.fault === undefined ? {} : { fault: scored.fault }) };
}

/** The verdicts of each step: the item is laid out as a document, and checked as one. */
export function evidenceOfItem(item: Pick<Item, 'problem' | 'steps'>): readonly StepEvidence[] {
  let text = `## Problem\n\n${item.problem.trim()}\n\n## Solution\n\n`;
  const ends = item.steps.map((step, index) => {
    text += index === 0 ? step : `\n\n${step}`;
    return text.length;
  });
  const { solutions } = new DocumentChecker(`${text}\n`, { format: 'markdown', wholeFile: false, severities: {} })
    .result;
  const within = item.steps.map((): CheckedStep[] => []);
  for (const step of solutions.flatMap(({ steps }) => steps)) {
    const start = step.placed.offset + step.placed.step.span.start;
    within[ends.findIndex(end => start < end)]?.push(step);
  }
  return within.map(evidenceOfAll);
}
