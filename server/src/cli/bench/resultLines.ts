/** Results of a benchmark, one line an item, written when the item is done: a run that was killed goes on from there. */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { z } from 'zod';

/** What a file of results holds: a head that says what they depend on, and a line for each. */
export interface ResultKind<Head, Result> {
  /** Name of the benchmark. */
  readonly name: string;
  readonly version: number;
  readonly head: z.ZodType<Head & { readonly kind: string; readonly version: number }>;
  readonly result: z.ZodType<Result>;
  readonly keyOf: (result: Result) => string;
  /** What results with another head are: "results of another reward model"; `undefined` where they can be gone on with. */
  readonly other: (known: Head, head: Head) => string | undefined;
}

export interface ResultLines<Result> {
  /** What was there at the start, by `keyOf`. */
  readonly done: ReadonlyMap<string, Result>;
  add(result: Result): void;
  close(): void;
}

export type OpenedLines<Result> =
  | { readonly ok: true; readonly results: ResultLines<Result> }
  | { readonly ok: false; readonly reason: string };

/** A last line that was cut off is dropped; a file of another head, or of something else, is a reason. */
export function openLines<Head extends object, Result>(
  path: string,
  head: Head,
  kind: ResultKind<Head, Result>,
): OpenedLines<Result> {
  let file: number;
  try {
    file = openSync(path, 'a+');
  } catch (error) {
    return { ok: false, reason: `${path} cannot be opened: ${messageOf(error)}` };
  }
  const refuse = (reason: string): OpenedLines<Result> => {
    closeSync(file);
    return { ok: false, reason: `${path} ${reason}` };
  };
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const [first, ...rest] = lines.map(parsed);
  if (first === undefined) {
    if (bytes.length > 0) return refuse('holds something else: name another file for --results');
    writeSync(file, `${JSON.stringify({ kind: kind.name, version: kind.version, ...head })}\n`);
  } else {
    const known = kind.head.safeParse(first);
    if (!known.success) return refuse(`holds no results of bench ${kind.name}: name another file for --results`);
    const other = kind.other(known.data, head);
    if (other !== undefined) return refuse(`holds ${other}: name another file for --results`);
    if (end < bytes.length) ftruncateSync(file, end);
  }
  const done = new Map<string, Result>();
  for (const [index, line] of rest.entries()) {
    const result = kind.result.safeParse(line);
    if (!result.success) return refuse(`is damaged in line ${index + 2}`);
    done.set(kind.keyOf(result.data), result.data);
  }
  return {
    ok: true,
    results: {
      done,
      add: result => void writeSync(file, `${JSON.stringify(result)}\n`),
      close: () => closeSync(file),
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
