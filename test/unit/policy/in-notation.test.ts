import { describe, expect, it } from 'vitest';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';
import { inNotation } from '../../../server/src/core/policy/in-notation.ts';

describe('what a model writes, as the document has it', () => {
  it.each<readonly [name: string, text: string, formulas: 'tex' | 'plain', format: DocumentFormat, expected: string]>([
    [
      'dollars of money begin no formula',
      'Tom has $5 and gives $3 away, so $5 - 3 = 2$ dollars.',
      'tex',
      'markdown',
      'Tom has \\$5 and gives \\$3 away, so $5 - 3 = 2$ dollars.',
    ],
    ['a box by itself', 'So \\boxed{7} left.', 'plain', 'steps', 'So 7 left.'],
    ['a box in a formula', 'We get $x^2 = \\boxed{4}$.', 'tex', 'markdown', 'We get $x^2 = 4$.'],
    ['plain formulas', 'We get $x^2 = \\boxed{4}$.', 'plain', 'steps', 'We get x^2 = 4.'],
    [
      'a display, and signs of LaTeX',
      'Then\n$$x = \\frac{1}{2}$$\nis 50% of it.',
      'tex',
      'latex',
      'Then $x = \\frac{1}{2}$ is 50\\% of it.',
    ],
    ['other delimiters', '\\(x = 2\\) & so', 'tex', 'latex', '$x = 2$ \\& so'],
  ])('%s', (_, text, formulas, format, expected) => {
    expect(inNotation(text, { formulas, format })).toBe(expected);
  });
});
