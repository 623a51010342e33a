/** The hash of a model file: its name for caches, calibrations and weights, wherever the file lies. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { FactCache } from '../openai/services.ts';

/** SHA-256 in hex, kept with size and time of change so that a gigabyte is read once; `undefined` where the file cannot be read. */
export async function hashOfFile(file: string, facts: FactCache): Promise<string | undefined> {
  try {
    const path = await realpath(file);
    const { size, mtimeMs } = await stat(path);
    const key = `sha256 ${path} ${size} ${mtimeMs}`;
    const known = await facts.get(key);
    if (typeof known === 'string' && /^[0-9a-f]{64}$/.test(known)) return known;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
    const sha256 = hash.digest('hex');
    await facts.set(key, sha256);
    return sha256;
  } catch {
    return undefined;
  }
}
