/** How `solve` and `bench solve` search, where the person says nothing else. */
import type { SolveOptions, SolveStrategy } from '../core/search/solve.ts';
import type { SolvingArguments } from './arguments.ts';

/** Tokens of a sentence, and of a sentence with code. */
export const MAX_TOKENS = { plain: 256, code: 512 } as const;

/** Steps below the last one given. */
const MAX_DEPTH = 16;
/** Symbolic moves come in the order in which a person would try them: c is small, so that the order counts. */
/** The sandbox does what moves ask for one after the other: what is asked beside the line that is gone on with would hold it up. */
const SYMBOLIC = { n: 5, temperature: 0, exploration: 0.4, parallel: 1 } as const;
const CANDIDATES = 3;
const PARALLEL = 4;
/** Where nobody waits for tokens that run out: as many solutions as the budget gives are another matter. */
const SOLUTIONS = 8;
const MOST_SOLUTIONS = 256;
/** c of UCT: the budget is some tens of expansions, of which c = 2 (rStar-Math has hundreds) would send all to the first steps. */
const EXPLORATION = 0.7;
/** Finished solutions that must agree for the search to end early, where their answer cannot be checked. */
const AGREEING = 5;

/** In a bench the budget is of tokens that are written, so that it is the same for all whatever a server keeps of prompts, and strategies that write whole solutions write as many as it gives. */
export function searchSettings(
  strategy: SolveStrategy,
  { n, temperature, tokens, nodes, seconds, parallel, seed }: SolvingArguments,
  isSymbolic: boolean,
  where: 'solve' | 'bench',
): Omit<SolveOptions, 'strategy' | 'now'> {
  const wholes = strategy === 'majority' || strategy === 'best-of-n';
  const own = isSymbolic ? SYMBOLIC : { n: CANDIDATES, temperature: 0.8, exploration: EXPLORATION, parallel: PARALLEL };
  const solutions = where === 'bench' && tokens !== undefined ? MOST_SOLUTIONS : SOLUTIONS;
  return {
    budget: {
      timeMs: seconds * 1000,
      ...(tokens === undefined ? {} : where === 'bench' ? { written: tokens } : { tokens }),
      ...(nodes === undefined ? {} : { nodes }),
    },
    n: n ?? (wholes ? solutions : own.n),
    temperature: temperature ?? own.temperature,
    exploration: own.exploration,
    maxDepth: MAX_DEPTH,
    parallel: parallel ?? own.parallel,
    seed,
    order: 'arrival',
    // What moves alone lead to was checked at each step: more of the same are not waited for.
    agreeing: isSymbolic ? 1 : AGREEING,
  };
}
