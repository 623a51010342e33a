/** Ghost text where `|` stands: what appears, and the text once it is taken. */
import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { ghostPlacesAt, ghostText, restAfter } from '../../../server/src/core/search/ghost-text.ts';

/** The text once the first suggestion is taken; `undefined` where there is none. Tells also of a suggestion that would not show what stands before the cursor. */
function taken(format: DocumentFormat, marked: string, sentence: string, asked = false): string | undefined {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  const document = new DocumentChecker(text, { format, wholeFile: true, severities: {} }).result;
  for (const place of ghostPlacesAt(document, at, asked)) {
    const solution = document.document.solutions[place.solution];
    const ghost = solution && ghostText(document.document, solution, place, sentence);
    if (ghost === undefined) continue;
    if (!ghost.text.startsWith(text.slice(ghost.start, at))) return `not in front of ${ghost.text}`;
    return `${text.slice(0, ghost.start)}${ghost.text}|${text.slice(at)}`;
  }
  return undefined;
}

const markdown = '## Problem\n\nSolve $x + 1 = 3$.\n\n## Solution\n\n';
const factor = 'Subtract $1$: $x = 2$.';

describe('the next step', () => {
  it.each<
    readonly [name: string, format: DocumentFormat, text: string, sentence: string, expected: string | undefined]
  >([
    ['behind the last item of a list', 'markdown', '1. $x + 1 = 3$.|\n', factor, `1. $x + 1 = 3$.\n2. ${factor}|\n`],
    ['on an empty line below it', 'markdown', '1. $x + 1 = 3$.\n|\n', factor, `1. $x + 1 = 3$.\n2. ${factor}|\n`],
    ['behind the next number', 'markdown', '1. $x + 1 = 3$.\n2. |\n', factor, `1. $x + 1 = 3$.\n2. ${factor}|\n`],
    [
      'behind a number without a blank',
      'markdown',
      '1. $x + 1 = 3$.\n2.|\n',
      factor,
      `1. $x + 1 = 3$.\n2. ${factor}|\n`,
    ],
    ['behind another number', 'markdown', '1. $x + 1 = 3$.\n3) |', factor, `1. $x + 1 = 3$.\n3) ${factor}|`],
    ['behind what is begun', 'markdown', '1. $x + 1 = 3$.\n2. Subt|\n', factor, `1. $x + 1 = 3$.\n2. ${factor}|\n`],
    [
      'behind a word and a blank',
      'markdown',
      '1. $x + 1 = 3$.\n2. Subtract |',
      factor,
      `1. $x + 1 = 3$.\n2. ${factor}|`,
    ],
    [
      'behind a begun formula',
      'markdown',
      '1. $x + 1 = 3$.\n2. Subtract $1$: $x|',
      factor,
      `1. $x + 1 = 3$.\n2. Subtract $1$: $x = 2$.|`,
    ],
    ['not behind other words', 'markdown', '1. $x + 1 = 3$.\n2. We see|', factor, undefined],
    ['not in the middle of a line', 'markdown', '1. $x + 1 = 3$.\n2. Sub| it', factor, undefined],
    ['not before the last step', 'markdown', '1. $x + 1 = 3$.|\n2. $x = 2$.\n', 'Other.', undefined],
    ['bulleted', 'markdown', '- $x + 1 = 3$.\n- |', factor, `- $x + 1 = 3$.\n- ${factor}|`],
    [
      'spread list: behind the step',
      'markdown',
      '1. $x = 3 - 1$.\n\n2. $x = 2$.|',
      'So.',
      '1. $x = 3 - 1$.\n\n2. $x = 2$.\n\n3. So.|',
    ],
    [
      'spread list: one line below',
      'markdown',
      '1. $x = 3 - 1$.\n\n2. $x = 2$.\n|',
      'So.',
      '1. $x = 3 - 1$.\n\n2. $x = 2$.\n\n3. So.|',
    ],
    ['in a quote', 'markdown', '> 1. $x + 1 = 3$.\n> |', factor, `> 1. $x + 1 = 3$.\n> 2. ${factor}|`],
    ['as a paragraph', 'markdown', 'We have $x + 1 = 3$.\n\n|', factor, `We have $x + 1 = 3$.\n\n${factor}|`],
    ['as a paragraph, begun', 'markdown', 'We have $x + 1 = 3$.\n\nSub|', factor, `We have $x + 1 = 3$.\n\n${factor}|`],
    ['not far below', 'markdown', '1. $x + 1 = 3$.\n\n\n\n\n|', factor, undefined],
    ['not behind words without an end', 'markdown', '1. We take $x + 1 = 3$ and then|', factor, undefined],
    [
      'behind a formula without a full stop',
      'markdown',
      '1. We take $x + 1 = 3$|',
      factor,
      `1. We take $x + 1 = 3$\n2. ${factor}|`,
    ],
    [
      'with the line breaks of the document',
      'markdown',
      '1. $x + 1 = 3$.|\r\n',
      factor,
      `1. $x + 1 = 3$.\r\n2. ${factor}|\r\n`,
    ],
  ])('%s', (_, format, text, sentence, expected) => {
    expect(taken(format, markdown + text, sentence)).toBe(expected === undefined ? undefined : markdown + expected);
  });

  it.each<readonly [name: string, text: string, sentence: string, expected: string | undefined]>([
    ['behind the line', '3x + 5 = 20|', '3x = 15', '3x + 5 = 20\n3x = 15|'],
    ['on the next line', '3x + 5 = 20\n|', '3x = 15', '3x + 5 = 20\n3x = 15|'],
    ['begun', '3x + 5 = 20\n3x =|', '3x = 15', '3x + 5 = 20\n3x = 15|'],
    ['begun without blanks', '3x + 5 = 20\n3x=|', '3x = 15', '3x + 5 = 20\n3x= 15|'],
    ['not what is there', '3x + 5 = 20\n3x = 15|', '3x = 15', '3x + 5 = 20\n3x = 15\n3x = 15|'],
    ['the first, begun', 'problem: Find x.\n\n3x|', '3x = 15', 'problem: Find x.\n\n3x = 15|'],
    ['not in the problem', 'problem: Find x.|', '3x = 15', undefined],
  ])('in a .steps file: %s', (_, text, sentence, expected) => {
    expect(taken('steps', text, sentence)).toBe(expected);
  });

  const align = (rows: string): string => `\\begin{proof}\n\\begin{align*}\n${rows}\n\\end{align*}\n\\end{proof}\n`;

  it.each<readonly [name: string, text: string, sentence: string, expected: string | undefined]>([
    [
      'a row behind a break',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8 \\\\\n  |'),
      '$x = 4$.',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8 \\\\\n  x &= 4|'),
    ],
    [
      'a row behind the last',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8|'),
      '$x = 4$.',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8 \\\\\n  x &= 4|'),
    ],
    [
      'a begun row',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8 \\\\\n  x &|'),
      '$x = 4$.',
      align('  2x + 1 &= 9 \\\\\n  2x &= 8 \\\\\n  x &= 4|'),
    ],
    [
      'a paragraph of a proof',
      '\\begin{proof}\n  We have $2x = 8$.\n\n  |\n\\end{proof}\n',
      'So $x = 4$.',
      '\\begin{proof}\n  We have $2x = 8$.\n\n  So $x = 4$.|\n\\end{proof}\n',
    ],
    [
      'an item',
      '\\begin{proof}\n\\begin{enumerate}\n\\item $2x = 8$.\n\\item |\n\\end{enumerate}\n\\end{proof}\n',
      'So $x = 4$.',
      '\\begin{proof}\n\\begin{enumerate}\n\\item $2x = 8$.\n\\item So $x = 4$.|\n\\end{enumerate}\n\\end{proof}\n',
    ],
  ])('in LaTeX: %s', (_, text, sentence, expected) => {
    expect(taken('latex', text, sentence)).toBe(expected);
  });

  it('the first step, once it is begun', () => {
    expect(taken('markdown', `${markdown}Sub|`, factor)).toBe(`${markdown}${factor}|`);
  });

  it('not within the display of the step before', () => {
    expect(
      taken(
        'latex',
        '\\begin{proof}\n\\begin{align*}\n  2x &= 8 \\\\\n  |\n\\end{align*}\n\\end{proof}\n',
        'So $x = 4$.',
      ),
    ).toBeUndefined();
  });

  it('not below the problem, before the solution begins', () => {
    expect(taken('markdown', '## Problem\n\nSolve $x + 1 = 3$.\n\n|\n\n## Solution\n', factor)).toBeUndefined();
  });
});

describe('asked for', () => {
  it.each<readonly [name: string, text: string, expected: string]>([
    ['before other steps', '1. $x + 1 = 3$.|\n2. $x = 2$.\n', `1. $x + 1 = 3$.\n2. ${factor}|\n2. $x = 2$.\n`],
    [
      'behind words without an end',
      '1. We take $x + 1 = 3$ and then|',
      `1. We take $x + 1 = 3$ and then\n2. ${factor}|`,
    ],
  ])('%s', (_, text, expected) => {
    expect(taken('markdown', markdown + text, factor, true)).toBe(markdown + expected);
  });
});

describe('what is typed', () => {
  it.each<readonly [sentence: string, typed: string, rest: string | undefined]>([
    ['x = 2', '', 'x = 2'],
    ['x = 2', 'x', ' = 2'],
    ['x = 2', 'x ', '= 2'],
    ['x = 2', 'x=', ' 2'],
    ['x = 2', 'x  =', ' 2'],
    ['x = 2', 'y', undefined],
    ['x = 2', 'x = 23', undefined],
    ['x = 2', 'x = 2', ''],
  ])('%j after %j: %j', (sentence, typed, rest) => {
    expect(restAfter(sentence, typed)).toBe(rest);
  });
});
