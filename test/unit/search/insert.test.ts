import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { insertSteps } from '../../../server/src/core/search/insert.ts';

function inserted(format: DocumentFormat, text: string, after: number, steps: readonly string[] = ['NEW']): string {
  const document = readDocument(text, { format, wholeFile: true });
  const solution = document.solutions.at(-1);
  if (solution === undefined) throw new Error('no solution');
  const { span, text: written } = insertSteps(document, solution, after, steps);
  return text.slice(0, span.start) + written + text.slice(span.end);
}

describe('a step is written as its neighbours are', () => {
  it.each<readonly [name: string, format: DocumentFormat, text: string, after: number, expected: string]>([
    ['a line of a .steps file', 'steps', 'x + 1 = 3\nx = 2\n', 0, 'x + 1 = 3\nNEW\nx = 2\n'],
    ['after the last line, without a line break', 'steps', 'x + 1 = 3', 0, 'x + 1 = 3\nNEW'],
    ['behind a comment', 'steps', 'x + 1 = 3 // so\nx = 2\n', 0, 'x + 1 = 3 // so\nNEW\nx = 2\n'],
    ['numbered steps', 'steps', 'Step 1: x + 1 = 3\n', 0, 'Step 1: x + 1 = 3\nStep 2: NEW\n'],
    [
      'numbered steps that blank lines part',
      'steps',
      'problem: Solve x + 1 = 3.\n\nStep 1: x + 1 = 3\n',
      0,
      'problem: Solve x + 1 = 3.\n\nStep 1: x + 1 = 3\n\nStep 2: NEW\n',
    ],
    [
      'a numbered list',
      'markdown',
      '## Solution\n\n1. $x + 1 = 3$\n2. $x = 2$\n',
      1,
      '## Solution\n\n1. $x + 1 = 3$\n2. $x = 2$\n3. NEW\n',
    ],
    [
      'a bulleted list',
      'markdown',
      '## Solution\n\n- $x + 1 = 3$\n- $x = 2$\n',
      1,
      '## Solution\n\n- $x + 1 = 3$\n- $x = 2$\n- NEW\n',
    ],
    [
      'a paragraph',
      'markdown',
      '## Solution\n\nWe have $x + 1 = 3$.\n',
      0,
      '## Solution\n\nWe have $x + 1 = 3$.\n\nNEW\n',
    ],
    [
      'a paragraph in a quote',
      'markdown',
      '## Solution\n\n> We have $x + 1 = 3$.\n',
      0,
      '## Solution\n\n> We have $x + 1 = 3$.\n>\n> NEW\n',
    ],
    [
      'after code',
      'markdown',
      '## Solution\n\n1. $x = 2$\n\n   ```python\n   1\n   ```\n',
      0,
      '## Solution\n\n1. $x = 2$\n\n   ```python\n   1\n   ```\n\n2. NEW\n',
    ],
    [
      'a paragraph of LaTeX',
      'latex',
      '\\begin{proof}\nWe have $x + 1 = 3$. % so\n\\end{proof}\n',
      0,
      '\\begin{proof}\nWe have $x + 1 = 3$. % so\n\nNEW\n\\end{proof}\n',
    ],
    [
      'an item of LaTeX',
      'latex',
      '\\begin{enumerate}\n  \\item $x + 1 = 3$\n\\end{enumerate}\n',
      0,
      '\\begin{enumerate}\n  \\item $x + 1 = 3$\n  \\item NEW\n\\end{enumerate}\n',
    ],
    [
      'after the rows of a display',
      'latex',
      '\\begin{proof}\n\\begin{align*}\nx + 1 &= 3 \\\\\nx &= 2\n\\end{align*}\n\\end{proof}\n',
      0,
      '\\begin{proof}\n\\begin{align*}\nx + 1 &= 3 \\\\\nx &= 2\n\\end{align*}\n\nNEW\n\\end{proof}\n',
    ],
    ['with the line ends of the document', 'steps', 'x + 1 = 3\r\nx = 2\r\n', 0, 'x + 1 = 3\r\nNEW\r\nx = 2\r\n'],
  ])('%s', (_, format, text, after, expected) => {
    expect(inserted(format, text, after)).toBe(expected);
  });

  it('several steps go on counting', () => {
    expect(inserted('markdown', '## Solution\n\n1. $x + 1 = 3$\n', 0, ['A', 'B'])).toBe(
      '## Solution\n\n1. $x + 1 = 3$\n2. A\n3. B\n',
    );
  });
});
