/** The table of `bench solve`. */
import { compared, solveMeasures } from './solveMeasures.ts';
import type { SolveResult } from './solveResults.ts';

/** A row for each strategy, the best first, with the interval of its solve rate, how many problems had the right answer among the solutions that were written, and how it stands against the last of them on the same problems. */
export function solveTable(results: readonly SolveResult[], strategies: readonly string[]): string {
  const rows = strategies
    .map(name => ({ name, ...solveMeasures(results.filter(({ strategy }) => strategy === name)) }))
    .sort((a, b) => b.solveRate - a.solveRate);
  const width = Math.max('strategy'.length, ...strategies.map(name => name.length));
  const percent = (share: number): string => (100 * share).toFixed(1);
  const cells = (...texts: readonly string[]): string => texts.map(text => text.padStart(11)).join('');
  const greedy = strategies.find(name => name.startsWith('greedy'));
  return [
    `${'strategy'.padEnd(width)}${cells('items', 'solved %', '95 % from', 'to', 'among %', 'tokens', 'written', 'nodes', 's')}`,
    ...rows.map(({ name, items, solveRate, low, high, among, tokens, written, nodes, seconds }) => {
      const figures = cells(
        String(items),
        percent(solveRate),
        percent(low),
        percent(high),
        percent(among),
        tokens.toFixed(0),
        written.toFixed(0),
        nodes.toFixed(1),
        seconds.toFixed(1),
      );
      return `${name.padEnd(width)}${figures}${greedy === undefined || name === greedy ? '' : against(results, name, greedy)}`;
    }),
  ].join('\n');
}

function against(results: readonly SolveResult[], name: string, greedy: string): string {
  const { won, lost, p } = compared(results, name, greedy);
  return `   +${won} -${lost} to ${greedy}, p = ${p.toFixed(2)}`;
}
