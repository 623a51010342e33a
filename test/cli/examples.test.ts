/** The examples are what examples/README.md says they are: right, or wrong at one step and nowhere else. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { formatOfFile } from '../../server/src/core/document/format.ts';

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter(name => name !== 'README.md');

type Told = readonly [rule: string, step: string];

/** The planted slips: the rules that find them, and how the steps begin. */
const slips: Readonly<Record<string, readonly Told[]>> = {
  'by-parts.md': [['claim.false-antiderivative', 'So we have']],
  'cubic.md': [['equation.loses-roots', '2. Every term']],
  'euclid.steps': [['claim.false-equality', 'Step 6.']],
  'inverse-matrix.md': [['claim.false-matrix', 'Multiplying the right sides']],
  'linear-equation.steps': [
    ['equation.wrong-step', '8x - 12 - 3x - 15'],
    ['answer.extraneous-root', 'x = 15'],
  ],
  'reciprocal.md': [['claim.false-inequality', 'The two terms hardly']],
  'school-trip.md': [['claim.false-equality', '4. The school pays']],
  'square-root.steps': [['answer.extraneous-root', 'Therefore x = -3']],
  'sum-of-cubes.tex': [['claim.false-equality', '&= \\frac{(k + 1)^2 (k^2 + 4k + 1)}']],
  '等差数列.md': [['claim.false-equality', '于是前 20 项的和']],
};

test.each(files)('%s', async name => {
  const text = await readFile(new URL(encodeURIComponent(name), folder), 'utf8');
  const format = formatOfFile(name);
  if (format === undefined) throw new Error(`${name} has no format`);
  const { solutions } = new DocumentChecker(text, { format, wholeFile: false, severities: {} }).result;
  const flagged = solutions
    .flatMap(solution => solution.steps)
    .flatMap(({ placed, findings }) => findings.map(({ rule, severity }) => ({ rule, severity, placed })))
    .filter(({ severity }) => severity !== 'hint')
    .map(({ rule, placed }) => [rule, text.slice(placed.offset + placed.step.span.start).slice(0, 60)]);
  const expected = (slips[name] ?? []).map(([rule, step]) => [rule, expect.stringMatching(startsWith(step))]);
  expect(flagged).toEqual(expected);
});

test('the table of the examples names every file', async () => {
  const table = await readFile(new URL('README.md', folder), 'utf8');
  expect(files.filter(name => !table.includes(`[${name}]`))).toEqual([]);
});

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').slice(0, 60)}`);
}
