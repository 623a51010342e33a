/** The state after a cell is known by the content of all cells up to it; where there is no digest that answers at once, by a number for that content. */
import type { Cell } from '../../core/code/sandbox.ts';

/** Contents that are remembered; past them all are forgotten and get new numbers, so what was kept under the old ones is found no more. */
const mostContents = 5_000;

/** Names of the states after each cell, the same for the same content. Of one pool: two number differently. */
export function contentKeys(most = mostContents): (cells: readonly Cell[]) => readonly string[] {
  const numbers = new Map<string, string>();
  let last = 0;
  return cells => {
    if (numbers.size > most) numbers.clear();
    let before = '';
    return cells.map(({ code, symbols }) => {
      const content = `${before} ${JSON.stringify([code, symbols])}`;
      before = numbers.get(content) ?? String(++last);
      numbers.set(content, before);
      return before;
    });
  };
}
