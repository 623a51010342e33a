/** The examples are what examples/README.md says they are: right, or wrong at one step and nowhere else. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { createSandbox } from '../../server/src/adapters/sandbox/index.ts';
import { DocumentChecker } from '../../server/src/core/check.ts';
import { CodeRunner, placedCells } from '../../server/src/core/code/runner.ts';
import { defaultLimits } from '../../server/src/core/code/sandbox.ts';
import { formatOfFile } from '../../server/src/core/document/format.ts';
import { enrich } from '../../server/src/core/late.ts';

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter(name => name !== 'README.md');

type Told = readonly [rule: string, step: string];

/** The planted slips: the rules that find them, and how the steps begin. */
const slips: Readonly<Record<string, readonly Told[]>> = {
  'by-parts.md': [['claim.false-antiderivative', 'So we have']],
  'cubic.md': [['equation.loses-roots', '2. Every term']],
  'dice.steps': [['code.failed-check', 'Step 3.']],
  'euclid.steps': [['claim.false-equality', 'Step 6.']],
  'inverse-matrix.md': [['claim.false-matrix', 'Multiplying the right sides']],
  'linear-equation.steps': [['equation.wrong-step', '8x - 12 - 3x - 15']],
  'reciprocal.md': [['claim.false-inequality', 'The two terms hardly']],
  'school-trip.md': [['claim.false-equality', '4. The school pays']],
  'square-root.steps': [['answer.extraneous-root', 'Therefore x = -3']],
  'sum-of-cubes.tex': [['claim.false-equality', '&= \\frac{(k + 1)^2 (k^2 + 4k + 1)}']],
  'telescope.md': [['code.failed-check', '4. Only the first']],
  '等差数列.md': [['claim.false-equality', '于是前 20 项的和']],
};

const storage = mkdtempSync(join(tmpdir(), 'stepwise-examples-'));
const assets = fileURLToPath(new URL('../../dist/sandbox', import.meta.url));
const sandbox = createSandbox({ assets, storage, log: () => undefined });
const runner = new CodeRunner(sandbox);
afterAll(() => {
  sandbox.dispose();
  rmSync(storage, { recursive: true, force: true });
});

test.each(files)('%s', { timeout: 120_000 }, async name => {
  const text = await readFile(new URL(encodeURIComponent(name), folder), 'utf8');
  const format = formatOfFile(name);
  if (format === undefined) throw new Error(`${name} has no format`);
  const options = { format, wholeFile: false, severities: {} };
  const checked = new DocumentChecker(text, options).result;
  const asked = { limits: { ...defaultLimits, timeMs: 60_000 }, priority: 'asked' } as const;
  await runner.run(checked, asked, new AbortController().signal, () => undefined);
  const outcomes = placedCells(checked).map(({ key }) => runner.outcomeOf(key));
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ result: { status: expect.stringMatching(/^(?:ok|failed)$/) } });
  const late = { outcomeOf: (key: string) => runner.outcomeOf(key), verdictOf: () => undefined };
  const { solutions } = enrich(checked, late, options);
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
