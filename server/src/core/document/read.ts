/** Reads a whole document at once. */
import { DocumentReader } from './incremental.ts';
import type { ReadOptions, SolutionDocument } from './solution.ts';

/** The problems and solutions of a text. Never throws: what cannot be read is a note of the document. */
export function readDocument(text: string, options: ReadOptions): SolutionDocument {
  return new DocumentReader(text, options).document;
}
