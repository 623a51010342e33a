import type { DocumentFormat } from '../core/document/solution.ts';

const byLanguage: Readonly<Record<string, DocumentFormat>> = {
  markdown: 'markdown',
  latex: 'latex',
  tex: 'latex',
  steps: 'steps',
};
const byExtension: Readonly<Record<string, DocumentFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  tex: 'latex',
  latex: 'latex',
  ltx: 'latex',
  steps: 'steps',
};

/** How a document of this language is read; `undefined` for a language that is not checked. */
export function formatOfLanguage(languageId: string): DocumentFormat | undefined {
  return Object.hasOwn(byLanguage, languageId) ? byLanguage[languageId] : undefined;
}

/** The same for a file that no editor has open, by the end of its name. */
export function formatOfFile(uri: string): DocumentFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(uri)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}
