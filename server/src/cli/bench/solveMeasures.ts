/** What a strategy did over all problems. */
import type { SolveResult } from './solveResults.ts';

export interface SolveMeasures {
  readonly items: number;
  readonly solved: number;
  /** Share of the problems whose answer is right. */
  readonly solveRate: number;
  /** Of the solve rate: Wilson's interval of 95 %. */
  readonly low: number;
  readonly high: number;
  /** Share of the problems for which a solution with the right answer was written, whichever was chosen. */
  readonly among: number;
  /** Means over the problems. */
  readonly tokens: number;
  readonly written: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly money: number;
}

export function solveMeasures(results: readonly SolveResult[]): SolveMeasures {
  const items = results.length;
  const solved = results.filter(({ right }) => right).length;
  const mean = (of: (result: SolveResult) => number): number =>
    items === 0 ? 0 : results.reduce((sum, result) => sum + of(result), 0) / items;
  return {
    items,
    solved,
    solveRate: items === 0 ? 0 : solved / items,
    ...wilson(solved, items),
    among: mean(({ among }) => (among ? 1 : 0)),
    tokens: mean(({ tokens }) => tokens),
    written: mean(({ written }) => written),
    nodes: mean(({ nodes }) => nodes),
    seconds: mean(({ seconds }) => seconds),
    money: results.reduce((sum, { money }) => sum + money, 0),
  };
}

/** z of a two-sided interval of 95 %. */
const Z = 1.959964;

/** Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927); all of [0, 1] where nothing was tried. */
export function wilson(successes: number, tried: number): { readonly low: number; readonly high: number } {
  if (tried === 0) return { low: 0, high: 1 };
  const share = successes / tried;
  const spread = Z * Math.sqrt((share * (1 - share)) / tried + (Z * Z) / (4 * tried * tried));
  const scale = 1 + (Z * Z) / tried;
  const centre = share + (Z * Z) / (2 * tried);
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/** The results of the problems that every strategy has been given: others cannot be compared. */
export function comparable(results: readonly SolveResult[], strategies: readonly string[]): readonly SolveResult[] {
  const seen = new Map<string, Set<string>>();
  for (const { file, id, strategy } of results) {
    const key = `${file} ${id}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(strategy));
  }
  return results.filter(
    ({ file, id, strategy }) =>
      strategies.includes(strategy) && strategies.every(each => seen.get(`${file} ${id}`)?.has(each)),
  );
}

export interface Comparison {
  /** Problems that this one solved and the other did not, and the other way round. */
  readonly won: number;
  readonly lost: number;
  /** Probability of a difference at least so large, either way, were both as good (exact McNemar test). */
  readonly p: number;
}

/** Two strategies on the same problems. */
export function compared(results: readonly SolveResult[], one: string, other: string): Comparison {
  const rightOf = new Map(results.map(result => [`${result.strategy} ${result.file} ${result.id}`, result.right]));
  let won = 0;
  let lost = 0;
  for (const { file, id, strategy, right } of results) {
    if (strategy !== one) continue;
    const against = rightOf.get(`${other} ${file} ${id}`);
    if (against === undefined || against === right) continue;
    if (right) won += 1;
    else lost += 1;
  }
  return { won, lost, p: signTest(won, lost) };
}

/** Two-sided exact binomial test of won against lost. */
function signTest(won: number, lost: number): number {
  const n = won + lost;
  let term = 0.5 ** n;
  let tail = 0;
  for (let k = 0; k <= Math.min(won, lost); k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}
