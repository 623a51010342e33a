/** Search trees written as a page. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type PageTree, treePage } from '../core/search/page.ts';
import type { Io } from './io.ts';

/** @returns why the file could not be written */
export function writePage(path: string, trees: readonly PageTree[], io: Io): Promise<string | undefined> {
  return writeText(path, treePage({ title: 'Stepwise: search trees', trees }), io);
}

/** @returns why the file could not be written */
export async function writeText(path: string, text: string, io: Io): Promise<string | undefined> {
  try {
    await writeFile(resolve(io.cwd, path), text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${path} cannot be written: ${error.message}`;
  }
}
