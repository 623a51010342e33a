import type { DocumentFormat } from '../core/document/solution.ts';

const byLanguage: Readonly<Record<string, DocumentFormat>> = {
  markdown: 'markdown',
  latex: 'latex',
  tex: 'latex',
  steps: 'steps',
};

/** How a document of this language is read; `undefined` for a language that is not checked. */
export function formatOfLanguage(languageId: string): DocumentFormat | undefined {
  return Object.hasOwn(byLanguage, languageId) ? byLanguage[languageId] : undefined;
}
