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
/** A unit that was wrongly kept stays wrong until it is touched, so looking at every fourth text finds it. */
const LOOK_EVERY = 4;
const LINES = 6;
const LONGEST = 120;

/** Short texts, so that ten thousand edits stay quick; the benchmark of the same name takes whole documents and looks at each. */
describe('after 10,000 random edits the document is the one read from scratch', () => {
  it.each<[DocumentFormat, string, number]>([
    ['markdown', 'quadratic.md', 2700],
    ['latex', 'limit.tex', 600],
    ['steps', 'linear.steps', 2300],
    ['markdown', 'notebook.md', 1000],
    ['markdown', 'sampled.md', 1000],
    ['latex', 'worksheet.tex', 400],
    ['steps', 'rollout.steps', 2000],
  ])('%s %s', { timeout: 60_000 }, (format, file, edits) => {
    const lines = fixture(file).split('\n');
    for (let count = 0, seed = 1; count < edits; seed++) {
      const from = Math.floor(seededRandom(seed)() * (lines.length - LINES));
      const options = { format, wholeFile: seed % 2 === 0 };
      const reader = new DocumentReader(lines.slice(from, from + LINES).join('\n'), options);
      const sequence = new EditSequence(format, seededRandom(seed * 7919), LONGEST);
      for (let index = 0; index < SEQUENCE && count < edits; index++, count++) {
        const change = sequence.next(reader.document.text);
        const document = reader.edit(change);
        if (index % LOOK_EVERY !== LOOK_EVERY - 1) continue;
        const found = difference(document, readDocument(document.text, options));
        if (found !== undefined) {
          expect.fail(
            `seed ${seed}, edit ${index}: ${found} after ${JSON.stringify(change)} → ${JSON.stringify(document.text)}`,
          );
        }
      }
    }
  });
});
