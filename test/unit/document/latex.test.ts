import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import { showDocument } from './show.ts';

const read = (text: string): string[] =>
  showDocument(readDocument(text, { format: 'latex', wholeFile: false })).split('\n');

function table(rows: readonly (readonly [input: string, steps: readonly string[]])[]): void {
  it.each(rows)('%j', (input, steps) => {
    expect(read(input).slice(1)).toEqual(steps);
  });
}

describe('a paragraph', () => {
  table([
    ['so $x + 1$ and \\(y\\) are', ['paragraph: "so " ⟨x + 1⟩ " and " ⟨y⟩ " are"']],
    ['costs \\$5~or 5\\% \\& more', ['paragraph: "costs $5 or 5% & more"']],
    ['\\emph{so} \\textbf{$x$ is} {\\bf it} na\\"ive caf\\\'{e}', ['paragraph: "so " ⟨x⟩ " is it naïve café"']],
    ['see \\cite{a}\\footnote{$1=2$}, \\href{http://a}{here}', ['paragraph: "see , here"']],
    ['a % no $1=2$\nb', ['paragraph: "a b"']],
    ['a\n\nb\\par c', ['paragraph: "a"', 'paragraph: "b"', 'paragraph: "c"']],
    ['is \\boxed{7}.', ['paragraph: "is " ⟨\\boxed{7}⟩ "."']],
    ['$x \\text{ if $y$}$', ['paragraph: ⟨x \\text{ if $y$}⟩']],
    ["``quoted'' \\verb|$x$| z", ['paragraph: "“quoted” $x$ z"']],
    ['half-typed $x^2 +', ['paragraph: "half-typed x^2 +"', 'note: $ has no partner in its paragraph.']],
    ['open { brace \\emph{a', ['paragraph: "open { brace {a"']],
  ]);
});

describe('displays', () => {
  table([
    ['so\n\\[ x = 1. \\]\nwhere', ['paragraph: "so " ⟦x = 1.⟧ " where"']],
    ['so\n\n\\[ x = 1. \\]\n\nwhere', ['paragraph: "so " ⟦x = 1.⟧ " where"']],
    ['\\begin{equation}\\label{a} x = 1\\end{equation}', ['paragraph: equation⟦x = 1⟧']],
    [
      'so\\begin{align*}a&=b\\\\[2pt] % note\n&=c\\tag{1}\\end{align*}',
      ['paragraph: "so"', 'row 1/2: align*⟦a&=b⟧', 'row 2/2: align*⟦&=c⟧'],
    ],
    [
      '\\begin{equation}\\begin{split}a&=b\\\\&=c\\end{split}\\end{equation}',
      ['row 1/2: split⟦a&=b⟧', 'row 2/2: split⟦&=c⟧'],
    ],
    ['\\begin{gather}a=b\\\\c=d\\end{gather}', ['row 1/2: gather⟦a=b⟧', 'row 2/2: gather⟦c=d⟧']],
    ['\\begin{multline}a=b\\\\+d\\end{multline}', ['paragraph: multline⟦a=b +d⟧']],
    ['\\begin{eqnarray}a&=&b\\\\&=&c\\end{eqnarray}', ['row 1/2: eqnarray⟦a&=&b⟧', 'row 2/2: eqnarray⟦&=&c⟧']],
    ['\\begin{alignat}{2}a&=b\\\\c&=d\\end{alignat}', ['row 1/2: alignat⟦a&=b⟧', 'row 2/2: alignat⟦c&=d⟧']],
    [
      '\\begin{align}a&=b\\\\\\intertext{and so}c&=d\\end{align}',
      ['row 1/2: align⟦a&=b⟧', 'paragraph: "and so"', 'row 2/2: align⟦c&=d⟧'],
    ],
    [
      '\\begin{align}a&=\\begin{cases}1\\\\2\\end{cases}\\\\b&=\\frac{1}{2}\\end{align}',
      ['row 1/2: align⟦a&=\\begin{cases}1\\\\2\\end{cases}⟧', 'row 2/2: align⟦b&=\\frac{1}{2}⟧'],
    ],
    ['a\n\\begin{align} x', ['paragraph: "a " align⟦x⟧', 'note: \\begin{align} is never closed.']],
  ]);
});

describe('macros of the file', () => {
  table([
    ['\\newcommand{\\R}{\\mathbb{R}}\n\n$x\\in\\R$', ['paragraph: ⟨x\\in\\mathbb{R}⟩']],
    ['\\newcommand\\half[1]{\\frac{#1}{2}}\n$\\half{x+1}$', ['paragraph: ⟨\\frac{x+1}{2}⟩']],
    ['\\newcommand{\\p}[2][2]{#2^{#1}} $\\p{x}=\\p[3]{y}$', ['paragraph: ⟨x^{2}=y^{3}⟩']],
    ['\\def\\ip#1#2{(#1,#2)} $\\ip ab$', ['paragraph: ⟨(a,b)⟩']],
    ['\\DeclareMathOperator{\\lcm}{lcm} $\\lcm(2,3)$', ['paragraph: ⟨\\operatorname{lcm}(2,3)⟩']],
    ['\\newcommand{\\a}{\\b} \\newcommand{\\b}{x} $\\a y$', ['paragraph: ⟨x y⟩']],
    ['\\newcommand{\\a}{\\a\\a} $\\a$', ['paragraph: ⟨\\a⟩']],
    ['\\newcommand{\\q}[1]{#1} so $\\q', ['paragraph: "so"', 'note: $ has no partner in its paragraph.']],
    ['\\renewcommand{\\k}{1}\\renewcommand{\\k}{2} $\\k$', ['paragraph: ⟨2⟩']],
    ['We write \\N. \\newcommand{\\N}{so}', ['paragraph: "We write so."']],
  ]);
});

describe('steps', () => {
  table([
    [
      '\\begin{enumerate}\n\\item one\n\\item[(b)] two $x$\n\\end{enumerate}',
      ['item: "one"', 'item ‘(b)’: "two " ⟨x⟩'],
    ],
    [
      '\\begin{itemize}\\item a\\begin{itemize}\\item b\\end{itemize}\\item c\\end{itemize}',
      ['item: "a"', 'item >1: "b"', 'item: "c"'],
    ],
    ['Step 3: so', ['numbered ‘Step 3’: "so"']],
    ['a\n\\begin{lstlisting}[language=Python]\nprint(1)\n\\end{lstlisting}', ['paragraph: "a" code:python[print(1)]']],
    [
      'a\n\\begin{minted}{python}\nprint(1)\n\\end{minted}\nb',
      ['paragraph: "a" code:python[print(1)]', 'paragraph: "b"'],
    ],
    [
      'a\n\\begin{verbatim}$1=2$\\end{verbatim}\n\\begin{tikzpicture}$1=2$\\end{tikzpicture}[asy]$1$[/asy] b',
      ['paragraph: "a"', 'paragraph: "b"'],
    ],
    ['a % stepwise: ignore\n\nb', ['paragraph ignored: "a"', 'paragraph: "b"']],
    ['a\n\n% stepwise: ignore\nb', ['paragraph: "a"', 'paragraph ignored: "b"']],
  ]);
});

describe('problems and solutions', () => {
  it.each<[string, string[]]>([
    ['a\n\nb', ['# -', 'paragraph: "a"', 'paragraph: "b"']],
    ['\\begin{proof}a\\end{proof} b', ['# Proof', 'paragraph: "a"']],
    [
      '\\begin{problem}p\\end{problem}\n\\begin{solution}a\\end{solution}',
      ['# Problem', 'problem: "p"', 'paragraph: "a"'],
    ],
    [
      '\\begin{problem}p\n\\begin{solution}a\\end{solution}\n\\end{problem}',
      ['# Problem', 'problem: "p"', 'paragraph: "a"'],
    ],
    ['\\begin{problem}p\\end{problem} a', ['# -', 'problem: "p"', 'paragraph: "a"']],
    [
      '\\section{Problem 1} p\n\\section*{Solution} a\n\\section{Notes} b',
      ['# Problem 1', 'problem: "p"', 'paragraph: "a"'],
    ],
    ['\\textbf{Problem 2.} p\n\n\\textbf{Solution.} a', ['# Problem 2', 'problem: "p"', 'paragraph: "a"']],
    [
      '\\begin{theorem}[T] p\\end{theorem}\\begin{proof}a\\end{proof}',
      ['# Theorem (T)', 'problem: "p"', 'paragraph: "a"'],
    ],
    [
      '\\begin{solution}a\\begin{lemma}b\\end{lemma}\\begin{proof}c\\end{proof} d\\end{solution}',
      ['# Solution', 'paragraph: "a"', 'paragraph: "b"', 'paragraph: "c"', 'paragraph: "d"'],
    ],
    [
      '\\newtheorem{aufg}{Problem}\\begin{aufg}p\\end{aufg}\\begin{sol}a\\end{sol}',
      ['# Problem', 'problem: "p"', 'paragraph: "a"'],
    ],
    ['$1=2$ \\begin{document}a\\end{document} b', ['# -', 'paragraph: "a"']],
    [
      '\\begin{proof} a \\end{solution}',
      ['# Proof', 'paragraph: "a"', 'note: \\end{solution} ends nothing.', 'note: \\begin{proof} is never closed.'],
    ],
    ['\\begin{proof} a', ['# Proof', 'paragraph: "a"', 'note: \\begin{proof} is never closed.']],
    [
      '\\section{A}\\begin{proof} a\n\\subsection{B} b\n\\section{C} c',
      ['# Proof', 'paragraph: "a"', 'paragraph: "B"', 'paragraph: "b"', 'note: \\begin{proof} is never closed.'],
    ],
  ])('%j', (input, lines) => {
    expect(read(input)).toEqual(lines);
  });
});
