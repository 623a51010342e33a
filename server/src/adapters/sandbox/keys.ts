/** The state after a cell is known by the content of all cells up to it. */
import { createHash } from 'node:crypto';
import type { Cell } from '../../core/code/sandbox.ts';

/** Names of the states after each cell: a digest of all cells up to it. */
export function keysOf(cells: readonly Cell[]): readonly string[] {
  const hash = createHash('sha256');
  return cells.map(({ code, symbols }) =>
    hash
      .update(`${JSON.stringify([code, symbols])}\n`)
      .copy()
      .digest('base64url'),
  );
}
