import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import { lineSpan } from '../../../server/src/core/document/code.ts';
import { DocumentReader } from '../../../server/src/core/document/incremental.ts';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat, Step } from '../../../server/src/core/document/solution.ts';
import { showStep } from './show.ts';

/** Code by its first line of Python, for short tables. */
function brief(step: Step): string {
  return showStep(step).replace(/code:python\[((?:#[^\n]*\n+|\s)*)([^\n]*)(?:\n[\s\S]*?)?\]$/, 'py[$2]');
}

function read(text: string, format: DocumentFormat): string[] {
  const { solutions, notes } = readDocument(text, { format, wholeFile: false });
  return [
    ...solutions.flatMap(({ problem, steps }) => [
      `# ${problem?.parts.map(({ content }) => content.text).join('') ?? '-'}`,
      ...steps.map(({ step }) => brief(step)),
    ]),
    ...notes.map(({ message }) => `note: ${message}`),
  ];
}

const both = ['markdown', 'steps'] as const;

describe.each(both)('a trajectory in %s', format => {
  const table = (rows: readonly (readonly [text: string, lines: readonly string[]])[]): void => {
    it.each(rows)('%j', (text, lines) => expect(read(text, format)).toEqual(lines));
  };

  describe('as it should be', () => {
    table([
      [
        'Solve 3x + 5 = 20 for x.\n\n<code>\n# Step 1: Subtract 5, so 3x = 15.\nx = 15 / 3\n<end_of_step>\n\n# Step 2: so x = 5\nprint(x)\n<end_of_step>\n<end_of_code>\n<output>5.0<end_of_output>\n<answer>The answer is \\boxed{5}.<end_of_answer>\n',
        [
          '# Solve 3x + 5 = 20 for x.',
          'numbered ‘Step 1’: "Subtract 5, so " ‹3x = 15› "." py[x = 15 / 3]',
          'numbered ‘Step 2’: "so " ‹x = 5› py[print(x)]',
          'paragraph ‘Answer’: "The answer is " ⟨\\boxed{5}⟩ "."',
        ],
      ],
      [
        '<code>\nfrom sympy import *\n\n# Define the sides\na, b = 3, 4\n<end_of_step>\n# By Pythagoras\n# c**2 = 25\nc = sqrt(a**2 + b**2)\n\n# Now print the length\nprint(c)\n<end_of_code>',
        [
          '# -',
          'numbered: "Define the sides" py[from sympy import *]',
          'numbered: "By Pythagoras " ‹c**2 = 25› ". Now print the length" py[c = sqrt(a**2 + b**2)]',
        ],
      ],
      [
        '<code>\n# Step 1: so x = 2\n<end_of_step>\n# Step 2: print it\nif True:\n    # indented\n    print(2)  # behind code\n<end_of_code>',
        ['# -', 'numbered ‘Step 1’: "so " ‹x = 2›', 'numbered ‘Step 2’: "print it" py[if True:]'],
      ],
      [
        '<code>\n# Step 1: 7 // 2 = 3 is division\ns = """\n# no comment\n"""\n# x = solve(s)\n# print(s)\n<end_of_step>\n',
        [
          '# -',
          'numbered ‘Step 1’: "floor(7/2) = 3 is division" py[s = """]',
          'note: <end_of_code> is missing behind this step.',
        ],
      ],
    ]);
  });

  describe('as models write it', () => {
    table([
      [
        '# Step 1: so x = 1\nx = 1\n<end_of_step>\n# Step 2: so y = 2\ny = 2\n<end_of_step>\n<end_of_code>',
        [
          '# -',
          'numbered ‘Step 1’: "so " ‹x = 1› py[x = 1]',
          'numbered ‘Step 2’: "so " ‹y = 2› py[y = 2]',
          'note: <code> is missing before this step.',
        ],
      ],
      [
        '<code>\n# Step 1: one\nx = 1\n# Step 2: two\ny = 2\n<end_of_step>\n<output>1<end_of_output>\n<answer>It is 2.',
        [
          '# -',
          'numbered ‘Step 1’: "one" py[x = 1]',
          'numbered ‘Step 2’: "two" py[y = 2]',
          'paragraph ‘Answer’: "It is 2."',
          'note: <end_of_step> is missing behind this step.',
          'note: <end_of_code> is missing behind this step.',
          'note: <end_of_answer> is missing.',
        ],
      ],
      [
        '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n# Step 2: two\ny = (x +',
        [
          '# -',
          'numbered ‘Step 1’: "one" py[x = 1]',
          'numbered ‘Step 2’: "two" py[y = (x +]',
          'note: <end_of_step> is missing behind this step.',
          'note: <end_of_code> is missing behind this step.',
        ],
      ],
      [
        '```python\n<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n```\n<output>1<end_of_output>',
        ['# -', 'numbered ‘Step 1’: "one" py[x = 1]'],
      ],
      [
        '```\nWhat is 3x if x = 5?\n\n<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n```\n\n## Solution\nso x = 1\n',
        [
          '# What is 3x if x = 5?',
          'numbered ‘Step 1’: "one" py[x = 1]',
          '# What is 3x if x = 5?',
          format === 'steps' ? 'paragraph: "so " ‹x = 1›' : 'paragraph: "so x = 1"',
        ],
      ],
      [
        '<code>\n```python\n# Step 1: one\nx = 1\n```\n<end_of_step>\n```python\n# Step 2: two\ny = 1\n```\n<end_of_code>\n<answer>2</answer>',
        ['# -', 'numbered ‘Step 1’: "one" py[x = 1]', 'numbered ‘Step 2’: "two" py[y = 1]', 'paragraph ‘Answer’: ‹2›'],
      ],
      [
        'Let us think.<code># Step 1: one\nx = 1 <end_of_step> # Step 2: two\ny = 2<end_of_step></code><answer>2<end_of_answer>',
        [
          '# Let us think.',
          'numbered ‘Step 1’: "one" py[x = 1]',
          'numbered ‘Step 2’: "two" py[y = 2]',
          'paragraph ‘Answer’: ‹2›',
        ],
      ],
      [
        '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\nThe output is 1.\n<answer>1<end_of_answer>\n\nI hope it is right.\n',
        [
          '# -',
          'numbered ‘Step 1’: "one" py[x = 1]',
          'paragraph: "The output is 1."',
          'paragraph ‘Answer’: ‹1›',
          ...(format === 'steps' ? ['# -', 'paragraph: "I hope it is right."'] : []),
        ],
      ],
      [
        '# <code>\n# Step 1: one\nx = 1\n# <end_of_step>\n# Step 2: two\ny = 2\n# <end_of_step>\n# <end_of_code>',
        ['# -', 'numbered ‘Step 1’: "one" py[x = 1]', 'numbered ‘Step 2’: "two" py[y = 2]'],
      ],
      ['<code>\nx = 1\n<end_of_code><end_of_step>\n<end_of_output>', ['# -', 'numbered: py[x = 1]']],
      ['<code>\n<end_of_step>\n<end_of_code>', []],
    ]);
  });

  describe('in a chat', () => {
    table([
      [
        "<|user|>:\nIf 3x = 15, what is $x$?\n<|assistant|>: Let's think step by step.<code>\n# Step 1: so x = 5\nx = 5\n<end_of_step>\n<end_of_code>",
        ['# If 3x = 15, what is x?', 'numbered ‘Step 1’: "so " ‹x = 5› py[x = 5]'],
      ],
      [
        '<|im_start|>user\nWhat is x?<|im_end|>\n<|im_start|>assistant\nFirst 2 + 3 = 5.\n<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code><|im_end|>\n<|im_start|>user\nAnd y?<|im_end|>\n<|im_start|>assistant\n<code>\n# Step 1: two\ny = 2\n<end_of_step>\n<end_of_code>',
        [
          '# What is x?',
          'paragraph: "First 2 + 3 = 5."',
          'numbered ‘Step 1’: "one" py[x = 1]',
          '# And y?',
          'numbered ‘Step 1’: "two" py[y = 2]',
        ],
      ],
    ]);
  });

  describe('code right behind', () => {
    const one = '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n<answer>so $x = 1$<end_of_answer>\n';
    const step = 'numbered ‘Step 1’: "one" py[x = 1]';
    table([
      [`${one}\`\`\`python\ncheck(x, 1)\n\`\`\`\n`, ['# -', step, 'paragraph ‘Answer’: "so " ⟨x = 1⟩ py[check(x, 1)]']],
      [
        `${one}\n\`\`\`python\ncheck(x, 1)\n\`\`\`\n\n${one}`,
        [
          '# -',
          step,
          'paragraph ‘Answer’: "so " ⟨x = 1⟩ py[check(x, 1)]',
          '# -',
          step,
          'paragraph ‘Answer’: "so " ⟨x = 1⟩',
        ],
      ],
    ]);
  });

  describe('several', () => {
    const first = '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n<answer>1<end_of_answer>\n';
    const step = 'numbered ‘Step 1’: "one" py[x = 1]';
    const question = 'What is the sum of the first ten odd numbers?';
    table([
      [
        `${question}\n\n${first}\n${first}`,
        [`# ${question}`, step, 'paragraph ‘Answer’: ‹1›', `# ${question}`, step, 'paragraph ‘Answer’: ‹1›'],
      ],
      [
        `${question}\n\n${first}\nSample 2:\n\n${first}`,
        [`# ${question}`, step, 'paragraph ‘Answer’: ‹1›', `# ${question}`, step, 'paragraph ‘Answer’: ‹1›'],
      ],
      [
        `${question}\n\n${first}\nAnd what is $2 + 2$?\n\n${first}`,
        [`# ${question}`, step, 'paragraph ‘Answer’: ‹1›', '# And what is 2 + 2?', step, 'paragraph ‘Answer’: ‹1›'],
      ],
      [
        '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n<output>1<end_of_output>\n<code>\n# Step 2: two\ny = 1\n<end_of_step>\n<end_of_code>',
        ['# -', step, 'numbered ‘Step 2’: "two" py[y = 1]'],
      ],
    ]);
  });

  it('code that is no trajectory stays what it was', () => {
    expect(read('Call <code>f</code> and `<end_of_step>`.\n', format).length).toBeLessThanOrEqual(2);
  });
});

describe('where it stands', () => {
  it.each<[DocumentFormat, string, string[]]>([
    [
      'markdown',
      '# Problem\nFind $x$.\n\n# Solution\nWe compute.\n\n<code>\n# Step 1: so x = 1\nx = 1\n<end_of_step>\n<end_of_code>\n\nHence $x = 1$.\n\n# Notes\n$1 = 2$\n',
      [
        '# Find x.',
        'paragraph: "We compute."',
        'numbered ‘Step 1’: "so " ‹x = 1› py[x = 1]',
        'paragraph: "Hence " ⟨x = 1⟩ "."',
      ],
    ],
    [
      'markdown',
      '---\ntitle: A\n---\nText.\n\n```python\nx = 1\n\n<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n---\nNo front matter: 1\n---\n',
      ['# Text.x = 1', 'numbered ‘Step 1’: "one" py[x = 1]', 'note: This code block is never closed.'],
    ],
    [
      'steps',
      'problem: Find x.\n\n<code>\n# Step 1: so x = 1\nx = 1\n<end_of_step>\n<end_of_code>\n\n# Another\nx = 2\n',
      ['# Find x.', 'numbered ‘Step 1’: "so " ‹x = 1› py[x = 1]', '# Find x.', 'paragraph: ‹x = 2›'],
    ],
    [
      'steps',
      'problem: Solve 3x = 15.\n\nx = 15/3\n\n<code>\n# Step 1: so x = 5\nx = 5\n<end_of_step>\n<end_of_code>\n',
      ['# Solve 3x = 15.', 'paragraph: ‹x = 15/3›', 'numbered ‘Step 1’: "so " ‹x = 5› py[x = 5]'],
    ],
    [
      'steps',
      '3x = 15\nx = 15/3\n<code>\n# Step 1: so x = 5\nx = 5\n<end_of_step>\n<end_of_code>\n',
      ['# -', 'paragraph: ‹3x = 15›', 'paragraph: ‹x = 15/3›', 'numbered ‘Step 1’: "so " ‹x = 5› py[x = 5]'],
    ],
    [
      'steps',
      '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n# Problem 2\nx = 2\n',
      [
        '# -',
        'numbered ‘Step 1’: "one" py[x = 1]',
        '# -',
        'paragraph: ‹x = 2›',
        'note: <end_of_code> is missing behind this step.',
      ],
    ],
  ])('%s %j', (format, text, lines) => expect(read(text, format)).toEqual(lines));

  it('words, formulas and code are found where they stand', () => {
    const text = 'q\n\n<code>\r\n# Step 1: Subtract 5,\r\n# so 3x = 15\r\nx = 15\r\n<end_of_step>\r\n<end_of_code>';
    const [solution] = readDocument(text, { format: 'steps', wholeFile: false }).solutions;
    const placed = solution?.steps[0];
    if (placed === undefined) throw new Error('no step');
    const source = (start: number, end: number): string => text.slice(start + placed.offset, end + placed.offset);
    const shown = placed.step.parts.map(part => {
      const pieces =
        part.kind === 'code'
          ? [lineSpan(part, 1), lineSpan(part, 3), part.span]
          : part.content.pieces.map(({ source: start, sourceLength }) => ({ start, end: start + sourceLength }));
      return pieces.map(({ start, end }) => source(start, end));
    });
    expect(shown).toEqual([
      ['Subtract 5,', '', 'so '],
      ['3x = 15'],
      ['# Step 1: Subtract 5,', 'x = 15', '# Step 1: Subtract 5,\r\n# so 3x = 15\r\nx = 15\r\n<end_of_step>'],
    ]);
    expect(source(placed.step.span.start, placed.step.span.end)).toMatch(/^# Step 1[\s\S]*<end_of_step>$/);
  });

  it('the claims of the comments are checked, those of the code are not', () => {
    const text =
      '<code>\n# Step 1: 3 + 4 = 8\ny = 3 + 4 == 9\nz = "1 = 2"\n<end_of_step>\n<end_of_code>\n<output>1 = 2<end_of_output>\n<answer>So 2 + 2 = 5.<end_of_answer>';
    const checker = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} });
    const places = checker.result.findings.map(({ span }) => text.slice(span.start, span.end));
    expect(places).toEqual(['8', '5']);
  });

  it('an edit of one step keeps the others, and an edit of a mark changes what it must', () => {
    const text =
      'q\n\n<code>\n# Step 1: one\nx = 1\n<end_of_step>\n# Step 2: two\ny = 2\n<end_of_step>\n<end_of_code>\n\nz\n';
    const reader = new DocumentReader(text, { format: 'markdown', wholeFile: false });
    const steps = (): readonly Step[] =>
      reader.document.solutions.flatMap(solution => solution.steps.map(({ step }) => step));
    const [one, two] = steps();
    const at = text.indexOf('2\n<end');
    reader.edit([{ span: { start: at, end: at + 1 }, text: '3' }]);
    expect(steps()[0]).toBe(one);
    expect(steps()[1]).not.toBe(two);
    const mark = reader.document.text.indexOf('<end_of_step>');
    reader.edit([{ span: { start: mark, end: mark + 1 }, text: '' }]);
    expect(steps().map(brief)).toEqual(['numbered ‘Step 1’: "one" py[x = 1]', 'numbered ‘Step 2’: "two" py[y = 3]']);
    expect(reader.document.notes.map(({ message }) => message)).toEqual(['<end_of_step> is missing behind this step.']);
  });
});
