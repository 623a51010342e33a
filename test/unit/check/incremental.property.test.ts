/** Whatever is edited: what the checker has kept and what it has found anew is what a check from scratch finds. */
import { describe, expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import { seededRandom } from '../../bench/harness.ts';

const options = { format: 'markdown', wholeFile: false, severities: {} } as const;

/** Steps that lean on each other: definitions, an equation carried along, cases, a contradiction, an answer put back. */
const leaning = `## Problem

Solve $2x + 6 = 10$.

## Solution

1. Let $a = 3$ and $f(t) = t^2 + a$.
2. Then $f(2) = 7$.
3. From $2x + 6 = 10$ we get $2x = 4$.
4. So $x = 2$.
5. Case 1: $y = 1$. Then $y + a = 4$.
6. Case 2: $y = 2$. Then $y + a = 5$.
7. Suppose for contradiction that $a = 4$. Then $f(2) = 8$.
8. Hence $a + x = 5$.
9. Therefore $x = 2$.

# Another

## Solution

1. $3 + 4 = 8$.
2. Hence $3 + 4 + 1 = 9$.
`;

const typed = [
  '7',
  'x',
  ' = 3',
  '\n',
  '\n\n2. ',
  '$',
  '## Solution\n',
  'Let $a = 5$. ',
  'Case 2: ',
  '<!-- stepwise: ignore -->',
  '',
];

/** All that is told of a document. Which step a verdict leans on is told by its place, not by its number. */
function told(checker: DocumentChecker): unknown {
  return checker.result.solutions.map(({ steps }) =>
    steps.map(({ placed, status, claims, unread, findings }) => ({
      at: placed.offset + placed.step.span.start,
      ignored: placed.ignored,
      status,
      claims: claims.map(({ claim, verdict }) => [claim.text, claim.role, { ...verdict, relatedTo: undefined }]),
      unread,
      findings,
    })),
  );
}

describe('a check after edits is a check from scratch', () => {
  test.each([1, 2, 3])('random edits, seed %i', seed => {
    const random = seededRandom(seed);
    const checker = new DocumentChecker(leaning, options);
    for (let count = 0; count < 20; count++) {
      const { text } = checker.document;
      const start = Math.floor(random() * text.length);
      const end = random() < 0.6 ? start : Math.min(text.length, start + Math.floor(random() * 12));
      checker.edit([{ span: { start, end }, text: typed[Math.floor(random() * typed.length)] ?? '' }]);
      const scratch = new DocumentChecker(checker.document.text, options);
      expect(told(checker), checker.document.text).toEqual(told(scratch));
    }
  });

  test.each([
    ['a definition', 'a = 3', 'a = 4'],
    ['the equation', '2x + 6 = 10$ we', '2x + 6 = 12$ we'],
    ['the problem', 'Solve $2x', 'Solve $3x'],
    ['a word', 'Hence', 'Thus'],
    ['a case', 'Case 1', 'Now'],
  ])('typing in %s, and taking it back', (_, before, after) => {
    const checker = new DocumentChecker(leaning, options);
    const first = told(checker);
    const start = leaning.indexOf(before);
    checker.edit([{ span: { start, end: start + before.length }, text: after }]);
    expect(told(checker)).toEqual(told(new DocumentChecker(checker.document.text, options)));
    checker.edit([{ span: { start, end: start + after.length }, text: before }]);
    expect(told(checker)).toEqual(first);
  });
});
