/** The format of a file by its name. */
import type { DocumentFormat } from './solution.ts';

const byExtension: Readonly<Record<string, DocumentFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  tex: 'latex',
  latex: 'latex',
  ltx: 'latex',
  steps: 'steps',
};

/** How a file is read, by the end of its path or address; `undefined` where that tells nothing. */
export function formatOfFile(name: string): DocumentFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}
