/** What a format gives to the incremental reader. */
import type { Change, Unit, UnitSpan } from './units.ts';

/**
 * Splits a text into units and reads them. It may keep what it learnt of the text before: `split` is then told the change.
 * Splitting after a change gives the same as splitting the new text alone.
 */
export interface Splitter {
  split(text: string, change: Change | undefined): readonly UnitSpan[];
  /** Reads a unit of the text split last. Never throws; takes time about linear in the unit. */
  read(span: UnitSpan): Unit;
  /** Says whether a unit must be read again although its own text is the same: a macro that it uses has changed. */
  isStale?(unit: Unit): boolean;
}
