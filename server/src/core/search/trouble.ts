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
 * The step after which Q falls most along the written path to `at`, where it falls by at least `fall` and both sides were looked at often enough; `undefined`
 * where the outlook holds.
 */
export function troubleOn(at: SearchNode, fall: number): Trouble | undefined {
  let found: Trouble | undefined;
  for (let node = at; node.parent !== undefined; node = node.parent) {
    const before = bestBeside(node);
    if (before === undefined || node.visits < ENOUGH_VISITS) continue;
    const after = qualityOf(node);
    if (before - after < fall || (found !== undefined && before - after <= found.before - found.after)) continue;
    found = { step: stepIndex(node), before, after, instead: betterThan(node) };
  }
  return found;
}

/** The best Q of what stands beside a step and was looked at; the parent's own Q would hold the step's in it. */
function bestBeside(node: SearchNode): number | undefined {
  const beside = siblings(node).filter(({ visits }) => visits >= ENOUGH_VISITS);
  return beside.length === 0 ? undefined : Math.max(...beside.map(qualityOf));
}

function betterThan(node: SearchNode): readonly SearchNode[] {
  const quality = qualityOf(node);
  return siblings(node)
    .filter(each => qualityOf(each) > quality)
    .sort((a, b) => qualityOf(b) - qualityOf(a) || a.id - b.id);
}

function siblings(node: SearchNode): readonly SearchNode[] {
  return (node.parent?.children ?? []).filter(each => each !== node && each.fate.kind !== 'dead');
}

function stepIndex(node: SearchNode): number {
  let index = -1;
  for (let at = node; at.parent !== undefined; at = at.parent) index += 1;
  return index;
}
