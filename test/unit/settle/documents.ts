/** Documents for the tests of checks that write themselves. */
import { type CheckedClaim, type CheckedDocument, DocumentChecker } from '../../../server/src/core/check.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';

export function checkText(text: string, format: DocumentFormat = 'markdown'): CheckedDocument {
  return new DocumentChecker(text, { format, wholeFile: true, severities: {} }).result;
}

export function claimsOf({ solutions }: CheckedDocument): readonly CheckedClaim[] {
  return solutions.flatMap(({ steps }) => steps).flatMap(({ claims }) => claims);
}

/** The last claim that was read from this text, in a Markdown document. */
export function claimIn(document: string, text: string): CheckedClaim {
  const found = claimsOf(checkText(document)).findLast(({ claim }) => claim.text === text);
  if (found === undefined) throw new Error(`no claim ${text} in ${document}`);
  return found;
}
