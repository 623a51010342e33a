/** The raw values of a reward model on labelled solutions, kept in a file so that a long run goes on where it was stopped. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Item } from '../../../server/src/cli/bench/items.ts';
import { evidenceOfItem } from '../../../server/src/cli/bench/judge.ts';
import type { RewardModel } from '../../../server/src/core/reward/reward-model.ts';

/** A solution with its values; `undefined` for a step that got none. */
export interface ValuedItem {
  readonly item: Item;
  readonly values: readonly (number | undefined)[];
  /** Wall clock, when it was computed. */
  readonly seconds: number;
}

const line = z.object({ key: z.string(), values: z.array(z.number().nullable()), seconds: z.number() });

/** Values of all items, in order. `file`: where they are kept. A fault of the model is an error: what is kept by then stays. */
export async function valuesOf(
  reward: RewardModel,
  items: readonly Item[],
  file: string | undefined,
  note: (text: string) => void,
): Promise<readonly ValuedItem[]> {
  const kept = new Map<string, z.infer<typeof line>>();
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    for (const text of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
      if (text === '') continue;
      const read = line.parse(JSON.parse(text));
      kept.set(read.key, read);
    }
  }
  const result: ValuedItem[] = [];
  for (const [index, item] of items.entries()) {
    const content = JSON.stringify([reward.id, item.problem, item.steps]);
    const key = createHash('sha256').update(content).digest('base64url').slice(0, 22);
    let known = kept.get(key);
    if (known === undefined) {
      known = { key, ...(await scored(reward, item)) };
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(known)}\n`);
      if ((index + 1) % 20 === 0) note(`${index + 1} of ${items.length}`);
    }
    result.push({ item, values: known.values.map(value => value ?? undefined), seconds: known.seconds });
  }
  return result;
}

async function scored(reward: RewardModel, item: Item) {
  const start = performance.now();
  const steps = item.steps.map(text => ({ text }));
  const request = { problem: item.problem, steps, evidence: evidenceOfItem(item) };
  const result = await reward.score(request, new AbortController().signal);
  const fault = result.fault;
  if (fault !== undefined && fault.kind !== 'too-long' && fault.kind !== 'not-understood')
    throw new Error(`${item.id}: ${fault.message}`);
  const values = result.ok ? result.scores.map(score => score?.value ?? null) : steps.map(() => null);
  return { values, seconds: (performance.now() - start) / 1000 };
}
