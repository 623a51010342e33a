import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DocumentReader } from '../../../server/src/core/document/incremental.ts';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { seededRandom } from '../../bench/harness.ts';
import { difference, EditSequence } from '../../bench/lib/edit-sequences.ts';

const fixture = (file: string): string =>
  readFileSync(new URL(`../../fixtures/documents/${file}`, import.meta.url), 'utf8');

const SEQUENCE = 100;

/** Short texts, so that ten thousand comparisons stay quick; the benchmark of the same name takes whole documents. */
describe('after each of 10,000 random edits the document is the one read from scratch', () => {
  it.each<[DocumentFormat, string, number]>([
    ['markdown', 'quadratic.md', 3800],
    ['latex', 'limit.tex', 2400],
    ['steps', 'linear.steps', 3800],
  ])('%s', (format, file, edits) => {
    const lines = fixture(file).split('\n');
    for (let count = 0, seed = 1; count < edits; seed++) {
      const from = Math.floor(seededRandom(seed)() * (lines.length - 8));
      const options = { format, wholeFile: seed % 2 === 0 };
      const reader = new DocumentReader(lines.slice(from, from + 8).join('\n'), options);
      const sequence = new EditSequence(format, seededRandom(seed * 7919), 250);
      for (let index = 0; index < SEQUENCE && count < edits; index++, count++) {
        const change = sequence.next(reader.document.text);
        const document = reader.edit(change);
        const found = difference(document, readDocument(document.text, options));
        expect(found, `seed ${seed}, edit ${index}: ${JSON.stringify(change)} → ${JSON.stringify(document.text)}`).toBe(
          undefined,
        );
      }
    }
  });
});
