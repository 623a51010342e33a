/** Where the mark of a solution goes. `|` is the cursor. */
import { expect, test } from 'vitest';
import { solutionMark } from '../../../client/src/solutionMark.ts';

function marked(text: string, format: 'markdown' | 'latex'): string {
  const lines = text.split('\n');
  const line = lines.findIndex(each => each.includes('|'));
  const bare = lines.map(each => each.replace('|', ''));
  const { line: at, text: mark } = solutionMark(bare, line, format);
  return [...bare.slice(0, at), `${mark}${bare.slice(at).join('\n')}`].join('\n');
}

test.each([
  ['above a paragraph', 'Solve it.\n\nFirst\nand |then.', 'Solve it.\n\n**Solution.**\n\nFirst\nand then.'],
  ['on a blank line', 'Solve it.\n|\n', 'Solve it.\n\n**Solution.**\n\n'],
  ['on the first line', '|So $x = 1$.', '**Solution.**\n\nSo $x = 1$.'],
  ['under a heading', '## Exercise 3\n|So $x = 1$.', '## Exercise 3\n\n**Solution.**\n\nSo $x = 1$.'],
  ['on a heading: under it', '## Exercise 3|\n\nSo $x = 1$.', '## Exercise 3\n\n**Solution.**\n\nSo $x = 1$.'],
  ['above a whole list', 'Solve it.\n\n1. One\n2. Two|', 'Solve it.\n\n**Solution.**\n\n1. One\n2. Two'],
  [
    'above a list with gaps, not above the text before it',
    'Solve it.\n\n1. One\n\n   more\n\n2. |Two',
    'Solve it.\n\n**Solution.**\n\n1. One\n\n   more\n\n2. Two',
  ],
  ['in a paragraph behind a list', '- One\n\nSo |two.', '- One\n\n**Solution.**\n\nSo two.'],
])('Markdown: %s', (_, text, wanted) => {
  expect(marked(text, 'markdown')).toBe(wanted);
});

test.each([
  ['above a paragraph', 'Solve it.\n\nSo |$x = 1$.', 'Solve it.\n\n\\textbf{Solution.}\n\nSo $x = 1$.'],
  [
    'above the list around the cursor',
    '\\section*{Question 4}\nSolve it.\n\n\\begin{enumerate}\n\\item One\n\n\\item |Two\n\\end{enumerate}',
    '\\section*{Question 4}\nSolve it.\n\n\\textbf{Solution.}\n\n\\begin{enumerate}\n\\item One\n\n\\item Two\n\\end{enumerate}',
  ],
  [
    'on the line that ends an environment',
    'Solve it.\n\n\\begin{align}\nx &= 1\n\\end{align}|',
    'Solve it.\n\n\\textbf{Solution.}\n\n\\begin{align}\nx &= 1\n\\end{align}',
  ],
  [
    'not above the document, nor above an environment that has ended',
    '\\begin{document}\n\\begin{problem}\nSolve it.\n\\end{problem}\n\nSo |$x = 1$.\n\\end{document}',
    '\\begin{document}\n\\begin{problem}\nSolve it.\n\\end{problem}\n\n\\textbf{Solution.}\n\nSo $x = 1$.\n\\end{document}',
  ],
  ['right under a section', '\\section{One}\nSo |it is.', '\\section{One}\n\n\\textbf{Solution.}\n\nSo it is.'],
])('LaTeX: %s', (_, text, wanted) => {
  expect(marked(text, 'latex')).toBe(wanted);
});
