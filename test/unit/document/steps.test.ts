import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import { showDocument } from './show.ts';

const read = (text: string): string[] =>
  showDocument(readDocument(text, { format: 'steps', wholeFile: false })).split('\n');

/** ‹plain›, ⟨inline⟩, ⟦display⟧, "words". */
describe('a line', () => {
  it.each<[string, string]>([
    ['3x + 5 = 20', 'paragraph: ‹3x + 5 = 20›'],
    ['sqrt(16) = 4 or x = \\frac{1}{2}', 'paragraph: ‹sqrt(16) = 4 or x = \\frac{1}{2}›'],
    ['so x = 5', 'paragraph: "so " ‹x = 5›'],
    ['Therefore, 2(x + 1) = 4.', 'paragraph: "Therefore, " ‹2(x + 1) = 4› "."'],
    ['3x = 15 (subtract 5)', 'paragraph: ‹3x = 15› " (subtract 5)"'],
    ['x = 5, since x > 0', 'paragraph: ‹x = 5› ", since x > 0"'],
    ['Check: 3*5 = 15', 'paragraph: "Check: " ‹3*5 = 15›'],
    ['3x = 15 // subtract 5', 'paragraph: ‹3x = 15›'],
    ['Tom has 3 + 4 = 7 apples', 'paragraph: "Tom has 3 + 4 = 7 apples"'],
    ['It is 5', 'paragraph: "It is 5"'],
    ['This factors as (x + 3)(x - 1) = 0.', 'paragraph: "This factors as " ‹(x + 3)(x - 1) = 0› "."'],
    ['half of 10 = 5', 'paragraph: "half of 10 = 5"'],
    ['the sum of 2 and 3 = 5', 'paragraph: "the sum of 2 and 3 = 5"'],
    ['2 and 3 = 5', 'paragraph: "2 and 3 = 5"'],
    ['3 min = 180 sec', 'paragraph: "3 min = 180 sec"'],
    ['x = 5 [by 2]', 'paragraph: ‹x = 5› " [by 2]"'],
    ['AB = CD', 'paragraph: ‹AB = CD›'],
    ['where $y = x$ and \\(z\\) cost $5', 'paragraph: "where " ⟨y = x⟩ " and " ⟨z⟩ " cost $5"'],
    ['so $$x = 5$$', 'paragraph: "so " ⟦x = 5⟧'],
    ['Step 3: x = 5', 'numbered ‘Step 3’: ‹x = 5›'],
    ['- x = 5', 'item ‘-’: ‹x = 5›'],
    ['    2. x = 5', 'item ‘2.’ >2: ‹x = 5›'],
    ['3.5 + 1 = 4.5', 'paragraph: ‹3.5 + 1 = 4.5›'],
    ['(a) see http://a.b', 'item ‘(a)’: "see http://a.b"'],
    ['x = \\boxed{5}', 'paragraph: ‹x = \\boxed{5}›'],
    ['so x = \\boxed{\\frac{1}{2}}.', 'paragraph: "so " ‹x = \\boxed{\\frac{1}{2}}› "."'],
    ['the answer is \\boxed{5}', 'paragraph: "the answer is " ⟨\\boxed{5}⟩'],
    ['设 x = 3，则', 'paragraph: "设 x = 3，则"'],
    ['half-typed $x + ', 'paragraph: "half-typed $x +"'],
  ])('%s', (input, step) => {
    expect(read(input).slice(1)).toEqual([step]);
  });
});

describe('a file', () => {
  it.each<[string, string[]]>([
    ['a\n  more\n    x = 1\n\n  apart', ['# -', 'paragraph: "a more " ‹x = 1›', 'paragraph: "apart"']],
    [
      'a\n  - b\n  c',
      ['# -', 'paragraph: "a"', 'item ‘-’ >1: "b"', 'paragraph: "c"'].slice(0, 3).concat('paragraph: "c"'),
    ],
    ['problem: Find x.\n  Do.\n\nx = 1', ['# -', 'problem: "Find x. Do."', 'paragraph: ‹x = 1›']],
    [
      '# A\nproblem: p\n\nx = 1\n# B\nx = 2',
      ['# A', 'problem: "p"', 'paragraph: ‹x = 1›', '# B', 'paragraph: ‹x = 2›'],
    ],
    ['# Problem\nFind x.\n# Solution\nx = 1', ['# Problem', 'problem: "Find x."', 'paragraph: ‹x = 1›']],
    ['题目：求 $x$。\n\n解：x = 1', ['# 解', 'problem: "求 " ⟨x⟩ "。"', 'paragraph: ‹x = 1›']],
    ['a\n```python\nprint(1)\n```\nb', ['# -', 'paragraph: "a" code:python[print(1)]', 'paragraph: "b"']],
    ['\\begin{align}\na &= b \\\\\n&= c\n\\end{align}', ['# -', 'row 1/2: align⟦a &= b⟧', 'row 2/2: align⟦&= c⟧']],
    ['$$\nx = 1\n\ny', ['# -', 'paragraph: ⟦x = 1⟧', 'paragraph: "y"', 'note: This display is never closed.']],
    ['x = 1 // stepwise: ignore\nx = 2', ['# -', 'paragraph ignored: ‹x = 1›', 'paragraph: ‹x = 2›']],
    ['// stepwise: ignore\nx = 1\nx = 2', ['# -', 'paragraph ignored: ‹x = 1›', 'paragraph: ‹x = 2›']],
    [
      '# stepwise: disable claim.false-equality\nx = 1',
      ['# -', 'paragraph: ‹x = 1›', 'disabled: claim.false-equality'],
    ],
  ])('%j', (input, lines) => {
    expect(read(input)).toEqual(lines);
  });
});
