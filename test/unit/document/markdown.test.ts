import { describe, expect, it } from 'vitest';
import { DocumentReader } from '../../../server/src/core/document/incremental.ts';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { Step } from '../../../server/src/core/document/solution.ts';
import { showDocument, showStep } from './show.ts';

const read = (text: string, wholeFile = false): string[] =>
  showDocument(readDocument(text, { format: 'markdown', wholeFile })).split('\n');

/** ⟨inline⟩, ⟦display⟧, "words". */
function table(rows: readonly (readonly [input: string, steps: readonly string[]])[]): void {
  it.each(rows)('%j', (input, steps) => {
    expect(read(`## Solution\n${input}`).slice(1)).toEqual(steps);
  });
}

describe('formulas in a paragraph', () => {
  table([
    ['so $x + 1$ is', ['paragraph: "so " ⟨x + 1⟩ " is"']],
    ['costs $5 and $6, so $x$ is', ['paragraph: "costs $5 and $6, so " ⟨x⟩ " is"']],
    ['$12 × 3 = $36 in all', ['paragraph: "$12 × 3 = $36 in all"']],
    ['worth \\$5 and $\\$6$', ['paragraph: "worth $5 and " ⟨\\$6⟩']],
    ['$ x $ and $y$5', ['paragraph: "$ x $ and $y$5"']],
    ['\\(a_1 * b\\) and *c*', ['paragraph: ⟨a_1 * b⟩ " and c"']],
    ['$a_1$ and $b_1$', ['paragraph: ⟨a_1⟩ " and " ⟨b_1⟩']],
    ['hence $\\boxed{$72}$.', ['paragraph: "hence " ⟨\\boxed{$72}⟩ "."']],
    ['is \\boxed{\\frac{1}{2}}.', ['paragraph: "is " ⟨\\boxed{\\frac{1}{2}}⟩ "."']],
    ['\\\\(x\\\\) and $`y`$', ['paragraph: ⟨x⟩ " and " ⟨y⟩']],
    ['half-typed $x^2 + ', ['paragraph: "half-typed $x^2 +"']],
    ['**bold $x$** and `3 + 4 = 7`', ['paragraph: "bold " ⟨x⟩ " and 3 + 4 = 7"']],
    ['[a link](http://x.y) &times; ![i](j.png)', ['paragraph: "a link ×"']],
    ['two\nlines  \nflow', ['paragraph: "two lines flow"']],
    ['~~wrong $1=2$~~ right', ['paragraph: "right"']],
    ['> quoted $1 +\n> 2$', ['paragraph: "quoted " ⟨1 +⏎ 2⟩']],
  ]);
});

describe('arithmetic in plain words is no markup', () => {
  table([
    ['5*3*2=30 and (2*3)+(4*5)=26', ['paragraph: "5*3*2=30 and (2*3)+(4*5)=26"']],
    ['2**3**2 and **bold** and *it*', ['paragraph: "2**3**2 and bold and it"']],
    ['48 * 2 * 3 = 288', ['paragraph: "48 * 2 * 3 = 288"']],
    ['3[2+5] = 21 and [2](3) = 6', ['paragraph: "3[2+5] = 21 and [2](3) = 6"']],
    ['x in [0, 1] and [2][3]=6, see [here](a.md)', ['paragraph: "x in [0, 1] and [2][3]=6, see here"']],
    ['a <b and c> d<br> 1 < 2', ['paragraph: "a <b and c> d 1 < 2"']],
    ['3 \\* 4 = 12', ['paragraph: "3 * 4 = 12"']],
    ['12 + 13\n-------\n25', ['paragraph: "12 + 13"', 'paragraph: "25"']],
    ['**解**由此', ['paragraph: "由此"']],
  ]);
});

describe('macros defined in formulas', () => {
  table([
    ['$\\newcommand{\\R}{\\mathbb{R}}$Let $x \\in \\R$.', ['paragraph: "Let " ⟨x \\in \\mathbb{R}⟩ "."']],
    ['$\\R$\n\n$$\\def\\R{A} x = \\R$$', ['paragraph: ⟨A⟩ ⟦x = A⟧']],
    ['$$\n\\newcommand{\\half}[1]{\\frac{#1}{2}}\n$$\n\n> $\\half{x}$', ['paragraph: ⟨\\frac{x}{2}⟩']],
    ['\\newcommand{\\R}{A}\n\n$\\R$', ['paragraph: "\\\\newcommand{\\\\R}{A}"', 'paragraph: ⟨A⟩']],
    [
      '```tex\n\\newcommand{\\R}{A}\n```\n`\\def\\R{A}` $\\R$',
      ['paragraph: code:tex[\\newcommand{\\R}{A}]', 'paragraph: "\\\\def\\\\R{A} " ⟨\\R⟩'],
    ],
    ['$\\newcommand{\\R}{$', ['paragraph: ⟨\\newcommand{\\R}{⟩']],
  ]);

  it('a change of one re-reads only what uses it', () => {
    const text = '## Solution\n$\\newcommand{\\R}{A}$a $\\R$\n\nb $x$\n\nc $\\R$\n';
    const reader = new DocumentReader(text, { format: 'markdown', wholeFile: false });
    const steps = (): readonly Step[] =>
      reader.document.solutions.flatMap(solution => solution.steps.map(({ step }) => step));
    const before = steps();
    const at = text.indexOf('A');
    reader.edit([{ span: { start: at, end: at + 1 }, text: 'B' }]);
    expect(steps().map(step => showStep(step))).toEqual([
      'paragraph: "a " ⟨B⟩',
      'paragraph: "b " ⟨x⟩',
      'paragraph: "c " ⟨B⟩',
    ]);
    expect(steps()[1]).toBe(before[1]);
  });
});

it('a paragraph goes on where the table after it is no table any more', () => {
  const text = `## Solution\n\n${'Some words before it. '.repeat(20)}\n\nso it is\n| as\n| - |\n`;
  const options = { format: 'markdown', wholeFile: false } as const;
  const reader = new DocumentReader(text, options);
  const at = text.lastIndexOf('-');
  const edited = reader.edit([{ span: { start: at, end: at }, text: 'so' }]);
  expect(showDocument(edited)).toBe(showDocument(readDocument(edited.text, options)));
  expect(showDocument(edited)).toContain('so it is | as | so- |');
});

describe('displays', () => {
  table([
    ['so\n$$\nx = 1\n$$\nwhere', ['paragraph: "so" ⟦x = 1⟧ "where"']],
    ['so $$x = 1$$ where', ['paragraph: "so " ⟦x = 1⟧ " where"']],
    ['so $$\nx = 1\n$$ where $y$', ['paragraph: "so " ⟦x = 1⟧ " where " ⟨y⟩']],
    ['so $$x$$ and\n$$y$$', ['paragraph: "so " ⟦x⟧ " and" ⟦y⟧']],
    ['so\n\n$$x = 1$$\n\nwhere', ['paragraph: "so" ⟦x = 1⟧ "where"']],
    ['This is so.\n\n$$x = 1$$\n\nNext', ['paragraph: "This is so."', 'paragraph: ⟦x = 1⟧', 'paragraph: "Next"']],
    ['\\[ x\n+ 1 \\] and', ['paragraph: ⟦x⏎+ 1⟧ " and"']],
    ['```math\nx = 1\n```', ['paragraph: ⟦x = 1⟧']],
    ['```{math}\nx = 1\n```', ['paragraph: ⟦x = 1⟧']],
    ['\\\\[x = 1 \\\\\\\\ y = 2\\\\]', ['row 1/2: ⟦x = 1⟧', 'row 2/2: ⟦y = 2⟧']],
    [
      'so\n$$\\begin{aligned} a &= b \\\\ &= c \\end{aligned}$$\ndone',
      ['paragraph: "so"', 'row 1/2: aligned⟦a &= b⟧', 'row 2/2: aligned⟦&= c⟧', 'paragraph: "done"'],
    ],
    [
      '\\begin{align*}\na &= b + c \\\\\n  &\\quad + d \\tag{1}\\\\\n&= e\\end{align*}',
      ['row 1/2: align*⟦a &= b + c + d⟧', 'row 2/2: align*⟦&= e⟧'],
    ],
    ['$$x = 1 \\\\ y = 2$$', ['row 1/2: ⟦x = 1⟧', 'row 2/2: ⟦y = 2⟧']],
    [
      '$$\\begin{cases} x = 1 \\\\ y = 2 \\end{cases}$$',
      ['paragraph: cases⟦\\begin{cases} x = 1 \\\\ y = 2 \\end{cases}⟧'],
    ],
    ['$$\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} = v$$', ['paragraph: ⟦\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} = v⟧']],
    [
      '$$\\begin{array}{rcl} a &=& b \\\\ &=& c \\\\ & \\le & d \\end{array}$$',
      ['row 1/3: array⟦a &=& b⟧', 'row 2/3: array⟦&=& c⟧', 'row 3/3: array⟦& \\le & d⟧'],
    ],
    [
      '$$\\begin{array}[t]{r@{\\;}l} a &= b \\\\ &= c \\end{array}.$$',
      ['row 1/2: array⟦a &= b⟧', 'row 2/2: array⟦&= c⟧'],
    ],
    ...[
      '\\begin{array}{rrr} 1 & 2 & 3 \\\\ 4 & 5 & 6 \\end{array}',
      '\\begin{array}{rl} 12 & \\times 3 \\\\ \\hline & 36 \\end{array}',
      '\\begin{array}{ll} x & y = 12 \\\\ x & x = 36 \\end{array}',
      '\\begin{array}{c|c} x & = 1 \\\\ y & = 2 \\end{array}',
    ].map((array): [string, string[]] => [`$$${array}$$`, [`paragraph: array⟦${array}⟧`]]),
    [
      '$$\\left\\{\\begin{array}{rl} x &= 1 \\\\ y &= 2 \\end{array}\\right.$$',
      ['paragraph: ⟦\\left\\{\\begin{array}{rl} x &= 1 \\\\ y &= 2 \\end{array}\\right.⟧'],
    ],
    ['$$\nx = 1\n\nNext', ['paragraph: ⟦x = 1⟧', 'paragraph: "Next"', 'note: This display is never closed.']],
    ['so\n\n$$\nx = 1\n\n$$\n\nNext.', ['paragraph: "so" ⟦x = 1⟧', 'paragraph: "Next."']],
    ['$$\n\nx = 1\n\n$$\nwhere', ['paragraph: ⟦x = 1⟧ "where"']],
    [
      'We get\n$$\na &= b\n\n&= c \\\\\n\n+ d\n$$\n\nNext.',
      ['paragraph: "We get"', 'row 1/2: ⟦a &= b⟧', 'row 2/2: ⟦&= c + d⟧', 'paragraph: "Next."'],
    ],
    [
      '$$\n\\begin{aligned}\na &= b \\\\\n\n&= c\n\\end{aligned}\n$$',
      ['row 1/2: aligned⟦a &= b⟧', 'row 2/2: aligned⟦&= c⟧'],
    ],
    ['$$\n\n$$\n\nNext.', ['paragraph: "Next."']],
    [
      '$$\nx = 1\n\nThen this is so.\n\n$$\ny = 1\n$$',
      [
        'paragraph: ⟦x = 1⟧',
        'paragraph: "Then this is so."',
        'paragraph: ⟦y = 1⟧',
        'note: This display is never closed.',
      ],
    ],
    ['> $$\n> x\n> $$', ['paragraph: ⟦x⟧']],
  ]);
});

describe('steps', () => {
  table([
    ['one\n\ntwo', ['paragraph: "one"', 'paragraph: "two"']],
    ['1. one\n2. two', ['item ‘1.’: "one"', 'item ‘2.’: "two"']],
    ['- one\n  - two\n- three', ['item ‘-’: "one"', 'item ‘-’ >1: "two"', 'item ‘-’: "three"']],
    ['1. one\n\n   $$x = 1$$\n\n   two', ['item ‘1.’: "one" ⟦x = 1⟧ "two"']],
    ['1. One.\n\n   Two.', ['item ‘1.’: "One."', 'paragraph: "Two."']],
    ['**Step 3:** so $x$', ['numbered ‘Step 3’: "so " ⟨x⟩']],
    ['1. Step 2. so', ['numbered ‘Step 2’: "so"']],
    ['第三步：得 $x$', ['numbered ‘第三步’: "得 " ⟨x⟩']],
    ['Step 3 shows it', ['paragraph: "Step 3 shows it"']],
    ['so\n\n```python\nprint(1)\n```\n\nnext', ['paragraph: "so" code:python[print(1)]', 'paragraph: "next"']],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n\nnext', ['paragraph: "next"']],
    ['### Step 1: $x = 1$\nso', ['numbered ‘Step 1’: ⟨x = 1⟩', 'paragraph: "so"']],
    [
      'one\n\n[asy]\nreal x = 7;\n\ndraw(x);\n[/asy] two\n\nthree',
      ['paragraph: "one"', 'paragraph: "two"', 'paragraph: "three"'],
    ],
    ['one [asy] real x = 7; [/asy] two', ['paragraph: "one  two"']],
    ['one\n\n---\n\ntwo', ['paragraph: "one"', 'paragraph: "two"']],
  ]);
});

describe('problems and solutions', () => {
  it.each<[string, string[]]>([
    ['$1 = 2$', ['']],
    ['# Problem 1\nFind $x$.\n\n# Solution\n$1$', ['# Problem 1', 'problem: "Find " ⟨x⟩ "."', 'paragraph: ⟨1⟩']],
    ['## Problem: Find $x$.\n## Proof\na', ['# Problem: Find x.', 'problem: "Find " ⟨x⟩ "."', 'paragraph: "a"']],
    [
      '**Exercise 2.** Find $x$.\n\n**Solution.** a\n\nb',
      ['# Exercise 2', 'problem: "Find " ⟨x⟩ "."', 'paragraph: "a"', 'paragraph: "b"'],
    ],
    ['Problem: Find $x$.\n\nProof. a', ['# Problem', 'problem: "Find " ⟨x⟩ "."', 'paragraph: "a"']],
    ['## 题目\n求 $x$。\n\n## 解答\n由', ['# 题目', 'problem: "求 " ⟨x⟩ "。"', 'paragraph: "由"']],
    ['例 1：求 $x$。\n\n解：由', ['# 例 1', 'problem: "例 1：求 " ⟨x⟩ "。"', 'paragraph: "由"']],
    ['## Solution 1\na\n\n## Solution 2\nb', ['# Solution 1', 'paragraph: "a"', '# Solution 2', 'paragraph: "b"']],
    [
      '## Solution\na\n### Case 1\nb\n## Remark\nc',
      ['# Solution', 'paragraph: "a"', 'paragraph: "Case 1"', 'paragraph: "b"'],
    ],
    [
      '# Problem\np\n# Solution\na\n# Other\nb\n# Solution\nc',
      ['# Problem', 'problem: "p"', 'paragraph: "a"', '# Solution', 'paragraph: "c"'],
    ],
    ['## Solution\na\n\n**Answer:** b', ['# Solution', 'paragraph: "a"', 'paragraph: "Answer: b"']],
    ['## Solution\n**Claim.** a\n\n*Proof.* b', ['# Solution', 'paragraph: "Claim. a"', 'paragraph: "b"']],
    ['# Sheet 3\nFind $x$.\n\n**Solution.** a', ['# Sheet 3', 'problem: "Find " ⟨x⟩ "."', 'paragraph: "a"']],
    ['# Sheet 3\nFind $x$.\n## Solution\na', ['# Sheet 3', 'problem: "Find " ⟨x⟩ "."', 'paragraph: "a"']],
    ['# Introduction\nIt is so.\n# Solution\na', ['# Solution', 'paragraph: "a"']],
    ['Find $x$.\n\nProof. a', ['# Proof', 'paragraph: "a"']],
    ['# Problem solving\na\n# Solutions in integers\nb', ['']],
    [
      '---\nstepwise: solution\nproblem: Find $x$ in "a".\n---\na',
      ['# -', 'problem: "Find " ⟨x⟩ " in \\"a\\"."', 'paragraph: "a"'],
    ],
    [
      '---\nproblem: |\n  Find $x$\n  and $y$.\n---\n# Solution\na',
      ['# Solution', 'problem: "Find " ⟨x⟩ " and " ⟨y⟩ "."', 'paragraph: "a"'],
    ],
    ['---\nstepwise: off\n---\n# Solution\na', ['']],
    ['# A\na\n\n<!-- stepwise: check -->\n\nb\n# C\nc', ['# A', 'problem: "a"', 'paragraph: "b"']],
    ['<!-- stepwise: check -->\na\n# C\nc', ['# -', 'paragraph: "a"', 'paragraph: "C"', 'paragraph: "c"']],
    ['<details><summary>Solution</summary>\n\na\n\n</details>', ['# Solution', 'paragraph: "a"']],
  ])('%j', (input, lines) => {
    expect(read(input)).toEqual(lines);
  });

  it.each<[string, string[]]>([
    ['a\n\nb', ['# -', 'paragraph: "a"', 'paragraph: "b"']],
    ['# Notes\na\n# Problem\nb', ['# Notes', 'paragraph: "a"']],
    ['a\n# Solution\nb', ['# -', 'paragraph: "a"', '# Solution', 'paragraph: "b"']],
  ])('whole file: %j', (input, lines) => {
    expect(read(input, true)).toEqual(lines);
  });
});

describe('comments that speak to Stepwise', () => {
  table([
    ['a <!-- stepwise: ignore -->\n\nb', ['paragraph ignored: "a"', 'paragraph: "b"']],
    ['a\n\n<!-- stepwise: ignore -->\nb\n\nc', ['paragraph: "a"', 'paragraph ignored: "b"', 'paragraph: "c"']],
    ['a <!-- a note -->', ['paragraph: "a"']],
    [
      '<!-- stepwise: disable claim.false-equality, step.unknown-quantity -->\n\na',
      ['paragraph: "a"', 'disabled: claim.false-equality step.unknown-quantity'],
    ],
    [
      '<!-- stepwise: disable claim.false-equality step.unknown-quantity -->\na\n\n<!-- stepwise: enable claim.false-equality -->',
      ['paragraph: "a"', 'disabled: step.unknown-quantity'],
    ],
  ]);
});
