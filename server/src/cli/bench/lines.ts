/** Benchmarks' items, one JSON object a line. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { seededRandom } from '../../core/math/random.ts';

/** An item with the name of its file, without extension. */
export type Filed<T> = T & { readonly file: string };

export type ReadLines<T> =
  | { readonly ok: true; readonly items: readonly Filed<T>[] }
  | { readonly ok: false; readonly reason: string };

export interface ItemKind<T> {
  readonly schema: z.ZodType<T>;
  /** "no labelled solution with id, problem, steps and label": what a line that is not of the kind is said to be. */
  readonly isNot: string;
  /** "no labelled solution": what a file without items holds. */
  readonly none: string;
  /** What is wrong with an item that has the right form. */
  readonly fault?: (item: T) => string | undefined;
}

/** All items of a file, in order. A line that is no item is a reason with its number. */
export async function readLines<T extends object>(path: string, kind: ItemKind<T>): Promise<ReadLines<T>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { ok: false, reason: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return parseLines(text, path, kind);
}

/** What a command was given of its data. */
export interface SampleArguments {
  readonly files: readonly string[];
  readonly sample?: number | undefined;
  readonly seed: number;
}

/** The items of several files, by their paths from `cwd`: of each so many as `sample` says, drawn by the seed, or all. The first file that cannot be read is a reason. */
export async function sampleLines<T extends object>(
  { files, sample, seed }: SampleArguments,
  cwd: string,
  kind: ItemKind<T>,
  draw: (items: readonly Filed<T>[], count: number, seed: number) => readonly Filed<T>[] = sampleOf,
): Promise<ReadLines<T>> {
  const items: Filed<T>[] = [];
  for (const file of files) {
    const read = await readLines(resolve(cwd, file), kind);
    if (!read.ok) return read;
    items.push(...draw(read.items, sample ?? read.items.length, seed));
  }
  return { ok: true, items };
}

/** The same of a text that was read already; `path` names it. */
export function parseLines<T extends object>(text: string, path: string, kind: ItemKind<T>): ReadLines<T> {
  const file = basename(path).replace(/\.jsonl?$/, '');
  const items: Filed<T>[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const item = kind.schema.safeParse(parsed(line));
    if (!item.success) {
      const [issue] = item.error.issues;
      const where =
        issue === undefined || issue.path.length === 0 ? 'no JSON object' : `${issue.path.join('.')}: ${issue.message}`;
      return { ok: false, reason: `${path}, line ${index + 1} is ${kind.isNot}: ${where}` };
    }
    const fault = kind.fault?.(item.data);
    if (fault !== undefined) return { ok: false, reason: `${path}, line ${index + 1}: ${fault}` };
    items.push({ ...item.data, file });
  }
  return items.length === 0 ? { ok: false, reason: `${path} holds ${kind.none}` } : { ok: true, items };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** So many of the items, each equally likely, in their own order; the same for the same seed. All where there are no more. */
export function sampleOf<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  if (count >= items.length) return items;
  const random = seededRandom(seed);
  const left = items.map((_, index) => index);
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(left.splice(Math.floor(random() * left.length), 1)[0] ?? 0);
  return items.filter((_, index) => drawn.has(index));
}
