/** Outcomes of code and verdicts of SymPy, joined to what the instant checks found. */
import { describe, expect, test } from 'vitest';
import {
  type CheckedDocument,
  type CheckedStep,
  type CheckOptions,
  DocumentChecker,
} from '../../../server/src/core/check.ts';
import { type CellOutcome, placedCells } from '../../../server/src/core/code/runner.ts';
import type { RunError, RunResult } from '../../../server/src/core/code/sandbox.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import type { Finding } from '../../../server/src/core/findings.ts';
import { enrich, type LateEvidence } from '../../../server/src/core/late.ts';
import type { Verdict } from '../../../server/src/core/verify/verdict.ts';
import { result } from './scripted.ts';

const options: CheckOptions = { format: 'markdown', wholeFile: false, severities: {} };

/** The document with an outcome for each cell, in order; where one is missing nothing is known. */
function enriched(
  text: string,
  outcomes: readonly (Partial<RunResult> | 'running' | undefined)[],
  more: Partial<CheckOptions> = {},
): CheckedDocument {
  const checked = new DocumentChecker(text, { ...options, ...more }).result;
  const known = new Map<string, CellOutcome>();
  for (const [index, { key }] of placedCells(checked).entries()) {
    const outcome = outcomes[index];
    if (outcome === 'running') known.set(key, { kind: 'running' });
    else if (outcome !== undefined) known.set(key, { kind: 'done', result: result(outcome) });
  }
  return enrich(checked, { outcomeOf: key => known.get(key), verdictOf: () => undefined }, { ...options, ...more });
}

/** `rule severity "underlined": message`. */
function told(text: string, { severity, rule, message, span }: Finding): string {
  return `${rule} ${severity} "${text.slice(span.start, span.end)}": ${message}`;
}

function solution(...steps: readonly string[]): string {
  return `## Solution\n\n${steps.join('\n\n')}\n`;
}

function coded(words: string, ...lines: readonly string[]): string {
  return `${words}\n\n\`\`\`python\n${lines.join('\n')}\n\`\`\``;
}

const failure: RunError = {
  type: 'CheckFailed',
  message: 'x = 2 is false at x = 3',
  line: 2,
  counterexample: { x: '3' },
};

type Row = readonly [what: string, outcome: Partial<RunResult> | 'running', status: string, told: readonly string[]];

const rows: readonly Row[] = [
  ['code that ran says nothing', { value: '3' }, 'proved', []],
  ['code that runs says nothing yet', 'running', 'proved', []],
  ['code that was cancelled says nothing', { status: 'cancelled' }, 'proved', []],
  [
    'no Python says nothing of the step',
    { status: 'unavailable', error: { type: 'Sandbox', message: 'no' } },
    'proved',
    [],
  ],
  [
    'a check that holds changes no verdict',
    { checks: [{ line: 1, verdict: 'proved', method: 'simplify', text: 'x = x' }] },
    'proved',
    [],
  ],
  [
    'a failed check refutes the step, at its line',
    { status: 'failed', error: failure },
    'refuted',
    ['code.failed-check error "second(line)": Check failed: x = 2 is false at x = 3.'],
  ],
  [
    'values that the message does not name are added',
    { status: 'failed', error: { ...failure, message: 'x = 2 is false' } },
    'refuted',
    ['code.failed-check error "second(line)": Check failed: x = 2 is false at x = 3.'],
  ],
  [
    'an assert without words is quoted',
    { status: 'failed', error: { type: 'AssertionError', message: '', line: 3 } },
    'refuted',
    ['code.failed-check error "third": Check failed: third.'],
  ],
  [
    'a check whose failure the code caught is told too',
    {
      status: 'failed',
      error: failure,
      checks: [
        { line: 1, verdict: 'refuted', method: 'put in', text: 'y = 1', counterexample: { y: '2' } },
        { line: 2, verdict: 'refuted', method: 'put in', text: 'x = 2', counterexample: { x: '3' } },
      ],
    },
    'refuted',
    [
      'code.failed-check error "first": Check failed: y = 1 is false at y = 2.',
      'code.failed-check error "second(line)": Check failed: x = 2 is false at x = 3.',
    ],
  ],
  [
    'an exception marks the code, not the step',
    { status: 'error', error: { type: 'NameError', message: "name 'q' is not defined", line: 3 } },
    'proved',
    [`code.error warning "third": The code raised NameError: name 'q' is not defined. The step is not judged by it.`],
  ],
  [
    'an exception without words or line',
    { status: 'error', error: { type: 'KeyboardInterrupt', message: '' } },
    'proved',
    ['code.error warning "first": The code raised KeyboardInterrupt. The step is not judged by it.'],
  ],
  [
    'a long message is cut to its first line',
    { status: 'error', error: { type: 'E', message: `${'x'.repeat(300)}\nmore`, line: 1 } },
    'proved',
    [`code.error warning "first": The code raised E: ${'x'.repeat(200)}…. The step is not judged by it.`],
  ],
  [
    'code that took too long',
    { status: 'timeout', ms: 5012, error: { type: 'Timeout', message: '', line: 2 } },
    'proved',
    [
      'code.stopped information "second(line)": The code was stopped after 5 s. Make the work smaller, or raise the limit (stepwise.code.timeLimit, --time-limit).',
    ],
  ],
  [
    'code that needed too much',
    { status: 'memory', error: { type: 'OutOfMemory', message: '' } },
    'proved',
    [
      'code.stopped information "first": The code was stopped: it needs more memory than it may use. Make the work smaller, or raise the limit (stepwise.code.memoryLimit, --memory-limit).',
    ],
  ],
  [
    'a line that the code does not have is its last',
    { status: 'error', error: { type: 'E', message: 'no', line: 99 } },
    'proved',
    ['code.error warning "third": The code raised E: no. The step is not judged by it.'],
  ],
];

describe('one step with code', () => {
  const text = solution(coded('Now $1 + 1 = 2$.', 'first', '  second(line)  ', 'third'));
  test.each(rows)('%s', (_, outcome, status, expected) => {
    const { solutions, findings } = enriched(text, [outcome]);
    const [step] = solutions[0]?.steps ?? [];
    expect(findings.map(finding => told(text, finding))).toEqual(expected);
    expect(step?.findings).toEqual(findings);
    expect(step?.status).toBe(status);
    expect(step?.claims.map(({ verdict }) => verdict.status)).toEqual(['proved']);
  });
});

describe('the line of the document', () => {
  const places: readonly (readonly [what: string, format: DocumentFormat, text: string])[] = [
    ['in a list', 'markdown', solution('1. One.\n\n   ```python\n   a\n   mark\n   ```')],
    ['in a quotation', 'markdown', '## Solution\n\n> One.\n>\n> ```py\n> a\n> mark\n> ```\n'],
    ['CR LF', 'markdown', solution(coded('One.', 'a', 'mark')).replaceAll('\n', '\r\n')],
    ['minted', 'latex', '\\begin{solution}\nOne.\n\\begin{minted}{python}\na\nmark\n\\end{minted}\n\\end{solution}\n'],
    ['.steps', 'steps', 'Problem: One.\n\nStep 1. One.\n```python\na\nmark\n```\n'],
  ];
  test.each(places)('%s', (_, format, text) => {
    const error = { type: 'E', message: 'no', line: 2 };
    const { findings } = enriched(text, [{ status: 'error', error }], { format });
    expect(findings.map(({ span }) => text.slice(span.start, span.end))).toEqual(['mark']);
  });
});

test('what an earlier cell raised is told where it was called, with the line beside it', () => {
  const text = solution(coded('One.', 'def f():', '    raise'), coded('Two.', 'a = 1', 'f()'));
  const error = { type: 'ValueError', message: 'no', line: 2, cell: 0 };
  const { findings } = enriched(text, [{}, { status: 'error', error }]);
  expect(findings).toMatchObject([{ step: 1, related: { message: 'It was raised here.' } }]);
  const [{ span, related } = { span: { start: 0, end: 0 } }] = findings as readonly Finding[];
  expect(text.slice(span.start, span.end)).toBe('a = 1\nf()');
  expect(text.slice(related?.span.start, related?.span.end)).toBe('raise');
});

describe('who may keep a finding quiet', () => {
  const code = coded('Now $1 + 1 = 2$.', 'check(1, 2)');
  const failed: Partial<RunResult> = { status: 'failed', error: { ...failure, line: 1 } };
  test.each([
    ['nobody', solution(code), {}, ['error']],
    ['a comment at the step', solution(`<!-- stepwise: ignore -->\n${code}`), {}, []],
    ['a comment in the file', solution('<!-- stepwise: disable code.failed-check -->', code), {}, []],
    ['a comment about another rule', solution('<!-- stepwise: disable code.error -->', code), {}, ['error']],
    ['the settings', solution(code), { severities: { 'code.failed-check': 'off' } }, []],
    ['the settings make it less', solution(code), { severities: { 'code.failed-check': 'hint' } }, ['hint']],
  ] as const)('%s', (_, text, more, severities) => {
    const { findings, solutions } = enriched(text, [failed], more);
    expect(findings.map(({ severity }) => severity)).toEqual(severities);
    expect(solutions[0]?.steps.map(({ status }) => status)).toContain('refuted');
  });
});

test('findings stand in the order of the text', () => {
  const text = solution(coded('Now $1 + 1 = 3$.', 'check(1, 2)'), 'And $2 + 2 = 5$.', coded('So', '1/0'));
  const { findings } = enriched(text, [
    { status: 'failed', error: { ...failure, line: 1 } },
    { status: 'error', error: { type: 'ZeroDivisionError', message: 'division by zero', line: 1 } },
  ]);
  expect(findings.map(({ rule }) => rule)).toEqual([
    'claim.false-equality',
    'code.failed-check',
    'claim.false-equality',
    'code.error',
  ]);
  const starts = findings.map(({ span }) => span.start);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

describe('verdicts of SymPy', () => {
  const text = solution('Thus $x^2 - 1 = (x - 1)(x + 1)$.', 'So $1 + 1 = 2$.');
  const checked = new DocumentChecker(text, options).result;
  const late = (verdictOf: LateEvidence['verdictOf']): LateEvidence => ({ outcomeOf: () => undefined, verdictOf });
  const tested: Verdict = {
    status: 'tested',
    evidence: { kind: 'points', points: 9, errorBound: 0.1, domain: '' },
    checker: 'real',
  };
  /** As if the first claim had only been tested; the second is proved. */
  const open: CheckedDocument = {
    ...checked,
    solutions: checked.solutions.map(({ solution: read, steps }) => ({
      solution: read,
      steps: steps.map((step, index): CheckedStep => {
        const claims = step.claims.map(claim => ({ ...claim, verdict: tested }));
        return index === 0 ? { ...step, claims, status: 'tested' } : step;
      }),
    })),
  };

  test('nothing known: the very same document', () => {
    expect(
      enrich(
        checked,
        late(() => undefined),
        options,
      ),
    ).toBe(checked);
    expect(
      enrich(
        open,
        late(() => undefined),
        options,
      ),
    ).toBe(open);
  });

  test('proved', () => {
    const { solutions, findings } = enrich(
      open,
      late(() => ({ status: 'proved', evidence: { kind: 'method', method: 'm' }, checker: 'sympy' })),
      options,
    );
    expect(solutions[0]?.steps.map(({ status }) => status)).toEqual(['proved', 'proved']);
    expect(solutions[0]?.steps.map(({ claims }) => claims.map(({ verdict }) => verdict.checker))).not.toContain([
      'real',
    ]);
    expect(findings).toEqual([]);
  });

  test('refuted, through the rule of the verdict; what is settled already stays so', () => {
    const evidence = { kind: 'values', left: '2', right: '0', relation: '=', at: [{ name: 'x', value: '1' }] } as const;
    const { findings, solutions } = enrich(
      open,
      late(() => ({ status: 'refuted', rule: 'claim.false-equality', evidence, checker: 'sympy' })),
      options,
    );
    expect(solutions[0]?.steps[0]?.status).toBe('refuted');
    expect(findings).toMatchObject([
      { rule: 'claim.false-equality', severity: 'error', message: 'At x = 1 the left side is 2, the right side 0.' },
    ]);
  });
});
