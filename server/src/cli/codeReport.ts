/** What came of the code of a document, for every output format. */
import type { CheckedDocument } from '../core/check.ts';
import { lineIn } from '../core/code/findings.ts';
import { type CellOutcome, type PlacedCell, placedCells } from '../core/code/runner.ts';
import type { RunResult } from '../core/code/sandbox.ts';
import { wholeSpan } from '../core/document/mapped.ts';
import { Lines } from './positions.ts';
import type { CodeReport, RanFile, RanStep, RunSummary } from './report-schema.ts';
import { titleOf } from './stepTitle.ts';

type OutcomeOf = (key: string) => CellOutcome | undefined;

/** The code of every step that has some, by solution and step: `0:2`. */
export function reportCode(checked: CheckedDocument, outcomeOf: OutcomeOf): ReadonlyMap<string, readonly CodeReport[]> {
  const lines = new Lines(checked.document.text);
  const cells = placedCells(checked);
  const reports = new Map<string, CodeReport[]>();
  for (const cell of cells) {
    const ofStep = reports.get(stepKey(cell)) ?? [];
    const mates = cells.filter(({ solution }) => solution === cell.solution);
    ofStep.push(reportCell(cell, mates, outcomeOf(cell.key), lines));
    reports.set(stepKey(cell), ofStep);
  }
  return reports;
}

export function stepKey({ solution, step }: Pick<PlacedCell, 'solution' | 'step'>): string {
  return `${solution}:${step}`;
}

const notRun: RunResult = { status: 'cancelled', stdout: '', cut: false, checks: [], ms: 0, ran: 0 };

/** @param mates all cells of its solution */
function reportCell(
  cell: PlacedCell,
  mates: readonly PlacedCell[],
  outcome: CellOutcome | undefined,
  lines: Lines,
): CodeReport {
  const { result, status } =
    outcome?.kind === 'done'
      ? { result: outcome.result, status: outcome.result.status }
      : { result: notRun, status: 'notRun' as const };
  const { error, value } = result;
  const { start, end } = wholeSpan(cell.stepCell.part.content);
  const raisedIn = error?.cell === undefined ? cell : (mates[error.cell] ?? cell);
  return {
    range: lines.range({ start: start + cell.offset, end: end + cell.offset }),
    status,
    ms: result.ms,
    ...(value === undefined ? {} : { value }),
    stdout: result.stdout,
    cut: result.cut,
    ...(error === undefined
      ? {}
      : {
          error: {
            type: error.type,
            message: error.message,
            ...(error.line === undefined ? {} : { range: lines.range(lineIn(raisedIn, error.line)) }),
            ...(error.counterexample === undefined ? {} : { counterexample: { ...error.counterexample } }),
          },
        }),
    checks: result.checks.map(({ line, verdict, method, text, counterexample }) => ({
      range: lines.range(lineIn(cell, line)),
      verdict,
      method,
      text,
      ...(counterexample === undefined ? {} : { counterexample: { ...counterexample } }),
    })),
  };
}

/** The report of one file of `stepwise run`: the solutions and steps that have code. */
export function reportRun(
  path: string,
  checked: CheckedDocument,
  outcomeOf: OutcomeOf,
  remark?: string,
): Exclude<RanFile, { error: string }> {
  const { document } = checked;
  const lines = new Lines(document.text);
  const code = reportCode(checked, outcomeOf);
  const solutions = checked.solutions.map(({ solution, steps }, at) => ({
    ...(solution.title === undefined ? {} : { title: solution.title }),
    range: lines.range(solution.span),
    steps: steps.flatMap(({ placed }, index): readonly RanStep[] => {
      const ofStep = code.get(stepKey({ solution: at, step: index }));
      if (ofStep === undefined) return [];
      const { step, offset } = placed;
      const span = { start: step.span.start + offset, end: step.span.end + offset };
      return [
        {
          index,
          kind: step.kind,
          ...(step.label === undefined ? {} : { label: step.label }),
          range: lines.range(span),
          text: document.text.slice(span.start, span.end),
          title: titleOf(placed, document.text, document.format),
          code: [...ofStep],
        },
      ];
    }),
  }));
  return {
    path,
    language: document.format,
    notes: [
      ...(remark === undefined ? [] : [{ message: remark }]),
      ...document.notes.map(note => ({ range: lines.range(note.span), message: note.message })),
    ],
    solutions: solutions.filter(({ steps }) => steps.length > 0),
  };
}

/** Counts over all files. */
export function summariseRun(files: readonly RanFile[]): RunSummary {
  const summary: RunSummary = {
    files: files.length,
    unreadable: 0,
    code: 0,
    ok: 0,
    failed: 0,
    error: 0,
    stopped: 0,
    notRun: 0,
  };
  for (const file of files) {
    if ('error' in file) {
      summary.unreadable += 1;
      continue;
    }
    for (const { status } of file.solutions.flatMap(({ steps }) => steps.flatMap(({ code }) => code))) {
      summary.code += 1;
      summary[countedAs(status)] += 1;
    }
  }
  return summary;
}

function countedAs(status: CodeReport['status']): 'ok' | 'failed' | 'error' | 'stopped' | 'notRun' {
  switch (status) {
    case 'ok':
    case 'failed':
    case 'error':
    case 'notRun':
      return status;
    case 'timeout':
    case 'memory':
    case 'cancelled':
      return 'stopped';
    case 'unavailable':
      return 'notRun';
  }
}
