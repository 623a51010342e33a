/** Where the trouble starts: the written step at which the outlook falls, even when nothing is refuted. */
import { qualityOf, type SearchNode } from './node.ts';

export interface Trouble {
  /** Index of the step in the solution, from 0. */
  readonly step: number;
  /** Q before it and after it, in [-1, 1]. */
  readonly before: number;
  readonly after: number;
  /** What could be written instead, best first: siblings of the step that the search values above it. */
  readonly instead: readonly SearchNode[];
}

/** Visits that a node needs before its Q is believed. */
const ENOUGH_VISITS = 8;

/**
 * The step after which Q falls most along the written path to `at`, where it falls by at least `fall` and both sides were looked at well enough; `undefined`
 * where the outlook holds.
 */
export function troubleOn(at: SearchNode, fall: number): Trouble | undefined {
  let found: Trouble | undefined;
  for (let node = at; node.parent !== undefined; node = node.parent) {
    const before = bestBeside(node);
    const after = outlookOf(node);
    if (before === undefined || after === undefined || before - after < fall) continue;
    // Of equal falls the first step's counts: the later ones follow from it.
    if (found !== undefined && before - after < found.before - found.after) continue;
    found = { step: stepIndex(node), before, after, instead: betterThan(node) };
  }
  return found;
}

/** The best outlook beside a step; the parent's own Q would hold the step's in it. */
function bestBeside(node: SearchNode): number | undefined {
  const beside = siblings(node).flatMap(each => outlookOf(each) ?? []);
  return beside.length === 0 ? undefined : Math.max(...beside);
}

/**
 * In [-1, 1]: 1 where an end that is known to be right lies below, -1 where all that was tried has come to nothing, else Q; `undefined` where it was not looked at
 * well enough to say.
 */
export function outlookOf(node: SearchNode): number | undefined {
  if (leadsToKnownEnd(node)) return 1;
  if (node.closed && node.children.length > 0 && !node.children.some(isAlive)) return -1;
  return node.visits >= ENOUGH_VISITS ? qualityOf(node) : undefined;
}

/** Something below may still come to a good end. */
function isAlive({ fate, closed, children }: SearchNode): boolean {
  switch (fate.kind) {
    case 'dead':
      return false;
    case 'final':
      return !fate.known || fate.value > 0;
    case 'open':
      return !closed || children.length === 0 || children.some(isAlive);
  }
}

function leadsToKnownEnd({ fate, children }: SearchNode): boolean {
  return (fate.kind === 'final' && fate.known && fate.value > 0) || children.some(leadsToKnownEnd);
}

function betterThan(node: SearchNode): readonly SearchNode[] {
  const worth = (each: SearchNode): number => outlookOf(each) ?? qualityOf(each);
  const own = worth(node);
  return siblings(node)
    .filter(each => worth(each) > own)
    .sort((a, b) => worth(b) - worth(a) || qualityOf(b) - qualityOf(a) || a.id - b.id);
}

function siblings(node: SearchNode): readonly SearchNode[] {
  return (node.parent?.children ?? []).filter(each => each !== node && each.fate.kind !== 'dead');
}

function stepIndex(node: SearchNode): number {
  let index = -1;
  for (let at = node; at.parent !== undefined; at = at.parent) index += 1;
  return index;
}

/**
 * The same fall in the scores of the written steps: the first that is more likely wrong than right, and less likely right by at least `fall` than each before it.
 * @param scores that each step is right, in [0, 1]; `undefined` where there is none
 */
export function troubleInScores(
  scores: readonly (number | undefined)[],
  fall: number,
): Pick<Trouble, 'step' | 'before' | 'after'> | undefined {
  let before = 1;
  for (const [step, after] of scores.entries()) {
    if (after === undefined) continue;
    if (after < 0.5 && before - after >= fall) return { step, before: 2 * before - 1, after: 2 * after - 1 };
    before = Math.min(before, after);
  }
  return undefined;
}

/**
 * Looks ahead from as few written steps as it takes to tell where the outlook falls (a binary search, as OmegaPRM has it, arXiv 2406.06592, section 3.2): first
 * from where the writer stands, and where that leads to no sure end from before the first step, then halfway. What was looked at is in the tree, for `troubleOn`.
 * @param at node of the last written step
 * @param look searches below a node; false ends it
 */
export async function lookAlong(at: SearchNode, look: (node: SearchNode) => Promise<boolean>): Promise<void> {
  const path = [at];
  for (let node = at.parent; node !== undefined; node = node.parent) path.unshift(node);
  const [first] = path;
  if (first === undefined || first === at || !(await look(at)) || leadsToKnownEnd(at)) return;
  if (!(await look(first))) return;
  const between = (promise(first) + promise(at)) / 2;
  let [good, bad] = [0, path.length - 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const node = path[middle];
    if (node === undefined || !(await look(node))) return;
    if (promise(node) > between) good = middle;
    else bad = middle;
  }
}

/** In [-1, 1]: the outlook as far as it is known. */
function promise(node: SearchNode): number {
  const alive = node.children.filter(({ fate }) => fate.kind !== 'dead');
  return outlookOf(node) ?? Math.max(-1, ...alive.map(qualityOf));
}
