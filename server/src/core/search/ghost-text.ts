/** A found step as text at the cursor: where one could stand, and what of it is not there yet. */
import type { CheckedDocument, CheckedStep } from '../check.ts';
import type { PlacedStep, Solution, SolutionDocument } from '../document/solution.ts';
import { insertSteps, markOf, type StepToWrite } from './insert.ts';

/** The end of a line at which a step could be written, or written on. */
export interface GhostPlace {
  readonly solution: number;
  /** The step before it; -1: it is the first. */
  readonly after: number;
  /** What the writer has of it: nothing, or words that another could continue. Blank where only its mark is there. */
  readonly typed: string;
  /** Offset of the cursor. */
  readonly at: number;
}

/**
 * Where a step could go on at the cursor: the writer stands at the end of a line, and of what is written of a step. A step that is not at its end is written on; after
 * one that is, or on a line of its own, the next one follows.
 * @param asked the person wants a step: after words without an end, too; else only after the last step of a solution
 */
export function ghostPlacesAt(document: CheckedDocument, at: number, asked: boolean): readonly GhostPlace[] {
  const { text } = document.document;
  const line = lineAround(text, at);
  if (text.slice(at, line.end).trim() !== '') return [];
  const index = document.solutions.findLastIndex(
    ({ solution: { span, problem } }) => Math.min(span.start, problem?.span.start ?? span.start) <= at,
  );
  const checked = document.solutions[index];
  if (checked === undefined) return [];
  const { steps } = checked;
  const last = steps.findLastIndex(({ placed }) => placed.offset + placed.step.span.start <= at);
  if (!asked && last < steps.length - 1) return [];
  const step = steps[last];
  const place = (after: number, typed: string): GhostPlace => ({ solution: index, after, typed, at });
  const end = step === undefined ? 0 : step.placed.offset + step.placed.step.span.end;
  if (step === undefined || end < line.start) {
    const begun = text.slice(line.start, at);
    return [place(last, begun.slice(markOf(begun).length).trimStart())];
  }
  if (text.slice(at, end).trim() !== '') return [];
  const next = place(last, '');
  const start = step.placed.offset + step.placed.step.span.start;
  // A step of several lines is not written on: what a candidate would share with it is not to be told apart from its lines.
  const written = start < line.start && step.placed.step.row === undefined ? undefined : text.slice(start, at);
  const begun = written === undefined ? [] : [place(last - 1, written.slice(markOf(written).length))];
  return isComplete(step, text) ? [next] : [...begun, ...(asked ? [next] : [])];
}

export interface GhostText {
  /** From here to the cursor, on its line, stands the beginning of `text`. */
  readonly start: number;
  readonly text: string;
}

/** What shows the step at its place, in the form that `insertSteps` would write it in; `undefined` where it does not go on what is written. */
export function ghostText(
  document: SolutionDocument,
  solution: Solution,
  place: GhostPlace,
  step: StepToWrite,
): GhostText | undefined {
  const { text } = document;
  const sentence = typeof step === 'string' ? step : step.text;
  const line = lineAround(text, place.at);
  const rest =
    place.after === -1
      ? firstStep(document, solution, place, sentence)
      : laterStep(document, solution, place, step, sentence);
  if (rest === undefined || rest.trim() === '') return undefined;
  // What the line holds of it is replaced by itself, so that the text stays where the writer takes some of that back.
  const start =
    rest.startsWith('\n') || rest.startsWith('\r') ? place.at : Math.max(line.start, place.at - place.typed.length);
  return { start, text: text.slice(start, place.at) + rest };
}

/** What of the sentence follows what is typed of it; `undefined` where it says something else. White space is not compared. */
export function restAfter(sentence: string, typed: string): string | undefined {
  const rest = unmatched(sentence, typed.trimEnd());
  if (rest === undefined) return undefined;
  return /\s$/.test(typed) || typed === '' ? rest.trimStart() : rest;
}

/** Blank lines that the writer may have left before the step. */
const MOST_BREAKS = 3;

/** The first step has no neighbour to be written like: it goes on a line that is in the solution by its mark, its words or what stands above it. */
function firstStep(
  { text, format }: SolutionDocument,
  { problem }: Solution,
  { at, typed }: GhostPlace,
  sentence: string,
): string | undefined {
  if (problem === undefined || at <= problem.span.end) return undefined;
  const line = lineAround(text, at);
  const begun = text.slice(line.start, at);
  if (/^\s*(?:#|\\(?:begin|end|section|subsection|paragraph)\b|```)/.test(begun)) return undefined;
  const between = text.slice(problem.span.end, line.start).split('\n').slice(1);
  const isApart = between.some(each =>
    format === 'steps' ? each.trim() === '' : /^\s*(?:#|\\begin|\*\*|\w)/.test(each),
  );
  if (!isApart) return undefined;
  const mark = begun.slice(0, begun.length - typed.length);
  const rest = restAfter(sentence, typed);
  return rest === undefined ? undefined : spaced(mark, typed, rest);
}

/** The rest of what would be inserted behind the step before. */
function laterStep(
  document: SolutionDocument,
  solution: Solution,
  place: GhostPlace,
  step: StepToWrite,
  sentence: string,
): string | undefined {
  const { text } = document;
  const { after, at } = place;
  const before = solution.steps[after];
  if (before === undefined || isOpen(text, before)) return undefined;
  const edit = insertSteps(document, solution, after, [step]);
  const present = text.slice(edit.span.start, at);
  if (edit.span.start > at || present.split('\n').length - 1 > MOST_BREAKS) return undefined;
  const whole = isLastRow(text, at) ? edit.text.replace(/[ \t]*\\\\$/, '') : edit.text;
  const rest = unmatched(whole, present.trimEnd());
  return rest === undefined
    ? behindMark(text, solution, place, sentence)
    : withoutBlanks(rest, present.slice(present.trimEnd().length));
}

/** An environment begins in the step and ends behind it: a blank line in a display parts it. */
function isOpen(text: string, { step, offset }: PlacedStep): boolean {
  if (step.row !== undefined) return false;
  const written = text.slice(offset + step.span.start, offset + step.span.end);
  return written.split(/\\begin\b/).length > written.split(/\\end\b/).length;
}

/** The writer set the line out in another way than its neighbours: its words alone are gone on with. */
function behindMark(
  text: string,
  solution: Solution,
  { after, at, typed }: GhostPlace,
  sentence: string,
): string | undefined {
  const before = solution.steps[after];
  if (before === undefined || before.step.row !== undefined) return undefined;
  const line = lineAround(text, at);
  const between = text.slice(before.offset + before.step.span.end, line.start);
  if (between.trim() !== '') return undefined;
  const begun = text.slice(line.start, at);
  const rest = restAfter(sentence, typed);
  return rest === undefined ? undefined : spaced(begun.slice(0, begun.length - typed.length), typed, rest);
}

function spaced(mark: string, typed: string, rest: string): string {
  return typed === '' && /\S$/.test(mark) ? ` ${rest}` : rest;
}

/** What of `whole` follows `beginning`, white space not compared; `undefined` where it begins otherwise. */
function unmatched(whole: string, beginning: string): string | undefined {
  let at = 0;
  for (const character of beginning.replace(/\s+/g, '')) {
    while (/\s/.test(whole.charAt(at))) at += 1;
    if (!whole.startsWith(character, at)) return undefined;
    at += character.length;
  }
  return whole.slice(at);
}

/** White space that stands there already is left out of what follows: line breaks by their number, blanks of the last line by their width. */
function withoutBlanks(rest: string, present: string): string {
  const lead = /^\s*/.exec(rest)?.[0] ?? '';
  const words = rest.slice(lead.length);
  const [wanted, there] = [lead, present].map(blanks => blanks.split(/\r?\n/)) as [string[], string[]];
  const indent = wanted.at(-1) ?? '';
  if (there.length >= wanted.length) return indent.slice((there.at(-1) ?? '').length) + words;
  const eol = rest.includes('\r\n') ? '\r\n' : '\n';
  return eol.repeat(wanted.length - there.length) + indent + words;
}

/** A row that the end of its display follows needs no break behind it. */
function isLastRow(text: string, at: number): boolean {
  return /^\s*\\end\b/.test(text.slice(at));
}

/** Ends as a sentence does, or with a formula that was read. */
function isComplete({ placed, claims }: CheckedStep, text: string): boolean {
  const { step, offset } = placed;
  if (/[.!?;]\s*$|\\\\\s*$|```\s*$/.test(text.slice(offset + step.span.start, offset + step.span.end))) return true;
  return (
    claims.length > 0 &&
    step.parts.findLast(part => part.kind !== 'words' || /\S/.test(part.content.text))?.kind === 'formula'
  );
}

function lineAround(text: string, at: number): { readonly start: number; readonly end: number } {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.slice(at).search(/\r?\n/);
  return { start, end: end === -1 ? text.length : at + end };
}
