/** Labelled solutions read by a local model, one after the other, from the cache where they are in it. */

import type { ModelFault } from '../../core/model/fault.ts';
import type { LanguageModel } from '../../core/model/language-model.ts';
import type { StepReading } from '../../core/reward/features.ts';
import type { FitSolution } from '../../core/reward/ppm/fit.ts';
import { readSolution } from '../../core/reward/ppm/reading.ts';
import type { Item } from '../bench/items.ts';
import { evidenceOfItem } from '../bench/judge.ts';

export interface ReadItems {
  readonly solutions: readonly FitSolution[];
  /** Items that were left out, with the reason. */
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  /** Why the rest was not read: the model cannot be had, or the signal was aborted. */
  readonly fault?: ModelFault;
}

/** `onItem` is told after each, with the tokens that the model read for it: 0 where it was known. Stops at a fault that the next item would meet too. */
export async function readItems(
  model: LanguageModel,
  items: readonly Item[],
  probe: readonly number[],
  onItem: (done: number, tokens: number) => void | Promise<void>,
  signal: AbortSignal,
): Promise<ReadItems> {
  const solutions: FitSolution[] = [];
  const skipped: { id: string; reason: string }[] = [];
  for (const [index, item] of items.entries()) {
    const steps = item.steps.map(text => ({ text }));
    const { readings, fault, usage } = await readSolution(model, { problem: item.problem, steps }, { probe }, signal);
    if (fault !== undefined && fault.kind !== 'too-long') return { solutions, skipped, fault };
    const whole = readings.filter((reading): reading is StepReading => reading !== undefined);
    if (whole.length < steps.length) skipped.push({ id: item.id, reason: fault?.message ?? 'a step was not read' });
    else {
      const { id, file: group, problem, label } = item;
      solutions.push({ id, group, problem, label, readings: whole, evidence: evidenceOfItem(item) });
    }
    await onItem(index + 1, usage.promptTokens);
  }
  return { solutions, skipped };
}
