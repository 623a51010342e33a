/** What models used, written down by day in files that all windows and the command line share: one line for each call. */
import { appendFileSync, closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Account, nothingSpent, type Spent, withUsage } from '../../core/model/budget.ts';
import type { Usage } from '../../core/model/fault.ts';

const entrySchema = z.object({
  model: z.string(),
  promptTokens: z.number().check(z.nonnegative()),
  completionTokens: z.number().check(z.nonnegative()),
  calls: z.number().check(z.nonnegative()),
  cost: z.number().check(z.nonnegative()),
  limited: z.boolean(),
});

/** Days whose files are kept. */
const KEPT_DAYS = 62;

/** The tally of one day. Lines of other processes are read on from where the last reading ended. */
interface Day {
  readonly name: string;
  read: number;
  rest: string;
  spent: Spent;
}

export class UsageLog implements Account {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #log: (message: string) => void;
  #day: Day = { name: '', read: 0, rest: '', spent: nothingSpent };
  /** Nothing can be written down: what this process uses is counted in memory alone. */
  #inMemory = false;

  /**
   * @param folder is made where it is missing; where nothing can be written there, usage is counted for this process alone, and `log` is told once
   * @param now a day begins at midnight where the person is
   */
  constructor(folder: string, now: () => Date, log: (message: string) => void) {
    this.#folder = folder;
    this.#now = now;
    this.#log = log;
  }

  spentToday(): Spent {
    const day = this.#today();
    if (!this.#inMemory) this.#readOn(day);
    return day.spent;
  }

  add(model: string, usage: Usage, limited: boolean): void {
    if (usage.calls + usage.promptTokens + usage.completionTokens + usage.cost === 0) return;
    const day = this.#today();
    const { promptTokens, completionTokens, calls, cost } = usage;
    const line = JSON.stringify({ model, promptTokens, completionTokens, calls, cost, limited });
    if (!this.#inMemory && this.#append(day, `${line}\n`)) return;
    if (limited) day.spent = withUsage(day.spent, usage);
  }

  #today(): Day {
    const name = dayOf(this.#now());
    if (this.#day.name !== name) this.#day = { name, read: 0, rest: '', spent: nothingSpent };
    return this.#day;
  }

  #append(day: Day, line: string): boolean {
    try {
      const isNew = day.read === 0;
      mkdirSync(this.#folder, { recursive: true });
      appendFileSync(this.#file(day), line);
      if (isNew) this.#forgetOld(day);
      return true;
    } catch (error) {
      // What is known by now goes on being counted.
      this.#readOn(day);
      this.#inMemory = true;
      this.#log(
        `what models use cannot be written down in ${this.#folder} (${messageOf(error)}): it is counted for this run alone`,
      );
      return false;
    }
  }

  #readOn(day: Day): void {
    const text = readFrom(this.#file(day), day.read);
    day.read += text.length;
    const lines = `${day.rest}${text.toString('utf8')}`.split('\n');
    // Another process may be in the middle of a line.
    day.rest = lines.pop() ?? '';
    for (const line of lines) {
      const entry = entryOf(line);
      if (entry?.limited === true) day.spent = withUsage(day.spent, { ...entry, cachedTokens: 0 });
    }
  }

  #file(day: Day): string {
    return join(this.#folder, `${day.name}.jsonl`);
  }

  #forgetOld(day: Day): void {
    const files = readdirSync(this.#folder)
      .filter(name => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name))
      .sort();
    const before = files.filter(name => name < `${day.name}.jsonl`);
    for (const name of before.slice(0, Math.max(0, before.length - KEPT_DAYS)))
      rmSync(join(this.#folder, name), { force: true });
  }
}

function dayOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A line that was cut off by a crash, or is no entry, counts nothing. */
function entryOf(line: string): z.output<typeof entrySchema> | undefined {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The rest of a file; nothing where there is none. */
function readFrom(path: string, offset: number): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const chunks: Buffer[] = [];
    for (let at = offset; ; ) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk, 0, chunk.length, at);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      at += read;
    }
  } finally {
    closeSync(file);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
