/**
 * The words of a step around its relations: every formula and every run of arithmetic is one sign (`MARK`) in a text in lower case,
 * cut into sentences. What the words say of a relation is read from here.
 */
import { sliceText, sourceSpan } from '../document/mapped.ts';
import type { MappedText } from '../document/solution.ts';
import type { Span } from '../math/expr.ts';
import { MARK } from './cues/compile.ts';
import { FORMULA, type Line } from './line.ts';
import { conversionOf, findConversions } from './prose/conversions.ts';
import { findRuns, type Run } from './prose/runs.ts';

/** A formula of the document or a run of arithmetic in the words. */
export interface Item {
  readonly content: MappedText;
  readonly notation: 'tex' | 'plain';
  readonly source: 'formula' | 'words';
  readonly display: boolean;
  readonly environment?: string;
  readonly doubt?: string;
  /** Words that name what is computed, where the run begins with its relation sign. */
  readonly subject?: string;
  /** What stands there, where it was put into another notation. */
  readonly written?: string;
  /** Offset of its sign in `Frame.text`. */
  readonly at: number;
  /** Place in the block. */
  readonly span: Span;
}

export interface Sentence {
  /** Offsets in `Frame.text`. */
  readonly start: number;
  readonly end: number;
  readonly question: boolean;
}

export interface Frame {
  /** Lower case, blanks single, `MARK` for every item. */
  readonly text: string;
  readonly items: readonly Item[];
  readonly sentences: readonly Sentence[];
}

/** `lead`: words of the step before that belong to this one, in lower case. */
export function frameOf(line: Line, lead = ''): Frame {
  const { text } = line.words;
  const items: Item[] = [];
  let frame = lead;
  let from = 0;
  const addWords = (to: number) => {
    const before = items[items.length - 1];
    // A display without a full stop ends a sentence where the next word begins one.
    if (before?.display && /^\s*[A-Z][a-z]/.test(text.slice(from, to)) && !/[,;:]\s*$/.test(before.content.text))
      frame += '. ';
    frame += text.slice(from, to).toLowerCase().replace(/[’`]/g, "'").replace(/\s+/g, ' ');
    frame = frame.replace(/ {2,}/g, ' ');
  };
  for (const mark of marksOf(line)) {
    addWords(mark.start);
    items.push({ ...itemOf(line, mark), at: frame.length });
    frame += MARK;
    from = mark.end;
  }
  addWords(text.length);
  return { text: frame, items, sentences: sentencesOf(frame, items) };
}

type Mark = Run | { readonly start: number; readonly end: number; readonly formula: true };

/** Runs, and formulas that are in no run, in order. */
function marksOf(line: Line): readonly Mark[] {
  const conversions = findConversions(line);
  const others = findRuns(line).filter(
    run => !conversions.some(({ start, end }) => run.start < end && start < run.end),
  );
  const runs = [...conversions, ...others].sort((a, b) => a.start - b.start);
  const marks: Mark[] = [...runs];
  let next = 0;
  for (const start of line.formulas.keys()) {
    while ((runs[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const inRun = (runs[next]?.start ?? Number.POSITIVE_INFINITY) <= start;
    if (!inRun) marks.push({ start, end: start + FORMULA.length, formula: true });
  }
  return marks.sort((a, b) => a.start - b.start);
}

function itemOf(line: Line, mark: Mark): Omit<Item, 'at'> {
  const span = sourceSpan(line.words, mark);
  if ('formula' in mark) {
    const part = line.formulas.get(mark.start);
    const content = part?.content ?? sliceText(line.words, mark.start, mark.end);
    const amounts = part?.notation === 'plain' ? conversionOf(content) : undefined;
    return {
      content: amounts ?? content,
      notation: amounts === undefined ? (part?.notation ?? 'tex') : 'tex',
      ...(amounts === undefined ? {} : { written: content.text }),
      source: 'formula',
      display: part?.display ?? false,
      span,
      ...(part?.environment === undefined ? {} : { environment: part.environment }),
    };
  }
  const { content, notation, doubt, subject, written } = mark;
  return {
    content,
    notation,
    source: 'words',
    display: false,
    span,
    ...(doubt === undefined ? {} : { doubt }),
    ...(subject === undefined ? {} : { subject }),
    ...(written === undefined ? {} : { written }),
  };
}

const abbreviations =
  /(?:\b(?:e\.g|i\.e|vs|approx|no|eq|eqs|fig|dr|mr|mrs|ms|st|resp|cf|w\.l\.o\.g|p\.e|a\.m|p\.m)|^\W*\d+|^\W*[a-z])$/;

/** Sentences end with a full stop and a blank, and with a formula that holds its own full stop. */
function sentencesOf(frame: string, items: readonly Item[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const close = (end: number, question: boolean) => {
    if (end > start) sentences.push({ start, end, question });
    start = end;
  };
  const stops = new Map(items.map(item => [item.at, /[.!?]\s*(?:\\\]|\$)?\s*$/.exec(item.content.text)?.[0]]));
  for (let at = 0; at < frame.length; at++) {
    const sign = frame[at] ?? '';
    if (sign === MARK) {
      const stop = stops.get(at);
      const next = frame[at + 1];
      if (stop !== undefined && (next === undefined || next === ' ' || next === MARK))
        close(at + 1, stop.includes('?'));
    } else if ('。！？；'.includes(sign)) close(at + 1, sign === '？');
    else if (sign === ';') close(at + 1, false);
    else if ('.!?'.includes(sign) && isBreak(frame, at)) {
      if (sign !== '.' || !abbreviations.test(frame.slice(Math.max(start, at - 8), at))) close(at + 1, sign === '?');
    }
  }
  close(frame.length, false);
  return sentences;
}

function isBreak(frame: string, at: number): boolean {
  const next = frame[at + 1];
  return next === undefined || next === ' ' || next === MARK || next === '"' || next === ')' || next === '*';
}

/** How far the words around a relation are looked at: sentences of people are shorter. */
const REACH = 600;

/** Index of the sentence that holds the offset; they are in order and leave no gap. */
function sentenceAt(sentences: readonly Sentence[], at: number): number {
  let low = 0;
  let high = sentences.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.end ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The words around one item. All in lower case, with `MARK` for the other items. */
export interface Surroundings {
  readonly sentence: string;
  readonly question: boolean;
  /** From the start of the sentence to the item. */
  readonly left: string;
  /** From the last comma, colon or conjunction to the item. */
  readonly clause: string;
  /** From the item before (in the sentence) to the item. */
  readonly gap: string;
  /** To the end of the sentence. */
  readonly right: string;
  readonly nextSentence: string;
  readonly previousSentence: string;
  /** True where another item stands before this one in the sentence. */
  readonly follows: boolean;
}

export function surroundingsOf(frame: Frame, index: number): Surroundings {
  const item = frame.items[index];
  const at = item?.at ?? 0;
  const k = sentenceAt(frame.sentences, at);
  const sentence = frame.sentences[k] ?? { start: 0, end: frame.text.length, question: false };
  const next = frame.sentences[k + 1];
  const previous = frame.sentences[k - 1];
  const from = Math.max(sentence.start, at - REACH);
  const to = Math.min(sentence.end, at + REACH);
  const left = frame.text.slice(from, at);
  const gap = left.slice(left.lastIndexOf(MARK) + 1);
  return {
    sentence: frame.text.slice(from, to),
    question: sentence.question,
    left,
    clause: clauseOf(left),
    gap,
    right: frame.text.slice(at + 1, to),
    nextSentence: next === undefined ? '' : frame.text.slice(next.start, Math.min(next.end, next.start + REACH)),
    previousSentence:
      previous === undefined ? '' : frame.text.slice(Math.max(previous.start, previous.end - REACH), previous.end),
    follows: left.includes(MARK),
  };
}

const clauseBreak =
  /[,;:，；：]\s|[，；：]|\b(?:because|since|so|then|but|which|thus|hence|therefore|and so|where)\s/gu;

function clauseOf(left: string): string {
  let from = 0;
  for (const match of left.matchAll(clauseBreak)) {
    const end = match.index + match[0].length;
    // The conjunction itself belongs to the clause; a comma does not.
    if (end < left.length || /\w/.test(match[0])) from = /\w/.test(match[0]) ? match.index : end;
  }
  return left.slice(from);
}
