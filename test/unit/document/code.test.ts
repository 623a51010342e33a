import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endOfCode, fenceLanguage, lineSpan, PYTHON } from '../../../server/src/core/document/code.ts';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { CodePart, DocumentFormat, SolutionDocument } from '../../../server/src/core/document/solution.ts';
import { showDocument } from './show.ts';

const read = (text: string, format: DocumentFormat): SolutionDocument =>
  readDocument(text, { format, wholeFile: format === 'markdown' });
const shown = (text: string, format: DocumentFormat): string[] => showDocument(read(text, format)).split('\n').slice(1);

interface PlacedCode {
  readonly part: CodePart;
  readonly offset: number;
}

function codeOf(document: SolutionDocument): PlacedCode[] {
  return document.solutions.flatMap(({ steps }) =>
    steps.flatMap(({ step, offset }) => step.parts.flatMap(part => (part.kind === 'code' ? [{ part, offset }] : []))),
  );
}

describe('the language that a fence names', () => {
  it.each<[info: string, language: string]>([
    ['python', 'python'],
    ['Python', 'python'],
    ['py', 'python'],
    ['py3', 'python'],
    ['python3', 'python'],
    ['python3.12', 'python'],
    ['ipython3', 'python'],
    ['sympy', 'python'],
    ['{python}', 'python'],
    ['{.python}', 'python'],
    ['{.python .numberLines}', 'python'],
    ['{#lst:roots .python}', 'python'],
    ['{python, echo=FALSE}', 'python'],
    ['{python echo=FALSE}', 'python'],
    ['{code-cell} ipython3', 'python'],
    ['{code-block} python', 'python'],
    ['{pyodide}', 'python'],
    ['python title="roots.py"', 'python'],
    ['python{1,3}', 'python'],
    ['python:roots.py', 'python'],
    ['python,linenos', 'python'],
    ['py {cmd=true}', 'python'],
    ['{.numberLines .python}', 'python'],
    ['python no-run', 'python-shown'],
    ['{python eval=false}', 'python-shown'],
    ['{python, eval = FALSE}', 'python-shown'],
    ['python title="evaluate"', 'python'],
    ['', ''],
    ['text', 'text'],
    ['pycon', 'pycon'],
    ['python-repl', 'python-repl'],
    ['python2', 'python2'],
    ['C++', 'c++'],
    ['{code-cell}', ''],
    ['{math}', 'math'],
    ['pythagoras', 'pythagoras'],
  ])('%j: %s', (info, language) => {
    expect(fenceLanguage(info)).toBe(language);
  });
});

it.each<[code: string, language: string]>([
  ['#| label: a\n#| eval: false\nx = 1\n', 'python-shown'],
  [':tags: [skip-execution]\nx = 1\n', 'python-shown'],
  ['#| label: a\nx = 1\n# eval: false\n', 'python'],
  ['---\ntags: [skip-execution]\n---\nx = 1\n', 'python-shown'],
  ['>>> x = 1\n>>> x\n1\n', 'pycon'],
])('options in the code: %j', (code, language) => {
  expect(fenceLanguage('{python}', code)).toBe(language);
});

describe('the language of a LaTeX block', () => {
  it.each<[begin: string, end: string, python: boolean]>([
    ['\\begin{minted}{python}', 'minted', true],
    ['\\begin{minted}[linenos, frame=lines]{python3}', 'minted', true],
    ['\\begin{minted}[\n  fontsize=\\small,\n]{py}', 'minted', true],
    ['\\begin{minted}{sql}', 'minted', false],
    ['\\begin{lstlisting}[language=Python]', 'lstlisting', true],
    ['\\begin{lstlisting}[caption={Roots [1]}, language={Python}, numbers=left]', 'lstlisting', true],
    ['\\begin{lstlisting}[language={[3.8]Python}]', 'lstlisting', true],
    ['\\begin{lstlisting}[language=C]', 'lstlisting', false],
    ['\\begin{lstlisting}', 'lstlisting', false],
    ['\\lstset{language=Python, basicstyle=\\ttfamily}\n\\begin{lstlisting}', 'lstlisting', true],
    ['\\lstset{language=Python}\n\\begin{lstlisting}[language=C]', 'lstlisting', false],
    ['\\lstset{language=Python}\\lstset{language=C}\n\\begin{lstlisting}', 'lstlisting', false],
    [
      '\\lstdefinestyle{mine}{language=Python,numbers=left}\\lstset{style=mine}\n\\begin{lstlisting}',
      'lstlisting',
      true,
    ],
    ['\\lstdefinestyle{mine}{language=Python}\n\\begin{lstlisting}[style=mine]', 'lstlisting', true],
    ['\\begin{pycode}', 'pycode', true],
    ['\\begin{pycode}[session]', 'pycode', true],
    ['\\begin{pyblock}', 'pyblock', true],
    ['\\begin{pyconsole}', 'pyconsole', true],
    ['\\begin{sympycode}', 'sympycode', true],
    ['\\begin{sympyblock}', 'sympyblock', true],
    ['\\begin{pylabcode}', 'pylabcode', true],
    ['\\begin{python}', 'python', true],
    ['\\begin{pythoncode}', 'pythoncode', true],
    ['\\begin{pyverbatim}', 'pyverbatim', false],
  ])('%j', (begin, end, python) => {
    const [code] = codeOf(read(`a\n\n${begin}\nx = 1\n\\end{${end}}\nb`, 'latex'));
    expect(code?.part.content.text).toBe('x = 1');
    expect(code !== undefined && code.part.language === PYTHON).toBe(python);
  });

  it.each<[string, string[]]>([
    ['a \\lstinline[language=C]|x + 1| b', ['paragraph: "a x + 1 b"']],
    ['a \\mintinline{python}{x + 1} b', ['paragraph: "a x + 1 b"']],
    ['a \\mint{python}|x = 1| b', ['paragraph: "a  b"']],
    ['a \\inputminted[linenos]{python}{roots.py} b', ['paragraph: "a  b"']],
    ['a \\lstinputlisting[language=Python]{roots.py} b', ['paragraph: "a  b"']],
    ['a \\py{2 + 2} b \\pyc{x = 1}', ['paragraph: "a  b"']],
    ['\\lstset{language=Python} a', ['paragraph: "a"']],
  ])('code in a line is no block: %j', (input, steps) => {
    expect(shown(input, 'latex')).toEqual(steps);
  });
});

describe('code is what runs, and each of its lines is found in the document', () => {
  /** In the document, ‹…› are the lines of the code as they are to be found, `|` the end of the code. */
  it.each<[DocumentFormat, document: string, code: string]>([
    ['markdown', 'a\n```python\n‹x = 1›\n‹y = 2›|\n```', 'x = 1\ny = 2'],
    ['markdown', 'a\n\n```python\n\n‹if x:›\n    ‹y = 2›|\n\n```', '\nif x:\n    y = 2'],
    ['markdown', 'a\r\n```python\r\n‹x = 1›\r\n  \r\n‹y = 2›  |\r\n```\r\n', 'x = 1\n  \ny = 2  '],
    ['markdown', '- a\n\n  ```py\n  ‹if x:›\n    ‹y = 2›|\n  ```', 'if x:\n  y = 2'],
    ['markdown', '1. a\n   ```py\n   ‹x = 1›|\n   ```\n   b', 'x = 1'],
    ['markdown', '> a\n>\n> ```py\n> ‹if x:›\n>   ‹y = 2›|\n> ```', 'if x:\n  y = 2'],
    ['markdown', '- a\n  > ```py\n  > ‹x = 1›\n  > ‹y = 2›|\n  > ```', 'x = 1\ny = 2'],
    ['markdown', 'a\n  ```py\n  ‹if x:›\n    ‹y = 2›\n‹z = 3›|\n  ```', 'if x:\n  y = 2\nz = 3'],
    ['markdown', 'a\n```py\n    ‹x = 1›\n    ‹y = 2›|\n```', 'x = 1\ny = 2'],
    ['markdown', 'a\n```py\n\t‹if x:›\n\t\t‹y = 2›|\n```', 'if x:\n\ty = 2'],
    ['markdown', '- a\n\n\t```py\n\t‹if x:›\n\t\t‹y = 2›|\n\t```', 'if x:\n\ty = 2'],
    ['markdown', 'a\n```{code-cell} ipython3\n---\ntags: [a]\n---\n‹x = 1›|\n```', 'x = 1'],
    ['markdown', 'a\n```{code-cell} ipython3\n:tags: [a]\n:name: b\n‹x = 1›|\n```', 'x = 1'],
    ['markdown', 'a\n~~~~ python\n‹x = "```"›|\n~~~~', 'x = "```"'],
    ['latex', 'a\n\\begin{minted}{python}\n‹x = 1›\n‹y = 2›|\n\\end{minted}', 'x = 1\ny = 2'],
    ['latex', 'a\r\n\\begin{minted}{python}\r\n‹x = 1›\r\n‹y = 2›|\r\n\\end{minted}\r\n', 'x = 1\ny = 2'],
    ['latex', 'a\n  \\begin{pycode}[s] % note\n  ‹if x:›\n    ‹y = 2›|\n  \\end{pycode}', 'if x:\n  y = 2'],
    ['latex', 'a\n\\begin{pycode}‹x = 1›|\\end{pycode}', 'x = 1'],
    ['steps', 'a\n```python\n‹x = 1›\n‹y = 2›|\n```', 'x = 1\ny = 2'],
    ['steps', 'a\r\n```python\r\n‹x = 1›\r\n‹y = 2›|\r\n```\r\nb', 'x = 1\ny = 2'],
    ['steps', '- a\n    ```py\n    ‹if x:›\n      ‹y = 2›|\n    ```', 'if x:\n  y = 2'],
    ['steps', 'a\n```py title="x"\n‹x = 1›|', 'x = 1'],
  ])('%s %j', (format, marked, code) => {
    const text = marked.replace(/[‹›|]/g, '');
    const expected = [...marked.matchAll(/‹([^›]*)›/g)].map(match => {
      const start = marked.slice(0, match.index).replace(/[‹›|]/g, '').length;
      return { start, end: start + (match[1]?.length ?? 0) };
    });
    const found = codeOf(read(text, format));
    expect(found.map(({ part }) => part.content.text)).toEqual([code]);
    const [{ part, offset }] = found as [PlacedCode];
    const lines = code.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
    const spans = lines.map(line => lineSpan(part, line));
    expect(spans.map(({ start, end }) => ({ start: start + offset, end: end + offset }))).toEqual(expected);
    expect(endOfCode(part) + offset).toBe(marked.slice(0, marked.indexOf('|')).replace(/[‹›|]/g, '').trimEnd().length);
  });

  it('a line past the end is the last; a blank one, and code without text, stand somewhere in the block', () => {
    const text = 'a\n```python\nx = 1\n\n  y\n```\n```py\n```';
    const [code, empty] = codeOf(read(text, 'markdown')) as [PlacedCode, PlacedCode];
    const at = (line: number, { part, offset }: PlacedCode): [number, number] => {
      const { start, end } = lineSpan(part, line);
      return [start + offset, end + offset];
    };
    const last = text.indexOf('y\n```');
    expect([0, 1, 2, 3, 4].map(line => at(line, code))).toEqual([
      [12, 17],
      [12, 17],
      [18, 18],
      [last, last + 1],
      [last, last + 1],
    ]);
    expect(at(1, empty)).toEqual([text.lastIndexOf('```py'), text.lastIndexOf('```py')]);
    expect(endOfCode(empty.part) + empty.offset).toBe(text.lastIndexOf('```py'));
  });

  it.each<[DocumentFormat, document: string, block: string]>([
    ['markdown', 'a\n\n```python\nx\n```\n\nb', '```python\nx\n```'],
    ['markdown', '- a\n\n  ```python\n  x\n  ```\n- b', '```python\n  x\n  ```'],
    ['markdown', '> a\n> ```python\n> x\n> ```\n', '```python\n> x\n> ```'],
    ['markdown', 'a\n```python\nx\n\nb', '```python\nx\n\nb'],
    ['latex', 'a\n\\begin{minted}{python}\nx\n\\end{minted} b', '\\begin{minted}{python}\nx\n\\end{minted}'],
    ['steps', 'a\n  ```python\n  x\n  ```\nb', '```python\n  x\n  ```'],
    ['steps', 'a\r\n```python\r\nx\r\n```\r\nb', '```python\r\nx\r\n```'],
    ['markdown', 'a\r\n```python\r\nx\r\n```\r\nb', '```python\r\nx\r\n```'],
  ])('the span of a block holds its fence: %s %j', (format, text, block) => {
    const [{ part, offset }] = codeOf(read(text, format)) as [PlacedCode];
    expect(text.slice(offset + part.span.start, offset + part.span.end)).toBe(block);
  });
});

describe('whose step a block of code belongs to', () => {
  const fence = '```py\nx\n```';
  const minted = '\\begin{minted}{py}\nx\n\\end{minted}';
  const code = 'code:python[x]';

  it.each<[string, string[]]>([
    [`one\n${fence}\ntwo.`, [`paragraph: "one" ${code}`, 'paragraph: "two."']],
    [`one\n\n${fence}\n\ntwo.`, [`paragraph: "one" ${code}`, 'paragraph: "two."']],
    [`one\n\n${fence}\n\n${fence}\n\ntwo.`, [`paragraph: "one" ${code} ${code}`, 'paragraph: "two."']],
    [`- one\n\n  ${fence.replaceAll('\n', '\n  ')}\n- two`, [`item ‘-’: "one" ${code}`, 'item ‘-’: "two"']],
    [`- one\n\n${fence}\n`, [`item ‘-’: "one" ${code}`]],
    [`- one\n  - two\n\n  ${fence.replaceAll('\n', '\n  ')}`, ['item ‘-’: "one"', `item ‘-’ >1: "two" ${code}`]],
    [`- ${fence.replaceAll('\n', '\n  ')}\n- two`, [`item ‘-’: ${code}`, 'item ‘-’: "two"']],
    [`One.\n\n$$x = 1$$\n\n${fence}\n\nTwo.`, ['paragraph: "One."', `paragraph: ⟦x = 1⟧ ${code}`, 'paragraph: "Two."']],
    [`$$a &= b \\\\ &= c$$\n${fence}\nTwo.`, ['row 1/2: ⟦a &= b⟧', `row 2/2: ⟦&= c⟧ ${code}`, 'paragraph: "Two."']],
    [
      `One.\n### Step 2: so\n${fence}\nTwo.`,
      ['paragraph: "One."', `numbered ‘Step 2’: "so" ${code}`, 'paragraph: "Two."'],
    ],
    [`one\n\n| a |\n|---|\n| 1 |\n\n${fence}\n\nTwo.`, [`paragraph: "one" ${code}`, 'paragraph: "Two."']],
    [`one\n\n---\n\n${fence}\n\n---\n\n${fence}`, [`paragraph: "one" ${code} ${code}`]],
    [`> one\n\n${fence}\n\nTwo.`, [`paragraph: "one" ${code}`, 'paragraph: "Two."']],
    [`${fence}\n\nTwo.`, [`paragraph: ${code}`, 'paragraph: "Two."']],
    [`so\n${fence}\n$x = 1$.`, [`paragraph: "so" ${code} ⟨x = 1⟩ "."`]],
    [`so we get\n\n${fence}\n\n$$x = 1$$\n\nTwo.`, [`paragraph: "so we get" ${code} ⟦x = 1⟧`, 'paragraph: "Two."']],
    [
      `Check it:\n\n${fence}\n\n$x = 1$ is right.`,
      [`paragraph: "Check it:" ${code}`, 'paragraph: ⟨x = 1⟩ " is right."'],
    ],
    [`One.\n\n${fence}\n\n$$x = 1$$`, [`paragraph: "One." ${code}`, 'paragraph: ⟦x = 1⟧']],
    [`$$x = 1$$\n\n${fence}\n\nwhere $x$.`, [`paragraph: ⟦x = 1⟧ ${code} "where " ⟨x⟩ "."`]],
    [`$$x = 1$$\n${fence}\n$$y = 1$$`, [`paragraph: ⟦x = 1⟧ ${code}`, 'paragraph: ⟦y = 1⟧']],
    [
      `one\n\n${fence}\n<!-- stepwise: ignore -->\n\n${fence}`,
      [`paragraph: "one" ${code}`, `paragraph ignored: ${code}`],
    ],
    [
      'one\n\n```py\nx\n\ntwo\n\n```py\ny\n```',
      [
        'paragraph: "one" code:python[x\n\ntwo\n\n```py\ny]',
        'note: This code block holds the beginning of another one: it is not closed before that.',
      ],
    ],
    [
      'one\n\n```py\nx\n\n# Two',
      ['paragraph: "one" code:python[x\n\n# Two]', 'note: This code block is never closed.'],
    ],
  ])('Markdown: %j', (input, steps) => {
    expect(
      shown(input, 'markdown')
        .join('\n')
        .split(/\n(?=paragraph|item|row|numbered|note)/),
    ).toEqual(steps);
  });

  it.each<[string, string[]]>([
    [`one\n${minted}\nTwo.`, [`paragraph: "one" ${code}`, 'paragraph: "Two."']],
    [`one\n\n${minted}\n\n${minted}\n\nTwo.`, [`paragraph: "one" ${code} ${code}`, 'paragraph: "Two."']],
    [
      `\\begin{enumerate}\\item one\n${minted}\n\\item two\n\\end{enumerate}\n${minted}`,
      [`item: "one" ${code}`, `item: "two" ${code}`],
    ],
    [`One.\n\\[x = 1\\]\n${minted}\nTwo.`, [`paragraph: "One. " ⟦x = 1⟧ ${code}`, 'paragraph: "Two."']],
    [`so\n${minted}\n\\[x = 1\\]`, [`paragraph: "so" ${code} ⟦x = 1⟧`]],
    [`\\section{Solution}\n${minted}\n\nTwo.`, [`paragraph: ${code}`, 'paragraph: "Two."']],
    [`\\begin{proof}One.\\end{proof}\n${minted}`, ['paragraph: "One."']],
    [`one\n\\begin{minted}{py}\nx`, [`paragraph: "one" ${code}`, 'note: \\begin{minted} is never closed.']],
  ])('LaTeX: %j', (input, steps) => {
    expect(shown(input, 'latex')).toEqual(steps);
  });

  it.each<[string, string[]]>([
    [`one\n${fence}\ntwo`, [`paragraph: "one" ${code}`, 'paragraph: "two"']],
    [`one\n\n${fence}\n\n${fence}\ntwo`, [`paragraph: "one" ${code} ${code}`, 'paragraph: "two"']],
    [`$$\nx = 1\n$$\n${fence}\ntwo`, [`paragraph: ⟦x = 1⟧ ${code}`, 'paragraph: "two"']],
    [`one\n${fence}\n  more`, [`paragraph: "one" ${code} "more"`]],
    [`${fence}\none`, [`paragraph: ${code}`, 'paragraph: "one"']],
    [`one\n# Two\n${fence}\ntwo`, ['paragraph: "one"', '# Two', `paragraph: ${code}`, 'paragraph: "two"']],
    ['one\n```py\nx', [`paragraph: "one" ${code}`, 'note: This code block is never closed.']],
  ])('.steps: %j', (input, steps) => {
    expect(shown(input, 'steps')).toEqual(steps);
  });

  it.each<[DocumentFormat, string, string[]]>([
    [
      'markdown',
      `## Problem\nFind it.\n\n${fence}\n\n## Solution\none`,
      [`problem: "Find it." ${code}`, 'paragraph: "one"'],
    ],
    [
      'latex',
      `\\begin{problem}Find it.\n${minted}\\end{problem}\\begin{solution}one\\end{solution}`,
      [`problem: "Find it." ${code}`, 'paragraph: "one"'],
    ],
    ['steps', `problem: Find it.\n${fence}\n\none`, [`problem: "Find it." ${code}`, 'paragraph: "one"']],
    [
      'steps',
      `problem: Find it.\n\n${fence}\n\none`,
      ['problem: "Find it."', `paragraph: ${code}`, 'paragraph: "one"'],
    ],
  ])('code of a statement stays with it: %s %j', (format, input, lines) => {
    expect(shown(input, format)).toEqual(lines);
  });

  it('the places of code are its own, however far from its step it stands', () => {
    const text = `## Solution\n\none\n\n---\n\n${fence}\n\n---\n\n\`\`\`python\ny = 2\n\`\`\`\n`;
    const places = codeOf(read(text, 'markdown')).map(({ part, offset }) => {
      const { start, end } = lineSpan(part, 1);
      return text.slice(start + offset, end + offset);
    });
    expect(places).toEqual(['x', 'y = 2']);
  });
});

describe('documents as people write them', () => {
  const lastLine = ({ part }: PlacedCode): string => part.content.text.split('\n').at(-1) ?? '';

  it.each<[file: string, format: DocumentFormat, python: readonly string[], other: readonly string[]]>([
    [
      'notebook.md',
      'markdown',
      [
        'check(apart(1/(k*(k + 1)), k), 1/k - 1/(k + 1))',
        'assert partial.subs(n, 10) == 10/11 or abs(float(partial.subs(n, 10)) - 10/11) < 1e-12',
        'check(partial.subs(n, 3), Rational(3, 4))',
        'limit(partial, n, oo)',
        'check(q, Rational(3, 4))',
        'print(limit(partial, n, oo))',
      ],
      ['1'],
    ],
    [
      'lecture.md',
      'markdown',
      [
        'check(M.charpoly(lam).as_expr(), (2 - lam)**2 - 1)',
        'sorted(M.eigenvals())',
        '    print("eigenvector (1, -1)")',
      ],
      [],
    ],
    [
      'sampled.md',
      'markdown',
      [
        'a, b = symbols("a b")',
        'solution = solve([a + b - 20, a - b - 4], [a, b])',
        'print(product)',
        'smaller = 10 - 2',
        'check(larger*smaller, 100 - 4)',
      ],
      [],
    ],
    [
      'worksheet.tex',
      'latex',
      [
        'check(integrate(x*exp(x), (x, 0, 1)), 1)',
        'check(diff(F, x), x*exp(x))',
        'assert all(t*2.718**t > 0 for t in (0.1, 0.5, 0.9))',
      ],
      ['python3 setup.py'],
    ],
    [
      'falling.steps',
      'steps',
      [
        't = symbols("t", positive=True)',
        'check_implies(Eq(5*t**2, 80), Eq(t**2, 16))',
        'assert roots == [4]',
        'check(80 - 5*4**2, 0)',
      ],
      ['no language: not run'],
    ],
    [
      'rollout.steps',
      'steps',
      [
        "w = symbols('w', positive=True)",
        'equation = Eq(2*(w + 2*w), 36)',
        '# the length is 2 * 6 = 12 then',
        'print(area)',
        'fives = 100 // 5',
        'both = 100 // 15',
        'print(tot',
      ],
      [],
    ],
  ])('%s', (file, format, python, other) => {
    const text = readFileSync(new URL(`../../fixtures/documents/${file}`, import.meta.url), 'utf8');
    const code = codeOf(readDocument(text, { format, wholeFile: false }));
    expect(code.filter(({ part }) => part.language === PYTHON).map(lastLine)).toEqual(python);
    expect(code.filter(({ part }) => part.language !== PYTHON).map(lastLine)).toEqual(other);
  });
});
