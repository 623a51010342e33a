/** A found step, written into the document after a step that stands there: in its format, its notation and the way its steps are set out. */

import type { DocumentFormat, PlacedStep, Solution, SolutionDocument, TextEdit } from '../document/solution.ts';
import { endOfStep, lineBreakOf } from '../document/step-end.ts';

/**
 * The edit that writes steps after step `after` of a solution (-1: before the first), each in a line, list item or paragraph as its neighbours are. Rows of a
 * display are left whole: the step follows as a paragraph.
 * @param steps sentences, formulas in the document's notation
 */
export function insertSteps(
  document: SolutionDocument,
  solution: Solution,
  after: number,
  steps: readonly string[],
): TextEdit {
  const { text, format } = document;
  const eol = lineBreakOf(text);
  const before = solution.steps[after];
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
