/** What models send back when a step with Python is asked for, and the step that is read. */
import { describe, expect, test } from 'vitest';
import { type CodeContext, incomplete, readCode } from '../../../server/src/core/policy/read-code.ts';

const second: CodeContext = { number: 2, before: ['Let p be the number of pens.\np = 3'], cut: false };
const first: CodeContext = { number: 1, before: [], cut: false };

type Row = readonly [what: string, context: CodeContext, raw: string, text: string, code: string | undefined];

const rows: readonly Row[] = [
  [
    'goes on behind "# Step 1:"',
    first,
    ' Let p be the number of pens.\np = 3\n# ',
    'Let p be the number of pens.',
    'p = 3',
  ],
  [
    'with its label',
    second,
    '# Step 2: Solve the equation.\nx = solve(eq)\nprint(x)\n# <end_of_step>',
    'Solve the equation.',
    'x = solve(eq)\nprint(x)',
  ],
  [
    'a comment of two lines',
    second,
    '# Step 2: Solve the equation\n# for x.\nx = solve(eq)',
    'Solve the equation for x.',
    'x = solve(eq)',
  ],
  [
    'comments in the code stay',
    second,
    '# Step 2: Solve.\nx = 1  # one\n# two\ny = 2',
    'Solve.',
    'x = 1  # one\n# two\ny = 2',
  ],
  ['without a label', second, '# Solve the equation.\nx = 1', 'Solve the equation.', 'x = 1'],
  [
    'several at once: the first is kept',
    second,
    '# Step 2: Solve.\nx = 1\n# <end_of_step>\n# Step 3: Print.\nprint(x)',
    'Solve.',
    'x = 1',
  ],
  ['several without marks', second, '# Step 2: Solve.\nx = 1\n\n# Step 3: Print.\nprint(x)', 'Solve.', 'x = 1'],
  ['in a fence', second, '```python\n# Step 2: Solve.\nx = 1\n```', 'Solve.', 'x = 1'],
  ['a fence that does not end', second, '```python\n# Step 2: Solve.\nx = 1\n# <end_of_step>', 'Solve.', 'x = 1'],
  [
    'a sentence and a fence',
    second,
    'Step 2: We solve the equation.\n\n```python\nx = 1\nprint(x)\n```\nThis prints 1.',
    'We solve the equation.',
    'x = 1\nprint(x)',
  ],
  [
    'chatter, a label and a fence',
    second,
    'Sure, here is the next step:\n\n```python\n# Step 2: Solve.\nx = 1\n```',
    'Solve.',
    'x = 1',
  ],
  [
    'everything again',
    second,
    '<code>\n# Step 1: Let p be the number of pens.\np = 3\n# <end_of_step>\n# Step 2: Solve.\nx = 1',
    'Solve.',
    'x = 1',
  ],
  [
    'everything again, without marks',
    second,
    '# Step 1: Let p be the number of pens.\np = 3\n# Step 2: Solve.\nx = 1',
    'Solve.',
    'x = 1',
  ],
  ['outputs that were made up', second, '# Step 2: Solve.\nx = 1\n# Output: 5\n', 'Solve.', 'x = 1'],
  ['a sentence in quotes', second, '# Step 2:\n"""Solve the equation."""\nx = 1', 'Solve the equation.', 'x = 1'],
  [
    'a sentence alone',
    second,
    '# Step 2: Hence the claim holds.\n# <end_of_step>',
    'Hence the claim holds.',
    undefined,
  ],
  ['Chinese', second, '# 步骤 2：解方程。\nx = 1\n# <end_of_step>', '解方程。', 'x = 1'],
  ['a bracket in a text', second, '# Step 2: Print.\nprint("a (b")', 'Print.', 'print("a (b")'],
  [
    'an indented block',
    second,
    '# Step 2: Count.\nfor k in range(3):\n    print(k)\n# <end_of_step>',
    'Count.',
    'for k in range(3):\n    print(k)',
  ],
  ['words behind the code', second, '# Step 2: Solve.\nx = 1\n\nThis gives the value of x.', 'Solve.', 'x = 1'],
  ['words in place of the code', second, '# Step 2: Solve.\n\nThis equation has one solution.', 'Solve.', undefined],
  [
    'code that begins like words',
    second,
    '# Step 2: Choose.\nA and B or C\nTrue if x else y',
    'Choose.',
    'A and B or C\nTrue if x else y',
  ],
  [
    'Chinese words without a comment mark',
    second,
    '# Step 2:\n\n设宽为 $w$，长为 $2w$。\n\nw = 6\n',
    '设宽为 $w$，长为 $2w$。',
    'w = 6',
  ],
  [
    'words without a comment mark',
    second,
    '# Step 2:\n\nThe width is $w$ and the length $2w$.\n\nw = 6\n',
    'The width is $w$ and the length $2w$.',
    'w = 6',
  ],
  ['Chinese words behind the code', second, '# Step 2: Solve.\nx = 1\n\n这样得到答案。', 'Solve.', 'x = 1'],
  [
    'words in a text are code',
    second,
    '# Step 2: Print.\ns = """\nThis text is long\n"""',
    'Print.',
    's = """\nThis text is long\n"""',
  ],
  [
    'the end of a later step is not its end',
    second,
    '# Step 2: Solve.\nx = 1\n# Step 3: Print.\nprint(x)\n<end_of_code>\n<answer>\\boxed{1}',
    'Solve.',
    'x = 1',
  ],
  [
    'an earlier sentence with other code',
    second,
    '# Step 2: Let p be the number of pens.\np = 4',
    'Let p be the number of pens.',
    'p = 4',
  ],
];

test.each(rows)('%s', (_what, context, raw, text, code) => {
  expect(readCode(raw, context)).toEqual({ ok: true, text, final: false, ...(code === undefined ? {} : { code }) });
});

describe('the end of a solution', () => {
  test.each([
    [
      'the answer alone',
      '<end_of_code>\n<answer>There are \\boxed{4} pens.',
      { text: 'There are \\boxed{4} pens.', final: true, answer: '4' },
    ],
    [
      'an end that is closed twice',
      '<end_of_code>\n<answer>There are \\boxed{4} pens.</end_of_answer>',
      { text: 'There are \\boxed{4} pens.', final: true, answer: '4' },
    ],
    [
      'an end whose mark is spoilt',
      '<end_of_code>\n<answer>There are \\boxed{4} pens.\\end_of_answer>',
      { text: 'There are \\boxed{4} pens.', final: true, answer: '4' },
    ],
    ['an answer in comments', '# <end_of_code>\n# <answer>\n# 1655\n# ', { final: true, answer: '1655' }],
    ['an end without an answer: what was printed last', '<end_of_code>\n', { final: true, answer: '12' }],
    [
      'a boxed answer in the sentence',
      '# Step 2: So the answer is \\boxed{4}.\nprint(4)',
      { final: true, answer: '4' },
    ],
  ])('%s', (_what, raw, expected) => {
    expect(readCode(raw, { ...second, lastOutput: '3\n12\n' })).toMatchObject({ ok: true, ...expected });
  });

  test.each([
    ['the code ends with the step', '# Step 2: Print.\nprint(x)\n<end_of_code>'],
    [
      'an answer behind code that has not run',
      '# Step 2: Print.\nprint(x)\n# <end_of_step>\n<end_of_code>\n<output>5<end_of_output>\n<answer>There are $\\boxed{5}$.',
    ],
  ])('%s: the solution goes on with what it prints', (_what, raw) => {
    expect(readCode(raw, second)).toEqual({ ok: true, text: 'Print.', code: 'print(x)', final: false });
  });

  test.each([
    ['no answer and nothing printed', second, '<end_of_code>'],
    ['before the first step', first, '<end_of_code>'],
  ])('%s: no step', (_what, context, raw) => {
    expect(readCode(raw, context)).toMatchObject({ ok: false });
  });
});

test.each([
  ['nothing', '', false, 'The reply is empty.'],
  ['cut off', '# Step 2: Solve.\nx = sol', true, 'The reply was cut off before the step ended.'],
  ['code without a sentence', 'x = 1\nprint(x)', false, 'The code has no sentence that says what it does.'],
  ['an open bracket', '# Step 2: Solve.\nx = solve((1, 2)', false, 'A bracket in the code stays open.'],
  ['an open text', '# Step 2: Print.\nprint("x', false, 'A text in the code does not end.'],
  ['a block without a body', '# Step 2: Loop.\nfor k in range(3):', false, 'The last block of the code has no body.'],
  [
    'only earlier steps',
    '# Step 1: Let p be the number of pens.\np = 3',
    false,
    'The reply only says earlier steps again.',
  ],
])('%s is no step', (_what, raw, cut, reason) => {
  expect(readCode(raw, { ...second, cut })).toEqual({ ok: false, reason });
});

test('cut off behind its end, a step is whole', () => {
  expect(readCode('# Step 2: Solve.\nx = 1\n# <end_of_step>\n# Step 3: Pri', { ...second, cut: true })).toMatchObject({
    code: 'x = 1',
  });
});

test.each([
  ['x = "it\'s (fine"', undefined],
  ['# a comment with ( and "', undefined],
  ['s = """a\n(b"""', undefined],
  ['print(x))', 'The brackets of the code do not match.'],
])('%s', (code, trouble) => {
  expect(incomplete(code)).toBe(trouble);
});
