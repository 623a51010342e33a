/** The line that stands for a step: its words, without what marks and what code there is around them. */
import { expect, test } from 'vitest';
import { titleOf } from '../../server/src/cli/stepTitle.ts';
import type { DocumentFormat } from '../../server/src/core/document/solution.ts';
import { checkText } from '../unit/settle/documents.ts';

const fence = '```python3\nx = 1\n```';
const quoted = (text: string, mark: string): string => text.replace(/^/gm, mark);

const rows: readonly (readonly [format: DocumentFormat, text: string, ...titles: string[]])[] = [
  ['markdown', 'Half of it\nis $12$.', 'Half of it is $12$.'],
  ['markdown', `1. Half is $12$.\n\n   ${fence.replaceAll('\n', '\n   ')}`, '1. Half is $12$.'],
  ['markdown', quoted(`Half is $12$.\n\n${fence}`, '> '), 'Half is $12$.'],
  [
    'markdown',
    quoted(`1. Half\n   is $12$.\n\n${quoted(fence, '   ')}\n2. Done.`, '> > '),
    '1. Half is $12$.',
    '2. Done.',
  ],
  ['markdown', quoted('Half is $12$,\nas $x > 3$.', '>'), 'Half is $12$, as $x > 3$.'],
  ['latex', `Half is $12$.\n\\begin{minted}{python}\nx = 1\n\\end{minted}`, 'Half is $12$.'],
  ['latex', 'It is larger:\n> 3.', 'It is larger: > 3.'],
  ['steps', `Step 1. Half is 12.\n${fence}`, 'Step 1. Half is 12.'],
];

test.each(rows.map(([format, text, ...titles]) => ({ format, text, titles })))(
  '$format, $text: $titles',
  ({ format, text, titles }) => {
    const { document, solutions } = checkText(text, format);
    const steps = solutions.flatMap(solution => solution.steps);
    expect(steps.map(({ placed }) => titleOf(placed, document.text, format))).toEqual(titles);
  },
);
