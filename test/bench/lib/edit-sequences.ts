/** Random edit sequences: what people do to a document, and what they should not. Seeded: same seed, same edits. */
import type { DocumentFormat, TextEdit } from '../../../server/src/core/document/solution.ts';

/** What opens and closes things, one list a format; the rest of the edits are letters, blanks and copies. */
const SNIPPETS: Readonly<Record<DocumentFormat, readonly string[]>> = {
  markdown: [
    ...[
      '$',
      '$$',
      '\n$$\n',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '\n```\n',
      '\n```math\n',
      '\n```python\n',
      '\n   ```py\n',
      '~~~',
      '`',
      '**',
      '*',
      '_',
      '> ',
      '\n> ',
      '- ',
      '\n- ',
      '\n1. ',
    ],
    ...[
      '\n\n',
      '\n',
      '    ',
      '\t',
      '# ',
      '\n## Solution\n',
      '\n## Problem 2\n',
      '\n# Notes\n',
      '**Solution.** ',
      '**Proof.** ',
      '解：',
      '\nStep 2: ',
    ],
    ...[
      '---\n',
      '---\nstepwise: solution\n---\n',
      '\n---\n',
      '===\n',
      '\\\\(',
      '\\\\)',
      '$`',
      '`$',
      '<!-- ',
      ' -->',
      '<!-- stepwise: ignore -->',
      '<!-- stepwise: check -->',
    ],
    ...[
      '<!-- stepwise: disable claim.false-equality -->',
      '\\begin{align*}',
      '\\end{align*}',
      '\\\\',
      '&',
      '\\$',
      '[',
      '](',
      ')',
      '|',
      '\n| - |\n',
      '<div>',
    ],
    ...[
      'x = 5',
      '3x + 2 = 11',
      'where y',
      '\r\n',
      '\ud835',
      '1. ',
      '\\boxed{3}',
      '<summary>Solution</summary>',
      '[asy]',
      '[/asy]',
      '\n[asy]\n',
      '&lt;',
      '\n$$\n\nx = 1\n\n',
      '$\\newcommand{\\R}{x}$',
      '\\newcommand{\\R}{',
      '$\\R = 2$',
      '\u00a0',
    ],
  ],
  latex: [
    ...[
      '$',
      '$$',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '{',
      '}',
      '\\begin{align*}',
      '\\end{align*}',
      '\\\\',
      '&',
      '%',
      '% stepwise: ignore\n',
      '\n',
      '\n\n',
    ],
    ...[
      '\\begin{proof}',
      '\\end{proof}',
      '\\begin{problem}',
      '\\end{problem}',
      '\\begin{solution}\n',
      '\n\\end{solution}',
      '\\begin{enumerate}\n',
      '\\end{enumerate}',
      '\\item ',
    ],
    ...[
      '\\section{Solution}\n',
      '\\section{Problem}\n',
      '\\textbf{',
      '\\textbf{Solution.} ',
      '\\emph{',
      '\\newcommand{\\R}{\\mathbb{R}}\n',
      '\\newcommand{\\R}{R}',
      '\\R',
    ],
    ...[
      '\\def\\f#1{#1^2}\n',
      '\\f{x}',
      '\\DeclareMathOperator{\\lcm}{lcm}',
      '\\lcm',
      '\\begin{verbatim}',
      '\\end{verbatim}',
      '\\begin{document}',
      '\\end{document}',
    ],
    ...[
      '\\begin{lstlisting}\n',
      '\\begin{minted}{python}\n',
      '\n\\end{minted}',
      '\\lstset{language=Python}',
      '\\end{lstlisting}',
      '\\verb|',
      '[asy]',
      '[/asy]',
      '\\par ',
      '\\boxed{',
      '~',
      '\\intertext{',
      '\\tag{1}',
      'x = 5',
      '\\frac{1}{2}',
      '\r\n',
      '\udc00',
    ],
    ...[
      '\\newtheorem{aufgabe}{Problem}',
      '\\begin{aufgabe}',
      '\\end{aufgabe}',
      '\\question ',
      "\\'e",
      '\\footnote{',
      '\\$',
      'Therefore ',
    ],
  ],
  steps: [
    ...[
      'problem: ',
      '\nproblem: Find x.\n',
      '# ',
      '\n# Problem 2\n',
      '\n# Solution\n',
      'Step 3: ',
      '- ',
      '\n- ',
      '  ',
      '\n  ',
      '\n    ',
      '3. ',
      '(a) ',
      '// ',
      '// stepwise: ignore\n',
    ],
    ...[
      '# stepwise: disable claim.false-equality\n',
      '\n```\n',
      '```python\n',
      '$',
      '$$',
      '\n$$\n',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '\\begin{align}\n',
      '\n\\end{align}',
      '\\\\',
      '&',
    ],
    ...[
      '\n',
      '\n\n',
      '\t',
      'x = 5',
      'so x = 5',
      ' (subtract 5)',
      'solution: ',
      '解：',
      'Tom has 3 + 4 = 7 apples',
      '\\boxed{3}',
      '\r\n',
      '\ud835',
      '~~~',
      '\n// note\n',
    ],
  ],
};

/** Marks of a trajectory, and what stands between them. */
const TRAJECTORY = [
  ...[
    '<code>\n',
    '\n<end_of_step>\n',
    '<end_of_step>',
    '\n<end_of_code>\n',
    '<output>',
    '<end_of_output>',
    '<answer>',
    '<end_of_answer>',
  ],
  ...[
    '# Step 1: so x = 5\n',
    '\n# Step 2: 3x = 15\n',
    'x = 5\n',
    '</code>',
    '<|user|>:\n',
    '<|assistant|>: so x = 5 ',
    '<|im_end|>\n',
  ],
];

const LETTERS = 'abx=+-123 .,:;()';

/** Gives the next edits of a sequence; remembers what `undo` needs. */
export class EditSequence {
  readonly #random: () => number;
  readonly #snippets: readonly string[];
  readonly #longest: number;
  readonly #undo: TextEdit[] = [];

  /** `longest`: a text that grows past it is cut back. */
  constructor(format: DocumentFormat, random: () => number, longest: number) {
    this.#random = random;
    this.#snippets = format === 'latex' ? SNIPPETS[format] : [...SNIPPETS[format], ...TRAJECTORY];
    this.#longest = longest;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #pick<T>(items: ArrayLike<T>): T {
    return items[this.#below(items.length)] as T;
  }

  next(text: string): readonly TextEdit[] {
    const kind = this.#random();
    if (text.length > this.#longest) return [this.#done(text, this.#cut(text, text.length - this.#longest / 2))];
    if (kind < 0.12) {
      const undone = this.#undo.pop();
      if (undone !== undefined && undone.span.end <= text.length) return [undone];
    }
    const first = this.#change(text, kind);
    if (kind < 0.95) return [this.#done(text, first)];
    const after = apply(text, first);
    return [first, this.#change(after, this.#random())];
  }

  #change(text: string, kind: number): TextEdit {
    const at = this.#below(text.length + 1);
    if (kind < 0.5) return { span: { start: at, end: at }, text: this.#pick(this.#snippets) };
    if (kind < 0.65) return { span: { start: at, end: at }, text: this.#pick(LETTERS) };
    if (kind < 0.75) return this.#cut(text, 1 + this.#below(3));
    if (kind < 0.85) return this.#cut(text, 1 + this.#below(40));
    const from = this.#below(text.length + 1);
    const copy = text.slice(from, from + this.#below(60));
    return { span: { start: at, end: Math.min(text.length, at + (kind < 0.92 ? 0 : this.#below(30))) }, text: copy };
  }

  #cut(text: string, length: number): TextEdit {
    const start = this.#below(Math.max(1, text.length - length));
    return { span: { start, end: Math.min(text.length, Math.floor(start + length)) }, text: '' };
  }

  #done(text: string, edit: TextEdit): TextEdit {
    this.#undo.push({
      span: { start: edit.span.start, end: edit.span.start + edit.text.length },
      text: text.slice(edit.span.start, edit.span.end),
    });
    if (this.#undo.length > 50) this.#undo.shift();
    return edit;
  }
}

export function apply(text: string, edit: TextEdit): string {
  return text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

/** Path of the first difference of two values; undefined where they are alike. Sets, maps, arrays and plain objects; bigints and functions by value and by nothing. */
export function difference(a: unknown, b: unknown, path = ''): string | undefined {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path || 'value';
  if (a instanceof Set || a instanceof Map) return difference([...a], [...(b as Set<unknown>)], path);
  const left = Object.entries(a);
  const right = b as Readonly<Record<string, unknown>>;
  if (left.length !== Object.keys(right).length)
    return `${path}: ${left.length} and ${Object.keys(right).length} entries`;
  for (const [name, value] of left) {
    const found = difference(value, right[name], `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
