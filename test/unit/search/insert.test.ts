import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { insertSteps, replaceStep, type StepToWrite } from '../../../server/src/core/search/insert.ts';

function inserted(
  format: DocumentFormat,
  text: string,
  after: number,
  steps: readonly StepToWrite[] = ['NEW'],
): string {
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

const align = (...rows: readonly string[]): string =>
  `\\begin{proof}\n\\begin{align*}\n${rows.map(row => `  ${row}`).join('\n')}\n\\end{align*}\n\\end{proof}\n`;

describe('after a row of a display a step that is one relation is a row', () => {
  it.each<
    readonly [name: string, sentence: string, rows: readonly string[], after: number, expected: readonly string[]]
  >([
    [
      'the words are its remark',
      'Divide both sides by $2$: $x = 2$.',
      ['2x + 3 &= 7 \\\\', '2x &= 4'],
      1,
      ['2x + 3 &= 7 \\\\', '2x &= 4 \\\\', 'x &= 2 && \\text{Divide both sides by 2}'],
    ],
    ['between rows', 'So $2x = 4$.', ['2x + 3 &= 7 \\\\', 'x &= 2'], 0, ['2x + 3 &= 7 \\\\', '2x &= 4 \\\\', 'x &= 2']],
    [
      'an inequality',
      'Then $x \\le 4$.',
      ['4x &\\le 16 \\\\', '2x &\\le 8'],
      1,
      ['4x &\\le 16 \\\\', '2x &\\le 8 \\\\', 'x &\\le 4'],
    ],
    [
      'words with a formula that is no name are left out',
      'Divide by $x^2 + 1$: $x = 2$.',
      ['4x &= 8 \\\\', '2x &= 4'],
      1,
      ['4x &= 8 \\\\', '2x &= 4 \\\\', 'x &= 2'],
    ],
  ])('%s', (_, sentence, rows, after, expected) => {
    expect(inserted('latex', align(...rows), after, [sentence])).toBe(align(...expected));
  });

  it('two relations are a paragraph', () => {
    expect(inserted('latex', align('x^2 &= 4'), 0, ['So $x = 2$ or $x = -2$.'])).toBe(
      align('x^2 &= 4').replace('\\end{proof}', '\nSo $x = 2$ or $x = -2$.\n\\end{proof}'),
    );
  });
});

describe('Python is written under its step', () => {
  const step = { text: 'So $x = 2$.', code: 'x = 2\nprint(x)' };
  it.each<readonly [name: string, format: DocumentFormat, text: string, expected: string]>([
    [
      'in an item',
      'markdown',
      '## Solution\n\n1. $x + 1 = 3$\n',
      '## Solution\n\n1. $x + 1 = 3$\n2. So $x = 2$.\n   ```python\n   x = 2\n   print(x)\n   ```\n',
    ],
    [
      'under a paragraph',
      'markdown',
      '## Solution\n\nWe have $x + 1 = 3$.\n',
      '## Solution\n\nWe have $x + 1 = 3$.\n\nSo $x = 2$.\n\n```python\nx = 2\nprint(x)\n```\n',
    ],
    [
      'in LaTeX',
      'latex',
      '\\begin{proof}\nWe have $x + 1 = 3$.\n\\end{proof}\n',
      '\\begin{proof}\nWe have $x + 1 = 3$.\n\nSo $x = 2$.\n\\begin{lstlisting}[language=Python]\nx = 2\nprint(x)\n\\end{lstlisting}\n\\end{proof}\n',
    ],
  ])('%s', (_, format, text, expected) => {
    expect(inserted(format, text, 0, [step])).toBe(expected);
  });
});

describe('in the place of a step', () => {
  it.each<
    readonly [
      name: string,
      format: DocumentFormat,
      text: string,
      index: number,
      steps: readonly string[],
      expected: string,
    ]
  >([
    [
      'an item',
      'markdown',
      '## Solution\n\n1. $x = 1$\n2. $x = 2$\n3. $x = 3$\n',
      1,
      ['NEW'],
      '## Solution\n\n1. $x = 1$\n2. NEW\n3. $x = 3$\n',
    ],
    ['a bullet', 'markdown', '## Solution\n\n- $x = 1$\n- $x = 2$\n', 1, ['NEW'], '## Solution\n\n- $x = 1$\n- NEW\n'],
    [
      'a paragraph',
      'markdown',
      '## Solution\n\nWe have $x = 1$.\n\nSo $x = 2$.\n',
      0,
      ['NEW'],
      '## Solution\n\nNEW\n\nSo $x = 2$.\n',
    ],
    ['a line', 'steps', 'x = 1\nx = 2\n', 0, ['NEW'], 'NEW\nx = 2\n'],
    ['a numbered line', 'steps', 'Step 1: x = 1\nStep 2: x = 2\n', 1, ['NEW'], 'Step 1: x = 1\nStep 2: NEW\n'],
    [
      'an item of LaTeX',
      'latex',
      '\\begin{enumerate}\n\\item $x = 1$\n\\item $x = 2$\n\\end{enumerate}\n',
      1,
      ['NEW'],
      '\\begin{enumerate}\n\\item $x = 1$\n\\item NEW\n\\end{enumerate}\n',
    ],
    ['a row', 'latex', align('2x &= 4 \\\\', 'x &= 3'), 1, ['So $x = 2$.'], align('2x &= 4 \\\\', 'x &= 2')],
    [
      'several steps',
      'markdown',
      '## Solution\n\n1. $x = 1$\n2. $x = 2$\n',
      0,
      ['A', 'B'],
      '## Solution\n\n1. A\n2. B\n2. $x = 2$\n',
    ],
  ])('%s', (_, format, text, index, steps, expected) => {
    const document = readDocument(text, { format, wholeFile: true });
    const solution = document.solutions.at(-1);
    const edit = solution && replaceStep(document, solution, index, steps);
    expect(edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)).toBe(expected);
  });

  it('nothing for a row that words cannot stand for', () => {
    const document = readDocument(align('x &= 3 \\\\', '2x &= 6'), { format: 'latex', wholeFile: true });
    const solution = document.solutions.at(-1);
    expect(solution && replaceStep(document, solution, 0, ['We think.'])).toBeUndefined();
  });
});
