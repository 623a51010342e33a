/** Where no solution is found: how one is marked. */
import type { DocumentFormat } from '../core/document/solution.ts';

export function noSolution(format: DocumentFormat): string {
  switch (format) {
    case 'markdown':
      return 'no solution found: a heading such as "Solution" marks one, --whole-file checks all mathematics';
    case 'latex':
      return 'no solution found: a solution or proof environment marks one, or \\textbf{Solution.} above the steps';
    case 'steps':
      return 'no solution found';
  }
}
