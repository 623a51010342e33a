/** What was found out about servers, kept between runs: one small file for each. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FactCache } from '../openai/services.ts';

/** A file that is missing or broken counts as nothing known; where nothing can be written, it is found out again the next time. */
export function factsIn(folder: string): FactCache {
  const fileOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  return {
    async get(key) {
      try {
        return JSON.parse(await readFile(fileOf(key), 'utf8'));
      } catch {
        return undefined;
      }
    },
    async set(key, value) {
      const part = `${fileOf(key)}.${process.pid}`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(part, JSON.stringify(value));
        // Another window may write at the same time: each file is whole.
        await rename(part, fileOf(key));
      } catch {
        // A full or a read-only disk.
      }
    },
  };
}
