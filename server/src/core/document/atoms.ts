/** Splitting for formats that are read from the front: atoms with a state between them. */
import type { Change, UnitSpan } from './units.ts';

/** A stretch of text found by a scanner. Its extent depends on the state before it and on the
 * text up to the next atom's first word; or, where it begins a line, up to the end of that line. */
export interface Atom {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  /** State before it and after it: all that the scanner carries along. */
  readonly before: string;
  readonly after: string;
}

/** Finds the next atom at or after `at`; undefined where only blanks are left. */
export type Scan = (text: string, at: number, state: string) => Atom | undefined;

/**
 * The atoms of the new text. Scanning starts again a little before the change and ends where it meets an old atom in the same state.
 */
export function scanAtoms(text: string, scan: Scan, old: readonly Atom[], change: Change | undefined): readonly Atom[] {
  const kept = change === undefined ? 0 : firstTouched(text, old, change.start);
  const atoms: Atom[] = old.slice(0, kept);
  let at = atoms.at(-1)?.to ?? 0;
  let state = atoms.at(-1)?.after ?? '';
  let next = kept;
  const shift = change === undefined ? 0 : change.newEnd - change.oldEnd;
  for (;;) {
    const atom = scan(text, at, state);
    if (atom === undefined) return atoms;
    if (change !== undefined && atom.from >= change.newEnd) {
      while (next < old.length && (old[next] as Atom).from + shift < atom.from) next++;
      const same = old[next];
      if (same !== undefined && same.from >= change.oldEnd && isSame(same, atom, shift)) {
        for (let index = next; index < old.length; index++) {
          const moved = old[index] as Atom;
          atoms.push(shift === 0 ? moved : { ...moved, from: moved.from + shift, to: moved.to + shift });
        }
        return atoms;
      }
    }
    atoms.push(atom);
    at = atom.to;
    state = atom.after;
  }
}

/** An atom with the same extent and states: all after it is the same then too. The blanks before it may have made it another kind. */
function isSame(old: Atom, now: Atom, shift: number): boolean {
  return (
    old.from + shift === now.from &&
    old.to + shift === now.to &&
    old.kind === now.kind &&
    old.before === now.before &&
    old.after === now.after
  );
}

/**
 * Number of atoms before a change that it cannot have touched. The atoms on its line and on the line before are scanned
 * again: they may end elsewhere now.
 */
function firstTouched(text: string, old: readonly Atom[], start: number): number {
  let count = 0;
  let high = old.length;
  while (count < high) {
    const middle = (count + high) >> 1;
    if ((old[middle] as Atom).from <= start) count = middle + 1;
    else high = middle;
  }
  const lineStart = (index: number): number => {
    let at = Math.max(0, index);
    while (at > 0 && !text.slice((old[at - 1] as Atom).to, (old[at] as Atom).from).includes('\n')) at--;
    return at;
  };
  const first = lineStart(lineStart(count - 2) - 1);
  return first;
}

/** Atoms → units: an atom that `joins` the one before it goes to its unit. `lead` is the last atom of that unit which is no code, or the code that begins it. */
export function groupAtoms(
  text: string,
  atoms: readonly Atom[],
  joins: (text: string, before: Atom, next: Atom, lead: Atom) => boolean,
): UnitSpan[] {
  const spans: { from: number; to: number; context: string }[] = [];
  let before: Atom | undefined;
  let lead: Atom | undefined;
  for (const atom of atoms) {
    const last = spans.at(-1);
    if (before !== undefined && lead !== undefined && last !== undefined && joins(text, before, atom, lead)) {
      last.to = atom.to;
      last.context += `+${atom.kind}`;
      if (atom.kind !== 'code') lead = atom;
    } else {
      spans.push({ from: atom.from, to: atom.to, context: `${atom.before}|${atom.kind}` });
      lead = atom;
    }
    before = atom;
  }
  return spans;
}
