import { type Rule, step } from './rule.ts';

export const falseMatrix: Rule = {
  code: 'claim.false-matrix',
  title: 'False matrix equality',
  severity: 'error',
  summary: 'An entry of the matrices or vectors differs.',
  examples: {
    bad: [
      step(
        '$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ 1 \\end{pmatrix} = \\begin{pmatrix} 3 \\\\ 8 \\end{pmatrix}$',
      ),
      step('$\\det \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} = 2$'),
    ],
    good: [
      step(
        '$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\begin{pmatrix} 1 \\\\ 1 \\end{pmatrix} = \\begin{pmatrix} 3 \\\\ 7 \\end{pmatrix}$',
      ),
    ],
  },
};
