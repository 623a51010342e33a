/** The command line in this process: arguments and streams in, exit code and output out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Report, reportSchema } from '../../server/src/cli/report-schema.ts';
import { type Outcome, stepwiseIn } from './inProcess.ts';

const right = '## Solution\n\nIn May she sold 48/2 = 24 clips.\n';
const wrong = '## Solution\n\nIn May she sold 48/2 = 24 clips.\n\nTogether that is $48 + 24 = 74$.\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-cli-'));
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'right.md': right,
    'wrong.md': wrong,
    'crlf.md': wrong.replaceAll('\n', '\r\n'),
    'mark.md': `\ufeff${wrong}`,
    'utf16.md': Buffer.from(`\ufeff${wrong}`, 'utf16le'),
    'broken.md': Buffer.concat([Buffer.from(wrong), Buffer.from([0x0a, 0x0a, 0xff, 0xfe, 0x41])]),
    'binary.md': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
    'empty.md': '',
    'blank.tex': '   \n\n',
    'huge.md': Buffer.alloc(50 * 1024 * 1024, '$1+1=2$ '),
    'braces.tex':
      '\\begin{solution}\nWe see $1 + 1 = 3$.\n\nThen $\\frac{1}{2$ and {\\bf so \\[ x^{2 \\]\n\\begin{align} a',
    'plain.steps': '1 + 1 = 3\n',
    'notes.txt': wrong,
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
});
afterAll(() => rm(folder, { recursive: true }));

function stepwise(args: readonly string[], stdin = '', signal = new AbortController().signal): Promise<Outcome> {
  return stepwiseIn(args, { cwd: folder, stdin, stdinIsTerminal: stdin === 'terminal', signal });
}

async function reportOf(args: readonly string[], stdin?: string): Promise<Report> {
  const { out } = await stepwise(['check', '--format', 'json', ...args], stdin);
  return reportSchema.parse(JSON.parse(out));
}

describe('exit codes', () => {
  test.each([
    [['check', 'right.md'], 0],
    [['check', 'empty.md', 'blank.tex'], 0],
    [['check', 'wrong.md'], 1],
    [['check', 'right.md', 'wrong.md'], 1],
    [['check', 'crlf.md'], 1],
    [['check', 'mark.md'], 1],
    [['check', 'utf16.md'], 1],
    [['check', 'broken.md'], 1],
    [['check', 'braces.tex'], 1],
    [['check', 'plain.steps'], 1],
    [['check', 'wrong.md', 'nowhere.md'], 2],
    [['check', 'binary.md'], 2],
    [['check', 'huge.md'], 2],
    [['check', 'notes.txt'], 2],
    [['check', 'notes.txt', '--language', 'markdown'], 1],
    [['check', '.'], 2],
    [['--help'], 0],
    [['--version'], 0],
    [['check', '--what'], 2],
    [[], 2],
  ])('%j: %i', async (args, code) => {
    expect((await stepwise(args)).code).toBe(code);
  });
});

describe('messages', () => {
  test.each([
    ['nowhere.md', 'stepwise: nowhere.md: no such file or folder\n'],
    ['binary.md', 'stepwise: binary.md: is a binary file (or UTF-16 without a byte order mark)\n'],
    ['huge.md', 'stepwise: huge.md: is too large: more than 4 MB; solutions are checked up to that size\n'],
  ])('%s', async (name, message) => {
    const { out, err } = await stepwise(['check', name]);
    expect(err).toBe(message);
    expect(out).toContain('1 input could not be read');
  });

  test('what is read with a doubt has a note, and is checked', async () => {
    for (const name of ['broken.md', 'braces.tex']) {
      const { out } = await stepwise(['check', name]);
      expect(out).toMatch(/note /);
      expect(out).toMatch(/error: /);
    }
  });

  test('the wrong step is told with its evidence, in text', async () => {
    const { out } = await stepwise(['check', 'wrong.md']);
    expect(out).toMatch(/✓ proved .*48\/2 = 24/);
    expect(out).toMatch(/✗ refuted Together/);
    expect(out).toMatch(/error: .*72.*74/);
    expect(out).toMatch(/1 file, 2 steps: 1 proved, 0 tested, 1 refuted, 0 unknown; 1 error\n$/);
  });
});

describe('JSON', () => {
  test('each step has its range, text, claims and evidence', async () => {
    const report = await reportOf(['wrong.md']);
    const [file] = report.files;
    const steps = file !== undefined && 'solutions' in file ? file.solutions.flatMap(solution => solution.steps) : [];
    expect(steps.map(step => step.verdict)).toEqual(['proved', 'refuted']);
    const [claim] = steps[1]?.claims ?? [];
    expect(claim).toMatchObject({
      role: 'assertion',
      text: '48 + 24 = 74',
      verdict: 'refuted',
      rule: 'claim.false-equality',
      range: { start: { line: 4, character: 18, offset: wrong.indexOf('48 + 24') } },
      evidence: { kind: 'values', correct: '72' },
    });
    expect(steps[1]?.text).toBe('Together that is $48 + 24 = 74$.');
  });

  test.each(['crlf.md', 'mark.md', 'utf16.md'])(
    '%s has the findings of the plain file, at the same lines',
    async name => {
      const places = async (path: string) => {
        const [file] = (await reportOf([path])).files;
        const steps =
          file !== undefined && 'solutions' in file ? file.solutions.flatMap(solution => solution.steps) : [];
        return steps.flatMap(step =>
          step.findings.map(({ rule, message, range }) => [rule, message, range.start.line, range.start.character]),
        );
      };
      expect(await places(name)).toEqual(await places('wrong.md'));
      expect(await places(name)).toHaveLength(1);
    },
  );

  test('an unreadable input stands beside the others', async () => {
    const report = await reportOf(['binary.md', 'right.md']);
    expect(report.files).toMatchObject([{ path: 'binary.md', error: expect.any(String) }, { path: 'right.md' }]);
    expect(report.summary).toMatchObject({ files: 2, unreadable: 1, steps: 1 });
  });

  test('standard input is read in the language named', async () => {
    const report = await reportOf(['-', '--language', 'steps'], '1 + 1 = 3\n');
    expect(report.files).toMatchObject([{ path: '<stdin>', language: 'steps' }]);
    expect(report.summary.findings.error).toBe(1);
  });
});

test('SARIF names the file, the rule and the place', async () => {
  const { out } = await stepwise(['check', '--format', 'sarif', 'wrong.md']);
  expect(JSON.parse(out).runs[0].results).toMatchObject([
    { ruleId: 'claim.false-equality', locations: [{ physicalLocation: { artifactLocation: { uri: 'wrong.md' } } }] },
  ]);
});

test('a workspace file switches a rule off', async () => {
  await writeFile(join(folder, '.stepwise.yaml'), 'disable:\n  - claim.false-equality\n');
  try {
    expect((await stepwise(['check', 'wrong.md'])).code).toBe(0);
  } finally {
    await rm(join(folder, '.stepwise.yaml'));
  }
});

test('whole file: mathematics outside a solution is checked too', async () => {
  const text = 'Some notes.\n\nWe know that $1 + 1 = 3$.\n';
  expect((await stepwise(['check', '-'], text)).code).toBe(0);
  expect((await stepwise(['check', '-', '--whole-file'], text)).code).toBe(1);
});

test('no file and nobody to pipe one: wrong usage', async () => {
  expect(await stepwise(['check'], 'terminal')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no file named'),
  });
});

test('when interrupted, what is done is reported', async () => {
  const { code, out } = await stepwise(['check', '--format', 'json', 'wrong.md'], '', AbortSignal.abort());
  expect(code).toBe(130);
  expect(reportSchema.parse(JSON.parse(out))).toMatchObject({ interrupted: true, files: [] });
});
