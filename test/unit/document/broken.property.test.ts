import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';

const formats: readonly DocumentFormat[] = ['markdown', 'latex', 'steps'];
const LENGTH = 4000;
const repeated = [
  ...[
    '$',
    '$ ',
    '$a ',
    '$$',
    '${ ',
    '\\(',
    '\\[\n',
    '\\begin{align}',
    '\\begin{x}',
    '\\end{x}',
    '\\item ',
    '{',
    '}',
    '\\emph{',
    '%',
    '> ',
    '- ',
    '[a](',
  ],
  ...[
    '<!-- ',
    '*a ',
    '`',
    '```\n',
    '~~~',
    '---\n',
    '# ',
    '\\\\',
    '&',
    '\ud835',
    '\udc00 ',
    '\u0000',
    '\r',
    '\n',
    ' ',
    '1. ',
    'problem:',
    '//',
    '\\newcommand{\\a}{',
    '[asy]',
  ],
  '\\verb|',
  ...[
    '<code>\n',
    '<end_of_step>\n',
    '<code>x<end_of_step>',
    '<code>\n# Step 1: a\n',
    '# Step 1: a\n<end_of_step>\n',
    '<answer>',
  ],
  ...[
    '```python\n<code>\n<end_of_code>\n',
    'a <end_of_code> b\n\n',
    '\\lstset{',
    '\\begin{minted}{python}\n',
    '\\begin{pycode}[',
    '\\py{',
    '\\mint',
  ],
];

describe.each(formats)('%s: broken text is read, never thrown at', format => {
  it.each(repeated)('%j over and over', { timeout: 60_000 }, piece => {
    const document = readDocument(piece.repeat(LENGTH / piece.length), { format, wholeFile: true });
    expect(document.format).toBe(format);
  });

  it('reads up to a limit and says so', { timeout: 60_000 }, () => {
    const document = readDocument('x'.repeat(4_000_001), { format, wholeFile: true });
    expect(document.notes.at(-1)?.message).toBe('Only the first 4 million characters are read.');
  });
});
