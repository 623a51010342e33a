/** A found step, written into the document after a step that stands there: in its format, its notation and the way its steps are set out. */

import type { DocumentFormat, PlacedStep, Solution, SolutionDocument, TextEdit } from '../document/solution.ts';
import { endOfStep, lineBreakOf } from '../document/step-end.ts';
import { fences } from '../settle/insert.ts';
import { rowsAfter, rowsInstead } from './insert-row.ts';

/** A sentence, formulas in the document's notation, with the Python to be written under it. */
export type StepToWrite = string | { readonly text: string; readonly code?: string };

/**
 * The edit that writes steps after step `after` of a solution (-1: before the first), each in a line, list item or paragraph as its neighbours are. After a row of
 * a display they are rows where each comes down to one formula; else the display is left whole, and they follow as paragraphs.
 */
export function insertSteps(
  document: SolutionDocument,
  solution: Solution,
  after: number,
  toWrite: readonly StepToWrite[],
): TextEdit {
  const { text, format } = document;
  const eol = lineBreakOf(text);
  const before = solution.steps[after];
  const rows = before && rowsAfter(text, before, toWrite.map(textOf));
  if (rows !== undefined) return rows;
  const prefix = format === 'markdown' && before !== undefined ? underText(text, before) : '';
  const steps = toWrite.map(step => withCode(document, step, prefix, before));
  if (before === undefined) {
    const at = lineEnd(text, Math.max(solution.problem?.span.end ?? 0, solution.span.end));
    const apart = format === 'steps' ? eol : eol + eol;
    return { span: { start: at, end: at }, text: apart + steps.join(apart) };
  }
  const at = endOf(text, format, solution, before);
  const number = numberOf(text, before);
  const apart = isSpread(text, solution, before) ? eol + eol : eol;
  const lines = steps.map(
    (step, index) =>
      leadOf(text, format, before, number && { ...number, number: number.number + index + 1 }, eol, apart) + step,
  );
  return { span: { start: at, end: at }, text: lines.join('') };
}

/**
 * The edit that writes steps in the place of step `index`, the first of them behind its mark or number; what follows stays. `undefined` for a row of a display that
 * the steps cannot be rows of.
 */
export function replaceStep(
  document: SolutionDocument,
  solution: Solution,
  index: number,
  toWrite: readonly StepToWrite[],
): TextEdit | undefined {
  const { text } = document;
  const placed = solution.steps[index];
  const [first, ...rest] = toWrite;
  if (placed === undefined || first === undefined) return undefined;
  if (placed.step.row !== undefined) return rowsInstead(text, placed, toWrite.map(textOf));
  const start = placed.offset + placed.step.span.start;
  const end = placed.offset + placed.step.span.end;
  const prefix = document.format === 'markdown' ? underText(text, placed) : '';
  const span = { start: start + markOf(text.slice(start, end)).length, end };
  const written = withCode(document, first, prefix, placed);
  if (rest.length === 0) return { span, text: written };
  const more = insertSteps(document, solution, index, rest);
  return {
    span: { start: span.start, end: more.span.end },
    text: written + text.slice(end, more.span.end) + more.text,
  };
}

/** What stands in front of a step's words: `3. `, `- `, `\item `, `**Step 3:** `. */
export function markOf(step: string): string {
  return (
    /^\s*(?:>\s*)*(?:\\item\b\s*(?:\[[^\]]*\]\s*)?|(?:[-*+]\s+)?(?:\*\*)?(?:(?:Step\s+)?\d{1,4}[.):]|Step\s+\d{1,4}\b)\s*(?:\*\*)?[.:]?\s*|[-*+]\s+)/i.exec(
      step,
    )?.[0] ?? ''
  );
}

function textOf(step: StepToWrite): string {
  return typeof step === 'string' ? step : step.text;
}

function withCode(
  { text, format }: SolutionDocument,
  step: StepToWrite,
  prefix: string,
  beside: PlacedStep | undefined,
): string {
  if (typeof step === 'string') return step;
  if (step.code === undefined) return step.text;
  const eol = lineBreakOf(text);
  const [open, close] = fences(text, format, beside === undefined ? text.length : beside.offset + beside.step.span.end);
  // A paragraph of Markdown ends before a block of code; within a list a blank line would spread it.
  const apart = format === 'markdown' && !/\S/.test(prefix.replaceAll('>', '')) && prefix === '' ? eol : '';
  const lines = [open, ...step.code.trimEnd().split('\n'), close].map(line => `${eol}${prefix}${line}`.trimEnd());
  return `${step.text}${apart}${lines.join('')}`;
}

/** What lines under a step of Markdown begin with: marks of quotes, and blanks as wide as its mark. */
function underText(text: string, placed: PlacedStep): string {
  const marks = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/.exec(lineOf(text, placed))?.[0] ?? '';
  return marks.replace(/[^>\t]/g, ' ');
}

/** Behind the line on which the step ends, a comment included. */
function endOf(text: string, format: DocumentFormat, solution: Solution, placed: PlacedStep): number {
  const end = endOfStep(text, solution, placed);
  return lineEnd(text, end, format === 'latex' ? /^[ \t]*[.,;:]*[ \t]*(?:%[^\r\n]*)?/ : undefined);
}

function lineEnd(text: string, offset: number, rest?: RegExp): number {
  const at = offset + (rest?.exec(text.slice(offset))?.[0].length ?? 0);
  const end = text.slice(at).search(/\r?\n/);
  return end === -1 ? text.length : at + end;
}

/** The number that the step's label holds, with what stands around it: `3. `, `3) `, `Step 3: `. */
interface Numbered {
  readonly lead: string;
  readonly number: number;
  readonly tail: string;
}

function numberOf(text: string, placed: PlacedStep): Numbered | undefined {
  const line = lineOf(text, placed);
  const match = /^(\s*(?:>\s*)*(?:[-*+]\s+)?(?:\*\*)?(?:Step\s+)?)(\d{1,4})([.):]\s*(?:\*\*)?[.:]?\s*)/i.exec(line);
  return match === null ? undefined : { lead: match[1] ?? '', number: Number(match[2]), tail: match[3] ?? ' ' };
}

function lineOf(text: string, { step, offset }: PlacedStep): string {
  const start = text.lastIndexOf('\n', offset + step.span.start - 1) + 1;
  return text.slice(start, lineEnd(text, start));
}

/** What stands before the step: line breaks, the mark of the list or the number. */
function leadOf(
  text: string,
  format: DocumentFormat,
  placed: PlacedStep,
  numbered: Numbered | undefined,
  eol: string,
  apart: string,
): string {
  const line = lineOf(text, placed);
  if (numbered !== undefined) return `${apart}${numbered.lead}${numbered.number}${numbered.tail}`;
  const item = /^(\s*(?:>\s*)*[-*+]\s+)/.exec(line)?.[1];
  if (item !== undefined && format !== 'latex') return apart + item;
  if (format === 'latex' && /^\s*\\item\b/.test(line)) return `${eol}${/^\s*/.exec(line)?.[0] ?? ''}\\item `;
  const indent = /^(\s*(?:>\s*)*)/.exec(line)?.[1] ?? '';
  if (format === 'steps') return apart + indent;
  return `${eol}${indent.trimEnd()}${eol}${indent}`;
}

/** Blank lines part the steps: between this one and a neighbour; of a lone step, before it where it says its number, or within it. */
function isSpread(text: string, { steps }: Solution, placed: PlacedStep): boolean {
  const index = steps.indexOf(placed);
  const [previous, next] = [steps[index - 1], steps[index + 1]];
  const [start, end] = [placed.offset + placed.step.span.start, placed.offset + placed.step.span.end];
  const between = [
    ...(previous === undefined ? [] : [text.slice(previous.offset + previous.step.span.end, start)]),
    ...(next === undefined ? [] : [text.slice(end, next.offset + next.step.span.start)]),
  ];
  if (between.length > 0) return between.some(gap => BLANK_LINE.test(gap));
  const isLabelled = /^\s*(?:\*\*)?Step\b/i.test(lineOf(text, placed));
  return BLANK_LINE.test(isLabelled ? text.slice(0, start) : text.slice(start, end));
}

const BLANK_LINE = /\n[ \t>]*\r?\n/;
