/** From the outcome of a step's code to what the person is told, at the line of the code in the document. */
import { lineSpan } from '../document/code.ts';
import { trimText, wholeSpan } from '../document/mapped.ts';
import type { CodePart } from '../document/solution.ts';
import type { Finding } from '../findings.ts';
import type { Span } from '../math/expr.ts';
import type { RuleCode } from '../verify/verdict.ts';
import { describeError, describeFailedCheck, describeFailure, describeStop } from './message.ts';
import type { PlacedCell } from './placed.ts';
import type { RunError, RunResult } from './sandbox.ts';

/** A finding that has no severity yet: the settings and the document say how its rule speaks. */
export type CodeFinding = Omit<Finding, 'severity' | 'solution' | 'step' | 'fix'>;

/**
 * What the outcome of a cell says. Nothing for code that ran to its end, was cancelled or could not be run.
 * @param cells all cells of its solution: an error may come from an earlier one
 */
export function findingsOfCode(
  cell: PlacedCell,
  result: RunResult,
  cells: readonly PlacedCell[],
): readonly CodeFinding[] {
  switch (result.status) {
    case 'ok':
    case 'cancelled':
    case 'unavailable':
      return [];
    case 'failed':
      return failures(cell, result, cells);
    case 'error':
      return result.error === undefined
        ? []
        : [raised('code.error', describeError(result.error), cell, result.error, cells)];
    case 'timeout':
    case 'memory':
      return [{ rule: 'code.stopped', message: describeStop(result), span: lineIn(cell, result.error?.line ?? 1) }];
  }
}

/** What made the code fail, and every other check that failed. */
function failures(
  cell: PlacedCell,
  { checks, error }: RunResult,
  cells: readonly PlacedCell[],
): readonly CodeFinding[] {
  const others = checks.filter(({ verdict, line }) => verdict === 'refuted' && line !== error?.line);
  const found = others.map(
    (record): CodeFinding => ({
      rule: 'code.failed-check',
      message: describeFailedCheck(record),
      span: lineIn(cell, record.line),
    }),
  );
  if (error === undefined) return found;
  const source = error.cell === undefined ? textOfLine(cell.stepCell.part, error.line ?? 1) : 'an assertion';
  return [...found, raised('code.failed-check', describeFailure(error, source), cell, error, cells)];
}

/** At the line that raised; where that is a line of an earlier cell, at the code that called it, and the line beside it. */
function raised(
  rule: RuleCode,
  message: string,
  cell: PlacedCell,
  error: RunError,
  cells: readonly PlacedCell[],
): CodeFinding {
  const earlier = error.cell === undefined ? undefined : cells[error.cell];
  if (earlier === undefined || earlier === cell) return { rule, message, span: lineIn(cell, error.line ?? 1) };
  const { content } = cell.stepCell.part;
  const span = moved(wholeSpan(trimText(content)), cell.offset);
  return { rule, message, span, related: { span: lineIn(earlier, error.line ?? 1), message: 'It was raised here.' } };
}

/** The document span of a line of a cell's code, counted from 1, without the blanks around it. */
export function lineIn({ stepCell, offset }: PlacedCell, line: number): Span {
  return moved(lineSpan(stepCell.part, line), offset);
}

/** A line that the code does not have is taken as its last one. */
function textOfLine({ content }: CodePart, line: number): string {
  const lines = content.text.split('\n');
  return lines[Math.min(line, lines.length) - 1]?.trim() ?? '';
}

function moved(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
