/** Reads trajectories where they stand in a text, and leaves the rest of the text to the reader of its format. */
import { mayDefineMacros } from '../latex/macros.ts';
import type { Splitter } from '../splitter.ts';
import { type Change, makeUnit, stillMay, type Unit, type UnitSpan } from '../units.ts';
import { mayHoldTrajectory } from './marks.ts';
import { CONTEXT, findTrajectories } from './regions.ts';
import { readTrajectoryUnit } from './unit.ts';

/** A stretch of text between trajectories, with the reader that keeps what it knows of it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly splitter: Splitter;
  /** Counted from the beginning of the stretch. */
  readonly spans: readonly UnitSpan[];
}

export class TrajectorySplitter implements Splitter {
  readonly #makeSplitter: (isFirst: boolean) => Splitter;
  #text = '';
  #mayHold = false;
  /** One more than there are trajectories. */
  #stretches: readonly Stretch[] = [];
  /** The stretches are others than before, and so may be what their formulas mean. */
  #isFresh = false;
  /** The reader of the stretch that the last change touched. */
  #touched: Splitter | undefined;

  /** `makeSplitter` makes a reader of the format; it is told whether the stretch begins the document. */
  constructor(makeSplitter: (isFirst: boolean) => Splitter) {
    this.#makeSplitter = makeSplitter;
  }

  split(text: string, change: Change | undefined): readonly UnitSpan[] {
    this.#mayHold = stillMay(this.#mayHold, text, change, mayHoldTrajectory);
    const trajectories = this.#mayHold ? findTrajectories(text) : [];
    this.#touched = undefined;
    const places = [...trajectories, { from: text.length }].map(({ from }, index) => ({
      from: trajectories[index - 1]?.to ?? 0,
      to: from,
    }));
    const kept =
      change === undefined || places.length !== this.#stretches.length ? undefined : this.#keep(text, places, change);
    this.#isFresh = kept === undefined && (mayDefineMacros(text) || mayDefineMacros(this.#text));
    this.#text = text;
    this.#stretches = kept ?? places.map(({ from, to }, index) => this.#fresh(text.slice(from, to), from, index));
    const [only] = this.#stretches;
    if (only !== undefined && this.#stretches.length === 1) return only.spans;
    return this.#stretches.flatMap((stretch, index) => [
      ...stretch.spans.map(span => moved(span, stretch.from)),
      ...(trajectories[index]?.units ?? []),
    ]);
  }

  #fresh(text: string, from: number, index: number): Stretch {
    const splitter = this.#makeSplitter(index === 0);
    return { from, to: from + text.length, splitter, spans: splitter.split(text, undefined) };
  }

  /** The stretches after a change that touched one of them, or none; undefined where it changed what they are. */
  #keep(text: string, places: readonly { from: number; to: number }[], change: Change): readonly Stretch[] | undefined {
    const shift = change.newEnd - change.oldEnd;
    const stretches: Stretch[] = [];
    for (const [index, { from, to }] of places.entries()) {
      const old = this.#stretches[index] as Stretch;
      const isBefore = old.to <= change.start && old.from === from && old.to === to;
      const isAfter = change.oldEnd <= old.from && old.from + shift === from && old.to + shift === to;
      const holds = old.from <= change.start && change.oldEnd <= old.to && old.from === from && old.to + shift === to;
      if (isBefore) stretches.push(old);
      else if (isAfter) stretches.push({ ...old, from, to });
      else if (holds) {
        this.#touched = old.splitter;
        const inside = { start: change.start - from, oldEnd: change.oldEnd - from, newEnd: change.newEnd - from };
        stretches.push({ from, to, splitter: old.splitter, spans: old.splitter.split(text.slice(from, to), inside) });
      } else return undefined;
    }
    return stretches;
  }

  isStale(unit: Unit): boolean {
    return this.#isFresh || (this.#touched?.isStale?.(unit) ?? false);
  }

  #stretchAt(at: number): Stretch {
    let low = 0;
    let high = this.#stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle] as Stretch).from <= at) low = middle;
      else high = middle - 1;
    }
    return this.#stretches[low] as Stretch;
  }

  read(span: UnitSpan): Unit {
    if (span.context.startsWith(CONTEXT)) {
      const text = this.#text.slice(span.from, span.to);
      return makeUnit(span.context, text, readTrajectoryUnit(text, span.context));
    }
    const stretch = this.#stretchAt(span.from);
    return stretch.splitter.read(moved(span, -stretch.from));
  }
}

function moved({ from, to, context }: UnitSpan, by: number): UnitSpan {
  return { from: from + by, to: to + by, context };
}
