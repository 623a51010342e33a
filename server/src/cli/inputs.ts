/** What the command line names → texts to check, or the reason why not. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOfFile } from '../core/document/format.ts';
import type { DocumentFormat } from '../core/document/solution.ts';
import { decode } from './decode.ts';

/** Larger texts are refused: a solution of this size is a mistake, such as a log or a data file. */
export const MAX_BYTES = 4 * 1024 * 1024;

interface Named {
  /** As the person wrote it. */
  readonly path: string;
  /** Not named itself, but lies in a folder that was. */
  readonly found: boolean;
}

/** A file to read, or standard input; or something named that cannot be one. */
export type Source =
  | (Named & { readonly kind: 'file' | 'stdin'; readonly format: DocumentFormat })
  | (Named & { readonly kind: 'unusable'; readonly reason: string });

export type ReadInput =
  | { readonly ok: true; readonly text: string; readonly remark?: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Expands folders and tells the format of each file. Every source appears once, in the order named, the files of a folder by name.
 * @param resolvePath makes a named path absolute
 */
export async function findSources(
  inputs: readonly string[],
  language: DocumentFormat | undefined,
  resolvePath: (path: string) => string,
): Promise<readonly Source[]> {
  const sources = new Map<string, Source>();
  for (const input of inputs) {
    for (const source of await expand(input, language, resolvePath)) {
      const key = source.kind === 'stdin' ? '-' : resolvePath(source.path);
      if (!sources.has(key)) sources.set(key, source);
    }
  }
  return [...sources.values()];
}

async function expand(
  path: string,
  language: DocumentFormat | undefined,
  resolvePath: (path: string) => string,
): Promise<readonly Source[]> {
  if (path === '-') return [{ kind: 'stdin', path: '<stdin>', format: language ?? 'markdown', found: false }];
  try {
    const info = await stat(resolvePath(path));
    if (info.isDirectory()) return await filesIn(path, resolvePath);
    const format = formatOfFile(path) ?? language;
    if (format !== undefined) return [{ kind: 'file', path, format, found: false }];
    return [
      {
        kind: 'unusable',
        path,
        found: false,
        reason: 'is no .md, .tex or .steps file; name its language with --language',
      },
    ];
  } catch (error) {
    return [{ kind: 'unusable', path, found: false, reason: reasonOf(error) }];
  }
}

/** All solution files below a folder, without hidden ones, node_modules and linked folders. */
async function filesIn(folder: string, resolvePath: (path: string) => string): Promise<readonly Source[]> {
  const sources: Source[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    try {
      const entries = await readdir(resolvePath(next), { withFileTypes: true });
      for (const entry of entries) {
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        const path = join(next, entry.name);
        const format = formatOfFile(entry.name);
        if (entry.isDirectory()) pending.push(path);
        else if (format !== undefined) sources.push({ kind: 'file', path, format, found: true });
      }
    } catch (error) {
      sources.push({ kind: 'unusable', path: next, found: next !== folder, reason: reasonOf(error) });
    }
  }
  if (sources.length === 0) {
    return [{ kind: 'unusable', path: folder, found: false, reason: 'is a folder without .md, .tex or .steps files' }];
  }
  return sources.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Reads a source, no further than the limit. Works for pipes and devices, whose size is not known before. An abort ends the wait for
 * input that does not come; what is returned then is of no use.
 */
export async function readSource(
  source: Exclude<Source, { kind: 'unusable' }>,
  stdin: AsyncIterable<Uint8Array>,
  resolvePath: (path: string) => string,
  signal: AbortSignal,
): Promise<ReadInput> {
  const interrupted: ReadInput = { ok: false, reason: 'interrupted' };
  if (signal.aborted) return interrupted;
  let abort = (): void => {};
  const aborted = new Promise<ReadInput>(done => {
    abort = () => done(interrupted);
  });
  signal.addEventListener('abort', abort);
  try {
    const stream = source.kind === 'stdin' ? stdin : createReadStream(resolvePath(source.path), { end: MAX_BYTES });
    return await Promise.race([readAll(stream), aborted]);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  } finally {
    // One signal serves every file of a run.
    signal.removeEventListener('abort', abort);
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<ReadInput> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES) {
      const limit = `${MAX_BYTES / 1024 / 1024} MB`;
      return { ok: false, reason: `is too large: more than ${limit}; solutions are checked up to that size` };
    }
  }
  return decode(Buffer.concat(chunks));
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder',
  ELOOP: 'is a link that leads to itself',
  ENAMETOOLONG: 'the name is too long',
};

/** What the file system said, in words; an error that is not from the file system is thrown on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return reasons[String(error.code)] ?? error.message;
}
