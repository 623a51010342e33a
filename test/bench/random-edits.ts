/**
 * Edits a document at random and compares what the incremental reader and checker say with a reading from scratch.
 * 100,000 edits over all formats, with code in them and without; every edit is compared. `differing` counts edits after which the two differ.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CheckOptions, DocumentChecker } from '../../server/src/core/check.ts';
import { DocumentReader } from '../../server/src/core/document/incremental.ts';
import { readDocument } from '../../server/src/core/document/read.ts';
import type { DocumentFormat } from '../../server/src/core/document/solution.ts';
import { type BenchContext, type Metrics, runBench, seededRandom } from './harness.ts';
import { difference, EditSequence } from './lib/edit-sequences.ts';

const EDITS = 100_000;
/** Checking from scratch takes longer than reading: every so many edits the findings are compared too. */
const CHECK_EVERY = 10;
const LONGEST = 900;
/** A sequence starts afresh after so many edits, for a text edited at random soon holds little that is mathematics. */
const RESTART = 200;

const FIXTURES: readonly { readonly format: DocumentFormat; readonly file: string }[] = [
  { format: 'markdown', file: 'quadratic.md' },
  { format: 'latex', file: 'limit.tex' },
  { format: 'steps', file: 'linear.steps' },
  { format: 'markdown', file: 'notebook.md' },
  { format: 'markdown', file: 'sampled.md' },
  { format: 'latex', file: 'worksheet.tex' },
  { format: 'steps', file: 'rollout.steps' },
];

function fixture(file: string): string {
  return readFileSync(fileURLToPath(new URL(`../fixtures/documents/${file}`, import.meta.url)), 'utf8');
}

interface Tally {
  edits: number;
  differing: number;
  checked: number;
}

function run(format: DocumentFormat, start: string, edits: number, context: BenchContext): Tally {
  const tally: Tally = { edits: 0, differing: 0, checked: 0 };
  for (let seed = 1; tally.edits < edits; seed++) {
    const options: CheckOptions = { format, wholeFile: seed % 2 === 0, severities: {} };
    const sequence = new EditSequence(format, seededRandom(seed), LONGEST);
    const reader = new DocumentReader(start, options);
    // Every fifth sequence is checked as it is edited.
    const checker = seed % 5 === 0 ? new DocumentChecker(start, options) : undefined;
    for (let count = 0; count < RESTART && tally.edits < edits; count++) {
      const change = sequence.next(reader.document.text);
      const document = reader.edit(change);
      tally.edits++;
      let found = difference(document, readDocument(document.text, options));
      checker?.edit(change);
      if (found === undefined && checker !== undefined && count % CHECK_EVERY === 0) {
        tally.checked++;
        found = difference(
          checker.result.findings,
          new DocumentChecker(document.text, options).result.findings,
          'findings',
        );
      }
      if (found === undefined) continue;
      tally.differing++;
      context.note(`${format}, seed ${seed}, edit ${count}: ${found}`);
      if (context.verbose) context.note(`${JSON.stringify(change)}\n${JSON.stringify(document.text)}`);
      break;
    }
  }
  return tally;
}

function main(context: BenchContext): Metrics {
  const tallies = FIXTURES.map(({ format, file }) =>
    run(format, fixture(file), Math.ceil(EDITS / FIXTURES.length), context),
  );
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  return { edits: sum('edits'), differing: sum('differing'), findingsCompared: sum('checked') };
}

await runBench({ name: 'random-edits', bars: { edits: '>= 100000', differing: '0' }, run: main });
