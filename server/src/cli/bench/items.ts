/** Solutions whose steps are labelled, as ProcessBench has them (arXiv 2412.06559): one JSON object a line. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { seededRandom } from '../../core/math/random.ts';

const itemSchema = z.object({
  id: z.string(),
  problem: z.string(),
  steps: z.array(z.string()).min(1),
  /** Index of the first wrong step, -1 where all are right. */
  label: z.int().min(-1),
});

export interface Item extends z.infer<typeof itemSchema> {
  /** Name of its file, without extension. */
  readonly file: string;
}

export type ReadItems =
  | { readonly ok: true; readonly items: readonly Item[] }
  | { readonly ok: false; readonly reason: string };

/** All items of a file, in order. A line that is no item is a reason with its number. */
export async function readItems(path: string): Promise<ReadItems> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { ok: false, reason: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return parseItems(text, path);
}

/** The items of several files: of each so many as `sample` says, drawn by the seed, or all. The first file that cannot be read is a reason. */
export async function readSample(
  paths: readonly string[],
  sample: number | undefined,
  seed: number,
  draw: typeof sampleOf = sampleOf,
): Promise<ReadItems> {
  const items: Item[] = [];
  for (const path of paths) {
    const read = await readItems(path);
    if (!read.ok) return read;
    items.push(...draw(read.items, sample ?? read.items.length, seed));
  }
  return { ok: true, items };
}

/** The same of a text that was read already; `path` names it. */
export function parseItems(text: string, path: string): ReadItems {
  const file = basename(path).replace(/\.jsonl?$/, '');
  const items: Item[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const item = itemSchema.safeParse(parsed(line));
    if (!item.success) {
      const [issue] = item.error.issues;
      const where =
        issue === undefined || issue.path.length === 0 ? 'no JSON object' : `${issue.path.join('.')}: ${issue.message}`;
      return {
        ok: false,
        reason: `${path}, line ${index + 1} is no labelled solution with id, problem, steps and label: ${where}`,
      };
    }
    if (item.data.label >= item.data.steps.length)
      return {
        ok: false,
        reason: `${path}, line ${index + 1}: the label ${item.data.label} is none of its ${item.data.steps.length} steps`,
      };
    items.push({ ...item.data, file });
  }
  return items.length === 0 ? { ok: false, reason: `${path} holds no labelled solution` } : { ok: true, items };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** So many of the items, each equally likely, in their own order; the same for the same seed. All where there are no more. */
export function sampleOf(items: readonly Item[], count: number, seed: number): readonly Item[] {
  if (count >= items.length) return items;
  const random = seededRandom(seed);
  const left = items.map((_, index) => index);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(left.splice(Math.floor(random() * left.length), 1)[0] ?? 0);
  return items.filter((_, index) => drawn.has(index));
}
