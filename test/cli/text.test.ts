import { expect, test } from 'vitest';
import type { FileReport } from '../../server/src/cli/report-schema.ts';
import { columnsOf, painter } from '../../server/src/cli/terminal.ts';
import { textOfFile, textOfSummary } from '../../server/src/cli/text.ts';
import { sample } from './sample.ts';

const plain = { paint: painter(false), columns: 66, quiet: false };
const file = sample.files[0] as FileReport;

test('every step has its place, its verdict and its evidence', () => {
  expect(textOfFile(file, plain)).toBe(`homework/week 1.md
  note 12:1 an environment that never ends
    5:1  ✓ proved  1. In May she sold 48/2 = 24.
                   ✓ 48/2 = 24: Checked: rational arithmetic.
    6:1  ✗ refuted 2. Together 48 + 24 = 74.
                   error: 48 + 24 = 72, not 74.
                     claim.false-equality at 7:14, see 5:20
                     fix: Replace by 72
    9:1  · unknown That is a good deal.
                   · no relation to check

`);
});

test('quiet: only the steps with a finding', () => {
  const text = textOfFile(file, { ...plain, quiet: true });
  expect(text).toContain('error: 48 + 24 = 72, not 74.');
  expect(text).not.toContain('In May');
  expect(text).not.toContain('good deal');
});

test.each([40, 60, 200])('no line is wider than a terminal of %i columns', columns => {
  const lines = textOfFile(file, { ...plain, columns }).split('\n');
  expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns);
});

test('a Markdown file without a solution says what to do', () => {
  const empty: FileReport = { path: 'a.md', language: 'markdown', notes: [], solutions: [] };
  expect(textOfFile(empty, plain)).toContain('--whole-file');
  expect(textOfFile(empty, { ...plain, quiet: true })).toBe('');
});

test('the last line counts', () => {
  expect(textOfSummary(sample.summary, false, painter(false))).toBe(
    '1 file, 3 steps: 1 proved, 0 tested, 1 refuted, 1 unknown; 1 error, 1 input could not be read\n',
  );
});
