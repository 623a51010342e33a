/** "Insert a code check": where the check is written, and in what form. `|` marks the cursor. */
import { expect, test } from 'vitest';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { checkToInsert } from '../../../server/src/core/settle/insert.ts';
import { checkText } from './documents.ts';

function inserted(marked: string, format: DocumentFormat): string | undefined {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  const found = checkToInsert(checkText(text, format), at);
  if (found === undefined) return undefined;
  return [...found.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, text: more }) => result.slice(0, span.start) + more + result.slice(span.end), text);
}

const code = 'check(2, 1 + 1)';
const fence = ['```python', code, '```'].join('\n');
const listing = ['\\begin{lstlisting}[language=Python]', code, '\\end{lstlisting}'].join('\n');

test.each<readonly [what: string, format: DocumentFormat, marked: string, expected: string | undefined]>([
  ['a paragraph', 'markdown', 'So $|2=1+1$.\n\nEnd.\n', `So $2=1+1$.\n\n${fence}\n\nEnd.\n`],
  ['the end of the text', 'markdown', 'So $|2=1+1$.', `So $2=1+1$.\n\n${fence}`],
  ['a list item', 'markdown', '- So $|2=1+1$\n- b', '- So $2=1+1$\n  ```python\n  check(2, 1 + 1)\n  ```\n- b'],
  ['a quote', 'markdown', '> So $|2=1+1$', `> So $2=1+1$\n>\n${fence.replace(/^/gm, '> ')}`],
  ['behind code', 'markdown', `So $|2=1+1$.\n\n${fence}\n`, `So $2=1+1$.\n\n${fence}\n\n${fence}\n`],
  [
    'CRLF',
    'markdown',
    'So $|2=1+1$.\r\n\r\nEnd.\r\n',
    `So $2=1+1$.\r\n\r\n${fence.replaceAll('\n', '\r\n')}\r\n\r\nEnd.\r\n`,
  ],
  ['LaTeX', 'latex', 'So $|2=1+1$. % sure\n\nEnd.\n', `So $2=1+1$. % sure\n${listing}\n\nEnd.\n`],
  ['a line of .steps', 'steps', '2| = 1+1 // sure\nx = 3\n', `2 = 1+1 // sure\n${fence}\nx = 3\n`],
  ['no claim here', 'markdown', 'So| it is.', undefined],
  ['an equation to be solved', 'markdown', 'Solve $|x + 1 = 3$.', undefined],
])('%s', (_what, format, marked, expected) => {
  expect(inserted(marked, format)).toBe(expected);
});

test('a LaTeX document gets the package that the listing needs', () => {
  const marked =
    '\\documentclass{article}\n\\begin{document}\n\\begin{solution}\nSo $|2=1+1$.\n\\end{solution}\n\\end{document}\n';
  const text = inserted(marked, 'latex');
  expect(text).toContain('\\usepackage{listings}\n\\begin{document}');
  expect(text).toContain(`So $2=1+1$.\n${listing}\n\\end{solution}`);
});

test('a LaTeX document that uses minted gets minted', () => {
  const marked = 'So $|2=1+1$.\n\nNext.\n\\begin{minted}{python}\n1\n\\end{minted}\n';
  expect(inserted(marked, 'latex')).toContain(`So $2=1+1$.\n\\begin{minted}{python}\n${code}\n\\end{minted}`);
});
