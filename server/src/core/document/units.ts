/** The stretches that a document is read in. A unit depends on its own text and its context alone, so an edit elsewhere leaves it as it is. */
import type { Span } from '../math/expr.ts';
import type { Mark } from './headings.ts';
import { isLooseCode } from './looseCode.ts';
import type { Block, Directive, Part, PlacedStep, Step } from './solution.ts';

export interface StepEntry {
  readonly kind: 'step';
  readonly step: Step;
}

/** What reading a unit finds, in order of the text. Offsets count from the unit. */
export type Entry =
  | StepEntry
  | {
      readonly kind: 'heading';
      /** 1 is the highest. */
      readonly level: number;
      readonly title: string;
      readonly mark: Mark | undefined;
      readonly span: Span;
      /** Its text, for a heading inside a solution: "Case 2: $x < 0$" is a step there. */
      readonly steps: readonly StepEntry[];
    }
  /** "**Solution.**" at the beginning of a paragraph. */
  | {
      readonly kind: 'lead';
      readonly title: string;
      readonly mark: Mark;
      readonly strong: boolean;
      readonly span: Span;
    }
  /** A LaTeX environment that may hold a problem or a solution. */
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly title: string;
      readonly mark: Mark | undefined;
      readonly span: Span;
    }
  | { readonly kind: 'close'; readonly name: string; readonly span: Span }
  /** A statement that stands by itself: front matter, `problem:` of a .steps file. */
  | { readonly kind: 'problem'; readonly parts: readonly Part[]; readonly span: Span }
  /** Front matter: `stepwise: solution` or `stepwise: off`. */
  | { readonly kind: 'mode'; readonly mode: 'solution' | 'off'; readonly span: Span }
  | { readonly kind: 'title'; readonly title: string; readonly span: Span }
  | { readonly kind: 'directive'; readonly directive: Directive }
  /** The bounds of a trajectory. One that `restarts` begins with step 1, or does not count its steps. */
  | { readonly kind: 'trajectory'; readonly edge: 'begin'; readonly restarts: boolean; readonly span: Span }
  | { readonly kind: 'trajectory'; readonly edge: 'end'; readonly answered: boolean; readonly span: Span }
  | { readonly kind: 'body'; readonly edge: 'begin' | 'end'; readonly span: Span }
  | { readonly kind: 'note'; readonly message: string; readonly span: Span };

export interface Unit {
  readonly block: Block;
  readonly entries: readonly Entry[];
  /** The one entry of a unit that holds a step and nothing else: most units do. Not for code, which may belong to the step before it. */
  readonly only: StepEntry | undefined;
  /** Says where a solution is. */
  readonly isMarked: boolean;
  /** Holds `\\begin{document}`. */
  readonly beginsBody: boolean;
}

/** Where a unit stands. Units are in order and do not overlap. */
export interface UnitSpan {
  readonly from: number;
  readonly to: number;
  /** Everything besides its text that its reading depends on. */
  readonly context: string;
}

export interface PlacedUnit extends UnitSpan {
  readonly unit: Unit;
  /**
   * The step of a unit that holds nothing else, and where it stood last. They stand here, beside the unit's place, because a walk over
   * a thousand units is as fast as the objects it touches are few.
   */
  readonly step: Step | undefined;
  placed: PlacedStep | undefined;
}

/** The change from an old text to a new one: `[start, oldEnd)` of the old became `[start, newEnd)` of the new. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Makes the unit that `entries` give, sorted by place. */
export function makeUnit(key: string, text: string, entries: readonly Entry[]): Unit {
  const sorted = entries.length < 2 ? entries : [...entries].sort((a, b) => entrySpan(a).start - entrySpan(b).start);
  const steps = sorted.flatMap(stepsOf);
  return {
    block: { key, text, steps },
    entries: sorted,
    only: sorted.length === 1 && sorted[0]?.kind === 'step' && !isLooseCode(sorted[0].step) ? sorted[0] : undefined,
    isMarked: sorted.some(marksSolution),
    beginsBody: sorted.some(entry => entry.kind === 'body' && entry.edge === 'begin'),
  };
}

function stepsOf(entry: Entry): readonly Step[] {
  if (entry.kind === 'step') return [entry.step];
  return entry.kind === 'heading' ? entry.steps.map(({ step }) => step) : [];
}

function marksSolution(entry: Entry): boolean {
  switch (entry.kind) {
    case 'heading':
    case 'lead':
    case 'open':
      return entry.mark?.role === 'solution';
    case 'directive':
      return entry.directive.kind === 'check';
    case 'trajectory':
      return true;
    default:
      return entry.kind === 'mode';
  }
}

export function entrySpan(entry: Entry): Span {
  if (entry.kind === 'step') return entry.step.span;
  return entry.kind === 'directive' ? entry.directive.span : entry.span;
}

/**
 * Places the units of the new text. A unit before or after the change, or one whose text and context come again between, is kept;
 * `read` is called for the rest, and for
 * a unit that `isStale` says is to be read again. Takes time linear in the number of units and in the length of the units read.
 */
export function placeUnits(
  text: string,
  spans: readonly UnitSpan[],
  old: readonly PlacedUnit[],
  change: Change | undefined,
  read: (span: UnitSpan) => Unit,
  isStale: (unit: Unit) => boolean = () => false,
): readonly PlacedUnit[] {
  if (change === undefined) return spans.map(span => place(span, read(span)));
  const shift = change.newEnd - change.oldEnd;
  let prefix = 0;
  while (prefix < spans.length && prefix < old.length) {
    const before = old[prefix] as PlacedUnit;
    if (before.to > change.start || !sameSpan(before, spans[prefix] as UnitSpan, 0)) break;
    prefix++;
  }
  let suffix = 0;
  while (suffix < spans.length - prefix && suffix < old.length - prefix) {
    const before = old[old.length - 1 - suffix] as PlacedUnit;
    if (before.from < change.oldEnd || !sameSpan(before, spans[spans.length - 1 - suffix] as UnitSpan, shift)) break;
    suffix++;
  }
  const placed: PlacedUnit[] = old.slice(0, prefix).map(kept => (isStale(kept.unit) ? place(kept, read(kept)) : kept));
  const pool = unitsByContent(old.slice(prefix, old.length - suffix).filter(({ unit }) => !isStale(unit)));
  for (const span of spans.slice(prefix, spans.length - suffix)) {
    const kept = pool.get(contentKey(span.context, text.slice(span.from, span.to)))?.shift();
    placed.push(place(span, kept ?? read(span)));
  }
  for (let index = suffix; index > 0; index--) {
    const { unit, step } = old[old.length - index] as PlacedUnit;
    const span = spans[spans.length - index] as UnitSpan;
    if (isStale(unit)) placed.push(place(span, read(span)));
    else placed.push({ from: span.from, to: span.to, context: span.context, unit, step, placed: undefined });
  }
  return placed;
}

function place({ from, to, context }: UnitSpan, unit: Unit): PlacedUnit {
  return { from, to, context, unit, step: unit.only?.step, placed: undefined };
}

function sameSpan(old: UnitSpan, now: UnitSpan, shift: number): boolean {
  return old.from + shift === now.from && old.to + shift === now.to && old.context === now.context;
}

function unitsByContent(units: readonly PlacedUnit[]): Map<string, Unit[]> {
  const pool = new Map<string, Unit[]>();
  for (const { unit, context } of units) {
    const key = contentKey(context, unit.block.text);
    const same = pool.get(key);
    if (same === undefined) pool.set(key, [unit]);
    else same.push(unit);
  }
  return pool;
}

function contentKey(context: string, text: string): string {
  return `${context}\u0000${text}`;
}

/** Longest of the words that `stillMay` is asked about. */
const LONGEST_WORD = 20;

/** Whether a text may hold one of some short words, `holds` says which. After a change of a text that held none only what is around it is looked at. */
export function stillMay(
  did: boolean,
  text: string,
  change: Change | undefined,
  holds: (text: string) => boolean,
): boolean {
  if (did || change === undefined) return holds(text);
  return holds(text.slice(Math.max(0, change.start - LONGEST_WORD), change.newEnd + LONGEST_WORD));
}

/** One change that covers edits made one after another, each counting in the text that the one before it left. */
export function coveringChange(edits: readonly { readonly span: Span; readonly text: string }[]): Change {
  let start = Number.POSITIVE_INFINITY;
  let oldEnd = 0;
  let newEnd = 0;
  for (const { span, text } of edits) {
    if (start === Number.POSITIVE_INFINITY) {
      start = span.start;
      oldEnd = span.end;
      newEnd = span.end;
    } else {
      start = Math.min(start, span.start);
      if (span.end > newEnd) {
        oldEnd += span.end - newEnd;
        newEnd = span.end;
      }
    }
    newEnd += text.length - (span.end - span.start);
  }
  return { start, oldEnd, newEnd };
}
