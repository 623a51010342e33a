/**
 * Solutions with labelled steps, as a person would have them in a file: each item becomes a document that goes through
 * `DocumentChecker` exactly as a user's file does, and every step of the item keeps its place in that document.
 */
import { z } from 'zod';
import { type CheckedDocument, DocumentChecker } from '../../../server/src/core/check.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import type { Finding } from '../../../server/src/core/findings.ts';
import type { Span } from '../../../server/src/core/math/expr.ts';
import { type DataFile, readItems } from '../harness.ts';

/** One line of a data file: either steps with a label, or one text. */
const itemSchema = z.union([
  z.object({
    id: z.string(),
    problem: z.string(),
    steps: z.array(z.string()).min(1),
    /** Index of the first wrong step, -1 where all are right. */
    label: z.int().min(-1).default(-1),
  }),
  z.object({ id: z.string(), problem: z.string(), solution: z.string() }),
]);

export interface Item {
  readonly id: string;
  /** The data file, without its extension. */
  readonly file: string;
  readonly problem: string;
  readonly steps: readonly string[];
  /** Index of the first wrong step, -1 where all are right. */
  readonly label: number;
  readonly format: DocumentFormat;
}

/** An item as a document: the text, and where each step of the item stands in it. */
export interface ItemDocument {
  readonly text: string;
  readonly format: DocumentFormat;
  readonly steps: readonly Span[];
}

/** All items of a data file, in order. Throws a ZodError where a line has another shape. */
export function itemsOf(file: DataFile): readonly Item[] {
  const name = file.name.replace(/\.jsonl?$/, '');
  return readItems(file).map(line => {
    const item = itemSchema.parse(line);
    if ('steps' in item) return { ...item, file: name, format: 'markdown' };
    // The MATH solutions are LaTeX by people; drawings stand in an environment there, not in the forum's brackets.
    const paragraphs = latexDrawings(item.solution).split(/\n\s*\n/);
    const steps = paragraphs.filter(paragraph => paragraph.trim() !== '');
    return { id: item.id, problem: latexDrawings(item.problem), steps, file: name, label: -1, format: 'latex' };
  });
}

function latexDrawings(text: string): string {
  return text.replaceAll('[asy]', '\\begin{asy}').replaceAll('[/asy]', '\\end{asy}');
}

const frames: Readonly<Record<DocumentFormat, readonly [before: string, between: string, after: string]>> = {
  markdown: ['## Problem\n\n', '\n\n## Solution\n\n', '\n'],
  latex: [
    '\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n\\begin{problem}\n',
    '\n\\end{problem}\n\\begin{solution}\n',
    '\n\\end{solution}\n\\end{document}\n',
  ],
  steps: ['Problem: ', '\n\n', '\n'],
};

/** The document of an item: its problem, then its steps as paragraphs between blank lines. */
export function documentOf(item: Pick<Item, 'problem' | 'steps' | 'format'>): ItemDocument {
  const [before, between, after] = frames[item.format];
  let text = `${before}${item.problem.trim()}${between}`;
  const steps: Span[] = [];
  for (const step of item.steps) {
    if (steps.length > 0) text += '\n\n';
    steps.push({ start: text.length, end: text.length + step.length });
    text += step;
  }
  return { text: text + after, format: item.format, steps };
}

/** Checks a document as the editor does with settings untouched. */
export function checkDocument(document: ItemDocument): CheckedDocument {
  return new DocumentChecker(document.text, { format: document.format, wholeFile: false, severities: {} }).result;
}

/** Index of the item's step that a finding stands in; -1 where it stands in none. */
export function stepOf(document: ItemDocument, finding: Finding): number {
  return document.steps.findIndex(step => finding.span.start >= step.start && finding.span.start < step.end);
}

/** The findings of one severity, in order of the text. */
export function errorsOf(checked: CheckedDocument): readonly Finding[] {
  return checked.findings.filter(finding => finding.severity === 'error');
}

/** A finding in words, for `--verbose`. */
export function describeFinding(document: ItemDocument, finding: Finding): string {
  const step = stepOf(document, finding);
  const span = document.steps[step];
  const text = span === undefined ? '' : document.text.slice(span.start, span.end);
  const exact = document.text.slice(finding.span.start, finding.span.end);
  return `  ${finding.severity} ${finding.rule} in step ${step}: ${finding.message}\n    at: ${oneLine(exact)}\n    step: ${oneLine(text)}`;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
